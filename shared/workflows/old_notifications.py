"""Deletion of notifications whose time is over."""

from collections import defaultdict
from datetime import datetime

from shared.kernel.ids import UserId
from shared.notifications import inbox, store
from shared.workflows.call import Call

_PAGE = 200
_MOST_PAGES = 100


async def delete_old_notifications(call: Call, *, at: datetime) -> int:
    """Delete notifications whose time is over at `at`, at most 20,000 in a run, and return how many."""
    deleted = 0
    for _ in range(_MOST_PAGES):
        found = await call.read(store.list_old_notifications, at=at, limit=_PAGE)
        by_person: dict[UserId, list[str]] = defaultdict(list)
        for one in found:
            by_person[one.user_id].append(one.id)
        for uid, ids in by_person.items():
            deleted += (await call.commit(inbox.delete_notifications, uid, ids))[0]
        if len(found) < _PAGE:
            break
    return deleted
