"""Room of a session: the room closes with the session's clock, and stays when the expert changes."""

from collections.abc import Sequence
from datetime import datetime

from shared.chat import crisis_detection, inboxes, room_archiving, room_opening, rules, sending, store
from shared.chat.errors import Blocked, RoomNotFound
from shared.chat.inbox_models import Inbox
from shared.chat.jobs import AnswerCrisis
from shared.chat.models import NoticeKind, Room, RoomKind, RoomNotice, pair_from_users, users_from_pair
from shared.chat.user_pairs import PairRefs
from shared.contracts.sessions import SessionParticipants
from shared.kernel.ids import RoomId, UserId
from shared.kernel.ports import Reader, Ref, UnitOfWork

_MESSAGES_CHECKED = 50


async def assign_expert_to_room(uow: UnitOfWork, participants: SessionParticipants, *, now: datetime) -> None:
    """Open the session's room for the customer and the expert, or add the new expert to the existing room.

    Raises:
        Blocked: One of the two has blocked the other.
    """
    expert = participants.expert
    names = {str(participants.customer): participants.pseudonym, str(expert): participants.expert_name}
    two, room = await uow.get_many(*room_assignment_reads(participants.room_id, participants.customer, expert))
    if two.blocked_by:
        raise Blocked()
    two.require_unchanged(uow)
    inboxes_of = {inbox.id: inbox for inbox in two.inboxes}
    if room is None:
        room = Room(
            id=participants.room_id,
            kind=RoomKind.MENTOR_STUDENT,
            members=two.members,
            pair=two.pair,
            names=names,
            closes_at=participants.ends_at,
            last_at=now,
            created_at=now,
        )
        room_opening.open_room(uow, room, [(inbox, names[inbox.id]) for inbox in two.inboxes], now=now)
        return
    room = room.having(members=two.members, pair=two.pair, names=names, closes_at=participants.ends_at)
    room = sending.post_notice(uow, room, RoomNotice(kind=NoticeKind.ADDED, people=(expert,)), now=now)
    room_opening.add_participant(uow, room, inboxes_of[expert], participants.expert_name)


def room_assignment_reads(room_id: RoomId, customer: UserId, expert: UserId) -> tuple[PairRefs, Ref[Room]]:
    """Return the documents that `assign_expert_to_room` reads.

    A caller can read more documents in the same round trip.
    """
    return PairRefs(pair_from_users(customer, expert)), store.room_ref(room_id)


async def remove_expert_from_room(uow: UnitOfWork, room_id: RoomId, customer: UserId, *, now: datetime) -> None:
    """Remove the expert from the room. The expert no longer sees the room; the customer can go on writing.

    A block between the two no longer applies to the room: the customer sees the room again.

    Raises:
        RoomNotFound: There is no such room.
    """
    room = await _get_room(uow, room_id)
    two = users_from_pair(room.pair) if room.pair else room.members
    gone = tuple(uid for uid in two if uid != customer)
    for inbox in await _get_inboxes(uow, gone):
        uow.put(store.inbox_ref(inbox.id), inboxes.with_left_room(inboxes.with_shown_room(inbox, room), room))
        uow.delete(store.participant_ref(room_id, inbox.id))
    if room.blocked_by:
        (mine,) = await _get_inboxes(uow, [customer])
        uow.put(store.inbox_ref(customer), inboxes.with_shown_room(mine, room))
    names = {customer: room.names.get(customer, "")}
    room = room.having(members=(customer,), pair=None, names=names, blocked_by=(), closes_at=None)
    sending.post_notice(uow, room, RoomNotice(kind=NoticeKind.REMOVED, people=gone), now=now)


async def set_session_end(uow: UnitOfWork, room_id: RoomId, *, ends_at: datetime | None) -> None:
    """Set the closing time of the room as the session's clock changes; `ends_at` is None while the clock is stopped.

    Raises:
        RoomNotFound: There is no such room.
    """
    room = await _get_room(uow, room_id)
    closes_at = room.compute_closing_time(ends_at)
    if room.closes_at != closes_at:
        uow.put(store.room_ref(room_id), room.having(closes_at=closes_at))


async def end_session_of_room(uow: UnitOfWork, room_id: RoomId, *, at: datetime, now: datetime) -> None:
    """Close the room of a session that ended at `at`: a call's at once, a booking's some time later.

    Nothing happens if there is no room, or the room closes earlier already.
    """
    room = await uow.get(store.room_ref(room_id))
    if room is None:
        return
    closes_at = room.compute_closing_time(at)
    if closes_at is None or closes_at <= now:
        await close_room(uow, room_id, at=closes_at or at, now=now)
    elif room.closes_at is None or closes_at < room.closes_at:
        room = room.having(closes_at=closes_at)
        uow.put(store.room_ref(room_id), room)
        room_archiving.schedule_room_archiving(uow, room)


async def close_room(uow: UnitOfWork, room_id: RoomId, *, at: datetime, now: datetime) -> None:
    """Close the room of a session that ended at `at`, post the notice once, and schedule the archiving.

    Nothing happens if there is no room or the room has the notice already.
    """
    room = await uow.get(store.room_ref(room_id))
    notice_id = rules.one_time_notice_id("closed")
    if room is not None and await uow.get(store.message_ref(room_id, notice_id)) is None:
        room = room.having(closes_at=min(at, room.closes_at or at))
        sending.post_notice(uow, room, RoomNotice(kind=NoticeKind.CLOSED), id=notice_id, now=now)
        room_archiving.schedule_room_archiving(uow, room)


async def post_ending_notice(uow: UnitOfWork, room_id: RoomId, minutes: int, *, version: int, now: datetime) -> None:
    """Post the notice that the session ends in `minutes`, once for each `version` of the session's time.

    Raises:
        RoomNotFound: There is no such room.
    """
    notice_id = rules.one_time_notice_id(f"ending-{version}-{minutes}")
    if await uow.get(store.message_ref(room_id, notice_id)) is None:
        notice = RoomNotice(kind=NoticeKind.ENDING, minutes=minutes)
        sending.post_notice(uow, await _get_room(uow, room_id), notice, id=notice_id, now=now)


async def show_hotlines(uow: UnitOfWork, room_id: RoomId, *, raised_at: datetime | None, now: datetime) -> bool:
    """Show the hotlines in the room.

    Return False in the quiet time after an alarm, and for an alarm before the end of a false one.

    Raises:
        RoomNotFound: There is no such room.
    """
    room, settings = await _get_room(uow, room_id), await store.get_chat_settings(uow)
    is_over = raised_at is not None and room.calm_since is not None and raised_at <= room.calm_since
    if is_over or crisis_detection.is_quiet_time(room, settings, now=now):
        return False
    notice = RoomNotice(kind=NoticeKind.CRISIS, hotlines=settings.hotlines)
    sending.post_notice(uow, room.having(in_crisis=True, alarmed_at=now), notice, now=now)
    return True


async def end_crisis(uow: UnitOfWork, room_id: RoomId, *, ends_at: datetime | None, now: datetime) -> None:
    """Tell the people in the room that nobody is in danger. The room closes with the session at `ends_at` again.

    Raises:
        RoomNotFound: There is no such room.
    """
    room = await _get_room(uow, room_id)
    closes_at = room.compute_closing_time(ends_at)
    room = room.having(in_crisis=False, alarmed_at=None, calm_since=now, closes_at=closes_at)
    sending.post_notice(uow, room, RoomNotice(kind=NoticeKind.CRISIS_OVER), now=now)


def schedule_crisis_response(uow: UnitOfWork, room_id: RoomId, *, now: datetime) -> None:
    """Schedule the response to a crisis that was known before the room was opened."""
    uow.schedule(AnswerCrisis(room_id=room_id, raised_at=now))


async def report_crisis(uow: UnitOfWork, room_id: RoomId, *, now: datetime) -> None:
    """Schedule the response to a crisis that a person in the room has reported.

    Raises:
        RoomNotFound: There is no such room.
    """
    uow.schedule(AnswerCrisis(room_id=(await _get_room(uow, room_id)).id, raised_at=now))


async def has_sent_message(reader: Reader, room_id: RoomId, uid: UserId, *, since: datetime) -> bool:
    """Check if `uid` has sent one of the newest 50 messages of the room, at `since` or later."""
    newest = await reader.query(store.messages_query(room_id).first(_MESSAGES_CHECKED))
    return any(message.sender == uid and message.sent_at >= since for message in newest)


async def list_writing_times(
    reader: Reader, room_id: RoomId, *, since: datetime, most: int
) -> dict[UserId, list[datetime]]:
    """List when each person wrote in the room, among the first `most` messages since a time."""
    times: dict[UserId, list[datetime]] = {}
    for message in await reader.query(store.messages_since_query(room_id, since).first(most)):
        if message.sender is not None:
            times.setdefault(message.sender, []).append(message.sent_at)
    return times


async def _get_room(uow: UnitOfWork, room_id: RoomId) -> Room:
    room = await uow.get(store.room_ref(room_id))
    if room is None:
        raise RoomNotFound(room_id=room_id)
    return room


async def _get_inboxes(uow: UnitOfWork, uids: Sequence[UserId]) -> list[Inbox]:
    found = await uow.get_all([store.inbox_ref(uid) for uid in uids])
    return [inbox or Inbox(id=uid) for uid, inbox in zip(uids, found, strict=True)]
