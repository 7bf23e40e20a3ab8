"""Decisions about disputed deliveries, with the refund in the same commit."""

from datetime import datetime

from shared.assignments import actions, dispute_rules, store
from shared.assignments.models import Assignment
from shared.contracts.assignments import AssignmentChange
from shared.contracts.events.assignments import DeliveryDisputed
from shared.kernel.actors import Actor
from shared.kernel.ids import AssignmentId, OrderId, UserId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders import refund_rules, refund_settings
from shared.orders import store as order_store
from shared.orders.errors import RefundTooLarge
from shared.orders.models import RefundCause
from shared.workflows.call import Call


async def decide_dispute(
    uow: UnitOfWork, assignment_id: AssignmentId, refund: int, reason: str, *, actor: Actor, now: datetime
) -> Assignment:
    """Decide the dispute about a delivery as an admin, and give back what the decision says.

    Args:
        refund: Money that goes back to the customer, in whole rupiah: 0 if the delivery is what was agreed.

    Raises:
        AssignmentNotFound: There is no such assignment.
        DeliveryDisputeClosed: There is no open dispute, or its time is over.
        RefundTooLarge: More than what is left of the payment; nothing is left of a free assignment.
        RefundNeedsOwner: The amount is above the limit of refunds by admins, and the admin is no owner.
    """
    before = await store.get_assignment(uow, assignment_id)
    decided = dispute_rules.with_decision(before, refund, reason, by=UserId(actor.id), now=now)
    order_id = OrderId(assignment_id)
    order = await order_store.get_order(uow, order_id)
    uow.verify(order_store.order_ref(order_id))
    if refund:
        left = refund_rules.compute_refundable_amount(order)
        if refund > left:
            raise RefundTooLarge(left=left, currency=order.currency)
        limit = (await refund_settings.get_refund_settings(uow)).admin_limit
        refund_rules.check_admin_refund_of_order(order, refund, limit, actor=actor)
        cause = RefundCause.DELIVERY_DISPUTED
        await orders.refund_order(uow, order_id, amount=refund, cause=cause, now=now, opened_by=actor.id)
    told = (decided.customer, decided.expert)
    return actions.save_change(uow, decided, AssignmentChange.DECIDED, told=told, now=now, outcome="decided")


def alert_new_dispute(call: Call, event: DeliveryDisputed) -> None:
    """Alert the team to a new dispute. If no admin decides in time, the delivery counts as accepted."""
    call.alert(
        "delivery disputed: an admin must decide",
        assignment_id=event.assignment_id,
        decide_before=event.decide_before.isoformat(),
    )
