"""Video meetings of bookings: access to the room, what the provider reports, and the end of the room."""

from datetime import datetime, timedelta

from shared.bookings import store as bookings
from shared.bookings.errors import BookingNotOpen
from shared.bookings.group_models import GroupDate, GroupDateStatus
from shared.bookings.models import Booking
from shared.chat import store as chat
from shared.chat.errors import Blocked
from shared.contracts.bookings import BookingStatus
from shared.contracts.events.sessions import SessionEnded
from shared.contracts.offers import ServiceKind
from shared.contracts.video import VideoEvent, VideoRooms
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId, Id, RoomId, SessionId, UserId
from shared.kernel.ports import Reader, UnitOfWork
from shared.kernel.schemas import Model, Moment
from shared.limits import actions as limits
from shared.limits.settings import SETTINGS as LIMIT_SETTINGS
from shared.limits.subjects import person_limits_ref
from shared.sessions import rules, store, video_rooms
from shared.sessions.errors import SessionNotFound, SessionNotOpen, SessionOver
from shared.sessions.evidence_models import EvidenceSide
from shared.sessions.jobs import schedule_video_room_closing
from shared.sessions.models import EndedBy, SessionStatus
from shared.sessions.video_errors import NotVideoMeeting
from shared.sessions.video_schemas import VideoAccessView
from shared.sessions.video_settings import VIDEO_SETTINGS, VideoSettings
from shared.workflows import group_sessions
from shared.workflows.call import Call

# A session whose clock stands still has no end: access to its room is renewed by another call.
_WITHOUT_END = timedelta(hours=1)
_OVER = (BookingStatus.COMPLETED, BookingStatus.NO_SHOW)


class VideoAdmission(Model):
    """Permission of one side to enter the video room of a booking.

    Attributes:
        meeting_id: Id of the meeting: that of the booking, or of the group's date.
        room_id: Provider's id of the room; None if the room is not created yet.
        participant_id: Id of the participant for this access.
        expires_at: End of the access, UTC.
        is_kept_out: True if the side gets no access, because the other side has blocked this person.
    """

    meeting_id: SessionId
    room_id: Id | None
    participant_id: str
    expires_at: Moment
    is_kept_out: bool = False


class ClosingPlan(Model):
    """Decision about the end of a video room.

    Attributes:
        room_id: Provider's id of the room; None if there is nothing to close.
        put_off_to: Time to which the end is put off, UTC; None to close the room now.
    """

    room_id: Id | None
    put_off_to: Moment | None = None


async def create_video_access(call: Call, video: VideoRooms, session_id: SessionId) -> VideoAccessView:
    """Create the access of the caller to the video room of a booking, and the room at the first access.

    People of a group may name their booking or the group's date.

    Raises:
        SessionNotFound: The caller has no booking of this id.
        NotVideoMeeting: The meeting takes place elsewhere.
        BookingNotOpen: The booking is not confirmed, or was cancelled.
        SessionNotOpen: The session can be joined later.
        SessionOver: The meeting is over.
        Blocked: One of the two has blocked the other.
        LimitReached: The caller has asked too often.
        Unavailable: The provider is busy or does not answer.
        VideoRefused: The provider does not create the room.
    """
    admission = await call.commit(admit_to_video_room, session_id, actor=call.actor, now=call.now)
    if admission.is_kept_out:
        raise Blocked()
    room_id = admission.room_id
    if room_id is None:
        lasts = admission.expires_at - call.now
        created = await video.create_room(admission.meeting_id, longest_session=lasts)
        if not created.is_open:
            raise SessionOver(ended_by=EndedBy.SYSTEM)
        room_id = await call.commit(
            keep_video_room, admission.meeting_id, created.id, admission.expires_at, now=call.now
        )
    token = video.issue_token(
        room_id=room_id,
        participant_id=admission.participant_id,
        issued_at=call.now,
        expires_at=admission.expires_at,
    )
    return VideoAccessView(
        room_id=room_id,
        token=token,
        participant_id=admission.participant_id,
        expires_at=admission.expires_at,
    )


async def admit_to_video_room(uow: UnitOfWork, session_id: SessionId, *, actor: Actor, now: datetime) -> VideoAdmission:
    """Admit the customer or the expert of a booking to its video room, and record the attempt.

    A person whom the other side has blocked gets no access, and the attempt is recorded all the same: the block is
    nobody's absence but the other side's.

    Raises:
        SessionNotFound: The actor has no booking of this id.
        NotVideoMeeting: The meeting takes place elsewhere.
        BookingNotOpen: The booking is not confirmed, or was cancelled.
        SessionNotOpen: The session can be joined later.
        SessionOver: The meeting is over.
        Blocked: The actor has blocked the other side.
        LimitReached: The actor has asked too often.
    """
    subject = person_limits_ref(actor.id)
    await uow.prefetch(
        bookings.booking_ref(session_id),
        store.session_ref(session_id),
        video_rooms.video_room_ref(session_id),
        chat.room_ref(RoomId(session_id)),
        store.SETTINGS,
        VIDEO_SETTINGS.ref,
        LIMIT_SETTINGS,
        subject,
    )
    booking_id = await _find_booking_id(uow, session_id, actor)
    booking, side = await _access_video_booking(uow, session_id, booking_id, actor)
    settings = await uow.get(VIDEO_SETTINGS.ref) or VideoSettings()
    ends_at = await _check_time(uow, booking, now=now)
    meeting_id = SessionId(booking.meeting_id)
    chat_room = await uow.get(chat.room_ref(RoomId(meeting_id)))
    blockers = chat_room.blocked_by if chat_room is not None else ()
    if actor.id in blockers:
        raise Blocked()
    room = await uow.get(video_rooms.video_room_ref(meeting_id))
    if room is not None and room.closed_at is not None:
        raise SessionOver(ended_by=EndedBy.SYSTEM)
    limit_settings = await limits.get_limit_settings(uow)
    await limits.count_act(uow, subject, limit_settings.video_accesses, now=now)
    participant_id = video_rooms.new_participant_id(
        side, uow.random_below, session_id=SessionId(booking.id), meeting_id=meeting_id
    )
    is_kept_out = bool(blockers)
    await video_rooms.record_attempt(uow, meeting_id, side, participant_id, is_kept_out=is_kept_out, now=now)
    uow.verify(bookings.booking_ref(booking.id))
    return VideoAdmission(
        meeting_id=meeting_id,
        room_id=room.room_id if room else None,
        participant_id=participant_id,
        expires_at=ends_at + settings.grace,
        is_kept_out=is_kept_out,
    )


async def _find_booking_id(uow: UnitOfWork, session_id: SessionId, actor: Actor) -> BookingId:
    """Find the booking of the actor's by its id, or by the date of its group.

    The expert of a group comes by any seat whose customer has not left.

    Raises:
        SessionNotFound: The actor has no such booking.
    """
    booking_id = BookingId.try_parse(session_id)
    booking = await bookings.find_booking(uow, booking_id) if booking_id is not None else None
    is_experts_seat = booking is not None and booking.group_date is not None and actor.id == booking.offer.expert
    if booking_id is not None and not is_experts_seat:
        return booking_id
    seat = await group_sessions.find_seat(uow, booking.meeting_id if booking else session_id, UserId(actor.id))
    if seat is None:
        raise SessionNotFound(session_id=session_id)
    return seat.id


async def _access_video_booking(
    uow: UnitOfWork, session_id: SessionId, booking_id: BookingId, actor: Actor
) -> tuple[Booking, EvidenceSide]:
    booking = await bookings.find_booking(uow, booking_id)
    if booking is None or actor.id not in (booking.customer, booking.offer.expert):
        raise SessionNotFound(session_id=session_id)
    if booking.offer.kind is not ServiceKind.VIDEO:
        raise NotVideoMeeting(kind=booking.offer.kind)
    if booking.status in _OVER:
        raise SessionOver(ended_by=EndedBy.TIMEOUT)
    if booking.status is not BookingStatus.CONFIRMED:
        raise BookingNotOpen(booking_status=booking.status)
    if booking.meeting is None or booking.meeting.kind != "room":
        raise NotVideoMeeting(kind=booking.offer.kind)
    return booking, EvidenceSide.CUSTOMER if actor.id == booking.customer else EvidenceSide.EXPERT


async def _check_time(uow: UnitOfWork, booking: Booking, *, now: datetime) -> datetime:
    """Check that the session of a confirmed booking can be joined now, and return its end.

    The event of a new time may be on its way, so the session is taken as the booking demands.

    Raises:
        SessionNotOpen: The session can be joined later.
        SessionOver: The session has ended.
    """
    stored = await uow.get(store.session_ref(booking.id))
    session = rules.with_meeting_terms(stored, booking.meeting_terms, await store.get_session_settings(uow), now=now)
    if session is None:
        raise SessionOver(ended_by=EndedBy.TIMEOUT)
    rules.check_ongoing(session, now=now)
    if session.opens_at is not None and now < session.opens_at:
        raise SessionNotOpen(opens_at=session.opens_at)
    return session.ends_at or now + _WITHOUT_END


async def keep_video_room(
    uow: UnitOfWork, meeting_id: SessionId, room_id: Id, closes_at: datetime, *, now: datetime
) -> Id:
    """Keep the id of the room that the provider has created for a meeting, and return the id.

    If the booking, or the date of the group, was cancelled meanwhile, the room is closed at once.
    """
    takes_place = await group_sessions.takes_place_at_commit(uow, meeting_id)
    room = await video_rooms.open_video_room(
        uow, meeting_id, room_id, closes_at=closes_at if takes_place else now, now=now
    )
    return room.room_id


async def receive_video_event(call: Call, event: VideoEvent) -> None:
    """Record an event of the provider as evidence; an event of an unknown room is logged and ignored."""
    if not await call.commit(video_rooms.record_video_event, event, now=call.now):
        call.log("WARNING", f"video: {event.kind} in a room of no session", room_id=event.room_id)


async def schedule_video_room_end(uow: UnitOfWork, session_id: SessionId, *, at: datetime) -> None:
    """Schedule the end of the video room of a booking, if the booking has a room that is open.

    The end of one seat in a group is an occasion to look whether anybody is left.
    """
    room, booking = await uow.get_many(video_rooms.video_room_ref(session_id), bookings.booking_ref(session_id))
    if booking is not None and booking.group_date is not None:
        room = await uow.get(video_rooms.video_room_ref(booking.group_date))
    if room is not None and room.closed_at is None:
        schedule_video_room_closing(uow, room.id, at=at)


async def schedule_video_room_end_after_session(uow: UnitOfWork, event: SessionEnded) -> None:
    """Schedule the end of the video room of an ended session.

    Who is still talking when the time is over gets some minutes. A session that somebody has ended, and one of a
    suspended person, ends in the room too, at once.
    """
    settings = await uow.get(VIDEO_SETTINGS.ref) or VideoSettings()
    grace = settings.grace if event.ended_by == EndedBy.TIMEOUT else timedelta()
    await schedule_video_room_end(uow, event.session_id, at=event.ended_at + grace)


async def close_video_room(call: Call, video: VideoRooms, session_id: SessionId) -> None:
    """Close the video room of a session that is over, and keep the provider's log of the room as evidence.

    Safe to repeat: closing a closed room succeeds, and the same evidence is stored once. If the meeting was moved or
    extended meanwhile, the end is put off.

    Raises:
        Unavailable: The provider is busy or does not answer.
        VideoRefused: The provider does not close the room.
    """
    plan = await call.read(plan_closing, session_id, now=call.now)
    if plan.room_id is None:
        return
    if plan.put_off_to is not None:
        await call.commit_final(schedule_video_room_end, session_id, at=plan.put_off_to)
        return
    await video.close_room(plan.room_id)
    logged = await video.list_sessions(plan.room_id)
    await call.commit_final(video_rooms.record_closed_room, session_id, logged, now=call.now)


async def plan_closing(reader: Reader, session_id: SessionId, *, now: datetime) -> ClosingPlan:
    """Find out if the video room of a session is to be closed now, later, or not at all."""
    room, booking, session, settings = await reader.get_many(
        video_rooms.video_room_ref(session_id),
        bookings.booking_ref(session_id),
        store.session_ref(session_id),
        VIDEO_SETTINGS.ref,
    )
    if room is None or room.closed_at is not None:
        return ClosingPlan(room_id=None)
    grace = (settings or VideoSettings()).grace
    date = await group_sessions.find_date(reader, session_id)
    if date is not None:
        return await _plan_closing_of_group(reader, room.room_id, date, grace, now=now)
    meets = booking is not None and booking.status is BookingStatus.CONFIRMED
    if booking is None or not meets or (session is not None and session.status is SessionStatus.ENDED):
        return ClosingPlan(room_id=room.room_id)
    ends_at = booking.ends_at if session is None else session.ends_at or now + _WITHOUT_END
    closes_at = ends_at + grace
    return ClosingPlan(room_id=room.room_id, put_off_to=closes_at if now < closes_at else None)


async def _plan_closing_of_group(
    reader: Reader, room_id: Id, date: GroupDate, grace: timedelta, *, now: datetime
) -> ClosingPlan:
    """Find out if the video room of a group is to be closed: once its date is off, or the last session has ended."""
    going_on = await group_sessions.list_sessions_going_on(reader, date)
    if date.status is not GroupDateStatus.OPEN or not going_on:
        return ClosingPlan(room_id=room_id)
    ends = [date.ends_at if one is None else one.ends_at or now + _WITHOUT_END for one in going_on]
    closes_at = max(ends) + grace
    return ClosingPlan(room_id=room_id, put_off_to=closes_at if now < closes_at else None)
