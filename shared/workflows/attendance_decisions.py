"""Decisions about who came to booked sessions, with all that follows in the same commit: booking, refund, and event."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.bookings import actions as bookings
from shared.bookings import store as booking_store
from shared.bookings.models import Booking
from shared.chat import session_rooms
from shared.chat import store as chat
from shared.contracts.offers import ServiceKind
from shared.contracts.sessions import AttendanceOutcome
from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId, SessionId, UserId
from shared.kernel.money import compute_share
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders import refund_rules, refund_settings
from shared.orders import store as order_store
from shared.orders.errors import RefundTooLarge
from shared.orders.models import RefundCause
from shared.sessions import attendance, attendance_rules, evidence, presence_rules, store, video_rooms
from shared.sessions.attendance_models import Attendance, SidePresence
from shared.sessions.attendance_settings import AttendanceSettings
from shared.sessions.errors import AttendanceNotFound
from shared.sessions.evidence_models import Evidence, EvidenceSide
from shared.sessions.jobs import schedule_attendance_decision
from shared.sessions.models import Session, SessionStatus
from shared.sessions.presence_rules import Interval
from shared.sessions.video_rooms import SessionVideoRoom
from shared.workflows import block_rules, expert_strikes, review_publication

# Time after which a decision asks again for the log of a video room.
_LOG_PAUSE = timedelta(minutes=10)
_OTHER_SIDES = {EvidenceSide.CUSTOMER: EvidenceSide.EXPERT, EvidenceSide.EXPERT: EvidenceSide.CUSTOMER}


async def decide_attendance(uow: UnitOfWork, session_id: SessionId, *, now: datetime) -> Attendance | None:
    """Decide who came to an ended session of a booking, and what follows.

    The booking is completed, or becomes a no-show, and a part of the payment goes back as the settings say. An absent
    expert gets a strike. What was decided before stays.

    A meeting in a video room is decided when the provider's log of the room has come. After some hours it is decided
    without the log, and then nobody is absent.

    Returns:
        The decision; None if the session has not ended, has no booking, was decided already, or waits for the log.
    """
    session, booking, known, settings, room = await uow.get_many(
        store.session_ref(session_id),
        booking_store.booking_ref(session_id),
        attendance.attendance_ref(session_id),
        attendance.SETTINGS,
        video_rooms.video_room_ref(session_id),
    )
    if session is None or booking is None or known is not None or session.status is not SessionStatus.ENDED:
        return None
    if session.ended_at is None or booking.starts_at != session.starts_at or not bookings.is_confirmed(booking):
        return None
    settings = settings or AttendanceSettings()
    if session.is_seat:
        room = await uow.get(video_rooms.video_room_ref(session.meeting_id))
    is_log_missing = room is not None and room.closed_at is None
    if is_log_missing and now < session.ended_at + settings.longest_settle_time:
        schedule_attendance_decision(uow, session_id, at=now + _LOG_PAUSE)
        return None
    seen = await _list_evidence(uow, session, booking)
    seen_customer, seen_expert = await _find_presences(uow, session, booking, room, seen)
    customer_blocked, expert_blocked = await _list_block_times(uow, session, booking)
    seen_customer = block_rules.with_kept_out_time(seen_customer, customer_blocked, expert_blocked, session)
    seen_expert = block_rules.with_kept_out_time(seen_expert, expert_blocked, customer_blocked, session)
    outcome = attendance_rules.decide_outcome(
        session,
        seen_customer,
        seen_expert,
        settings,
        is_observed=booking.is_met_with_us and not is_log_missing,
        ended_at=session.ended_at,
    )
    latest = session.starts_at + settings.absent_after
    outcome = block_rules.outcome_with_block(
        outcome,
        customer_kept_out=evidence.was_kept_out(seen, EvidenceSide.CUSTOMER, until=latest)
        or block_rules.is_kept_out(seen_customer, customer_blocked, until=latest),
        expert_kept_out=evidence.was_kept_out(seen, EvidenceSide.EXPERT, until=latest)
        or block_rules.is_kept_out(seen_expert, expert_blocked, until=latest),
    )
    decided = attendance_rules.attendance_from_session(session, outcome, seen_customer, seen_expert, settings, now=now)
    percent = attendance_rules.compute_refund_percent(
        outcome, session, seen_customer, seen_expert, settings, ended_at=session.ended_at
    )
    refunded, of_booking = await _refund_orders(uow, session, percent, now=now)
    await bookings.conclude_booking(uow, booking, outcome, refunded=of_booking, ended_at=session.ended_at, now=now)
    await expert_strikes.follow_attendance(uow, decided, booking.meeting_id, now=now)
    return attendance.save_decision(uow, decided, before=None, refunded=refunded, now=now)


async def resolve_dispute(
    uow: UnitOfWork,
    session_id: SessionId,
    outcome: AttendanceOutcome,
    refund: int | None,
    reason: str,
    *,
    actor: Actor,
    now: datetime,
) -> Attendance:
    """Decide the dispute about a session as an admin, and change what follows if the outcome changes.

    Args:
        outcome: Outcome of the session in the admin's judgement.
        refund: Money that is to go back to the customer in all, in whole rupiah; None for what the settings say of
            another outcome. What has gone back already is never taken again.

    Raises:
        AttendanceNotFound: Nothing was decided about this session.
        DisputeClosed: There is no open dispute.
        RefundTooLarge: More than what is left of the payment.
        RefundNeedsOwner: The named amount is above the limit of refunds by admins, and the admin is no owner.
    """
    before = await attendance.get_attendance(uow, session_id)
    gives_more = refund is not None and refund > before.refund
    decided = attendance.resolve_dispute(
        uow, before, outcome, reason, gives_more=gives_more, by=UserId(actor.id), now=now
    )
    if decided.version == before.version:
        return decided
    return await _apply_change(uow, before, decided, refund, actor=actor, now=now)


async def correct_attendance(
    uow: UnitOfWork,
    session_id: SessionId,
    outcome: AttendanceOutcome,
    refund: int | None,
    reason: str,
    *,
    actor: Actor,
    now: datetime,
) -> Attendance:
    """Correct the decision about a session as an admin, without a dispute, and change what follows.

    Args:
        outcome: Outcome of the session in the admin's judgement.
        refund: Money that is to go back to the customer in all, in whole rupiah; None for what the settings say of
            another outcome. What has gone back already is never taken again.

    Raises:
        AttendanceNotFound: Nothing was decided about this session.
        DisputeOpen: The decision is disputed.
        AttendanceUnchanged: The correction changes nothing.
        RefundTooLarge: More than what is left of the payment.
        RefundNeedsOwner: The named amount is above the limit of refunds by admins, and the admin is no owner.
    """
    before = await attendance.get_attendance(uow, session_id)
    gives_more = refund is not None and refund > before.refund
    decided = attendance_rules.with_correction(
        before, outcome, reason, gives_more=gives_more, by=UserId(actor.id), now=now
    )
    return await _apply_change(uow, before, decided, refund, actor=actor, now=now)


async def _apply_change(
    uow: UnitOfWork, before: Attendance, decided: Attendance, refund: int | None, *, actor: Actor, now: datetime
) -> Attendance:
    """Save a changed decision, and let booking, money, reviews and strikes follow.

    Args:
        uow: Unit of work that carries the change.
        before: Decision as it was.
        decided: Decision in its next version.
        refund: Money that is to go back in all, in whole rupiah; None for what the settings say of the outcome.
        actor: Admin who has decided.
        now: Present instant.

    Raises:
        AttendanceNotFound: The session or its booking does not exist.
        RefundTooLarge: More than what is left of the payment.
        RefundNeedsOwner: The named amount is above the limit of refunds by admins, and the admin is no owner.
    """
    session_id, outcome = decided.id, decided.outcome
    session, booking, settings = await uow.get_many(
        store.session_ref(session_id), booking_store.booking_ref(session_id), attendance.SETTINGS
    )
    if session is None or booking is None:
        raise AttendanceNotFound(session_id=session_id)
    settings = settings or AttendanceSettings()
    if refund is None:
        percent = attendance_rules.compute_refund_percent(
            outcome, session, before.seen_customer, before.seen_expert, settings, ended_at=before.ended_at
        )
        # What has gone back was a part of the payment as it was then.
        without_dispute = len(decided.corrections) > len(before.corrections)
        refunded, of_booking = await _refund_orders(
            uow, session, percent, now=now, returned=before.refund, by=actor if without_dispute else None
        )
    else:
        more = max(0, refund - before.refund)
        refunded = of_booking = await _refund_amount(uow, session, more, actor=actor, now=now)
    await bookings.change_conclusion(uow, booking, outcome, refunded=of_booking, now=now)
    if outcome in attendance_rules.ABSENCES:
        await review_publication.void_reviews(uow, session_id)
    elif before.outcome in attendance_rules.ABSENCES:
        await review_publication.restore_reviews(uow, session_id)
    await expert_strikes.follow_attendance(uow, decided, booking.meeting_id, now=now)
    return attendance.save_decision(uow, decided, before=before.outcome, refunded=refunded, now=now)


async def _list_evidence(uow: UnitOfWork, session: Session, booking: Booking) -> list[Evidence]:
    is_in_video_room = booking.offer.kind is ServiceKind.VIDEO and booking.is_met_with_us
    if not is_in_video_room:
        return []
    return video_rooms.keep_evidence_of_seat(await evidence.list_evidence(uow, session.meeting_id), session)


async def _find_presences(
    uow: UnitOfWork, session: Session, booking: Booking, room: SessionVideoRoom | None, seen: Sequence[Evidence]
) -> tuple[SidePresence, SidePresence]:
    """Find what was seen of customer and expert: joins, messages in the room, and the evidence of the video room.

    To join the session of a meeting by video is an attempt: the meeting is in the video room.
    """
    written = await session_rooms.list_writing_times(
        uow, session.room_id, since=session.opens_at or session.starts_at, most=attendance_rules.MOST_MESSAGES
    )
    joined = {session.customer: session.customer_joined_at, session.expert: session.expert_joined_at}
    is_video = booking.offer.kind is ServiceKind.VIDEO and booking.is_met_with_us
    stays = {side: presence_rules.list_intervals(seen, side, session) for side in _OTHER_SIDES}

    def presence(uid: UserId | None, side: EvidenceSide) -> SidePresence:
        messages: Sequence[datetime] = written.get(uid, ()) if uid is not None else ()
        at = [moment] if (moment := joined.get(uid)) else []
        if not is_video:
            return attendance_rules.presence_from_signs(messages, at, session)
        signs = attendance_rules.presence_from_signs(messages, evidence.list_presence_times(seen, side), session)
        tried_at = min((*at, *evidence.list_attempts(seen, side)), default=None)
        if room is not None and room.closed_at is not None:
            signs = attendance_rules.with_video_presence(signs, stays[side], stays[_OTHER_SIDES[side]], session)
        return signs.having(tried_at=tried_at)

    return presence(session.customer, EvidenceSide.CUSTOMER), presence(session.expert, EvidenceSide.EXPERT)


async def _list_block_times(
    uow: UnitOfWork, session: Session, booking: Booking
) -> tuple[list[Interval], list[Interval]]:
    """List when the expert had blocked the customer, and when the customer had blocked the expert.

    A block keeps nobody out of a group.
    """
    if session.is_seat:
        return [], []
    customer, expert = booking.customer, booking.offer.expert
    by_expert, once_by_expert, by_customer, once_by_customer = await uow.get_many(
        chat.block_ref(expert, customer),
        chat.ended_blocks_ref(expert, customer),
        chat.block_ref(customer, expert),
        chat.ended_blocks_ref(customer, expert),
    )
    return (
        block_rules.list_block_times(by_expert, once_by_expert, session),
        block_rules.list_block_times(by_customer, once_by_customer, session),
    )


async def _refund_orders(
    uow: UnitOfWork, session: Session, percent: int, *, now: datetime, returned: int = 0, by: Actor | None = None
) -> tuple[int, int]:
    """Give a part of what was paid for a session back: for the booking, and for more time.

    Args:
        uow: Unit of work that carries the refunds.
        session: Session of the booking.
        percent: Part of the payments that goes back in all.
        now: Present instant.
        returned: Money that has gone back by an earlier decision, in whole rupiah.
        by: Admin who gives the money back without a dispute, whose limit holds; None if nobody does so alone.

    Returns:
        All that goes back now, and the part of the booking's order, in whole rupiah.

    Raises:
        RefundNeedsOwner: Refunds of an order by admins are above the limit, and the admin is no owner.
    """
    found = await order_store.find_orders(uow, [OrderId(session.id), *(OrderId(each) for each in session.extended_by)])
    paid = [order for order in found if order is not None and refund_rules.compute_refundable_amount(order)]
    left = {order.id: refund_rules.compute_refundable_amount(order) for order in paid}
    due = max(0, compute_share(sum(left.values()) + returned, basis_points=percent * 100) - returned)
    parts: dict[str, int] = {}
    limit = (await refund_settings.get_refund_settings(uow)).admin_limit if by and due else 0
    for order in paid:
        part = min(due - sum(parts.values()), left[order.id])
        if part > 0:
            cause, opened_by = RefundCause.SESSION_MISSED, by.id if by else None
            if by is not None:
                refund_rules.check_admin_refund_of_order(order, part, limit, actor=by)
            await orders.refund_order(uow, order.id, amount=part, cause=cause, now=now, opened_by=opened_by)
            parts[order.id] = part
    return sum(parts.values()), parts.get(session.id, 0)


async def _refund_amount(uow: UnitOfWork, session: Session, amount: int, *, actor: Actor, now: datetime) -> int:
    """Give an amount that an admin has named back to the customer, from what was paid for the booking.

    The same limit holds as for other refunds by admins.

    Raises:
        RefundTooLarge: More than what is left of the payment; nothing is left of a free booking.
        RefundNeedsOwner: Refunds of the order by admins are above the limit, and the admin is no owner.
    """
    if amount:
        (order,) = await order_store.find_orders(uow, [OrderId(session.id)])
        left = refund_rules.compute_refundable_amount(order)
        if order is None or amount > left:
            raise RefundTooLarge(left=left, currency="IDR")
        limit = (await refund_settings.get_refund_settings(uow)).admin_limit
        refund_rules.check_admin_refund_of_order(order, amount, limit, actor=actor)
        cause = RefundCause.SESSION_MISSED
        await orders.refund_order(uow, order.id, amount=amount, cause=cause, now=now, opened_by=actor.id)
    return amount
