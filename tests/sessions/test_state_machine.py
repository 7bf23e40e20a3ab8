"""Whatever both sides, VideoSDK, admins, the post and the clock do: a session ends and is decided once, and adds up."""

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

import functions.main
from functions.sessions.receive_videosdk_event import receive_videosdk_event
from shared.bookings.models import Booking
from shared.catalogue import rating_recount
from shared.catalogue import store as catalogue
from shared.catalogue.models import ExpertStatus, Review
from shared.contracts.bookings import BookingStatus
from shared.contracts.offers import ServiceKind
from shared.contracts.sessions import AttendanceOutcome, ListingState
from shared.kernel import outbox
from shared.kernel.ids import ServiceId, SessionId
from shared.kernel.ports import Query
from shared.orders.models import Order, OrderStatus, RefundCause, RefundStatus
from shared.pairing import store as pairings
from shared.runtime.dead_letters import dead_letters_query
from shared.sessions import strikes
from shared.sessions.attendance_models import Attendance, DisputeStatus
from shared.sessions.attendance_rules import ABSENCES
from shared.sessions.models import EndedBy, Session, SessionStatus
from shared.sessions.strike_models import Strike, StrikeStatus
from shared.workflows import held_sessions
from tests.bookings.builders import TOMORROW
from tests.bookings.steps import a_service, allow_many_bookings, an_expert, request_booking_as, set_up_booking_domain
from tests.orders.steps import deliver_invoice_callback, pay_invoice
from tests.pairing.steps import a_caller_account, an_on_call_expert, find_customer, put_experts_online
from tests.proof_scale import scale_examples
from tests.world import ADMIN, ANA, BUDI, EXPERT, Answer, FakeOutboxTransport, Person, World, alias_of_user

pytestmark = [pytest.mark.emulator, pytest.mark.slow]

CHANNEL = "SHOPEEPAY"
"""Channel that refunds any part of a payment for a year."""
EKO = an_on_call_expert("eko")
CUSTOMERS = (ANA, BUDI)
PLACES = st.integers(0, 2)
SIDES = st.sampled_from(["customer", "expert"])
SERVICES = {
    kind: a_service(f"career-{kind}", name=f"Career {kind}", kind=kind, minutes=30)
    for kind in (ServiceKind.CHAT, ServiceKind.VIDEO)
}
MINUTES = st.sampled_from([-180, -10, -8, 0, 0, 3, 5, 9, 11, 20, 29, 30, 31, 45])
"""Minutes after the agreed start of a session."""
OUTCOMES = st.sampled_from([each.value for each in AttendanceOutcome if each is not AttendanceOutcome.UNKNOWN])
STRIKING = (AttendanceOutcome.EXPERT_ABSENT, AttendanceOutcome.ENDED_EARLY)
STATUSES = {
    ListingState.SHOWN: ExpertStatus.ACTIVE,
    ListingState.PAUSED: ExpertStatus.PAUSED,
    ListingState.VETTING: ExpertStatus.APPLIED,
}
CONCLUDED = (BookingStatus.COMPLETED, BookingStatus.NO_SHOW)
SWEEPS = (
    "expire_overdue_sessions",
    "update_booking_statuses",
    "end_silent_disputes",
    "end_silent_appeals",
    "publish_overdue_reviews",
    "resume_paused_listings",
    "expire_overdue_orders",
    "expire_overdue_pairings",
    "check_open_refunds",
    "relay_outbox",
)


class Post(FakeOutboxTransport):
    """Remembers each event that was sent, by its id. While it is closed, what is sent stays in the outbox."""

    def __init__(self) -> None:
        super().__init__()
        self.told: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)

    def _record(self, entry: outbox.OutboxEntry) -> None:
        super()._record(entry)
        if entry.kind == "event":
            self.told[entry.type][entry.id] = dict(entry.payload)


class Meetings(RuleBasedStateMachine):
    """Two customers, an expert with a diary and one on call. What is not possible is refused, and no more."""

    run: Callable[[Awaitable[Any]], Any]
    new_world: Callable[[], World]
    seen: Counter[str]
    """Ends of the sessions of all histories, and the outcomes of their decisions."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers = count()
        self.paid: Counter[str] = Counter()
        self.ends: dict[str, tuple[datetime | None, EndedBy | None]] = {}
        self.came: dict[str, dict[str, list[datetime]]] = defaultdict(lambda: {"customer": [], "expert": []})
        self.in_room: dict[str, list[str]] = defaultdict(list)
        self.late_news: list[Any] = []
        self.decided_at: dict[str, datetime] = {}
        self.blockers: dict[str, set[str]] = defaultdict(set)
        self.post = Post()
        self.world: World = self.run(self._opened())

    async def _opened(self) -> World:
        world = self.new_world()
        world.sent = world.runtime.gateways.events = world.runtime.gateways.tasks = self.post  # type: ignore[assignment]
        await set_up_booking_domain(world, *SERVICES.values())
        await allow_many_bookings(world)
        await put_experts_online(world, EKO.uid)
        await world.put_documents((catalogue.expert_ref(EKO.uid), an_expert(EKO.uid)))
        for who in CUSTOMERS:
            account = a_caller_account(who.uid, credits=3)
            await world.put_documents((pairings.caller_account_ref(alias_of_user(who.uid)), account))
        return world

    def does(self, name: str, who: Person, **body: Any) -> Answer:
        """Somebody calls a function; whatever it answers, it does not break."""
        answer: Answer = self.run(self.world.call(getattr(functions.main, name), body, as_=who))
        assert answer.status < 500, (name, answer.body)
        return answer

    def all(self, collection: str, model: type[Any]) -> list[Any]:
        """All documents of a collection."""
        found: list[Any] = self.run(self.world.reader.query(Query(collection, model)))
        return found

    def sessions(self) -> list[Session]:
        """All sessions, the latest last."""
        return sorted(self.all("sessions", Session), key=lambda one: (one.starts_at, one.id))

    def orders(self) -> dict[str, Order]:
        """All orders by their ids."""
        return {order.id: order for order in self.all("orders", Order)}

    def decisions(self) -> dict[str, Attendance]:
        """All decisions by their sessions."""
        return {one.id: one for one in self.all("attendance", Attendance)}

    def session(self, place: int) -> Session | None:
        """One of the sessions, of those that go on if any does: the next one first."""
        found = self.sessions()
        going_on = [one for one in found if one.status is not SessionStatus.ENDED]
        return (going_on[place % len(going_on)] if going_on else found[-1 - place % len(found)]) if found else None

    def decided(self, place: int) -> Session | None:
        """One of the sessions of bookings that are decided, the latest first."""
        known = self.decisions()
        found = [one for one in self.sessions() if one.id in known]
        return found[-1 - place % len(found)] if found else None

    def person(self, one: Session, side: str) -> Person:
        """Who is on this side of a session."""
        if one.kind == "pairing":
            return find_customer(CUSTOMERS, one) if side == "customer" else EKO
        return Person(one.customer) if side == "customer" else EXPERT

    @initialize()
    def have_sessions(self) -> None:
        """Two meetings are agreed upon, by chat and by video."""
        self.book(ANA, ServiceKind.CHAT, 0)
        self.book(BUDI, ServiceKind.VIDEO, 45)

    @rule(who=st.sampled_from(CUSTOMERS), kind=st.sampled_from([*SERVICES]), minutes=st.sampled_from([0, 45, 90]))
    def book(self, who: Person, kind: ServiceKind, minutes: int) -> None:
        """A customer books the next day that is far enough away, and pays."""
        starts_at = TOMORROW + timedelta(minutes=minutes)
        while starts_at < self.world.now + timedelta(hours=4):
            starts_at += timedelta(days=1)
        service = ServiceId(SERVICES[kind].id)
        answer = self.run(request_booking_as(self.world, as_=who, service_id=service, starts_at=starts_at))
        assert answer.status in (200, 403, 404, 409, 422), answer.body
        if answer.status == 200 and "booking_id" in answer.body:
            self.pays(answer.body["booking_id"])
            self.deliver(False, 0)

    @rule(who=st.sampled_from(CUSTOMERS))
    def call(self, who: Person) -> None:
        """A customer calls by a credit, and an expert is there at once."""
        answer = self.does("request_pairing", who)
        if answer.status == 200:
            self.does("go_online", EKO)
            self.does("accept_pairing", EKO, pairing_id=answer.body["pairing_id"])

    def pays(self, order_id: str) -> None:
        """Somebody pays an order, and we hear of it."""
        order = self.orders()[order_id]
        if order.payment.invoice_id and not self.paid[order_id]:
            self.run(pay_invoice(self.world, order_id, channel=CHANNEL))
            self.paid[order_id] = order.total.amount
            self.run(deliver_invoice_callback(self.world, order_id, "PAID"))

    @rule(place=PLACES, minutes=MINUTES, heard=st.booleans())
    def come_near(self, place: int, minutes: int, heard: bool) -> None:
        """The clock comes to some minutes before or after the start of a session; timers are heard, or are late."""
        one = self.session(place)
        if one is not None and one.starts_at + timedelta(minutes=minutes) > self.world.now:
            self.world.set_clock(one.starts_at + timedelta(minutes=minutes))
        if heard:
            self.deliver(False, 0)

    @rule(place=PLACES, side=SIDES)
    def join(self, place: int, side: str) -> None:
        """One of the two joins by the button of the app."""
        one = self.session(place)
        if one is not None:
            joined = self.does("join_session", self.person(one, side), session_id=one.id).status == 200
            if joined and one.service_kind is not ServiceKind.VIDEO:
                self.came[one.id][side].append(self.world.now)

    @rule(place=PLACES, side=SIDES)
    def write(self, place: int, side: str) -> None:
        """One of the two writes a message."""
        one = self.session(place)
        if one is not None:
            message = {"room_id": one.room_id, "message_id": f"m-{next(self.numbers)}", "text": "Halo"}
            if self.does("send_message", self.person(one, side), **message).status == 200:
                self.came[one.id][side].append(self.world.now)

    @rule(place=PLACES, side=SIDES, news=st.sampled_from(["heard", "lost", "twice", "late"]))
    def enter(self, place: int, side: str, news: str) -> None:
        """One of the two enters the video room."""
        one = self.session(place)
        if one is None:
            return
        access = self.does("create_video_access", self.person(one, side), session_id=one.id)
        if access.status == 200:
            now = self.world.now.isoformat()
            joined = self.run(self.world.control_videosdk("join", token=access.body["token"], at=now))
            self.in_room[one.id].append(access.body["participant_id"])
            self.came[one.id][side].append(self.world.now)
            self.passes_on(joined, news)

    @rule(place=PLACES, who=PLACES, how=st.sampled_from(["leave", "drop"]), news=st.sampled_from(["heard", "lost"]))
    def leave(self, place: int, who: int, how: str, news: str) -> None:
        """Somebody leaves the video room by the button, or their connection breaks, of which VideoSDK says nothing."""
        one = self.session(place)
        if one is not None and one.status is not SessionStatus.ENDED and (there := self.in_room[one.id]):
            told = {"room_id": one.id, "participant_id": there.pop(who % len(there)), "at": self.world.now.isoformat()}
            more = {"noticed_after_seconds": 60} if how == "drop" else {}
            self.passes_on(self.run(self.world.control_videosdk(how, **told, **more)), news)

    def passes_on(self, told: Any, news: str) -> None:
        """VideoSDK's webhooks come once, never, twice, or later."""
        self.late_news += told["webhooks"] if news == "late" else []
        for webhook in told["webhooks"] * {"heard": 1, "twice": 2}.get(news, 0):
            self.hears(webhook)

    def hears(self, webhook: Any) -> None:
        """A webhook arrives, and is answered."""
        told = self.world.call(receive_videosdk_event, content=webhook["body"].encode(), headers=webhook["headers"])
        assert self.run(told).status == 200

    @rule(place=PLACES, side=SIDES, ours=st.booleans())
    def hear_of_a_stranger(self, place: int, side: str, ours: bool) -> None:
        """VideoSDK tells of somebody in another room, or of a participant whom we have let in nowhere."""
        one = self.session(place)
        if one is not None:
            room_id, stranger = (one.id, "somebody") if ours else ("zzzz-zzzz-zzzz", f"{side}-somebody")
            seen = {"meetingId": room_id, "sessionId": "another", "participantId": stranger}
            event = {"webhookType": "participant-joined", "data": seen}
            told = self.run(self.world.control_videosdk("webhook", room_id=room_id, event=event))
            self.passes_on(told, "heard")

    @rule(place=PLACES, who=st.sampled_from(["customer", "expert", "admin"]))
    def end(self, place: int, who: str) -> None:
        """One of the two, or an admin, ends a session."""
        one = self.session(place)
        if one is not None:
            self.does("end_session", ADMIN if who == "admin" else self.person(one, who), session_id=one.id)

    @rule(place=PLACES, paid=st.booleans())
    def extend(self, place: int, paid: bool) -> None:
        """A customer wants more time, and pays for it at once, or never."""
        one = self.session(place)
        if one is not None:
            answer = self.does("extend_session", self.person(one, "customer"), session_id=one.id)
            if answer.status == 200 and paid:
                self.pays(answer.body["order_id"])

    @rule(place=PLACES, by=st.sampled_from([EXPERT, ADMIN]), ends=st.booleans())
    def alarm(self, place: int, by: Person, ends: bool) -> None:
        """Somebody is in danger, or it was a false alarm."""
        one = self.session(place)
        if one is not None:
            who = self.person(one, "expert") if by is EXPERT else by
            if ends:
                self.does("end_false_alarm", who, session_id=one.id, reason="Salah paham")
            else:
                self.does("raise_crisis", who, session_id=one.id)

    @rule(place=PLACES, side=SIDES, days=st.integers(1, 2))
    def move(self, place: int, side: str, days: int) -> None:
        """Either side proposes another day, and the other side agrees."""
        one = self.session(place)
        if one is not None and one.kind == "booking":
            starts_at = (one.starts_at + timedelta(days=days)).isoformat()
            who, other = (self.person(one, each) for each in (side, "customer" if side == "expert" else "expert"))
            self.does("propose_reschedule", who, booking_id=one.id, starts_at=starts_at)
            if self.does("accept_reschedule", other, booking_id=one.id).status == 200:
                self.came.pop(one.id, None)

    @rule(place=PLACES, side=SIDES)
    def cancel(self, place: int, side: str) -> None:
        """Either side calls a meeting off, for what they are quoted."""
        one = self.session(place)
        if one is not None and one.kind == "booking":
            who = self.person(one, side)
            quote = self.does("quote_cancellation", who, booking_id=one.id)
            if quote.status == 200:
                refund = quote.body["refund"]["amount"]
                self.does("cancel_booking", who, booking_id=one.id, reason="Rencana berubah.", refund=refund)

    @rule(place=PLACES, side=SIDES, ends=st.booleans())
    def block(self, place: int, side: str, ends: bool) -> None:
        """Either side of a meeting blocks the other, or takes that back."""
        one = self.session(place)
        if one is not None and one.kind == "booking":
            who, other = (self.person(one, each) for each in (side, "customer" if side == "expert" else "expert"))
            name = "unblock_user" if ends else "block_user"
            answer = self.does(name, who, user_id=other.uid)
            assert answer.status < 300, answer.body
            self.blockers[one.customer] |= set() if ends else {side}

    @rule(place=PLACES, side=SIDES)
    def dispute(self, place: int, side: str) -> None:
        """Either side says that it was otherwise."""
        if one := self.decided(place):
            self.does("dispute_attendance", self.person(one, side), session_id=one.id, text="Bukan begitu.")

    @rule(
        place=PLACES,
        name=st.sampled_from(["resolve_attendance_dispute", "correct_attendance"]),
        outcome=OUTCOMES,
        refund=st.sampled_from([None, None, 0, 50_000, 157_500]),
    )
    def decide(self, place: int, name: str, outcome: str, refund: int | None) -> None:
        """An admin decides a dispute, or corrects what was decided."""
        if one := self.decided(place):
            amount = {} if refund is None else {"refund": refund}
            self.does(name, ADMIN, session_id=one.id, outcome=outcome, reason="Sudah diperiksa", **amount)

    @rule(what=st.sampled_from(["give", "lift", "appeal", "keep"]), place=PLACES)
    def strike(self, what: str, place: int) -> None:
        """An admin gives or lifts a strike; the expert appeals, and an admin decides."""
        if what == "give":
            self.does("give_strike", ADMIN, expert_id=EXPERT.uid, reason="Tidak sopan")
            return
        found = sorted(self.all("strikes", Strike), key=lambda one: (one.given_at, one.id))
        if found:
            named = {"strike_id": found[-1 - place % len(found)].id}
            if what == "appeal":
                self.does("appeal_strike", EXPERT, text="Saya sakit.", **named)
            elif what == "lift":
                self.does("lift_strike", ADMIN, reason="Bukan salahnya", **named)
            else:
                self.does("decide_strike_appeal", ADMIN, decision="keep", reason="Sudah diperiksa", **named)

    @rule(place=PLACES, side=SIDES, stars=st.integers(1, 5))
    def review(self, place: int, side: str, stars: int) -> None:
        """A side of a session that is over writes a review: nobody may whose session was decided not to have been."""
        over = [one for one in self.sessions() if one.status is SessionStatus.ENDED]
        if not over:
            return
        one = over[-1 - place % len(over)]
        answer = self.does("write_review", self.person(one, side), session_id=one.id, stars=stars, text="Terima kasih")
        allowed = self.was_held(one, self.decisions().get(one.id))
        refusals = ("review_final", "review_window_over", "limit_reached") if allowed else ("session_not_held",)
        assert answer.code in refusals or (allowed and answer.status == 200), (one, answer.body)

    def was_held(self, one: Session, decision: Attendance | None) -> bool:
        """Whether the two of an ended session may review one another."""
        if one.kind == "pairing":
            return len(one.joined) == 2
        return decision is not None and decision.outcome not in ABSENCES

    @rule(minutes=st.sampled_from([1, 4, 11, 26, 75, 400, 1_500, 3_000, 10_200]))
    def pass_time(self, minutes: int) -> None:
        """Time goes by, and nothing is heard."""
        self.world.later(minutes=minutes)

    @rule()
    def close_the_post(self) -> None:
        """Instances die after their commits: what they had to send stays behind, until things are delivered again."""
        self.post.closed = True

    @rule(place=st.integers(0, 20))
    def lose(self, place: int) -> None:
        """A timer is lost on its way."""
        if jobs := [entry for entry in self.post.entries if entry.kind == "job" and entry.type in LOSABLE]:
            self.post.entries.remove(jobs[place % len(jobs)])

    @rule(twice=st.booleans(), order=st.integers(0, 1_000))
    def deliver(self, twice: bool, order: int) -> None:
        """Events and jobs arrive, and late webhooks: in any order, and the first two each perhaps twice."""
        self.post.closed = False
        random.Random(order).shuffle(self.late_news)
        while self.late_news:
            self.hears(self.late_news.pop())
        if twice:
            self.post.entries += [entry for entry in self.post.entries if entry.due_at <= self.world.now]
        random.Random(order).shuffle(self.post.entries)
        answers = self.run(self.world.deliver(rounds=80))
        assert [answer for answer in answers if answer[1] >= 500] == []

    @rule()
    def sweep(self) -> None:
        """The schedules run."""
        self.post.closed = False
        for name in SWEEPS:
            answer = self.run(self.world.call.run_schedule(getattr(functions.main, name), due_at=self.world.now))
            assert answer.status < 300, (name, answer.body)
            assert answer.body["failed"] == 0, (name, self.world.log.getvalue())

    @invariant()
    def a_session_has_one_end(self) -> None:
        """Whoever ends a session again, it stays as it ended, and its end is told once."""
        for one in self.sessions():
            if one.status is SessionStatus.ENDED:
                assert self.ends.setdefault(one.id, (one.ended_at, one.ended_by)) == (one.ended_at, one.ended_by)
            else:
                assert one.id not in self.ends, one
        told = Counter(event["session_id"] for event in self.post.told["SessionEnded"].values())
        assert set(told.values()) <= {1}, told

    @invariant()
    def a_session_is_decided_once(self) -> None:
        """The first decision stands by its time; each further one has a version of its own, and an admin's reason."""
        found = {one.id: one for one in self.sessions()}
        bookings = {one.id: one for one in self.all("bookings", Booking)}
        known = self.decisions()
        for decision in known.values():
            session = found[decision.id]
            assert session.status is SessionStatus.ENDED, decision
            assert self.decided_at.setdefault(decision.id, decision.decided_at) == decision.decided_at
            changed = decision.dispute is not None and decision.dispute.status is DisputeStatus.CHANGED
            assert decision.version == 1 + len(decision.corrections) + changed, decision
            absent = decision.outcome in ABSENCES
            assert bookings[decision.booking_id].status is (
                BookingStatus.NO_SHOW if absent else BookingStatus.COMPLETED
            ), decision
        concluded = {one.id for one in bookings.values() if one.status in CONCLUDED}
        assert concluded == {one.booking_id for one in known.values()}
        told = Counter(
            (event["session_id"], event["version"]) for event in self.post.told["AttendanceDecided"].values()
        )
        assert set(told.values()) <= {1}, told
        kept = Counter(event["session_id"] for event in self.post.told["AttendanceKept"].values())
        assert set(kept.values()) <= {1}, kept

    @invariant()
    def money_goes_back_once_a_decision(self) -> None:
        """What goes back is what was decided, in at most one refund a decision, and never more than came."""
        orders, found = self.orders(), {one.id: one for one in self.sessions()}
        for order in orders.values():
            assert order.refunded_amount <= (self.paid[order.id] if order.payment.paid_at else 0), order
        for decision in self.decisions().values():
            paid_by = [orders[id] for id in (decision.id, *found[decision.id].extended_by) if id in orders]
            missed = {
                order.id: [refund.amount for refund in order.refunds if refund.cause is RefundCause.SESSION_MISSED]
                for order in paid_by
            }
            assert sum(sum(each) for each in missed.values()) == decision.refund, (decision, missed)
            assert all(len(each) <= decision.version for each in missed.values()), (decision, missed)
        for booking in self.all("bookings", Booking):
            if booking.status in CONCLUDED:
                assert booking.refund == orders[booking.id].refunded_amount, booking

    @invariant()
    def the_rating_is_a_recount(self) -> None:
        """The rating is the sum of the reviews that are shown, and all of these are of sessions that were held."""
        wrong, _ = self.run(rating_recount.list_wrong_ratings(self.world.reader))
        assert wrong == []
        known = self.decisions()
        for review in self.all("reviews", Review):
            assert review.id not in known or known[review.id].outcome not in ABSENCES, review

    @invariant()
    def whoever_was_there_may_review(self) -> None:
        """The right to review follows from the decision, and from nothing else."""
        known = self.decisions()
        for one in self.sessions():
            if one.status is SessionStatus.ENDED:
                held = self.run(held_sessions.find_held_session(self.world.reader, SessionId(one.id)))
                assert (held is not None) == self.was_held(one, known.get(one.id)), one

    @invariant()
    def strikes_follow_decisions(self) -> None:
        """A strike of a session stands if its outcome gives one; the page of the expert follows from those that do."""
        known = self.decisions()
        given = self.all("strikes", Strike)
        for one in given:
            if one.booking_id in known and one.status is StrikeStatus.GIVEN:
                assert known[one.booking_id].outcome in STRIKING, one
        struck = {one.id for one in given}
        assert {id for id, one in known.items() if one.outcome in STRIKING} <= struck
        standing = self.run(self.world.get(strikes.standing_ref(EXPERT.uid)))
        if standing is not None:
            assert {one.id for one in standing.strikes} == {one.id for one in given if one.status is StrikeStatus.GIVEN}
            expert = self.run(self.world.get(catalogue.expert_ref(EXPERT.uid)))
            assert expert.status is STATUSES[standing.listing], standing

    def teardown(self) -> None:
        """In the end all sessions are over and decided, nothing is left on its way, and the money adds up."""
        self.deliver(False, 0)
        for one in self.sessions():
            if one.crisis_since is not None:
                self.does("end_session", ADMIN, session_id=one.id)
        for hours in (0, 0.1, 1, 2, 7, 24, 72, 24 * 9, 24 * 15):
            self.world.later(hours=hours)
            for _ in range(2):
                self.sweep()
                self.deliver(False, 0)
        self._is_at_rest()
        self._is_decided_rightly()
        self._adds_up()
        self.seen.update(str(one.ended_by) for one in self.sessions())
        self.seen.update(str(one.outcome) for one in self.decisions().values())

    def _is_at_rest(self) -> None:
        known, bookings = self.decisions(), {one.id: one for one in self.all("bookings", Booking)}
        for one in self.sessions():
            assert one.status is SessionStatus.ENDED, one
            cancelled = one.ended_by is EndedBy.CANCELLATION
            assert one.kind == "pairing" or (one.id in known) != cancelled, (one, bookings[one.id])
        assert [one for one in known.values() if one.undecided_before is not None] == []
        assert [one for one in self.all("strikes", Strike) if one.undecided_before is not None] == []
        assert self.run(self.world.reader.query(dead_letters_query())) == []

    def _is_decided_rightly(self) -> None:
        """
        Whoever was seen in the first ten minutes was not absent, and whoever was not was.

        A block may make its maker the absent one, and never the other.
        """
        for one in self.sessions():
            decision = self.decisions().get(one.id)
            if decision is None or decision.version > 1 or one.crisis_at is not None:
                continue
            latest = one.starts_at + timedelta(minutes=10)
            came = {
                side: any((one.opens_at or latest) <= at <= min(latest, decision.ended_at) for at in times)
                for side, times in self.came[one.id].items()
            }
            blockers = self.blockers[one.customer]
            if blockers == {"expert"} and came["customer"]:
                assert decision.outcome not in ("customer_absent", "nobody_came"), decision
            elif blockers == {"customer"} and came["expert"]:
                assert decision.outcome != "expert_absent" or one.service_kind is ServiceKind.CHAT, decision
            elif not blockers and decision.ended_at >= latest:
                assert decision.outcome in POSSIBLE[came["customer"], came["expert"]], (decision, self.came[one.id])

    def _adds_up(self) -> None:
        """What came is kept or has gone back, and Xendit has sent exactly what we say."""
        known, found = self.decisions(), {str(one.id): one for one in self.sessions()}
        extended = {id: str(one.id) for one in found.values() for id in one.extended_by}
        for order in self.orders().values():
            assert order.status is not OrderStatus.PENDING, order
            assert {refund.status for refund in order.refunds} <= {RefundStatus.REQUESTED, RefundStatus.SUCCEEDED}, (
                order
            )
            if order.payment.invoice_id is not None:
                sent = self.run(self.world.get_from_xendit(f"refunds?invoice_id={order.payment.invoice_id}"))["data"]
                assert sorted(each["amount"] for each in sent) == sorted(each.amount for each in order.refunds), order
            session = found.get(extended.get(order.id, order.id))
            of_decision = session is not None and session.id in known
            if not of_decision and order.id not in extended and order.items[0].kind == "extension":
                assert order.refunded_amount == self.paid[order.id], order
            if session is not None and session.ended_by is EndedBy.CANCELLATION and order.id in extended:
                assert order.refunded_amount == self.paid[order.id], order


POSSIBLE = {
    (True, True): {"both_came", "ended_early", "expert_absent"},
    (True, False): {"expert_absent"},
    (False, True): {"customer_absent", "nobody_came"},
    (False, False): {"nobody_came", "technical_failure"},
}
"""Outcomes of a session that lasted ten minutes, by whether the customer and the expert were seen in them."""
LOSABLE = (
    "OpenSession",
    "WarnSessionEnding",
    "ExpireSession",
    "DecideAttendance",
    "CloseVideoRoom",
    "ResumeListing",
    "PublishReviews",
)


@pytest.fixture
async def loop() -> asyncio.AbstractEventLoop:
    """The loop on which the worlds live."""
    return asyncio.get_running_loop()


Weeks = type[Meetings]


@pytest.fixture
def weeks(new_world: Callable[[], World], loop: asyncio.AbstractEventLoop) -> Weeks:
    """The machine on worlds of this test's own."""
    given = {"run": staticmethod(loop.run_until_complete), "new_world": staticmethod(new_world), "seen": Counter()}
    return type("Weeks", (Meetings,), given)


def test_any_life_of_any_sessions(weeks: Weeks) -> None:
    """After every step a session has one end and one decision; in the end all are decided, and all adds up."""
    run_state_machine_as_test(
        weeks,
        settings=settings(
            max_examples=scale_examples(10),
            stateful_step_count=30,
            deadline=None,
            # As with bookings: to look for a shorter history would take many minutes.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )

    # The machine asserts after each step and at each end; here, that it had something to look at.
    assert {"timeout", "cancellation", "nobody_came"} <= weeks.seen.keys()


def test_each_way_a_session_can_end(weeks: Weeks) -> None:
    """The machine sees a call, meetings to which both, one or nobody came, ends by each side, and a cancellation."""
    chat, video = weeks(), weeks()
    chat.have_sessions()
    chat.come_near(0, 0, True)
    for side in ("customer", "expert"):
        chat.join(0, side)
        chat.write(0, side)
    chat.extend(0, True)
    chat.deliver(False, 0)
    chat.come_near(0, 31, True)
    chat.end(0, "customer")
    chat.pass_time(4)
    chat.deliver(False, 0)
    chat.review(0, "customer", 5)
    chat.review(0, "expert", 4)
    chat.the_rating_is_a_recount()
    chat.dispute(0, "customer")
    chat.decide(0, "resolve_attendance_dispute", "expert_absent", None)
    chat.the_rating_is_a_recount()
    chat.cancel(0, "expert")
    chat.teardown()

    video.have_sessions()
    video.call(ANA)
    for side in ("customer", "expert"):
        video.join(0, side)
    video.end(0, "expert")
    video.come_near(0, 0, True)
    video.lose(0)
    video.come_near(1, 0, False)
    video.enter(1, "customer", "late")
    video.come_near(1, 29, False)
    video.teardown()

    assert weeks.seen == {
        "customer": 1,
        "cancellation": 1,
        "expert": 1,
        "timeout": 2,
        "expert_absent": 2,
        "nobody_came": 1,
    }
