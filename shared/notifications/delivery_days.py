"""Counting of a day's deliveries, page by page.

A page is one commit: it reads its deliveries, and adds them to the count under way. So a task that is cut off counts
nothing, and one that arrives twice counts once. The page that finds the end makes the count the day's statistics.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from shared.kernel.dates import JAKARTA, jakarta_date
from shared.kernel.frozen_values import FrozenDict
from shared.kernel.ports import Query, Reader, UnitOfWork
from shared.notifications.delivery_day_models import DeliveryDay, delivery_day_ref
from shared.notifications.delivery_day_rules import add_deliveries
from shared.notifications.delivery_models import NoticeDelivery
from shared.notifications.jobs import CountDeliveries

DELIVERIES_PER_PAGE = 300
COUNTED_AFTER_DAYS = (1, 7)
"""Age in days at which a day is counted: at first soon, then when late reports and clicks have come."""
_RETENTION = timedelta(days=800)


def list_days_to_count(at: datetime) -> list[date]:
    """List the dates in Jakarta whose deliveries are counted at `at`."""
    return [jakarta_date(at) - timedelta(days=age) for age in COUNTED_AFTER_DAYS]


async def start_count(uow: UnitOfWork, day: date, *, at: datetime) -> None:
    """Start to count the deliveries of a day anew; the same start again changes nothing."""
    stored = await uow.get(delivery_day_ref(day))
    known = stored or DeliveryDay(id=day.isoformat(), expire_at=at + _RETENTION)
    if at in (known.run_at, known.counted_at):
        return
    begun = known.having(run_at=at, page=0, cursor=(), next_rows=FrozenDict(), next_hours=FrozenDict())
    uow.put(delivery_day_ref(day), begun)
    _schedule_page(uow, begun, at)


async def count_page(uow: UnitOfWork, job: CountDeliveries, *, size: int = DELIVERIES_PER_PAGE) -> None:
    """Count the deliveries of one page. A page of an earlier count, or one that is done, changes nothing."""
    ref = delivery_day_ref(job.day)
    known = await uow.get(ref)
    if known is None or known.run_at != job.run_at or known.page != job.page:
        return
    found = await uow.query(_page_query(job.day, known.cursor).first(size))
    rows, hours = add_deliveries(known.next_rows, known.next_hours, found)
    if len(found) < size:
        uow.put(
            ref,
            known.having(
                rows=rows,
                hours=hours,
                counted_at=known.run_at,
                run_at=None,
                page=0,
                cursor=(),
                next_rows=FrozenDict(),
                next_hours=FrozenDict(),
            ),
        )
        return
    cursor = (found[-1].created_at.isoformat(), found[-1].id)
    going_on = known.having(next_rows=rows, next_hours=hours, page=known.page + 1, cursor=cursor)
    uow.put(ref, going_on)
    _schedule_page(uow, going_on, job.run_at)


def _schedule_page(uow: UnitOfWork, day: DeliveryDay, run_at: datetime) -> None:
    job = CountDeliveries(day=date.fromisoformat(day.id), run_at=run_at, page=day.page)
    uow.schedule(job, key=f"{day.id}-{run_at:%Y%m%dT%H%M%S}-{day.page}")


def _page_query(day: date, cursor: Sequence[str]) -> Query[NoticeDelivery]:
    begins = datetime.combine(day, time(), tzinfo=JAKARTA)
    query = (
        Query("notice_deliveries", NoticeDelivery)
        .matching("created_at", ">=", begins)
        .matching("created_at", "<", begins + timedelta(days=1))
        .order_by("created_at")
        .order_by("id")
    )
    return query.after(datetime.fromisoformat(cursor[0]), cursor[1]) if cursor else query


async def list_delivery_days(reader: Reader, first: date, count: int) -> list[DeliveryDay | None]:
    """List the statistics of `count` days from `first` on; None for each day that was not counted."""
    days = [first + timedelta(days=number) for number in range(count)]
    return await reader.get_all([delivery_day_ref(day) for day in days])
