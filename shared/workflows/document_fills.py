"""Fills: bring stored documents up to what today's code would write, page by page.

A page is one commit: its documents, the run's cursor and counts, and the task of the next page. So a run that is cut
off goes on where it was. A task that arrives twice does nothing the second time. How to write a fill, and when to
run one, stands in `docs/changing-a-document.md`.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from pydantic import ValidationError

from shared.bookings.models import Booking
from shared.catalogue import search_keys
from shared.catalogue.models import Expert, Invitation
from shared.control_center import store
from shared.control_center.errors import FillNotResumable, FillRunNotFound
from shared.control_center.jobs import FillDocuments
from shared.control_center.models import FillRun, FillStatus
from shared.identity.models import User
from shared.kernel.ids import Id, UserId
from shared.kernel.ports import Query, Ref, UnitOfWork
from shared.kernel.schemas import Entity
from shared.orders import rules as order_rules
from shared.orders.models import Order
from shared.pairing import rules as pairing_rules
from shared.pairing.models import Pairing
from shared.tickets import ticket_codes
from shared.tickets.models import Ticket
from shared.workflows import phone_fills, photos

EntityT = TypeVar("EntityT", bound=Entity)

# Below Firestore's 500 writes in a commit, and short enough that a busy document seldom makes a page run again.
PAGE_SIZE = 50
_MAX_UNREADABLE_PATHS = 20

FillName = Literal[
    "expert_search_keys",
    "ticket_revocations",
    "account_phones",
    "invitation_phones",
    "booking_phones",
    "order_phones",
    "order_kinds",
    "pairing_accounts",
    "account_photos",
]
"""The fills that an admin may run."""


@dataclass(frozen=True, slots=True)
class DocumentFill(Generic[EntityT]):
    """Change that a fill makes to each document of a collection.

    Attributes:
        query: The documents; a collection, or all collections of a name.
        fill_document: Returns the document as it should be, or None where nothing is to be done. Pure.
        fill_others: Changes other documents that follow from a changed one, given before and after; none by default.
    """

    query: Query[EntityT]
    fill_document: Callable[[EntityT], EntityT | None]
    fill_others: Callable[[UnitOfWork, EntityT, EntityT], Awaitable[None]] | None = None


FILLS: dict[FillName, DocumentFill[Any]] = {
    "expert_search_keys": DocumentFill(Query("experts", Expert), search_keys.fill_search_keys),
    "ticket_revocations": DocumentFill(Query("tickets", Ticket), ticket_codes.fill_revoked_at),
    "account_phones": DocumentFill(Query("users", User), phone_fills.fill_account_phone),
    "invitation_phones": DocumentFill(Query("invitations", Invitation), phone_fills.fill_invitation_phone),
    "booking_phones": DocumentFill(Query("bookings", Booking), phone_fills.fill_booking_phone),
    "order_phones": DocumentFill(
        Query("orders", Order), phone_fills.fill_order_phone, phone_fills.move_ticket_holdings
    ),
    "order_kinds": DocumentFill(Query("orders", Order), order_rules.fill_item_kinds),
    "pairing_accounts": DocumentFill(Query("pairings", Pairing), pairing_rules.fill_account),
    "account_photos": DocumentFill(Query("experts", Expert), photos.fill_page_photo, photos.fill_account_photo),
}


def save_defaults(*names: str) -> Callable[[EntityT], EntityT | None]:
    """Return a fill that saves each document which lacks one of the fields `names`, with their defaults."""

    def fill_document(entity: EntityT) -> EntityT | None:
        return None if entity.model_fields_set.issuperset(names) else entity

    return fill_document


async def start_or_resume_fill(
    uow: UnitOfWork, fill: FillName, run_id: Id | None, *, dry_run: bool, limit: int, by: UserId, now: datetime
) -> FillRun:
    """Start a run of a fill at the first document, or let the run `run_id` read `limit` documents more.

    Raises:
        FillRunNotFound: No such run of this fill was started.
        FillNotResumable: The run goes on, or is done.
    """
    if run_id is None:
        id = Id.new(uow.random_below)
        run = FillRun(id=id, fill=fill, dry_run=dry_run, limit=limit, started_by=by, started_at=now)
        return _save_and_continue(uow, run)
    run = await store.get_fill_run(uow, run_id)
    if run.fill != fill:
        raise FillRunNotFound(run_id=run_id)
    if run.status is not FillStatus.STOPPED:
        raise FillNotResumable(run_id=run_id, fill_status=run.status)
    return _save_and_continue(uow, run.having(status=FillStatus.RUNNING, limit=run.scanned + limit, ended_at=None))


async def fill_page(uow: UnitOfWork, run_id: Id, page: int, *, now: datetime) -> FillRun:
    """Fill the documents of one page, and schedule the next one. A page that is done is not done again."""
    run = await store.get_fill_run(uow, run_id)
    if run.status is not FillStatus.RUNNING or run.page != page:
        return run
    wanted = min(PAGE_SIZE, run.limit - run.scanned)
    fill = next(fill for name, fill in FILLS.items() if name == run.fill)
    query = fill.query.order_by("id")
    if run.cursor is not None:
        query = query.after(run.cursor)
    found = await uow.query_versions(query.first(wanted + 1))
    changed, unreadable = 0, list[str]()
    for versioned in found[:wanted]:
        uow.require_version(versioned)
        try:
            before = await uow.get(versioned.ref)
        except ValidationError:
            unreadable.append(versioned.ref.path)
            continue
        filled = None if before is None else fill.fill_document(before)
        if filled is not None:
            changed += 1
            if not run.dry_run:
                uow.put(versioned.ref, filled)
                if fill.fill_others is not None:
                    await fill.fill_others(uow, before, filled)
    done = found[:wanted]
    run = run.having(
        page=page + 1,
        cursor=_cursor_of(done[-1].ref, fill.query) if done else run.cursor,
        scanned=run.scanned + len(done),
        changed=run.changed + changed,
        unreadable=run.unreadable + len(unreadable),
        unreadable_paths=(*run.unreadable_paths, *unreadable)[:_MAX_UNREADABLE_PATHS],
    )
    if len(found) <= wanted:
        run = run.having(status=FillStatus.DONE, ended_at=now)
    elif run.scanned >= run.limit:
        run = run.having(status=FillStatus.STOPPED, ended_at=now)
    return _save_and_continue(uow, run)


def _save_and_continue(uow: UnitOfWork, run: FillRun) -> FillRun:
    uow.put(store.fill_run_ref(run.id), run)
    if run.status is FillStatus.RUNNING:
        uow.schedule(FillDocuments(run_id=run.id, page=run.page), key=f"{run.id}-{run.page}")
    return run


def _cursor_of(ref: Ref[EntityT], query: Query[EntityT]) -> str:
    return ref.path if query.group else ref.id
