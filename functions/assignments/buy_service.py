"""HTTP: buy a service without a meeting."""

from typing import Annotated

from pydantic import Field

from shared.assignments.schemas import BoughtAssignmentView
from shared.bookings.errors import OwnService
from shared.catalogue.errors import ExpertNotFound, ServiceInactive, ServiceNotFound
from shared.chat.errors import Blocked
from shared.identity.errors import NotRegistered
from shared.kernel.ids import ServiceId, UserId
from shared.kernel.public_texts import PublicText
from shared.limits.errors import IdentityNeeded, TooManyHeld
from shared.orders.inputs import OrderRequest
from shared.orders.ports import PaymentProvider
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import assignment_orders


class BuyService(OrderRequest):
    """Body of `buy_service`."""

    expert_id: UserId
    """Id of the expert who offers the service, from `get_expert`."""
    service_id: ServiceId
    """Id of a service without minutes, from `get_expert`."""
    brief: Annotated[PublicText, Field(min_length=1)]
    """Work that the expert is to do, 1 to 5,000 characters; contact details in it are masked."""


@http.post(
    who=("customer", "expert"),
    raises=(
        ExpertNotFound,
        ServiceNotFound,
        ServiceInactive,
        NotRegistered,
        IdentityNeeded,
        OwnService,
        Blocked,
        TooManyHeld,
    ),
    dispatches=("tasks",),
    needs_idempotency_key=True,
)
async def buy_service(body: BuyService, ctx: Context, payments: PaymentProvider) -> BoughtAssignmentView:
    """Order a service without a meeting, such as a review in writing.

    The work begins with the payment at `checkout_url`; a free one begins a moment later. If `checkout_url` is null,
    call `pay_order`. Files are added by `create_assignment_upload` and `add_brief_file`.
    The expert delivers within `delivery_days`. The customer then accepts, asks for a correction or disputes;
    `next_step` says what follows from silence. A brief that speaks of danger brings `hotlines` to show at once.
    """
    bought = await assignment_orders.buy_service(ctx, payments, body.expert_id, body.service_id, body.brief, body)
    return BoughtAssignmentView.from_order(bought.assignment, bought.checkout_url, bought.hotlines)
