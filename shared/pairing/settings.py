"""Settings of pairing, which admins can change."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from shared.kernel.schemas import Entity
from shared.kernel.settings import declare_settings
from shared.kernel.stored_choices import UnknownAs

_Seconds = Annotated[int, Field(strict=True, ge=10, le=3_600)]
_Minutes = Annotated[int, Field(strict=True, ge=1, le=240)]
_Switch = Annotated[bool, Field(strict=True)]


class PairingSettings(Entity):
    """Settings of pairing.

    Attributes:
        rounds: Number of times that a call goes out, `round_seconds` apart.
        price: Price of a call in whole rupiah.
        anonymity: True if experts see a pseudonym instead of the customer's name.
        aliases: Scope of a customer's alias and pseudonym: one session, or the person.
        anonymous_sessions: Number of sessions after which an anonymous customer must register.
        experts_by_phone: True if experts must sign in by phone to go online.
        answer_seconds: Time after which an expert who has accepted and says nothing loses the session to another.
    """

    customers_an_expert: Annotated[int, Field(strict=True, ge=1, le=50)] = 3
    """Most customers that an expert may have at once, 1 to 50; 3 by default."""
    rounds: Annotated[int, Field(strict=True, ge=1, le=10)] = 3
    """Search rounds of a call, 1 to 10; 3 by default."""
    pushed_experts: Annotated[int, Field(strict=True, ge=1, le=200)] = 50
    """Experts whose phones ring in a round of a call, 1 to 200; 50 by default. All others see the call in the app."""
    round_seconds: _Seconds = 60
    """Seconds that a search round lasts, 10 to 3,600; 60 by default."""
    answer_seconds: _Seconds = 120
    """Seconds in which an expert must speak after accepting, 10 to 3,600; 120 by default."""
    minutes: _Minutes = 30
    """Length of a session in minutes, 1 to 240; 30 by default."""
    price: Annotated[int, Field(strict=True, ge=0, le=10_000_000)] = 50_000
    """Price of a call in whole rupiah, 0 to 10,000,000; 50,000 by default."""
    trial: _Switch = True
    """True if each verified phone number has one free session; true by default."""
    trial_minutes: _Minutes = 15
    """Length of a free session in minutes, 1 to 240; 15 by default."""
    anonymity: _Switch = True
    """True if experts see a pseudonym instead of the customer's name; true by default."""
    aliases: Annotated[Literal["per_session", "per_person"], UnknownAs("per_session")] = "per_session"
    """Alias and pseudonym of a customer: new in each session, or one per person; `per_session` by default."""
    experts_by_phone: _Switch = True
    """True if experts must sign in by phone to go online; true by default."""
    anonymous_sessions: Annotated[int, Field(strict=True, ge=0, le=1_000)] = 3
    """Sessions that a customer may have without an account, 0 to 1,000; 3 by default."""

    @property
    def search_duration(self) -> timedelta:
        """Return how long a call searches in all its rounds."""
        return timedelta(seconds=self.round_seconds * self.rounds)


PAIRING_SETTINGS = declare_settings("pairing", "Price, length and search of calls.", PairingSettings)
