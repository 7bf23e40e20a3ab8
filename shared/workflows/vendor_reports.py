"""Reports of vendors about deliveries, recorded in commits of bearable size."""

from shared.contracts.delivery_reports import DeliveryReports
from shared.notifications.delivery_reports import MAX_REPORTS, record_reports
from shared.workflows.call import Call


async def record_vendor_reports(call: Call, reports: DeliveryReports) -> None:
    """Record all reports of one callback; reports about one delivery stand next to one another, in the vendor's order.

    A call that is cut off has recorded some of them. The vendor sends the callback again, and those change nothing.
    """
    items = sorted(reports.items, key=lambda report: report.delivery_id)
    for first in range(0, len(items), MAX_REPORTS):
        await call.commit(record_reports, items[first : first + MAX_REPORTS], now=call.now)
