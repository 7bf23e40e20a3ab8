"""Whatever customers, experts, Xendit, the post and the clock do: every call ends in time, and all adds up."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import groupby
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

import functions.main
from shared.claims.models import ClaimState
from shared.control_center import store as control_center
from shared.kernel import outbox
from shared.kernel.errors import Fault
from shared.kernel.ports import Query
from shared.orders.models import Order, OrderStatus
from shared.pairing import store
from shared.pairing.models import Availability, CallerAccount, Heartbeat, Pairing, PairingStatus
from shared.pairing.schemas import PairingDetails
from shared.pairing.settings import PairingSettings
from shared.runtime.dead_letters import dead_letters_query
from shared.sessions.jobs import FindAnotherExpert
from shared.sessions.models import Session, SessionStatus
from shared.workflows.pairing_requests import request_pairing_and_open_order
from shared.workflows.session_handover import search
from tests.orders.steps import deliver_invoice_callback, pay_invoice
from tests.pairing.steps import (
    PAYING_CUSTOMER,
    TRIAL_CUSTOMER,
    VERIFIED_PHONE_CLAIMS,
    a_caller_account,
    an_on_call_expert,
    find_customer,
    put_experts_online,
    register_customers,
)
from tests.proof_scale import scale_examples
from tests.world import ADMIN, Answer, FakeOutboxTransport, Person, World, a_customer_actor, alias_of_user

pytestmark = [pytest.mark.emulator, pytest.mark.slow]

MOST = 1
SETTINGS = PairingSettings(customers_an_expert=MOST)
TWIN = Person("twin", claims=VERIFIED_PHONE_CLAIMS)
"""Another account of the phone that Ana calls from: the two have one trial."""
DEWI, EKO = an_on_call_expert("dewi"), an_on_call_expert("eko")
GUEST = Person("guest")
"""Somebody who has nothing but money."""
PEOPLE = (TRIAL_CUSTOMER, TWIN, PAYING_CUSTOMER, GUEST)
CUSTOMERS = st.sampled_from(PEOPLE)
EXPERTS = st.sampled_from([DEWI, EKO])
ANY = st.integers(0, 3)
DOES = ["join_session", "join_session", "end_session", "raise_crisis"]
ENDED = (PairingStatus.ACCEPTED, PairingStatus.CANCELLED, PairingStatus.EXPIRED)
SWEEPS = (
    "expire_overdue_pairings",
    "take_silent_experts_offline",
    "reroute_unanswered_sessions",
    "expire_overdue_sessions",
    "expire_overdue_orders",
    "relay_outbox",
)


class Post(FakeOutboxTransport):
    """Remembers which calls were said to have failed. While it is closed, what is sent stays in the outbox."""

    def __init__(self) -> None:
        super().__init__()
        self.failed: set[str] = set()

    def _record(self, entry: outbox.OutboxEntry) -> None:
        super()._record(entry)
        if entry.type == "PairingFailed":
            self.failed.add(entry.payload["pairing_id"])


class Calls(RuleBasedStateMachine):
    """Four customers and two experts. Each rule is something that happens; what is not possible is refused."""

    run: Callable[[Awaitable[Any]], Any]
    new_world: Callable[[], World]
    ended: Counter[tuple[str, str]]
    """How the calls of all histories have ended, and by what right they were made."""

    def __init__(self) -> None:
        super().__init__()
        self.paid: Counter[str] = Counter()
        self.post = Post()
        self.world: World = self.run(self._opened())

    async def _opened(self) -> World:
        world = self.new_world()
        world.sent = world.runtime.gateways.events = world.runtime.gateways.tasks = self.post  # type: ignore[assignment]
        await register_customers(world, TRIAL_CUSTOMER.uid, TWIN.uid, PAYING_CUSTOMER.uid, GUEST.uid)
        await put_experts_online(world, DEWI.uid, EKO.uid)
        await world.put_documents((store.SETTINGS, SETTINGS))
        await world.put_documents(
            (
                store.caller_account_ref(alias_of_user(PAYING_CUSTOMER.uid)),
                a_caller_account(PAYING_CUSTOMER.uid, credits=1),
            )
        )
        return world

    def does(self, name: str, body: dict[str, Any] | None, who: Person) -> Answer:
        """Somebody calls a function; whatever it answers, it does not break."""
        answer: Answer = self.run(self.world.call(getattr(functions.main, name), body, as_=who))
        assert answer.status < 500, (name, answer.body)
        return answer

    def all(self, collection: str, model: type[Any]) -> list[Any]:
        """All documents of a collection."""
        found: list[Any] = self.run(self.world.reader.query(Query(collection, model)))
        return found

    def pairings(self) -> list[Pairing]:
        """All calls, the latest last."""
        return sorted(self.all("pairings", Pairing), key=lambda one: (one.created_at, one.rerouted))

    def sessions(self) -> list[Session]:
        """All sessions, the latest last."""
        return sorted(self.all("sessions", Session), key=lambda one: one.starts_at)

    def session(self, place: int) -> Session | None:
        """One of the latest sessions, of those that go on if any does."""
        found = self.sessions()
        found = [one for one in found if one.status is not SessionStatus.ENDED] or found
        return found[-1 - place % len(found)] if found else None

    def orders(self) -> dict[str, Order]:
        """All orders by their ids."""
        return {order.id: order for order in self.all("orders", Order)}

    def diaries(self) -> list[Availability]:
        """The experts' readiness."""
        return self.all("availability", Availability)

    @rule(who=CUSTOMERS, heard=st.sampled_from(["unpaid", "told", "settled", "settled"]))
    def request(self, who: Person, heard: str) -> None:
        """A customer calls, by whatever right they have, and may pay at once where that is money."""
        answer = self.does("request_pairing", {}, who)
        assert answer.status in (200, 409)
        if answer.status == 200 and answer.body["checkout_url"] and heard != "unpaid":
            self.pays(answer.body["order_id"], heard)

    @rule(who=CUSTOMERS)
    def request_and_crash(self, who: Person) -> None:
        """The call is kept, and then the instance dies: nothing is sent, and no invoice is made."""
        unit = self.world.new_unit_of_work()
        try:
            actor = a_customer_actor(who.uid, phone=who.claims.get("phone_number"))
            self.run(
                request_pairing_and_open_order(
                    unit, PairingDetails(), None, actor=actor, call_id="dead", now=self.world.now
                )
            )
            self.run(self.world.documents.commit(unit.build_writes()))
        except Fault:
            return

    @rule(place=ANY, who=CUSTOMERS)
    def cancel(self, place: int, who: Person) -> None:
        """A customer calls a call of theirs off, perhaps one that is long over."""
        mine = [one for one in self.pairings() if one.caller == alias_of_user(who.uid)]
        if mine := [one for one in mine if one.open] or mine:
            self.does("cancel_pairing", {"pairing_id": mine[-1 - place % len(mine)].id}, who)

    @rule(place=ANY, heard=st.sampled_from(["not", "told", "settled"]))
    def pay(self, place: int, heard: str) -> None:
        """Money comes, also late; that it is told of may be lost, and what follows may take its time."""
        owed = [one for one in self.orders().values() if one.payment.invoice_id and not self.paid[one.id]]
        if not owed:
            return
        self.pays(sorted(owed, key=lambda one: one.created_at)[-1 - place % len(owed)].id, heard)

    def pays(self, order_id: str, heard: str) -> None:
        """Somebody pays an order, in time or late."""
        self.run(pay_invoice(self.world, order_id))
        self.paid[order_id] = self.orders()[order_id].total.amount
        if heard != "not":
            self.run(deliver_invoice_callback(self.world, order_id, "PAID"))
        if heard == "settled":
            self.deliver(False, 0)

    @rule(place=ANY, who=EXPERTS, ready=st.booleans())
    def accept(self, place: int, who: Person, ready: bool) -> None:
        """An expert takes a call: one who is there and sees what is open, or anybody, and perhaps one that is over."""
        calls = self.pairings()
        if ready:
            self.does("go_online", None, who)
            calls = [one for one in calls if one.open]
        if calls:
            answer = self.does("accept_pairing", {"pairing_id": calls[-1 - place % len(calls)].id}, who)
            if ready and answer.status == 200:
                self.does("join_session", {"session_id": answer.body["session_id"]}, who)

    @rule(who=CUSTOMERS, expert=EXPERTS)
    def talk(self, who: Person, expert: Person) -> None:
        """All goes well for once: somebody calls, pays where that is needed, and an expert is there at once."""
        self.request(who, "settled")
        self.accept(0, expert, True)

    @rule(who=EXPERTS, there=st.booleans())
    def come_or_go(self, who: Person, there: bool) -> None:
        """An expert goes online or offline."""
        self.does("go_online" if there else "go_offline", None, who)

    @rule(who=EXPERTS)
    def beat(self, who: Person) -> None:
        """An expert's phone says that it is there, whatever has been decided meanwhile."""
        self.does("send_heartbeat", None, who)

    @rule(place=ANY, what=st.sampled_from(DOES), mine=st.booleans())
    def meet(self, place: int, what: str, mine: bool) -> None:
        """One of the two comes, calls for help, or ends it."""
        if one := self.session(place):
            who = find_customer(PEOPLE, one) if mine else an_on_call_expert(one.expert or "dewi")
            self.does(what, {"session_id": one.id}, who)

    @rule(place=ANY)
    def extend(self, place: int) -> None:
        """A customer wants more time, which is then to be paid for."""
        if one := self.session(place):
            self.does("extend_session", {"session_id": one.id}, find_customer(PEOPLE, one))

    @rule(place=ANY, to=st.sampled_from([None, "dewi", "eko"]))
    def reroute(self, place: int, to: str | None) -> None:
        """An admin gives a session to another, who has just come, or to whoever will have it."""
        if to:
            self.does("go_online", None, an_on_call_expert(to))
        if one := self.session(place):
            self.does("reroute_session", {"session_id": one.id} | ({"expert_id": to} if to else {}), ADMIN)

    @rule()
    def reroute_and_crash(self) -> None:
        """The expert is let go and the call is out; then the instance dies, before it is given to whom was named."""
        for entry in self.run(self.world.list_outbox_entries("FindAnotherExpert")):
            unit = self.world.new_unit_of_work()
            self.run(
                search.detach_expert_and_search(
                    unit, FindAnotherExpert.model_validate(entry.payload), now=self.world.now
                )
            )
            self.run(self.world.documents.commit(unit.build_writes()))

    @rule(seconds=st.sampled_from([5, 20, 45, 61, 130, 1_000]), awake=st.booleans())
    def pass_time(self, seconds: int, awake: bool) -> None:
        """Time goes by; the experts' phones are heard meanwhile, or are not."""
        for _ in range(seconds // 60 if awake else 0):
            self.world.later(seconds=60)
            self.beat(DEWI)
            self.beat(EKO)
        self.world.later(seconds=seconds % 60 if awake else seconds)

    @rule()
    def close_the_post(self) -> None:
        """Instances die after their commits: what they had to send stays behind, until things are delivered again."""
        self.post.closed = True

    @rule(place=st.integers(0, 20))
    def lose(self, place: int) -> None:
        """A timer is lost on its way."""
        if jobs := [entry for entry in self.post.entries if entry.kind == "job"]:
            self.post.entries.remove(jobs[place % len(jobs)])

    @rule(twice=st.booleans(), order=st.integers(0, 1_000))
    def deliver(self, twice: bool, order: int) -> None:
        """Events and jobs arrive: in any order, and each perhaps twice."""
        self.post.closed = False
        if twice:
            self.post.entries += [entry for entry in self.post.entries if entry.due_at <= self.world.now]
        random.Random(order).shuffle(self.post.entries)
        answers = self.run(self.world.deliver(rounds=60))
        assert [answer for answer in answers if answer[1] >= 500] == []

    @rule()
    def sweep(self) -> None:
        """The schedules run."""
        self.post.closed = False
        for name in SWEEPS:
            answer = self.run(self.world.call.run_schedule(getattr(functions.main, name), due_at=self.world.now))
            assert answer.status < 300, (name, answer.body)
            assert answer.body["failed"] == 0, (name, self.world.log.getvalue())

    @rule()
    def a_minute_in_order(self) -> None:
        """When all that was sent has arrived and the sweeps have run, nobody waits longer than they should."""
        for _ in range(2):
            self.sweep()
            self.deliver(False, 0)
        late = [one for one in self.pairings() if one.gives_up_at and one.gives_up_at <= self.world.now]
        assert late == []
        going_on = [one for one in self.sessions() if one.status is not SessionStatus.ENDED]
        assert [one for one in going_on if one.ends_at and one.ends_at <= self.world.now] == []

    @invariant()
    def nobody_has_more_than_they_may(self) -> None:
        """An expert has at most so many customers, and among these all with whom they talk."""
        active = {one.id: one.expert for one in self.sessions() if one.status is SessionStatus.ACTIVE}
        for diary in self.diaries():
            assert len(diary.sessions) <= MOST, diary
            assert {id for id, expert in active.items() if expert == diary.id} <= set(diary.sessions), diary

    @invariant()
    def one_call_a_customer(self) -> None:
        """Whoever waits has one call, which they see as theirs; they talk to one expert at a time."""
        standings = {one.id: one.open for one in self.all("standings", CallerAccount)}
        waiting = [(one.caller, one.id) for one in self.pairings() if one.open]
        assert len({customer for customer, _ in waiting}) == len(waiting)
        assert all(standings[customer] == id for customer, id in waiting)
        talking = Counter(
            find_customer(PEOPLE, one).uid for one in self.sessions() if one.status is SessionStatus.ACTIVE
        )
        assert max(talking.values(), default=0) <= 1

    @invariant()
    def nobody_answers_too_late(self) -> None:
        """A call is taken while it is out, and a session has one end, within its time."""
        for one in self.pairings():
            if one.accepted_at and one.called_at:
                assert one.accepted_at < one.called_at + timedelta(seconds=one.round_seconds * one.rounds)
        for session in self.sessions():
            if session.ended_at and session.ends_at:
                assert session.ended_at <= session.ends_at

    @invariant()
    def no_more_goes_back_than_came(self) -> None:
        """Refunds come to at most what was paid."""
        for order in self.orders().values():
            assert order.refunded_amount <= (self.paid[order.id] if order.payment.paid_at else 0), order.id

    def teardown(self) -> None:
        """In the end, when everything has arrived and all times are over, all is at rest and all adds up."""
        self.a_minute_in_order()
        self._is_counted_right()
        for one in self.sessions():
            if one.crisis_at:
                self.does("end_session", {"session_id": one.id}, ADMIN)
        for turn in range(6):
            self.a_minute_in_order()
            self.run(self.world.call.run_schedule(functions.main.reconcile_payments_daily, due_at=self.world.now))
            self.deliver(True, 1)
            self.pass_time(1_200, turn == 0)
        self.a_minute_in_order()
        self._is_counted_right()
        self._is_at_rest()
        chains = groupby(sorted(self.pairings(), key=lambda one: one.session_id), key=lambda one: one.session_id)
        kept = [self._ended(list(chain)) for _, chain in chains]
        self._adds_up({pairing.session_id: pairing for pairing in kept if pairing is not None})

    def _is_counted_right(self) -> None:
        self.world.later(seconds=4)
        self.deliver(False, 0)
        live = self.run(self.world.get(control_center.LIVE_STATS_REF))
        leases = {one.id: one.until for one in self.all("heartbeats", Heartbeat)}
        online = [one for one in self.diaries() if one.open and leases[one.id] > live.counted_at]
        calls, sessions = self.pairings(), self.sessions()
        assert live.experts_online == len(online)
        assert live.customers_waiting == sum(one.status is PairingStatus.SEARCHING for one in calls)
        assert live.active_sessions == sum(one.status is SessionStatus.ACTIVE for one in sessions)
        assert live.paired_today == sum(one.paired_at is not None for one in calls)

    def _is_at_rest(self) -> None:
        assert {one.status for one in self.pairings()} <= set(ENDED)
        assert {one.status for one in self.sessions()} <= {SessionStatus.ENDED}
        assert [one.sessions for one in self.diaries()] == [(), ()]
        assert {one.open for one in self.all("standings", CallerAccount)} <= {None}
        assert OrderStatus.PENDING not in {one.status for one in self.orders().values()}
        assert self.run(self.world.reader.query(dead_letters_query())) == []
        left = {entry.type for entry in self.all("outbox", outbox.OutboxEntry)}
        # These wait for days, for what is then no more or over.
        assert left <= {"ExpireOrder", "RemindOfReview", "ArchiveClosedRoom"}

    def _ended(self, calls: list[Pairing]) -> Pairing | None:
        """The last call for a session, if something was had of it; else None: what was given for it is back."""
        last = max(calls, key=lambda one: (one.called_at or one.created_at, one.rerouted, one.accepted_at is None))
        had = last.id not in self.post.failed
        if had:
            assert any(one.status is PairingStatus.ACCEPTED for one in calls), calls
        self.ended[last.status if had else f"{last.status}, all is back", last.entitlement.kind] += 1
        if last.rerouted and last.accepted_at is not None:
            self.ended["taken again", last.entitlement.kind] += 1
        return last if had else None

    def _adds_up(self, kept: dict[Any, Pairing]) -> None:
        """What came is kept for what was had, and is back for all else."""
        left = sum(one.credits for one in self.all("standings", CallerAccount))
        assert left == 1 - sum(one.entitlement.kind == "credit" for one in kept.values())
        trial = self.run(self.world.get(store.trial_ref(store.hash_phone(VERIFIED_PHONE_CLAIMS["phone_number"]))))
        tried = [id for id, one in kept.items() if one.entitlement.kind == "trial"]
        assert tried == ([trial.holder] if trial and trial.state is ClaimState.SOLD else [])
        longer = {order_id for one in self.sessions() if one.id in kept for order_id in one.extended_by}
        had = longer | {one.entitlement.order_id for one in kept.values()}
        for order in self.orders().values():
            came = self.paid[order.id]
            assert order.refunded_amount == (0 if order.id in had else came), (order, came)
            assert came or order.id not in had


@pytest.fixture
async def loop() -> asyncio.AbstractEventLoop:
    """The loop on which the worlds live."""
    return asyncio.get_running_loop()


Evening = type[Calls]


@pytest.fixture
def evening(new_world: Callable[[], World], loop: asyncio.AbstractEventLoop) -> Evening:
    """The machine on worlds of this test's own."""
    given = {"run": staticmethod(loop.run_until_complete), "new_world": staticmethod(new_world), "ended": Counter()}
    return type("Evening", (Calls,), given)


def test_any_life_of_any_calls(evening: Evening) -> None:
    """After every step nobody has too much or waits twice; in the end every call is over, and all adds up."""
    run_state_machine_as_test(
        evening,
        settings=settings(
            max_examples=scale_examples(20),
            stateful_step_count=40,
            deadline=None,
            # As with bookings: to look for a shorter history would take many minutes.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )

    # The machine asserts after each step and at each end; here, that it had something to look at.
    assert {right for outcome, right in evening.ended if outcome == "accepted"}


def test_each_way_a_call_can_end(evening: Evening) -> None:
    """The machine sees calls that end well, by each right, and calls that are called off, time out, or are rerouted."""
    well, bad = evening(), evening()
    for who, expert in ((TRIAL_CUSTOMER, DEWI), (PAYING_CUSTOMER, EKO)):
        well.talk(who, expert)
    for _ in range(2):
        well.meet(0, "end_session", True)
    well.talk(GUEST, DEWI)
    well.reroute(0, "eko")
    well.deliver(False, 0)
    well.meet(0, "join_session", False)
    well.teardown()
    bad.request(TRIAL_CUSTOMER, "settled")
    bad.request(GUEST, "settled")
    bad.cancel(0, GUEST)
    bad.teardown()

    assert evening.ended == {
        ("accepted", "trial"): 1,
        ("accepted", "credit"): 1,
        ("accepted", "order"): 1,
        ("taken again", "order"): 1,
        ("expired, all is back", "trial"): 1,
        ("cancelled, all is back", "order"): 1,
    }
