"""Whatever two customers, an expert, Xendit and the clock do, in whatever order: the time and the money add up."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

import functions.main
from shared.bookings.models import Booking, Side
from shared.claims.models import ClaimState
from shared.contracts.bookings import BookingStatus
from shared.contracts.slots import QUARTER
from shared.kernel.ids import BookingId
from shared.kernel.ports import Query
from shared.orders.models import Order, OrderStatus
from tests.bookings.builders import TOMORROW
from tests.bookings.steps import (
    DAYTIME,
    MANUAL_SERVICE,
    add_meeting_links,
    allow_many_bookings,
    list_taken_quarters,
    request_booking_as,
    set_up_booking_domain,
)
from tests.orders.steps import deliver_invoice_callback, pay_invoice
from tests.proof_scale import scale_examples
from tests.world import ANA, BUDI, EXPERT, Answer, Person, World

pytestmark = [pytest.mark.emulator, pytest.mark.slow]

T = TypeVar("T")

ENDED = (
    BookingStatus.COMPLETED,
    BookingStatus.NO_SHOW,
    BookingStatus.CANCELLED,
    BookingStatus.REJECTED,
    BookingStatus.EXPIRED,
)
STARTS = st.sampled_from([TOMORROW + timedelta(minutes=minutes) for minutes in (0, 30, 60, 75, 120)])
CUSTOMERS = st.sampled_from([ANA, BUDI])
SIDES = st.sampled_from(["customer", "expert"])
ANY = st.integers(0, 3)
SWEEPS = ("expire_booking_requests", "update_booking_statuses", "expire_overdue_orders", "relay_outbox")


class Life(RuleBasedStateMachine):
    """One expert's diary. Each rule is something that somebody does; what is not possible is refused, and no more."""

    run: Callable[[Awaitable[Any]], Any]
    new_world: Callable[[], World]
    ended: Counter[tuple[BookingStatus, bool]]
    """How the bookings of all histories have ended, and whether anybody had paid for them."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.paid: Counter[str] = Counter()
        self.world: World = self.run(self._opened())

    async def _opened(self) -> World:
        world = self.new_world()
        await set_up_booking_domain(world, hours=DAYTIME.having(buffer_minutes=15))
        await allow_many_bookings(world)
        await add_meeting_links(world, "room-a")
        return world

    def one(self, place: int) -> str:
        """One of the latest bookings."""
        return self.ids[-1 - place % len(self.ids)]

    def does(self, name: str, body: dict[str, Any], who: Person) -> Answer:
        """Somebody calls a function; whatever it answers, it does not break."""
        answer: Answer = self.run(self.world.call(getattr(functions.main, name), body, as_=who))
        assert answer.status < 500, (name, answer.body)
        return answer

    def kept(self, booking_id: str) -> Booking:
        """The booking as it is."""
        found: list[Booking] = [booking for booking in self.bookings() if booking.id == booking_id]
        return found[0]

    def bookings(self) -> list[Booking]:
        """All bookings."""
        found: list[Booking] = self.run(self.world.reader.query(Query("bookings", Booking)))
        return found

    def orders(self) -> dict[str, Order]:
        """All orders by their bookings' ids."""
        return {order.id: order for order in self.run(self.world.reader.query(Query("orders", Order)))}

    def person(self, side: str, booking_id: str) -> Person:
        """Who is on this side of a booking."""
        return EXPERT if side == "expert" else Person(self.kept(booking_id).customer)

    @rule(who=CUSTOMERS, manual=st.booleans(), starts_at=STARTS)
    def request(self, who: Person, manual: bool, starts_at: Any) -> None:
        """A customer wants a time, perhaps one that is taken."""
        service = MANUAL_SERVICE.id if manual else "career-talk"
        answer = self.run(request_booking_as(self.world, as_=who, service_id=service, starts_at=starts_at))
        assert answer.status in (200, 409, 422), answer.body
        if answer.status == 200:
            self.ids.append(answer.body["booking_id"])

    @precondition(lambda self: self.ids)
    @rule(place=ANY, approve=st.booleans())
    def answer(self, place: int, approve: bool) -> None:
        """The expert answers a request."""
        body = {"booking_id": self.one(place)} | ({} if approve else {"reason": "I am away."})
        self.does("approve_booking" if approve else "reject_booking", body, EXPERT)

    @precondition(lambda self: self.ids)
    @rule(place=ANY, side=SIDES, starts_at=STARTS)
    def propose(self, place: int, side: str, starts_at: Any) -> None:
        """Either side would rather have another time."""
        booking_id = self.one(place)
        body = {"booking_id": booking_id, "starts_at": starts_at.isoformat()}
        self.does("propose_reschedule", body, self.person(side, booking_id))

    @precondition(lambda self: self.ids)
    @rule(place=ANY, side=SIDES, accept=st.booleans())
    def answer_proposal(self, place: int, side: str, accept: bool) -> None:
        """Either side accepts or declines; one's own proposal cannot be accepted."""
        name, booking_id = "accept_reschedule" if accept else "decline_reschedule", self.one(place)
        self.does(name, {"booking_id": booking_id}, self.person(side, booking_id))

    @precondition(lambda self: self.ids)
    @rule(place=ANY, side=SIDES)
    def cancel(self, place: int, side: str) -> None:
        """Either side calls it off, for what they are quoted."""
        booking_id = self.one(place)
        who = self.person(side, booking_id)
        quote = self.does("quote_cancellation", {"booking_id": booking_id}, who)
        if quote.status == 200:
            refund = quote.body["refund"]["amount"]
            body = {"booking_id": booking_id, "reason": "Plans have changed.", "refund": refund}
            self.does("cancel_booking", body, who)

    @precondition(lambda self: self.ids)
    @rule(place=ANY)
    def ask_to_pay(self, place: int) -> None:
        """The customer opens the checkout page again."""
        booking_id = self.one(place)
        self.does("pay_booking", {"booking_id": booking_id}, self.person("customer", booking_id))

    @precondition(lambda self: self.ids)
    @rule(place=ANY, heard=st.sampled_from(["not", "told", "settled", "settled"]))
    def pay(self, place: int, heard: str) -> None:
        """Money comes, also late; that it is told of may be lost, and what follows may take its time."""
        order = self.orders().get(self.one(place))
        if order is None or order.payment.invoice_id is None or self.paid[order.id]:
            return
        self.run(pay_invoice(self.world, order.id))
        self.paid[order.id] = order.total.amount
        if heard != "not":
            self.run(deliver_invoice_callback(self.world, order.id, "PAID"))
        if heard == "settled":
            self.deliver()

    @precondition(lambda self: self.ids)
    @rule(place=ANY, status=st.sampled_from(["PAID", "EXPIRED", "SETTLED", "PENDING"]), times=st.integers(1, 3))
    def tell(self, place: int, status: str, times: int) -> None:
        """Xendit says anything, true or not, old or new, and again."""
        if (order := self.orders().get(self.one(place))) is not None:
            for _ in range(times):
                assert self.run(deliver_invoice_callback(self.world, order.id, status)) == 200

    @rule(hours=st.sampled_from([0.25, 0.5, 1.5, 20]))
    def pass_time(self, hours: float) -> None:
        """Time goes by."""
        self.world.later(hours=hours)

    @rule()
    def deliver(self) -> None:
        """Events and jobs arrive."""
        self.run(self.world.deliver(rounds=60))

    @rule()
    def sweep(self) -> None:
        """The schedules run."""
        for name in SWEEPS:
            answer = self.run(self.world.call.run_schedule(getattr(functions.main, name), due_at=self.world.now))
            assert answer.status < 300, (name, answer.body)

    @invariant()
    def a_quarter_is_of_a_booking_that_wants_it(self) -> None:
        """Nobody's time is blocked for nothing: what is sold or held belongs to a living booking, and to that time."""
        wanted = {
            booking.id: {
                *booking.claimed_quarters,
                *(booking.quarters_at(booking.proposal.starts_at) if booking.proposal else ()),
            }
            for booking in self.bookings()
        }
        settling = {order.id for order in self.orders().values() if order.payment.paid_at}
        for place, (state, holder) in self.run(list_taken_quarters(self.world)).items():
            path = f"experts/dewi/slots/{place}"
            wants = path in wanted.get(BookingId(holder or ""), ())
            assert wants or (state is ClaimState.SOLD and holder in settling), (place, holder)

    @invariant()
    def between_two_lies_the_buffer(self) -> None:
        """A quarter that is somebody's has nobody else's beside it."""
        taken = sorted(self.run(list_taken_quarters(self.world)).items())
        for (place, (_, one)), (next_place, (_, other)) in pairwise(taken):
            apart = datetime.fromisoformat(next_place) - datetime.fromisoformat(place)
            assert one == other or apart > QUARTER, (place, one, next_place, other)

    @invariant()
    def whoever_is_confirmed_has_paid_and_has_the_time(self) -> None:
        """A confirmed meeting is a paid one, and its quarters are its own for good."""
        taken, paid = self.run(list_taken_quarters(self.world)), self.orders()
        for booking in self.bookings():
            if booking.status is BookingStatus.CONFIRMED:
                assert paid[booking.id].payment.paid_at is not None
                assert paid[booking.id].refunded_amount < booking.total.amount
                mine = {path.rpartition("/")[2] for path in booking.claimed_quarters}
                assert all(taken.get(place) == (ClaimState.SOLD, booking.id) for place in mine), booking.id

    @invariant()
    def no_more_goes_back_than_came(self) -> None:
        """Refunds come to at most what was paid; nothing goes back of what never came."""
        for order in self.orders().values():
            assert order.refunded_amount <= (self.paid[order.id] if order.payment.paid_at else 0), order.id

    def teardown(self) -> None:
        """In the end, when everything has arrived and all times are over, all is at rest and the money adds up."""
        for _ in range(4):
            self.deliver()
            self.sweep()
            self.run(self.world.call.run_schedule(functions.main.reconcile_payments_daily, due_at=self.world.now))
            self.deliver()
            self.world.later(days=2)
        living = {
            place: whose
            for place, whose in self.run(list_taken_quarters(self.world)).items()
            if whose[0] is ClaimState.HELD
        }
        assert living == {}
        found = self.orders()
        for booking in self.bookings():
            assert booking.status in ENDED, booking
            self._adds_up(booking, found.get(booking.id))
            self.ended[booking.status, bool(self.paid[booking.id])] += 1

    def _adds_up(self, booking: Booking, order: Order | None) -> None:
        came = self.paid[booking.id]
        back = order.refunded_amount if order else 0
        if booking.status is BookingStatus.COMPLETED:
            assert (came, back) == (booking.total.amount, 0), booking
        elif booking.status is BookingStatus.CANCELLED and booking.cancelled_by is Side.CUSTOMER and came:
            assert back in (came, booking.refund), booking
        else:
            assert back == came, booking
        if order is not None:
            assert order.status is not OrderStatus.PENDING


@pytest.fixture
async def loop() -> asyncio.AbstractEventLoop:
    """The loop on which the worlds live."""
    return asyncio.get_running_loop()


def test_any_life_of_any_bookings(new_world: Callable[[], World], loop: asyncio.AbstractEventLoop) -> None:
    """
    After every step each quarter has one owner who wants it, whoever is confirmed has paid, and the money adds up.
    """
    ended: Counter[tuple[BookingStatus, bool]] = Counter()
    given = {"run": staticmethod(loop.run_until_complete), "new_world": staticmethod(new_world), "ended": ended}
    kind = type("Diary", (Life,), given)

    run_state_machine_as_test(
        kind,
        settings=settings(
            max_examples=scale_examples(20),
            stateful_step_count=25,
            deadline=None,
            # A history is told in a minute; to look for a shorter one would take many.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )

    # The machine asserts after each step and at each end; here, that it had something to look at.
    assert ended.keys() & {(status, False) for status in ENDED}
    assert ended.keys() & {(status, True) for status in ENDED}
