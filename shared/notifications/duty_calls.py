"""Calls to the admins on duty when somebody may be in danger: one after another, until one answers."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.kernel.dates import JAKARTA
from shared.kernel.ids import Id, RoomId, UserId
from shared.kernel.paging import Rows, list_rows
from shared.kernel.ports import Query, Reader, Ref, UnitOfWork
from shared.kernel.schemas import Entity, Moment
from shared.notifications.errors import DutyCallNotFound
from shared.notifications.quiet_hours import QuietHours
from shared.notifications.settings import DutyShift, NotificationSettings, Weekday

STEPS_OF_ONE = 2
"""Steps for one admin: the app with a push, then WhatsApp and SMS."""
_RETENTION = timedelta(days=365)
_WEEK: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class DutyCall(Entity):
    """Call to the admins on duty about a room.

    Attributes:
        id: Id of the call.
        room_id: Room in which somebody may be in danger.
        raised_at: Instant in UTC of the alarm.
        people: Admins on duty at that time, in the order of the calls.
        step: Steps that have been taken, from 1.
        answered_by: Admin who answered; None while nobody has.
        answered_at: Instant in UTC of the answer; None before.
        paged_at: Instant in UTC at which the pager was called, because nobody had answered; None before.
        expire_at: Instant in UTC, a year later, after which TTL deletes the record.
    """

    id: Id
    room_id: RoomId
    raised_at: Moment
    people: tuple[UserId, ...]
    step: int = 1
    answered_by: UserId | None = None
    answered_at: Moment | None = None
    paged_at: Moment | None = None
    expire_at: Moment


def duty_call_ref(call_id: str) -> Ref[DutyCall]:
    """Build the reference of a call to the admins on duty."""
    return Ref(f"duty_calls/{call_id}", DutyCall)


def list_people_on_duty(settings: NotificationSettings, *, now: datetime) -> tuple[UserId, ...]:
    """List the admins who are on duty at `now`, in the order of the settings, each once."""
    return tuple(dict.fromkeys(shift.user_id for shift in settings.duty if _is_on_duty(shift, now)))


def _is_on_duty(shift: DutyShift, now: datetime) -> bool:
    local = now.astimezone(JAKARTA)
    if shift.begins == shift.ends:
        return _begins_on(shift, local)
    if not QuietHours(begins=shift.begins, ends=shift.ends).is_quiet_at(now, JAKARTA):
        return False
    is_over_midnight = shift.begins > shift.ends and f"{local:%H:%M}" < shift.ends
    return _begins_on(shift, local - timedelta(days=1) if is_over_midnight else local)


def _begins_on(shift: DutyShift, local: datetime) -> bool:
    return not shift.days or _WEEK[local.weekday()] in shift.days


def build_duty_call(room_id: RoomId, people: Sequence[UserId], *, call_id: Id, now: datetime) -> DutyCall:
    """Build a call to `people` about a room."""
    return DutyCall(id=call_id, room_id=room_id, raised_at=now, people=tuple(people), expire_at=now + _RETENTION)


def is_exhausted(call: DutyCall, step: int) -> bool:
    """Return whether every admin on duty has been called on all channels before `step`."""
    return step >= STEPS_OF_ONE * len(call.people)


async def get_duty_call(reader: Reader, call_id: Id) -> DutyCall:
    """Get a call to the admins on duty.

    Raises:
        DutyCallNotFound: No call has this id.
    """
    found = await reader.get(duty_call_ref(call_id))
    if found is None:
        raise DutyCallNotFound(duty_call_id=call_id)
    return found


async def answer_duty_call(uow: UnitOfWork, call_id: Id, *, by: UserId, now: datetime) -> DutyCall:
    """Answer a call, so that nobody else is called. The first answer stays.

    Raises:
        DutyCallNotFound: No call has this id.
    """
    call = await get_duty_call(uow, call_id)
    if call.answered_at is not None:
        return call
    answered = call.having(answered_by=by, answered_at=now)
    uow.put(duty_call_ref(call.id), answered)
    return answered


async def list_duty_calls(reader: Reader, *, cursor: str | None, limit: int) -> Rows[DutyCall]:
    """List the calls to admins on duty, the latest first."""
    query = Query("duty_calls", DutyCall).order_by("raised_at", "desc").order_by("id", "desc")
    return await list_rows(reader, query, cursor=cursor, limit=limit)
