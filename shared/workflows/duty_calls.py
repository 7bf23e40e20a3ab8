"""Calls to the admins on duty: by push, then by WhatsApp and SMS, then the next admin, and the pager last."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.contracts.notices import Channel, Notice, NoticeSubject, SubjectKind
from shared.identity import store as identity
from shared.identity.models import AdminGrant
from shared.kernel.ids import Id, RoomId, UserId
from shared.kernel.ports import Reader, UnitOfWork
from shared.notifications import decision_rules, duty_calls, store
from shared.notifications.duty_calls import DutyCall
from shared.notifications.jobs import CallNextOnDuty
from shared.notifications.settings import NOTIFICATION_SETTINGS, NotificationSettings
from shared.workflows.announcements import recipients
from shared.workflows.call import Call

_CHANNELS = ((Channel.IN_APP, Channel.PUSH), (Channel.WHATSAPP, Channel.SMS))


async def open_duty_call(uow: UnitOfWork, room_id: RoomId, *, now: datetime) -> bool:
    """Call the first admin on duty about a room; return False if nobody is on duty, so that the pager is needed."""
    settings = await uow.get(NOTIFICATION_SETTINGS.ref) or NotificationSettings()
    people = await _keep_supervisors(uow, duty_calls.list_people_on_duty(settings, now=now))
    if not people:
        return False
    call = duty_calls.build_duty_call(room_id, people, call_id=Id.new(uow.random_below), now=now)
    uow.create(duty_calls.duty_call_ref(call.id), call)
    await _take_step(uow, call, 0, settings, now=now)
    return True


async def call_next_on_duty(call: Call, job: CallNextOnDuty) -> None:
    """Take the next step of a call that nobody has answered; after the last step, call the pager."""
    duty = await call.read(_find_open_call, job.duty_call_id, job.step)
    if duty is not None and duty_calls.is_exhausted(duty, job.step):
        # The pager comes before the commit: two pages are better than none.
        call.alert("crisis in a session that nobody on duty has answered", room_id=duty.room_id)
    await call.commit_final(_go_on, job.duty_call_id, job.step, now=call.now)


async def _find_open_call(reader: Reader, call_id: Id, step: int) -> DutyCall | None:
    """Find a call that nobody has answered, and that still has `step` before it."""
    call = await reader.get(duty_calls.duty_call_ref(call_id))
    if call is None or call.answered_at is not None or call.paged_at is not None or step < call.step:
        return None
    return call


async def _keep_supervisors(uow: UnitOfWork, people: Sequence[UserId]) -> list[UserId]:
    """Return the people who may still answer. The first owner, who was made by hand, has no grant."""
    grants = await uow.get_all([identity.admin_grant_ref(uid) for uid in people])
    return [uid for uid, grant in zip(people, grants, strict=True) if grant is None or _may_answer(grant)]


def _may_answer(grant: AdminGrant) -> bool:
    return grant.removed_at is None and not {"supervisor", "owner"}.isdisjoint(grant.scopes)


async def _go_on(uow: UnitOfWork, call_id: Id, step: int, *, now: datetime) -> None:
    call = await _find_open_call(uow, call_id, step)
    if call is None:
        return
    if duty_calls.is_exhausted(call, step):
        uow.put(duty_calls.duty_call_ref(call.id), call.having(paged_at=now))
        return
    settings = await uow.get(NOTIFICATION_SETTINGS.ref) or NotificationSettings()
    uow.put(duty_calls.duty_call_ref(call.id), call.having(step=step + 1))
    await _take_step(uow, call, step, settings, now=now)


async def _take_step(
    uow: UnitOfWork, call: DutyCall, step: int, settings: NotificationSettings, *, now: datetime
) -> None:
    person, way = divmod(step, duty_calls.STEPS_OF_ONE)
    notice = Notice(
        event=f"crisis:{call.id}:{step}",
        template="crisis.raised",
        to=call.people[person],
        subject=NoticeSubject(kind=SubjectKind.ROOM, id=call.room_id),
        link=f"/crises/{call.id}",
        channels=_CHANNELS[way],
    )
    await recipients.tell_people(uow, [notice], now=now)
    # Whoever cannot be reached in this way is not waited for.
    later = now + timedelta(minutes=settings.duty_step_minutes) if _rings(uow, notice) else now
    uow.schedule(CallNextOnDuty(duty_call_id=call.id, step=step + 1), at=later, key=f"{call.id}-{step + 1}")


def _rings(uow: UnitOfWork, notice: Notice) -> bool:
    """Return whether the notice goes out of the app, to a device or a number."""
    ids = [
        decision_rules.compute_delivery_id(notice.event, notice.recipient, channel) for channel in notice.channels or ()
    ]
    return any(uow.has_written(store.delivery_ref(id_)) for id_ in ids)
