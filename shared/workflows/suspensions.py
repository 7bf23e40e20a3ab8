"""Consequences of a suspension for an expert's page, calls and sessions, and for the bookings of both sides.

Each action looks at the account's restriction itself, so that events may come late, twice and in any order.
"""

from collections.abc import Sequence
from datetime import datetime

from shared.bookings import jobs as booking_jobs
from shared.bookings import store as bookings
from shared.bookings.models import Side
from shared.catalogue import profiles
from shared.contracts.bookings import BookingStatus
from shared.identity import store as identity
from shared.identity import suspensions
from shared.identity.errors import AdminAccount
from shared.identity.models import AccountRestriction, SuspensionReason, User
from shared.identity.ports import AccountDirectory
from shared.kernel.actors import Actor, Role
from shared.kernel.ids import SessionId, UserId
from shared.kernel.ports import UnitOfWork
from shared.orders import refund_rules
from shared.orders import store as orders
from shared.pairing import pairing_requests, presence
from shared.pairing import store as pairing
from shared.pairing.models import PairingStatus
from shared.sessions import jobs as session_jobs
from shared.sessions import store as sessions
from shared.workflows import booking_cancellation, session_end
from shared.workflows.call import Call

_OPEN = (BookingStatus.REQUESTED, BookingStatus.AWAITING_PAYMENT, BookingStatus.CONFIRMED)
_PAGE = 100
_SYSTEM = Actor("admin", "temani")
_REASON = "Dibatalkan oleh Temani / Cancelled by Temani"


async def suspend_user(
    call: Call,
    accounts: AccountDirectory,
    uid: UserId,
    reason: SuspensionReason,
    *,
    until: datetime | None,
    closed: bool,
) -> tuple[AccountRestriction, User | None]:
    """Suspend an account. The sign-in provider is asked too, because the first owner has no grant.

    Raises:
        AdminAccount: The person is an admin, who must be removed first.
        Unavailable: The sign-in provider does not answer.
        Invalid: The end is past, or the account is the caller's own, or the id is an alias.
    """
    if not uid.is_alias and uid != call.actor.id and await accounts.is_admin(uid):
        raise AdminAccount()
    return await call.commit(
        suspensions.suspend_user, uid, reason, until=until, closed=closed, by=call.actor.id, now=call.now
    )


async def update_expert_page(uow: UnitOfWork, uid: UserId, *, now: datetime) -> None:
    """Hide the page of an expert who is suspended now, or show the page again."""
    suspended = await _is_suspended_at_commit(uow, uid, now=now)
    await profiles.set_suspended(uow, uid, suspended=suspended, now=now)


async def update_expert_availability(uow: UnitOfWork, uid: UserId, *, now: datetime) -> None:
    """Take an expert who is suspended now offline, and search for other experts for their sessions.

    An expert who is no longer suspended may go online again.
    """
    suspended = await _is_suspended_at_commit(uow, uid, now=now)
    for session_id in await presence.set_suspended(uow, uid, suspended=suspended, now=now):
        session_jobs.schedule_expert_search(uow, session_id, uid)


async def end_call_of_suspended(uow: UnitOfWork, uid: UserId, alias: UserId, *, now: datetime) -> None:
    """Cancel the open call of a suspended customer, or end the session that has come of the call.

    Args:
        uow: Unit of work that carries the changes.
        uid: Id of the account.
        alias: Alias that stands for the account in calls.
        now: Time of the event.
    """
    if not await _is_suspended_at_commit(uow, uid, now=now):
        return
    caller = await pairing.find_caller_account(uow, alias)
    if caller is None or caller.open is None:
        return
    call = await pairing.get_pairing(uow, caller.open)
    if call.open:
        await pairing_requests.cancel_pairing_of_account(uow, call.id, now=now)
    elif call.status is PairingStatus.ACCEPTED:
        await session_end.end_session_and_close_room(uow, call.session_id, actor=_SYSTEM, now=now)


async def _is_suspended_at_commit(uow: UnitOfWork, uid: UserId, *, now: datetime) -> bool:
    """Return whether the account is suspended, and let the commit fail if the restriction changes before."""
    suspended = await suspensions.is_suspended(uow, uid, now=now)
    uow.verify(identity.restriction_ref(uid))
    return suspended


async def schedule_booking_cancellations(
    uow: UnitOfWork, uid: UserId, *, sides: Sequence[Side] = (Side.CUSTOMER, Side.EXPERT)
) -> None:
    """Schedule the cancellation of each open booking of a suspended person, or of a refused expert, on these sides."""
    for side in sides:
        cursor = None
        while True:
            page = await bookings.list_bookings(uow, uid, side, _OPEN, cursor=cursor, limit=_PAGE)
            for booking in page.items:
                job = booking_jobs.CancelBookingOfSuspended(booking_id=booking.id, user_id=uid)
                uow.schedule(job, key=booking.id)
            if (cursor := page.next_cursor) is None:
                break


async def cancel_booking_of_suspended(
    uow: UnitOfWork, job: booking_jobs.CancelBookingOfSuspended, *, now: datetime
) -> None:
    """Cancel a booking of a suspended person with a full refund, or end its session if the meeting has begun.

    A booking stays as it is if the suspension ends before the meeting. One of an expert whom a new vetting has refused
    is cancelled too, unless the meeting has begun.
    """
    booking = await bookings.find_booking(uow, job.booking_id)
    if booking is None or booking.status not in _OPEN:
        return
    is_suspended = await suspensions.is_suspended(uow, job.user_id, now=max(now, booking.starts_at))
    is_future_of_expert = job.user_id == booking.offer.expert and now < booking.starts_at
    if not is_suspended and not (is_future_of_expert and await profiles.is_refused(uow, job.user_id)):
        return
    if booking.starts_at <= now:
        side: Role = "customer" if job.user_id == booking.customer else "expert"
        await _end_begun_session(uow, SessionId(booking.id), by=Actor(side, job.user_id), now=now)
        return
    (order,) = await orders.find_orders(uow, [booking.id])
    await booking_cancellation.cancel_booking_and_order(
        uow,
        booking.id,
        reason=_REASON,
        quoted=refund_rules.compute_refundable_amount(order),
        actor=_SYSTEM,
        now=now,
    )


async def _end_begun_session(uow: UnitOfWork, session_id: SessionId, *, by: Actor, now: datetime) -> None:
    """End the session of a booking, so that nobody waits in it for a suspended person. It is then decided who came.

    The suspended person counts as the one who ended it: an expert owes the rest of the time.
    """
    if await uow.get(sessions.session_ref(session_id)) is not None:
        await session_end.end_session_and_close_room(uow, session_id, actor=by, now=now)
