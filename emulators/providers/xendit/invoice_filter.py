"""Filter of an invoice list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from starlette.datastructures import QueryParams

from emulators.providers.api_descriptions import SchemaProblem, load_description
from emulators.providers.xendit.operations import validation_error
from emulators.providers.xendit.queries import parse_list, parse_moment
from emulators.providers.xendit.records import XenditInvoice


@dataclass(frozen=True)
class TimeRange:
    """Range of times without its bounds. None means no bound."""

    after: datetime | None
    before: datetime | None

    def contains(self, when: datetime | None) -> bool:
        """Return whether `when` is in the range. None, for no time, is only in a range without bounds."""
        if self.after is None and self.before is None:
            return True
        if when is None:
            return False
        return (self.after is None or when > self.after) and (self.before is None or when < self.before)


@dataclass(frozen=True)
class InvoiceFilter:
    """Conditions that the invoices of a list must meet."""

    external_id: str | None
    statuses: list[str]
    payment_channels: list[str]
    from_api: bool
    created: TimeRange
    paid: TimeRange
    expired: TimeRange

    @classmethod
    def from_query(cls, query: QueryParams) -> Self:
        """Parse the conditions in a query string.

        Raises:
            XenditCallRefused: A condition has an invalid value.
        """
        clients = _listed(query, "client_types", "Invoice_InvoiceClientType")
        # The simulated Xendit has no on-demand or recurring invoices.
        elsewhere = query.get("on_demand_link") or query.get("recurring_payment_id")
        return cls(
            external_id=query.get("external_id"),
            statuses=_listed(query, "statuses", "Invoice_InvoiceStatus"),
            payment_channels=parse_list(query, "payment_channels"),
            from_api=not elsewhere and (not clients or "API_GATEWAY" in clients),
            created=_span(query, "created"),
            paid=_span(query, "paid"),
            expired=_span(query, "expired"),
        )

    def matches(self, invoice: XenditInvoice) -> bool:
        """Return whether an invoice meets every condition."""
        payment = invoice.payment
        return (
            self.from_api
            and self.external_id in (None, invoice.external_id)
            and (not self.statuses or invoice.status in self.statuses)
            and (not self.payment_channels or (payment is not None and payment.channel.name in self.payment_channels))
            and self.created.contains(invoice.created)
            and self.paid.contains(payment.at if payment else None)
            and self.expired.contains(invoice.expires if invoice.status == "EXPIRED" else None)
        )


def _listed(query: QueryParams, name: str, schema: str) -> list[str]:
    found = parse_list(query, name)
    for value in found:
        problems = load_description("xendit").find_schema_problems(schema, value)
        if problems:
            raise validation_error([SchemaProblem(name, problems[0].message)])
    return found


def _span(query: QueryParams, name: str) -> TimeRange:
    return TimeRange(parse_moment(query, f"{name}_after"), parse_moment(query, f"{name}_before"))
