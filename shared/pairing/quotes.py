"""Quotes: entitlement, duration and price of a call, before the call is made."""

from datetime import datetime
from typing import Literal

from shared.kernel.actors import Actor
from shared.kernel.ports import OptionalRef, Reader
from shared.pairing import store
from shared.pairing.models import CallerAccount
from shared.pairing.schemas import QuoteView
from shared.pairing.settings import PairingSettings

EntitlementKind = Literal["trial", "credit", "order"]


def compute_entitlement_kind(
    standing: CallerAccount | None, settings: PairingSettings, *, trial_free: bool
) -> EntitlementKind:
    """Compute the right of the next call: a credit first, then the trial of a verified phone, otherwise a payment."""
    if standing is not None and standing.credits:
        return "credit"
    return "trial" if trial_free and settings.trial else "order"


def is_registration_required(standing: CallerAccount | None, settings: PairingSettings, *, anonymous: bool) -> bool:
    """Return whether an anonymous customer has had the allowed number of sessions."""
    return anonymous and (standing.sessions if standing else 0) >= settings.anonymous_sessions


async def quote_pairing(reader: Reader, actor: Actor, *, now: datetime) -> QuoteView:
    """Quote a customer's next call. `open_pairing_id` is the last known call, whose session may be over by now."""
    trial = store.trial_ref(store.hash_phone(actor.phone)) if actor.phone else None
    standing, settings, tried = await reader.get_many(
        store.caller_account_ref(actor.alias), store.SETTINGS, OptionalRef(trial)
    )
    settings = settings or PairingSettings()
    trial_free = trial is not None and (tried is None or tried.is_free_at(now))
    right = compute_entitlement_kind(standing, settings, trial_free=trial_free)
    return QuoteView(
        paid_by=right,
        price=settings.price if right == "order" else 0,
        minutes=settings.trial_minutes if right == "trial" else settings.minutes,
        must_register=is_registration_required(standing, settings, anonymous=actor.anonymous),
        open_pairing_id=standing.open if standing else None,
    )
