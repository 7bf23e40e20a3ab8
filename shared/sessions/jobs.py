"""Payloads of the tasks of sessions, and their schedules."""

from datetime import datetime, timedelta
from typing import ClassVar

from shared.kernel.ids import SessionId, UserId
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Job
from shared.sessions.models import Session
from shared.sessions.settings import SessionSettings


class OpenSession(Job):
    """Open a booked session some minutes before its start, if its time is still that of `version`."""

    queue: ClassVar[str] = "sessions"

    session_id: SessionId
    version: int


class WarnSessionEnding(Job):
    """Warn both people that the session ends in `minutes_left`, if its time is still that of `version`."""

    queue: ClassVar[str] = "sessions"

    session_id: SessionId
    version: int
    minutes_left: int


class ExpireSession(Job):
    """End the session when its time is over, if its time is still that of `version`."""

    queue: ClassVar[str] = "sessions"

    session_id: SessionId
    version: int


class FindAnotherExpert(Job):
    """Search for another expert because `expert` is gone or is to be replaced.

    Attributes:
        to: Expert whom an admin has named; None for the first one who accepts.
        silent: True if the expert was only silent; an expert who has answered by now keeps the session.
    """

    queue: ClassVar[str] = "sessions"

    session_id: SessionId
    expert: UserId | None
    to: UserId | None = None
    silent: bool = False


class DecideAttendance(Job):
    """Decide who came to a booked session that has ended."""

    queue: ClassVar[str] = "sessions"

    session_id: SessionId


def schedule_attendance_decision(uow: UnitOfWork, session_id: SessionId, *, at: datetime) -> None:
    """Schedule the decision who came to a session. The first decision of several stays."""
    uow.schedule(DecideAttendance(session_id=session_id), at=at, key=f"{session_id}-{at:%Y%m%dT%H%M%S}")


def schedule_expert_search(
    uow: UnitOfWork, session_id: SessionId, expert: UserId | None, *, to: UserId | None = None, silent: bool = False
) -> None:
    """Schedule the handover of a session from `expert` to `to`, or to whoever accepts the call."""
    job = FindAnotherExpert(session_id=session_id, expert=expert, to=to, silent=silent)
    uow.schedule(job, key=f"{session_id}-{expert}-{to}-{silent}")


def schedule_session_expiry(uow: UnitOfWork, session: Session) -> None:
    """Schedule the end of a session whose timer was lost."""
    uow.schedule(ExpireSession(session_id=session.id, version=session.version), key=f"{session.id}-again")


def schedule_session_opening(uow: UnitOfWork, session: Session) -> None:
    """Schedule the opening of a booked session. The opening of an earlier version does nothing when it comes."""
    opening = OpenSession(session_id=session.id, version=session.version)
    uow.schedule(opening, at=session.opens_at, key=f"{session.id}-{session.version}-open")


def schedule_session_timers(uow: UnitOfWork, session: Session, settings: SessionSettings, *, now: datetime) -> None:
    """Schedule the warnings and the end of a session. Timers of an earlier version do nothing when they come."""
    if session.ends_at is None:
        return
    for minutes in settings.warn_minutes:
        at = session.ends_at - timedelta(minutes=minutes)
        if at > now:
            warn = WarnSessionEnding(session_id=session.id, version=session.version, minutes_left=minutes)
            uow.schedule(warn, at=at, key=f"{session.id}-{session.version}-{minutes}")
    end = ExpireSession(session_id=session.id, version=session.version)
    uow.schedule(end, at=session.ends_at, key=f"{session.id}-{session.version}")


class CloseVideoRoom(Job):
    """Close the video room of a session that is over, and keep the provider's log of it as evidence."""

    queue: ClassVar[str] = "sessions"

    session_id: SessionId


def schedule_video_room_closing(uow: UnitOfWork, session_id: SessionId, *, at: datetime) -> None:
    """Schedule the end of a session's video room. Jobs for several times do no harm: the last one closes the room."""
    uow.schedule(CloseVideoRoom(session_id=session_id), at=at, key=f"{session_id}-{at:%Y%m%dT%H%M%S}")


class ResumeListing(Job):
    """Show the listing of an expert again whose pause is over."""

    queue: ClassVar[str] = "sessions"

    expert: UserId


def schedule_listing_resumption(uow: UnitOfWork, expert: UserId, *, at: datetime) -> None:
    """Schedule the end of a pause. A job that comes while a later pause lasts does nothing."""
    uow.schedule(ResumeListing(expert=expert), at=at, key=f"{expert}-{at:%Y%m%dT%H%M%S}")
