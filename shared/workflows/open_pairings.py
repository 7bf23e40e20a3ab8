"""The open pairing of a caller, which counts no more once its session is over."""

from datetime import datetime

from shared.kernel.actors import Actor
from shared.kernel.ids import PairingId, UserId
from shared.kernel.ports import Reader, UnitOfWork
from shared.pairing import pairing_requests, quotes, store
from shared.pairing.models import PairingStatus
from shared.pairing.schemas import QuoteView
from shared.sessions import store as sessions


async def quote_pairing(reader: Reader, actor: Actor, *, now: datetime) -> QuoteView:
    """Quote a customer's next call, with the pairing that keeps the customer from calling, if there is one."""
    quote = await quotes.quote_pairing(reader, actor, now=now)
    if quote.open_pairing_id and await _is_session_over(reader, quote.open_pairing_id, now=now):
        return quote.having(open_pairing_id=None)
    return quote


async def release_caller_if_session_over(uow: UnitOfWork, alias: UserId, *, now: datetime) -> None:
    """Let a caller whose session is over call again at once, before the event of its end has arrived."""
    caller = await store.find_caller_account(uow, alias)
    if caller is not None and caller.open and await _is_session_over(uow, caller.open, now=now):
        pairing_requests.release_open_pairing(uow, caller)


async def _is_session_over(reader: Reader, pairing_id: PairingId, *, now: datetime) -> bool:
    pairing = await store.get_pairing(reader, pairing_id)
    return pairing.status is PairingStatus.ACCEPTED and await sessions.is_session_over(reader, pairing.session_id, now)
