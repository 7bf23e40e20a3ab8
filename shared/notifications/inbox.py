"""Actions on a person's inbox: mark as read or unread, and delete."""

from collections.abc import Sequence
from datetime import datetime

from shared.kernel.ids import UserId
from shared.kernel.ports import Query, Reader, Ref, Refs, UnitOfWork
from shared.notifications import decision_rules, store, unread
from shared.notifications.errors import NotificationNotFound
from shared.notifications.inbox_models import InboxState, Notification

_PAGE = 200
"""Most notifications that one commit changes."""


async def count_unread(reader: Reader, uid: UserId) -> int:
    """Count a person's unread notifications."""
    return unread.compute_unread(await reader.get(store.inbox_state_ref(uid)) or InboxState(id=uid))


async def mark_notifications(
    uow: UnitOfWork, uid: UserId, ids: Sequence[str], *, as_read: bool, now: datetime
) -> tuple[int, int]:
    """Mark notifications as read or unread; return how many changed, and how many are unread then.

    Raises:
        NotificationNotFound: A notification does not exist, or belongs to another person.
    """
    state, found = await _get_notifications(uow, uid, ids)
    changed = [one for one in found if one.unread is as_read]
    for one in changed:
        marked = one.having(unread=not as_read, read_at=now if as_read else None)
        uow.put(store.notification_ref(uid, one.id), marked)
        state = unread.with_read(state, [one.seq]) if as_read else unread.with_unread(state, one.seq)
    if changed:
        uow.put(store.inbox_state_ref(uid), state)
    return len(changed), unread.compute_unread(state)


def list_group_refs(uid: UserId, group: str) -> tuple[Ref[Notification], Ref[InboxState]]:
    """List what `mark_group_read` reads, so that it can be read together with other documents."""
    notification_id = decision_rules.compute_group_notification_id(group, uid)
    return store.notification_ref(uid, notification_id), store.inbox_state_ref(uid)


async def mark_group_read(uow: UnitOfWork, uid: UserId, group: str, *, up_to: int, now: datetime) -> bool:
    """Mark a person's one notification of a group as read; return whether it was unread.

    Args:
        uow: Unit of work.
        uid: Id of the person.
        group: Key of the group, such as a room's id.
        up_to: Number of the latest happening of the group that the person has seen.
        now: Present instant.
    """
    notification_ref, state_ref = list_group_refs(uid, group)
    told, state = await uow.get_many(notification_ref, state_ref)
    if told is None or not told.unread or told.group_version > up_to:
        return False
    uow.put(notification_ref, told.having(unread=False, read_at=now))
    uow.put(state_ref, unread.with_read(state or InboxState(id=uid), [told.seq]))
    return True


async def mark_all_read(uow: UnitOfWork, uid: UserId, *, now: datetime) -> tuple[int, int]:
    """Mark all notifications of a person as read; return how many changed in this commit, and how many are unread then.

    One commit marks 200 at most, the latest first; call again while the second number is not 0.
    """
    state = await uow.get(store.inbox_state_ref(uid)) or InboxState(id=uid)
    query = Query(f"users/{uid}/notifications", Notification).matching("unread", "==", True)
    found = await uow.query(query.order_by("changed_at", "desc").order_by("id", "desc").first(_PAGE + 1))
    for one in found[:_PAGE]:
        uow.put(store.notification_ref(uid, one.id), one.having(unread=False, read_at=now))
    if len(found) <= _PAGE:
        # Numbers without a document are those of deleted notifications.
        state = unread.with_all_read(state, state.seq)
    else:
        state = unread.with_read(state, [one.seq for one in found[:_PAGE]])
    uow.put(store.inbox_state_ref(uid), state)
    return min(len(found), _PAGE), unread.compute_unread(state)


async def delete_notifications(uow: UnitOfWork, uid: UserId, ids: Sequence[str]) -> tuple[int, int]:
    """Delete notifications from the app; return how many, and how many of the rest are unread.

    Notifications that do not exist any more are no error: the app may ask twice.
    """
    state, *_ = await uow.get_many(store.inbox_state_ref(uid))
    state = state or InboxState(id=uid)
    refs = [store.notification_ref(uid, id_) for id_ in dict.fromkeys(ids)]
    found = [one for one in await uow.get_all(refs) if one is not None]
    for one in found:
        uow.delete(store.notification_ref(uid, one.id))
    if found:
        state = unread.with_read(state, [one.seq for one in found])
        uow.put(store.inbox_state_ref(uid), state)
    return len(found), unread.compute_unread(state)


async def _get_notifications(uow: UnitOfWork, uid: UserId, ids: Sequence[str]) -> tuple[InboxState, list[Notification]]:
    wanted = list(dict.fromkeys(ids))
    state, found = await uow.get_many(
        store.inbox_state_ref(uid), Refs([store.notification_ref(uid, id_) for id_ in wanted])
    )
    for id_, one in zip(wanted, found, strict=True):
        if one is None:
            raise NotificationNotFound(notification_id=id_)
    return state or InboxState(id=uid), [one for one in found if one is not None]
