"""Orders of services without a meeting: the assignment and the order that pays for it, in one commit."""

import asyncio
from datetime import datetime, timedelta
from typing import NamedTuple

from shared.assignments import rules, store
from shared.assignments.models import Assignment
from shared.assignments.settings import AssignmentSettings
from shared.bookings import store as bookings
from shared.bookings.errors import OwnService
from shared.bookings.reminders import compute_payment_reminder_time
from shared.bookings.settings import BookingSettings
from shared.catalogue import store as catalogue
from shared.catalogue.models import Expert, Service
from shared.chat import crisis_detection, user_blocks
from shared.chat import store as chat
from shared.chat.errors import Blocked
from shared.chat.settings import ChatSettings
from shared.contracts.assignments import AssignmentStatus
from shared.contracts.hotlines import Hotline
from shared.contracts.sales import Sale, SaleItem
from shared.identity import store as identity
from shared.identity.models import User
from shared.kernel.actors import Actor
from shared.kernel.ids import AssignmentId, OrderId, ServiceId, UserId
from shared.kernel.ports import Reader, UnitOfWork
from shared.limits import actions as limits
from shared.limits.models import Holding
from shared.limits.settings import ASSIGNMENT, LimitSettings
from shared.limits.subjects import person_limits_ref
from shared.orders import actions as orders
from shared.orders import rules as order_rules
from shared.orders import store as order_store
from shared.orders.jobs import EmailPaymentReminder
from shared.orders.models import Order
from shared.orders.payment_methods import PAYMENT_SETTINGS
from shared.orders.ports import PaymentProvider
from shared.orders.schemas import OrderDetails
from shared.workflows import checkout
from shared.workflows.call import Call

# A free assignment counts until it has ended, at most for this time.
_FREE_COUNTS_FOR = timedelta(days=90)


class BoughtAssignment(NamedTuple):
    """A new assignment, the place to pay its order, if it costs something, and hotlines for a customer in danger."""

    assignment: Assignment
    checkout_url: str | None
    hotlines: tuple[Hotline, ...] = ()


async def buy_service(
    call: Call,
    payments: PaymentProvider,
    expert_id: UserId,
    service_id: ServiceId,
    brief: str,
    wishes: OrderDetails,
) -> BoughtAssignment:
    """Buy a service without a meeting, and check out its order. A free one begins at once.

    A brief that speaks of danger brings the hotlines, and alerts a supervisor.

    Raises:
        ExpertNotFound: The expert does not exist or is not listed.
        ServiceNotFound: The service does not exist.
        ServiceInactive: The service is paused, or is a meeting.
        NotRegistered: The caller has no account.
        IdentityNeeded: The caller is anonymous.
        OwnService: The service is the caller's own.
        Blocked: One of the two has blocked the other.
        TooManyHeld: The caller has too many unpaid or free assignments.
    """
    order = await checkout.check_out(
        call,
        payments,
        open_assignment_and_order,
        expert_id,
        service_id,
        brief,
        wishes,
        actor=call.actor,
        call_id=call.call_id,
        now=call.now,
    )
    assignment, settings = await call.read(_get_with_chat_settings, AssignmentId(order.id))
    hotlines: tuple[Hotline, ...] = ()
    if crisis_detection.has_crisis_words((brief,), settings):
        hotlines = settings.hotlines
        if not call.replayed:
            call.alert("crisis in the brief of an assignment", assignment_id=assignment.id)
    return BoughtAssignment(assignment, order.payment.checkout_url, hotlines)


async def open_assignment_and_order(
    uow: UnitOfWork,
    expert_id: UserId,
    service_id: ServiceId,
    brief: str,
    wishes: OrderDetails,
    *,
    actor: Actor,
    call_id: str,
    now: datetime,
) -> OrderId:
    """Open an assignment and the order for it, in one commit. The customer is reminded once to pay.

    Raises:
        ExpertNotFound: The expert does not exist or is not listed.
        ServiceNotFound: The service does not exist.
        ServiceInactive: The service is paused, or is a meeting.
        NotRegistered: The actor has no account.
        IdentityNeeded: The actor is anonymous.
        OwnService: The service is the actor's own.
        Blocked: One of the two has blocked the other.
        TooManyHeld: The actor has too many unpaid or free assignments.
    """
    order_id, customer = OrderId.at(now, uow.random_below), UserId(actor.id)
    (expert, service), is_blocked, account, _ = await asyncio.gather(
        catalogue.get_written_service_for_sale(uow, expert_id, service_id),
        user_blocks.has_block_between(uow, expert_id, (customer,)),
        identity.get_user(uow, customer),
        uow.prefetch(person_limits_ref(customer), PAYMENT_SETTINGS.ref),
    )
    settings, booking_settings, limit_settings = await asyncio.gather(
        store.get_assignment_settings(uow), bookings.get_booking_settings(uow), limits.get_limit_settings(uow)
    )
    limits.check_identity(actor, limit_settings)
    if customer == expert_id:
        raise OwnService.field("expert_id", "own_service")
    if is_blocked:
        raise Blocked(user_id=expert_id)
    sale = _sale_from_service(service, settings, booking_settings)
    await _take_assignment(uow, customer, order_id, sale, limit_settings, now=now)
    order = await orders.open_order(
        uow, order_id, sale, wishes, actor=actor, now=now, customer=customer, call_id=call_id
    )
    remind_at = compute_payment_reminder_time(order.pay_before, booking_settings, now=now)
    if order.payable_at(now) and remind_at is not None:
        uow.schedule(EmailPaymentReminder(order_id=order_id), at=remind_at, key=order_id, precise=False)
    assignment = _assignment_from_order(order, service, expert, account, brief, settings, now=now)
    uow.create(store.assignment_ref(assignment.id), assignment)
    return order_id


def _sale_from_service(service: Service, settings: AssignmentSettings, booking_settings: BookingSettings) -> Sale:
    item = SaleItem(
        kind="assignment",
        product=f"{service.expert}/{service.id}",
        name=service.name,
        quantity=1,
        unit_price=service.price,
        expert=service.expert,
    )
    return Sale(items=(item,), currency="IDR", hold=settings.pay_within, fee=booking_settings.fee_basis_points)


def _assignment_from_order(
    order: Order,
    service: Service,
    expert: Expert,
    account: User,
    brief: str,
    settings: AssignmentSettings,
    *,
    now: datetime,
) -> Assignment:
    return Assignment(
        id=AssignmentId(order.id),
        status=AssignmentStatus.AWAITING_PAYMENT,
        customer=account.id,
        customer_name=account.full_name,
        expert=expert.id,
        expert_name=expert.full_name,
        service_id=service.id,
        service_name=service.name,
        price=order.subtotal,
        total=order.total.amount,
        delivery_days=service.delivery_days or 1,
        corrections_allowed=settings.corrections,
        brief=brief,
        ordered_at=now,
        pay_before=order.pay_before,
    )


async def _take_assignment(
    uow: UnitOfWork, customer: UserId, order_id: OrderId, sale: Sale, settings: LimitSettings, *, now: datetime
) -> None:
    """Count an unpaid or free assignment, in the commit that opens it. A paid one does not count.

    Raises:
        TooManyHeld: The customer has too many unpaid or free assignments.
    """
    is_free = not any(item.amount for item in sale.items)
    until = now + (_FREE_COUNTS_FOR if is_free else sale.hold)
    subjects, holding = [person_limits_ref(customer)], Holding(tags=(ASSIGNMENT,), until=until)
    unsure = await limits.list_holders_to_check(uow, subjects, holding, settings.assignment_holdings, now=now)
    found = await order_store.find_orders(uow, unsure)
    held = await uow.get_all([store.assignment_ref(holder) for holder in unsure])
    ended = [
        holder
        for holder, order, assignment in zip(unsure, found, held, strict=True)
        if (order is not None and order_rules.has_ended(order))
        or (assignment is not None and rules.has_ended(assignment))
    ]
    await limits.take_holding(uow, subjects, order_id, holding, settings.assignment_holdings, ended=ended, now=now)


async def _get_with_chat_settings(reader: Reader, assignment_id: AssignmentId) -> tuple[Assignment, ChatSettings]:
    return await asyncio.gather(store.get_assignment(reader, assignment_id), chat.get_chat_settings(reader))
