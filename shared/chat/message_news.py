"""News of a room: new messages are told of by one task a room and short time, however many messages come.

The first message schedules the task, in the commit of the message. Messages that come before the task is due cost
nothing: the task tells of them too.
"""

from datetime import datetime, timedelta

from shared.chat.jobs import AnnounceMessages
from shared.chat.models import Message, Room
from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork

NEWS_DELAY = timedelta(seconds=4)
"""Time from a message to the task, in which present readers read the message and slips are deleted."""
_COMMIT_GRACE = timedelta(seconds=2)
"""Longest time that the commit of a message may take. A task that is due later finds the message."""
_PAUSE_A_MEMBER = timedelta(milliseconds=150)


def schedule_news(uow: UnitOfWork, room: Room, message: Message, *, now: datetime) -> Room:
    """Schedule the task that tells the members of `message`, and return the room with the task's time.

    Nothing is scheduled in a room without other members. Nor is it if a task that is due finds the message.
    """
    if not has_other_members(room, message.sender) or is_told_soon(room, now=now):
        return room
    due = compute_news_time(room, now=now)
    uow.schedule(AnnounceMessages(room_id=room.id, seq=message.seq), at=due)
    return room.having(news_at=due)


def has_other_members(room: Room, sender: UserId | None) -> bool:
    """Return whether the room has a member beside the sender."""
    return any(member != sender for member in room.members)


def is_told_soon(room: Room, *, now: datetime) -> bool:
    """Return whether a task is due that will find a message of `now`."""
    return room.news_at is not None and now + _COMMIT_GRACE < room.news_at


def compute_news_time(room: Room, *, now: datetime) -> datetime:
    """Compute the time of the next task: in four seconds, or after the pause that a busy room makes.

    The pause grows with the members, up to half a minute for 200, as does the work of each task.
    """
    soonest = now + NEWS_DELAY
    if room.news_at is None:
        return soonest
    return max(soonest, room.news_at + max(NEWS_DELAY, _PAUSE_A_MEMBER * len(room.members)))
