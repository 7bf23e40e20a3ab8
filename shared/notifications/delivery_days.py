"""Counting of a day's deliveries and opt-outs, page by page.

A page is one commit: it reads its documents, and adds them to the count under way. So a task that is cut off counts
nothing, and one that arrives twice counts once. The page that finds the end makes the count the day's statistics.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from shared.kernel.dates import JAKARTA, jakarta_date
from shared.kernel.frozen_values import FrozenDict
from shared.kernel.ports import EntityT, Query, Reader, UnitOfWork
from shared.notifications.delivery_day_models import CountedSource, DeliveryDay, delivery_day_ref
from shared.notifications.delivery_day_rules import Rows, add_deliveries, add_opt_outs
from shared.notifications.delivery_models import NoticeDelivery
from shared.notifications.jobs import CountDeliveries
from shared.notifications.opt_outs import OptOut

Cursor = tuple[str, str]
"""Instant and id of the last document that was counted."""

DOCUMENTS_PER_PAGE = 300
COUNTED_AFTER_DAYS = (1, 7)
"""Age in days at which a day is counted: at first soon, then when late reports and clicks have come."""
_RETENTION = timedelta(days=800)


def list_days_to_count(at: datetime) -> list[date]:
    """List the dates in Jakarta whose deliveries are counted at `at`."""
    return [jakarta_date(at) - timedelta(days=age) for age in COUNTED_AFTER_DAYS]


async def start_count(uow: UnitOfWork, day: date, *, at: datetime) -> None:
    """Start to count a day anew; the same start again changes nothing."""
    stored = await uow.get(delivery_day_ref(day))
    known = stored or DeliveryDay(id=day.isoformat(), expire_at=at + _RETENTION)
    if at in (known.run_at, known.counted_at):
        return
    begun = known.having(
        run_at=at, page=0, source="deliveries", cursor=(), next_rows=FrozenDict(), next_hours=FrozenDict()
    )
    uow.put(delivery_day_ref(day), begun)
    _schedule_page(uow, begun)


async def count_page(uow: UnitOfWork, job: CountDeliveries, *, size: int = DOCUMENTS_PER_PAGE) -> None:
    """Count one page of the deliveries, then of the opt-outs.

    A page of an earlier count, or one that is done, changes nothing. The last page of the deliveries
    begins with the opt-outs.
    """
    ref = delivery_day_ref(job.day)
    known = await uow.get(ref)
    if known is None or known.run_at != job.run_at or known.page != job.page:
        return
    rows, hours, cursor = known.next_rows, known.next_hours, known.cursor
    if known.source == "deliveries":
        deliveries = await uow.query(_find_page(Query("notice_deliveries", NoticeDelivery), "created_at", known, size))
        rows, hours = add_deliveries(rows, hours, deliveries)
        if len(deliveries) == size:
            _go_on(uow, known, rows, hours, "deliveries", (deliveries[-1].created_at.isoformat(), deliveries[-1].id))
            return
        cursor = ()
    opt_outs = await uow.query(_find_page(Query("opt_outs", OptOut), "at", known.having(cursor=cursor), size))
    rows = add_opt_outs(rows, opt_outs)
    if len(opt_outs) == size:
        _go_on(uow, known, rows, hours, "opt_outs", (opt_outs[-1].at.isoformat(), opt_outs[-1].id))
        return
    uow.put(
        ref,
        known.having(
            rows=rows,
            hours=hours,
            counted_at=known.run_at,
            run_at=None,
            page=0,
            source="deliveries",
            cursor=(),
            next_rows=FrozenDict(),
            next_hours=FrozenDict(),
        ),
    )


def _go_on(
    uow: UnitOfWork, known: DeliveryDay, rows: Rows, hours: Mapping[str, int], source: CountedSource, cursor: Cursor
) -> None:
    """Save the count so far, and schedule the page behind `cursor`."""
    going_on = known.having(next_rows=rows, next_hours=hours, page=known.page + 1, source=source, cursor=cursor)
    uow.put(delivery_day_ref(date.fromisoformat(known.id)), going_on)
    _schedule_page(uow, going_on)


def _schedule_page(uow: UnitOfWork, day: DeliveryDay) -> None:
    if day.run_at is None:
        raise ValueError("no count is under way")
    job = CountDeliveries(day=date.fromisoformat(day.id), run_at=day.run_at, page=day.page)
    uow.schedule(job, key=f"{day.id}-{day.run_at:%Y%m%dT%H%M%S}-{day.page}")


def _find_page(everything: Query[EntityT], instant: str, day: DeliveryDay, size: int) -> Query[EntityT]:
    """Build the query for the next page of a collection, whose field `instant` says to which day a document belongs."""
    begins = datetime.combine(date.fromisoformat(day.id), time(), tzinfo=JAKARTA)
    query = (
        everything.matching(instant, ">=", begins)
        .matching(instant, "<", begins + timedelta(days=1))
        .order_by(instant)
        .order_by("id")
        .first(size)
    )
    return query.after(datetime.fromisoformat(day.cursor[0]), day.cursor[1]) if day.cursor else query


async def list_delivery_days(reader: Reader, first: date, count: int) -> list[DeliveryDay | None]:
    """List the statistics of `count` days from `first` on; None for each day that was not counted."""
    days = [first + timedelta(days=number) for number in range(count)]
    return await reader.get_all([delivery_day_ref(day) for day in days])
