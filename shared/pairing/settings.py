"""The numbers of pairing: an admin may change each."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from shared.kernel import settings
from shared.kernel.schemas import Entity

_Seconds = Annotated[int, Field(strict=True, ge=10, le=3_600)]
_Minutes = Annotated[int, Field(strict=True, ge=1, le=240)]
_Switch = Annotated[bool, Field(strict=True)]


class PairingSettings(Entity):
    """A call goes out `rounds` times, `round_seconds` apart. `price` is in whole rupiah.

    `anonymity`: the expert sees a pseudonym. An anonymous customer must register after `anonymous_sessions`.
    Experts come by phone only: who has signed in otherwise does not go online, where `experts_by_phone`.
    An expert who says nothing for `answer_seconds` after accepting loses the session to another.
    """

    customers_an_expert: Annotated[int, Field(strict=True, ge=1, le=50)] = 3
    rounds: Annotated[int, Field(strict=True, ge=1, le=10)] = 3
    round_seconds: _Seconds = 60
    answer_seconds: _Seconds = 120
    minutes: _Minutes = 30
    price: Annotated[int, Field(strict=True, ge=0, le=10_000_000)] = 50_000
    trial: _Switch = True
    trial_minutes: _Minutes = 15
    anonymity: _Switch = True
    experts_by_phone: _Switch = True
    anonymous_sessions: Annotated[int, Field(strict=True, ge=0, le=1_000)] = 3

    @property
    def search_duration(self) -> timedelta:
        """How long a call is out, all rounds together."""
        return timedelta(seconds=self.round_seconds * self.rounds)


class PairingSettingsInput(PairingSettings):
    """Some of the numbers of pairing; the others stay as they are."""

    model_config = settings.PARTIAL_UPDATE_CONFIG
