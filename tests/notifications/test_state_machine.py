"""Life of two inboxes: nothing rings in quiet hours, nothing is lost, and a window has one digest, in any order.

WhatsApp and SMS tell of what is critical only while nobody has read it.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

import functions.main
from shared.contracts.delivery_reports import DeliveryReport, ReportedStatus, compute_report_key
from shared.contracts.notices import Channel
from shared.identity import store as identity
from shared.kernel.ids import Id
from shared.kernel.outbox import OutboxEntry
from shared.limits.settings import SETTINGS as LIMITS
from shared.limits.settings import LimitSettings
from shared.notifications import delivery_reports, store, unread
from shared.notifications.delivery_models import DeliveryState, DropReason, NoticeDelivery
from shared.notifications.notice_templates import get_template
from shared.notifications.quiet_hours import find_quiet_end
from shared.workflows import notice_deliveries
from shared.workflows.held_notices import DIGEST_TEMPLATE
from tests.notifications.ladder_steps import (
    LADDER_CHANNELS,
    SESSION_TEMPLATE,
    add_texter,
    record_texts,
    save_settings,
)
from tests.notifications.steps import a_notice, add_person, get_state, list_all_deliveries, list_inbox, tell_people
from tests.proof_scale import scale_examples
from tests.world import ANA, BUDI, Answer, Person, World

pytestmark = [pytest.mark.emulator, pytest.mark.slow]

TEMPLATES = {
    "host.comment": {"title": "Riko menanggapi", "body": "Setuju!"},
    "host.post": {"title": "Postingan baru", "body": "Halo semua"},
    "host.transaction": {"title": "Pembayaran diterima", "body": "Rp150.000"},
    "host.event_reminder": {"title": "Pengingat", "body": "Satu jam lagi"},
    SESSION_TEMPLATE: {"service": "Career talk", "other": "Dewi", "starts_at": "2026-11-26T18:00:00Z"},
    "system.announcement": {"title_id": "Kabar", "title_en": "News", "body_id": "Isi", "body_en": "Text"},
}
PEOPLE = st.sampled_from([ANA, BUDI])
HOURS = st.sampled_from(["none", "night", "around now", "around now", "never ending", "change of clocks"])
WINDOWS = {"night": ("22:00", "07:00"), "never ending": ("07:00", "07:00"), "change of clocks": ("00:30", "02:30")}
ZONES = st.sampled_from(["Asia/Jakarta", "Asia/Jayapura", "Europe/Berlin", "America/New_York"])
STARTS = st.sampled_from(
    [
        datetime(2026, 11, 26, 16, 55, tzinfo=UTC),  # just before midnight in Jakarta
        datetime(2027, 3, 28, 0, 40, tzinfo=UTC),  # before clocks go forward in Berlin
        datetime(2026, 10, 25, 0, 10, tzinfo=UTC),  # before clocks go back in Berlin
    ]
)
ENDED = (
    DeliveryState.SENT,
    DeliveryState.DELIVERED,
    DeliveryState.DROPPED,
    DeliveryState.DIGESTED,
    DeliveryState.FAILED,
)
SENT = (DeliveryState.SENT, DeliveryState.DELIVERED)
TEXTS = (Channel.WHATSAPP, Channel.SMS)
FREE = {"sms_segment_rupiah": 0, "whatsapp_utility_rupiah": 0}
NO_LIMITS = LimitSettings(
    text_messages_an_hour=1_000,
    text_messages_a_day=1_000,
    critical_text_messages_an_hour=1_000,
    critical_text_messages_a_day=1_000,
)


class Inboxes(RuleBasedStateMachine):
    """Two people with a phone and an address. Each rule is something that happens to them or to our tasks.

    Ana has switched on WhatsApp and SMS, so that what is critical climbs the cost ladder.
    """

    run: Callable[[Awaitable[Any]], Any]
    new_world: Callable[[], World]
    ended: Counter[str]
    """How the deliveries of all histories have ended, by state and reason."""

    def __init__(self) -> None:
        super().__init__()
        self.world: World = self.run(self._open_world())
        self.number = 0
        self.told: Counter[str] = Counter()
        self.deleted: Counter[str] = Counter()
        self.sent: set[str] = set()
        self.digests: set[str] = set()
        self.seen_read: set[str] = set()
        self.texts = record_texts(self.world)

    async def _open_world(self) -> World:
        return self.new_world()

    @initialize(at=STARTS)
    def open(self, at: datetime) -> None:
        """Two people with a device each; the clock stands just before something that clocks do."""
        self.world.set_clock(at)
        self.run(self.world.put_documents((LIMITS, NO_LIMITS)))
        self.run(save_settings(self.world, **FREE))
        self.run(add_texter(self.world, ANA.uid))
        self.run(add_person(self.world, BUDI.uid))

    def does(self, name: str, body: dict[str, Any], who: Person) -> Answer:
        """Somebody calls a function, which does not refuse."""
        answer: Answer = self.run(self.world.call(getattr(functions.main, name), body, as_=who))
        assert answer.status == 200, (name, answer.body)
        return answer

    def deliveries(self) -> list[NoticeDelivery]:
        """All deliveries."""
        found: list[NoticeDelivery] = self.run(list_all_deliveries(self.world))
        return found

    @rule(who=PEOPLE, template=st.sampled_from(sorted(TEMPLATES)), count=st.integers(1, 3), again=st.booleans())
    def tell(self, who: Person, template: str, count: int, again: bool) -> None:
        """Somebody is told of one to three happenings, perhaps twice, as events arrive twice."""
        for _ in range(count):
            self.number += 1
            notice = a_notice(
                who.uid,
                event=f"thing:{self.number}",
                template=template,
                values=TEMPLATES[template],
                # Its mail would need a booking.
                channels=LADDER_CHANNELS if template == SESSION_TEMPLATE else None,
            )
            told = [self.run(tell_people(self.world, notice)) for _ in range(2 if again else 1)]
            assert sum(told) == 1
        self.told[who.uid] += count

    @rule(who=PEOPLE, hours=HOURS)
    def choose_quiet_hours(self, who: Person, hours: str) -> None:
        """Somebody sets quiet hours, moves them or ends them."""
        begins, ends = WINDOWS.get(hours) or self.run(self._find_window(who.uid))
        window = None if hours == "none" else {"begins": begins, "ends": ends}
        self.does("save_notification_preferences", {"quiet_hours": window}, who)

    async def _find_window(self, uid: str) -> tuple[str, str]:
        """Find a window from an hour ago to in four hours, on the person's clock."""
        account = await self.world.get(identity.user_ref(uid))
        assert account is not None
        local = self.world.now.astimezone(ZoneInfo(account.zone))
        return f"{local - timedelta(hours=1):%H:%M}", f"{local + timedelta(hours=4):%H:%M}"

    @rule(who=PEOPLE, template=st.sampled_from(["host.comment", "system.announcement"]), ends=st.booleans())
    def disturb(self, who: Person, template: str, ends: bool) -> None:
        """Somebody who sleeps is told of two things, and perhaps gets up at once."""
        self.choose_quiet_hours(who, "around now")
        self.tell(who, template, 2, again=False)
        self.deliver(twice=False, backwards=False)
        if ends:
            self.choose_quiet_hours(who, "none")

    @rule(
        template=st.sampled_from([SESSION_TEMPLATE, "host.transaction"]),
        reads=st.booleans(),
        hours=st.sampled_from([0.05, 0.1, 0.2]),
    )
    def climb(self, template: str, reads: bool, hours: float) -> None:
        """Ana is told of something critical, perhaps reads it, and some minutes pass."""
        self.tell(ANA, template, 1, again=False)
        self.deliver(twice=False, backwards=False)
        if reads:
            self.use_inbox(ANA, "read", 0)
        self.wait(hours)
        self.deliver(twice=False, backwards=False)

    @rule(minutes=st.sampled_from([0, 5, 20]))
    def change_ladder(self, minutes: int) -> None:
        """An admin changes the minutes between two rungs, or ends the ladder."""
        self.run(save_settings(self.world, ladder_minutes=minutes, **FREE))

    @precondition(lambda self: any(one.channel in (Channel.EMAIL, Channel.WHATSAPP) for one in self.deliveries()))
    @rule(
        status=st.sampled_from([ReportedStatus.OPENED, ReportedStatus.CLICKED, ReportedStatus.READ]),
        by_machine=st.booleans(),
        place=st.integers(0, 3),
    )
    def hear_from_vendor(self, status: ReportedStatus, by_machine: bool, place: int) -> None:
        """A vendor reports that a person, or a program, has looked at a message."""
        sent = [one for one in self.deliveries() if one.state in SENT and one.channel is not Channel.PUSH]
        if sent:
            told, now = sent[place % len(sent)], self.world.now
            report = DeliveryReport(
                delivery_id=Id(told.id),
                channel="whatsapp" if told.channel is Channel.WHATSAPP else "email",
                status=status,
                by_machine=by_machine,
                at=now,
                key=compute_report_key(told.id, status, now),
            )
            self.run(self.world.commit(delivery_reports.record_reports, [report], now=now))

    @precondition(lambda self: any(entry.type in ("SendWhatsapp", "SendSms") for entry in self.world.sent.entries))
    @rule()
    def lose_texts(self) -> None:
        """The tasks of messages that wait on the ladder are lost; the sweep must find the messages."""
        self.world.sent.entries = [
            entry for entry in self.world.sent.entries if entry.type not in ("SendWhatsapp", "SendSms")
        ]

    @rule(who=PEOPLE, kind=st.sampled_from(["comment", "post", "system"]), is_on=st.booleans())
    def choose_push(self, who: Person, kind: str, is_on: bool) -> None:
        """Somebody switches the pushes of a kind off or on."""
        self.does("save_notification_preferences", {"kinds": {kind: {"push": is_on}}}, who)

    @rule(who=PEOPLE, zone=ZONES)
    def travel(self, who: Person, zone: str) -> None:
        """Somebody's clock changes."""
        self.run(self._save_zone(who.uid, zone))

    async def _save_zone(self, uid: str, zone: str) -> None:
        account = await self.world.get(identity.user_ref(uid))
        assert account is not None
        await self.world.put_documents((identity.user_ref(uid), account.having(zone=zone)))

    @precondition(lambda self: self.number)
    @rule(who=PEOPLE, act=st.sampled_from(["read", "unread", "delete", "read all"]), place=st.integers(0, 3))
    def use_inbox(self, who: Person, act: str, place: int) -> None:
        """Somebody reads, marks or deletes what the app shows."""
        shown = self.run(list_inbox(self.world, who.uid))
        if act == "read all":
            self.does("mark_all_notifications_read", {}, who)
        elif shown:
            ids = {"notification_ids": [shown[place % len(shown)].id]}
            if act == "delete":
                self.deleted[who.uid] += self.does("delete_notifications", ids, who).body["changed"]
            else:
                self.does("mark_notifications", ids | {"as_read": act == "read"}, who)

    @rule(hours=st.sampled_from([0.05, 0.1, 1, 4, 26]))
    def wait(self, hours: float) -> None:
        """Time passes, over midnight and over the changes of clocks."""
        self.world.later(hours=hours)

    @rule(twice=st.booleans(), backwards=st.booleans())
    def deliver(self, twice: bool, backwards: bool) -> None:
        """The tasks that are due arrive, perhaps twice and in another order."""
        self.run(self._deliver(twice=twice, backwards=backwards))
        self.look_at_sent()

    async def _deliver(self, *, twice: bool = False, backwards: bool = False) -> None:
        waiting: list[OutboxEntry] = []
        for _ in range(10):
            due = [entry for entry in self.world.sent.entries if entry.due_at <= self.world.now]
            if not due:
                break
            self.world.sent.entries = [entry for entry in self.world.sent.entries if entry not in due]
            for entry in due[::-1] if backwards else due:
                statuses = [await self.world.deliver_entry(entry) for _ in range(2 if twice else 1)]
                # A task that was cut off comes again later.
                waiting += [entry] if max(status for each in statuses for _, status in each) >= 500 else []
        else:
            raise AssertionError("never quiet")
        self.world.sent.entries += waiting

    @precondition(lambda self: any(entry.type.startswith("Send") for entry in self.world.sent.entries))
    @rule()
    def die_while_sending(self) -> None:
        """An instance is killed after it has claimed a delivery, before the vendor has heard of it."""
        entry = next(entry for entry in self.world.sent.entries if entry.type.startswith("Send"))
        id_, now = entry.payload["delivery_id"], self.world.now
        (delivery,) = [one for one in self.deliveries() if one.id == id_]
        if entry.due_at <= now and (delivery.lease_until is None or delivery.lease_until <= now):
            self.run(self.world.commit(notice_deliveries.begin_sending, id_, at=now))

    @precondition(lambda self: any(entry.type == "ReleaseHeldNotices" for entry in self.world.sent.entries))
    @rule()
    def lose_release(self) -> None:
        """The task that releases what was held is lost; the sweep must find it."""
        self.world.sent.entries = [entry for entry in self.world.sent.entries if entry.type != "ReleaseHeldNotices"]

    @rule()
    def sweep(self) -> None:
        """The schedule looks for what was lost."""
        self.run(self.world.call.run_schedule(functions.main.sweep_notice_deliveries, due_at=self.world.now))

    def look_at_sent(self) -> None:
        """Check what has gone out since the last look: outside of quiet hours, or of a kind that may ring there."""
        found = self.deliveries()
        for one in found:
            if one.state in SENT and one.id not in self.sent and one.channel is not Channel.IN_APP:
                self.sent.add(one.id)
                self.run(self._check_may_ring(one))
                assert one.ladder_at is None or (one.ladder_at <= self.world.now and self.is_unread(one)), one
            if one.reason is DropReason.READ and one.id not in self.seen_read:
                self.seen_read.add(one.id)
                assert not self.is_unread(one), one
        digests = [one for one in found if one.template == DIGEST_TEMPLATE]
        fresh = Counter((one.user_id, one.channel) for one in digests if one.id not in self.digests)
        assert all(count == 1 for count in fresh.values()), fresh
        self.digests |= {one.id for one in digests}
        self.run(self._check_vendors(found))

    def is_unread(self, delivery: NoticeDelivery) -> bool:
        """Whether the app shows the notification of a delivery as unread."""
        assert delivery.user_id is not None
        assert delivery.notification_id is not None
        shown = self.run(self.world.get(store.notification_ref(delivery.user_id, delivery.notification_id)))
        return shown is not None and shown.unread

    async def _check_may_ring(self, delivery: NoticeDelivery) -> None:
        assert delivery.user_id is not None
        account = await self.world.get(identity.user_ref(delivery.user_id))
        chosen = await self.world.get(store.preferences_ref(delivery.user_id))
        template = get_template(delivery.template)
        if account is None or chosen is None or template.policy.critical or template.is_timed:
            return
        assert find_quiet_end(chosen.quiet_hours, ZoneInfo(account.zone), at=self.world.now) is None, delivery
        assert chosen.wants(delivery.kind, delivery.channel), delivery

    async def _check_vendors(self, found: list[NoticeDelivery]) -> None:
        for channel, got in ((Channel.PUSH, self.world.sent_pushes), (Channel.EMAIL, self.world.sent_mails)):
            ours = [one for one in found if one.channel is channel and one.state in SENT]
            assert len(await got()) == len(ours), channel
        texts = [one.id for one in found if one.channel in TEXTS and one.state in SENT]
        assert sorted(message.reference for message in self.texts.sent) == sorted(texts)

    @invariant()
    def unread_is_what_nobody_has_read(self) -> None:
        """The badge counts what the app shows as unread, and nothing that was told is missing from the app."""
        for who in (ANA, BUDI):
            shown = self.run(list_inbox(self.world, who.uid))
            assert len(shown) == self.told[who.uid] - self.deleted[who.uid]
            state = self.run(get_state(self.world, who.uid))
            assert unread.compute_unread(state) == len([one for one in shown if one.unread])

    def teardown(self) -> None:
        """In the end, when all windows are over, everything has been sent, digested, or dropped for a reason."""
        for _ in range(5):
            self.world.later(hours=25)
            self.sweep()
            self.run(self._deliver())
            self.look_at_sent()
        found = {one.id: one for one in self.deliveries()}
        for one in found.values():
            assert one.state in ENDED, one
            assert one.state is not DeliveryState.DROPPED or one.reason is not None
            assert one.state is not DeliveryState.DIGESTED or found[one.digest or ""].state in ENDED
            rung = "rung " if one.ladder_at is not None else ""
            # What nobody has read goes on, unless its task was lost for as long as it was of use.
            assert not rung or one.state in SENT or one.reason in (DropReason.READ, DropReason.TOO_LATE), one
            self.ended[f"{rung}{one.state}{f' {one.reason}' if one.reason else ''}"] += 1


@pytest.fixture
async def loop() -> asyncio.AbstractEventLoop:
    """The loop on which the worlds live."""
    return asyncio.get_running_loop()


def test_any_life_of_two_inboxes(new_world: Callable[[], World], loop: asyncio.AbstractEventLoop) -> None:
    """
    After each step the app shows all, the badge is right, and the vendors got each delivery once, at an allowed hour.
    """
    ended: Counter[str] = Counter()
    given = {"run": staticmethod(loop.run_until_complete), "new_world": staticmethod(new_world), "ended": ended}
    kind = type("Neighbours", (Inboxes,), given)

    run_state_machine_as_test(
        kind,
        settings=settings(
            max_examples=scale_examples(5),
            stateful_step_count=25,
            deadline=None,
            # A history is told in a minute; to look for a shorter one would take many.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )

    # The machine asserts after each step and at each end; here, that it had something to look at.
    assert ended.keys() >= {"sent", "digested", "rung sent", "rung dropped read"}
    assert any(key.startswith("dropped") for key in ended)
