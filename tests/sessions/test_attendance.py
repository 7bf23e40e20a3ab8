"""Attendance of booked sessions: decided some minutes after the end, with booking and money in the same commit."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from functions.notifications.tell_people_when_attendance_decided import tell_people_when_attendance_decided
from functions.sessions.decide_attendance import decide_attendance
from functions.sessions.end_silent_disputes import end_silent_disputes
from shared.bookings.models import Side
from shared.contracts.bookings import BookingStatus
from shared.contracts.offers import ServiceKind
from shared.kernel.ids import BookingId
from shared.orders.refund_settings import REFUND_SETTINGS, RefundSettings
from shared.sessions import attendance
from shared.sessions.attendance_models import DisputeStatus
from shared.sessions.attendance_settings import AttendanceSettings
from tests.bookings.steps import a_service, create_booking, load_booking, set_up_booking_domain
from tests.chat.builders import post_message
from tests.chat.steps import call_as, call_successfully
from tests.sessions.attendance_steps import hold_session, join_as, load_attendance, load_order
from tests.sessions.booked_session_steps import START, book_session, set_clock
from tests.world import ADMIN, ANA, BUDI, EXPERT, Person, World

pytestmark = pytest.mark.emulator
PRICE = 157_500
"""What a customer pays for the chat of half an hour: price and fee, in rupiah."""


async def list_notices(world: World, person: Person) -> list[str]:
    """List the templates of the notices about sessions that a person has got, the oldest first."""
    found = await call_successfully(world, person, "list_notifications")
    return [one["title"] for one in reversed(found["items"]) if "esi" in one["title"]]


async def begin_chat(world: World) -> BookingId:
    """Book a chat of half an hour, let both join it at its start, and return its id."""
    booking_id = await book_session(world)
    await set_clock(world, 0)
    await join_as(world, booking_id, [ANA, EXPERT])
    return booking_id


@pytest.mark.parametrize(
    ("who", "outcome", "status", "absent", "refund"),
    [
        ((ANA, EXPERT), "both_came", BookingStatus.COMPLETED, (), 0),
        ((ANA,), "expert_absent", BookingStatus.NO_SHOW, (Side.EXPERT,), PRICE),
        ((EXPERT,), "customer_absent", BookingStatus.NO_SHOW, (Side.CUSTOMER,), 0),
        ((), "nobody_came", BookingStatus.NO_SHOW, (Side.CUSTOMER, Side.EXPERT), PRICE),
    ],
)
async def test_it_is_decided_who_came(
    world: World, who: tuple[Person, ...], outcome: str, status: BookingStatus, absent: tuple[Side, ...], refund: int
) -> None:
    """Booking and refund follow; both can read the decision, its evidence, and until when they may dispute it."""
    booking_id = await hold_session(world, *who)

    booking = await load_booking(world, booking_id)
    assert (booking.status, booking.absent, booking.refund) == (status, absent, refund)
    assert (await load_order(world, booking_id)).refunded_amount == refund
    seen = await call_successfully(world, ANA, "get_attendance", session_id=booking_id)
    assert (seen["outcome"], seen["refund"]["amount"], seen["version"]) == (outcome, refund, 1)
    assert [seen[f"seen_{side}"]["first_at"] is not None for side in ("customer", "expert")] == [
        ANA in who,
        EXPERT in who,
    ]
    assert seen["dispute_before"] == (world.now + timedelta(hours=48)).isoformat().replace("+00:00", "Z")
    assert await call_successfully(world, EXPERT, "get_attendance", session_id=booking_id) == seen
    assert (await call_as(world, BUDI, "get_attendance", session_id=booking_id)).code == "attendance_not_found"
    assert len(world.delivered_payloads("AttendanceDecided")) == 1
    assert len(world.delivered_payloads("BookingCompleted")) == (status is BookingStatus.COMPLETED)


@pytest.mark.parametrize(
    ("blocker", "other", "outcome"), [(EXPERT, ANA, "expert_absent"), (ANA, EXPERT, "customer_absent")]
)
async def test_who_blocks_the_other_in_a_chat_is_the_absent_one(
    world: World, blocker: Person, other: Person, outcome: str
) -> None:
    """The other side has joined, and cannot write. The blocker neither earns nor gets money back by that."""
    booking_id = await begin_chat(world)
    await post_message(world, ANA, booking_id, "m-1")
    await call_successfully(world, blocker, "block_user", user_id=other.uid, room_id=booking_id)
    await set_clock(world, 30)
    await set_clock(world, 33)

    assert (await load_attendance(world, booking_id)).outcome == outcome


async def test_a_block_that_is_taken_back_before_the_end_counts_as_well(world: World) -> None:
    """
    The expert blocks the customer, waits, and unblocks before it is decided.

    The customer could not write for twenty minutes of thirty, which go back.
    """
    booking_id = await begin_chat(world)
    await set_clock(world, 5)
    await call_successfully(world, EXPERT, "block_user", user_id="ana", room_id=booking_id)
    await set_clock(world, 25)
    await call_successfully(world, EXPERT, "unblock_user", user_id="ana")
    await set_clock(world, 30)
    await set_clock(world, 33)

    decided = await load_attendance(world, booking_id)
    assert (decided.outcome, decided.seen_customer.kept_out_seconds, decided.seen_expert.kept_out_seconds) == (
        "ended_early",
        20 * 60,
        0,
    )
    assert (await load_order(world, booking_id)).refunded_amount == PRICE * 66 // 100


async def test_an_expert_who_blocks_back_owes_nothing(world: World) -> None:
    """
    The customer blocks the expert at once, and the expert blocks the customer in turn.
    """
    booking_id = await begin_chat(world)
    await set_clock(world, 1)
    await call_successfully(world, ANA, "block_user", user_id="dewi", room_id=booking_id)
    await set_clock(world, 2)
    await call_successfully(world, EXPERT, "block_user", user_id="ana")
    await set_clock(world, 30)
    await set_clock(world, 33)

    decided = await load_attendance(world, booking_id)
    assert (decided.outcome, decided.seen_customer.kept_out_seconds) == ("both_came", 0)
    assert (await load_order(world, booking_id)).refunded_amount == 0


async def test_a_block_at_the_end_of_a_chat_counts_to_the_agreed_end(world: World) -> None:
    """
    The expert blocks the customer after five minutes. The customer ends the session, which has become useless.
    """
    booking_id = await begin_chat(world)
    await set_clock(world, 5)
    await call_successfully(world, EXPERT, "block_user", user_id="ana", room_id=booking_id)
    await set_clock(world, 10)
    await call_successfully(world, ANA, "end_session", session_id=booking_id)
    await call_successfully(world, EXPERT, "unblock_user", user_id="ana")
    await set_clock(world, 13)

    decided = await load_attendance(world, booking_id)
    assert (decided.outcome, decided.seen_customer.kept_out_seconds) == ("ended_early", 25 * 60)


async def test_a_block_after_an_absence_changes_nothing(world: World) -> None:
    """The customer has waited for an answer long enough, and blocks the expert in anger."""
    booking_id = await begin_chat(world)
    await post_message(world, ANA, booking_id, "m-1")
    await set_clock(world, 25)
    await call_successfully(world, ANA, "block_user", user_id="dewi", room_id=booking_id)
    await set_clock(world, 30)
    await set_clock(world, 33)

    assert (await load_attendance(world, booking_id)).outcome == "expert_absent"


async def test_both_are_told(world: World) -> None:
    """Each in the own words: who waited, and who did not come."""
    await hold_session(world, ANA)

    assert "Dewi Lestari tidak hadir di sesi Anda" in await list_notices(world, ANA)
    assert "Anda tidak hadir di sesi Anda" in await list_notices(world, EXPERT)


async def test_the_time_to_dispute_begins_when_people_are_told(world: World) -> None:
    """
    The event of the decision comes three hours late, and later once more.
    """
    booking_id = await book_session(world)
    await set_clock(world, 0)
    await call_successfully(world, ANA, "join_session", session_id=booking_id)
    await set_clock(world, 30)
    world.later(minutes=3)
    await world.call.deliver_task(decide_attendance, {"session_id": booking_id})
    decided_at = world.now

    world.later(hours=3)
    told_at = world.now
    await world.deliver()
    told = world.delivered_payloads("AttendanceDecided")
    world.later(hours=1)
    again = await world.call.push_event(
        tell_people_when_attendance_decided, "AttendanceDecided", told[0], id="event-again"
    )

    decided = await load_attendance(world, booking_id)
    assert (len(told), again.status, decided.decided_at) == (1, 200, decided_at)
    assert decided.dispute_before == told_at + timedelta(hours=48)
    assert "Anda tidak hadir di sesi Anda" in await list_notices(world, EXPERT)


async def test_nothing_is_decided_before_late_news_had_its_time(world: World) -> None:
    """Some minutes after the end, not at it."""
    booking_id = await book_session(world)
    await set_clock(world, 0)
    await set_clock(world, 30)
    await set_clock(world, 32.9)

    assert (await load_booking(world, booking_id)).status is BookingStatus.CONFIRMED
    early = await call_as(world, ANA, "get_attendance", session_id=booking_id)
    assert (early.status, early.code) == (404, "attendance_not_found")


async def test_who_comes_too_late_did_not_come(world: World) -> None:
    """Ten minutes after the start are the limit; a second more is an absence."""
    booking_id = await book_session(world)
    await set_clock(world, 0)
    await call_successfully(world, ANA, "join_session", session_id=booking_id)
    world.set_clock(START + timedelta(minutes=10, seconds=1))
    await call_successfully(world, EXPERT, "join_session", session_id=booking_id)
    await set_clock(world, 30)
    await set_clock(world, 33)

    decided = await load_attendance(world, booking_id)
    assert decided.outcome == "expert_absent"
    assert decided.seen_expert.first_at == START + timedelta(minutes=10, seconds=1)


async def test_who_writes_has_come(world: World) -> None:
    """Also without `join_session`: an app that only opens the room."""
    booking_id = await book_session(world)
    await set_clock(world, 2)
    await post_message(world, ANA, booking_id, "m-1")
    await post_message(world, EXPERT, booking_id, "x-1")
    await set_clock(world, 30)
    await set_clock(world, 33)

    decided = await load_attendance(world, booking_id)
    assert (decided.outcome, decided.seen_customer.messages, decided.seen_expert.messages) == ("both_came", 1, 1)


@pytest.mark.parametrize(("wrote_at", "outcome"), [(20, "expert_absent"), (21, "both_came")])
async def test_an_expert_who_answers_nothing_did_not_come(world: World, wrote_at: int, outcome: str) -> None:
    """To join is no answer. The expert has ten minutes for one."""
    booking_id = await begin_chat(world)
    await set_clock(world, wrote_at)
    await post_message(world, ANA, booking_id, "m-1")
    await set_clock(world, 30)
    await set_clock(world, 33)

    assert (await load_attendance(world, booking_id)).outcome == outcome


async def test_a_question_before_the_start_gives_no_time_to_answer(world: World) -> None:
    """The customer wrote ten minutes early and ends the session fifteen seconds after its start."""
    booking_id = await book_session(world)
    await set_clock(world, -10)
    await post_message(world, ANA, booking_id, "m-1")
    for person in (ANA, EXPERT):
        await call_successfully(world, person, "join_session", session_id=booking_id)
    await set_clock(world, 0.25)
    await call_successfully(world, ANA, "end_session", session_id=booking_id)
    await world.deliver()
    await set_clock(world, 3.5)

    assert (await load_attendance(world, booking_id)).outcome == "both_came"


@pytest.mark.parametrize(("has_come", "outcome"), [(False, "expert_absent"), (True, "not_observed")])
async def test_an_experts_own_report_of_danger_excuses_nobody_who_stayed_away(
    world: World, has_come: bool, outcome: str
) -> None:
    """The customer waits alone, and the expert reports danger from elsewhere. An expert who was there is excused."""
    booking_id = await book_session(world)
    await set_clock(world, 0)
    await call_successfully(world, ANA, "join_session", session_id=booking_id)
    if has_come:
        await call_successfully(world, EXPERT, "join_session", session_id=booking_id)
    await set_clock(world, 9)
    await call_successfully(world, EXPERT, "raise_crisis", session_id=booking_id)
    await set_clock(world, 11)
    await call_successfully(world, EXPERT, "end_session", session_id=booking_id)
    await world.deliver()
    await set_clock(world, 14)

    assert (await load_attendance(world, booking_id)).outcome == outcome


async def test_messages_after_the_session_count_for_nothing(world: World) -> None:
    """The room of a chat stays open for some minutes after the end."""
    booking_id = await book_session(world)
    for minute in (-10, 0, 30):
        await set_clock(world, minute)
    world.set_clock(START + timedelta(minutes=31))
    await post_message(world, ANA, booking_id, "m-late")
    await set_clock(world, 33)

    decided = await load_attendance(world, booking_id)
    assert (decided.outcome, decided.seen_customer.first_at, decided.seen_customer.messages) == ("nobody_came", None, 0)


async def test_questions_before_the_session_show_nobody(world: World) -> None:
    """They were written before it opened."""
    booking_id = await book_session(world)
    await post_message(world, EXPERT, booking_id, "x-1")
    for minute in (-10, 0, 30, 33):
        await set_clock(world, minute)

    assert (await load_attendance(world, booking_id)).outcome == "nobody_came"


@pytest.mark.parametrize(("ended_at", "refund"), [(10, PRICE * 66 // 100), (20, 0)])
async def test_an_expert_who_ends_it_early_is_paid_for_what_was_given(world: World, ended_at: int, refund: int) -> None:
    """From half of the time left out on, that part of the payment goes back; the booking is completed."""
    booking_id = await hold_session(world, ANA, EXPERT, ended_by=EXPERT, ended_at=ended_at)

    decided = await load_attendance(world, booking_id)
    assert (decided.outcome, decided.refund) == ("ended_early" if refund else "both_came", refund)
    assert (await load_booking(world, booking_id)).status is BookingStatus.COMPLETED


async def test_a_customer_who_ends_it_early_has_had_the_session(world: World) -> None:
    """Nothing goes back."""
    booking_id = await hold_session(world, ANA, EXPERT, ended_by=ANA, ended_at=5)

    assert (await load_attendance(world, booking_id)).outcome == "both_came"


async def test_an_expert_who_leaves_before_the_customer_could_come_gets_nothing(world: World) -> None:
    """The customer has ten minutes; an end after three is no absence of the customer's."""
    booking_id = await hold_session(world, EXPERT, ended_by=EXPERT, ended_at=3)

    decided = await load_attendance(world, booking_id)
    assert (decided.outcome, decided.refund) == ("ended_early", PRICE * 90 // 100)


@pytest.mark.parametrize("kind", [ServiceKind.CHAT, ServiceKind.VIDEO])
async def test_a_customer_does_not_end_what_the_expert_may_still_come_to(world: World, kind: ServiceKind) -> None:
    """The end would leave nothing to decide, and the expert would be paid. From minute ten on it is an absence."""
    booking_id = await book_session(world, kind)
    await set_clock(world, 3)
    await call_successfully(world, ANA, "join_session", session_id=booking_id)

    early = await call_as(world, ANA, "end_session", session_id=booking_id)
    assert (early.status, early.code) == (409, "expert_may_still_come")
    assert early.body["wait_until"] == (START + timedelta(minutes=10)).isoformat().replace("+00:00", "Z")
    world.set_clock(START + timedelta(minutes=10))
    assert (await call_as(world, ANA, "end_session", session_id=booking_id)).status == 200
    await world.deliver()
    await set_clock(world, 13)

    if kind is ServiceKind.CHAT:
        assert (await load_attendance(world, booking_id)).outcome == "expert_absent"


async def test_a_customer_ends_what_the_expert_has_come_to(world: World) -> None:
    """A message is a sign too; a call has no minutes to wait."""
    booking_id = await book_session(world)
    await set_clock(world, 2)
    await post_message(world, EXPERT, booking_id, "x-1")

    assert (await call_as(world, ANA, "end_session", session_id=booking_id)).status == 200


async def test_nobody_is_absent_where_somebody_was_in_danger(world: World) -> None:
    """The customer wrote of danger and left; the expert came late to the hotlines."""
    booking_id = await book_session(world)
    await set_clock(world, 0)
    await post_message(world, ANA, booking_id, "m-1", body="aku ingin bunuh diri")
    await world.deliver()
    await set_clock(world, 20)
    await call_successfully(world, EXPERT, "end_session", session_id=booking_id)
    await world.deliver()
    await set_clock(world, 23)

    assert (await load_attendance(world, booking_id)).outcome == "not_observed"


async def test_a_meeting_that_we_do_not_see_is_held_against_nobody(world: World) -> None:
    """In person, nobody presses a button. Both can dispute it."""
    booking_id = await hold_session(world, kind=ServiceKind.OFFLINE)

    assert (await load_attendance(world, booking_id)).outcome == "not_observed"
    assert (await load_booking(world, booking_id)).status is BookingStatus.COMPLETED


async def test_everything_twice_and_at_once(world: World) -> None:
    """One decision, one refund."""
    booking_id = await hold_session(world, ANA)
    before = await load_attendance(world, booking_id)

    jobs = [world.call.deliver_task(decide_attendance, {"session_id": booking_id}) for _ in range(4)]
    assert {answer.status for answer in await asyncio.gather(*jobs)} == {200}

    assert await load_attendance(world, booking_id) == before
    assert (await load_order(world, booking_id)).refunded_amount == PRICE


async def test_the_refund_is_what_the_settings_say(world: World) -> None:
    """Here a quarter, for a customer who did not come."""
    await world.put_documents((attendance.SETTINGS, AttendanceSettings(customer_absent_refund_percent=25)))
    booking_id = await hold_session(world, EXPERT)

    assert (await load_attendance(world, booking_id)).refund == PRICE * 25 // 100


class TestCorrections:
    """What was decided wrongly can be mended by a person with a reason, also when the time of disputes is over."""

    async def test_an_admin_corrects_without_a_dispute(self, world: World) -> None:
        """A week later: booking, money and the expert's strike follow, and both are told."""
        booking_id = await hold_session(world, ANA, EXPERT)
        world.later(days=7)
        wish: dict[str, Any] = {"session_id": booking_id, "reason": "Rekaman kosong"}

        told = await call_successfully(world, ADMIN, "correct_attendance", **wish, outcome="expert_absent")
        await world.deliver()

        (correction,) = told["corrections"]
        assert (correction["before"], correction["outcome"]) == ("both_came", "expert_absent")
        assert (told["version"], told["refund"]["amount"], told["dispute"]) == (2, PRICE, None)
        booking = await load_booking(world, booking_id)
        assert (booking.status, booking.absent, booking.refund) == (BookingStatus.NO_SHOW, (Side.EXPERT,), PRICE)
        assert (await load_order(world, booking_id)).refunded_amount == PRICE
        assert (await load_attendance(world, booking_id)).corrections[0].by == ADMIN.uid
        assert (await call_successfully(world, EXPERT, "list_my_strikes"))["items"] != []
        for person in (ANA, EXPERT):
            assert "Keputusan tentang sesi Anda berubah" in await list_notices(world, person)

        again = await call_successfully(world, ADMIN, "correct_attendance", **wish, outcome="both_came")
        assert (again["refund"]["amount"], len(again["corrections"])) == (PRICE, 2)
        assert {one["status"] for one in (await call_successfully(world, EXPERT, "list_my_strikes"))["items"]} == {
            "withdrawn"
        }

    async def test_a_correction_that_changes_nothing_is_refused(self, world: World) -> None:
        """Neither is one without a decision, or by anybody else."""
        booking_id = await hold_session(world, ANA)
        wish: dict[str, Any] = {"session_id": booking_id, "outcome": "expert_absent", "reason": "Sudah diperiksa"}

        same = await call_as(world, ADMIN, "correct_attendance", **wish, refund=PRICE)
        assert (same.status, same.code) == (409, "attendance_unchanged")
        unknown = await call_as(world, ADMIN, "correct_attendance", **wish | {"session_id": "BE-20261126-ACD346"})
        assert (unknown.status, unknown.code) == (404, "attendance_not_found")
        assert (await call_as(world, EXPERT, "correct_attendance", **wish)).status == 403

        await call_successfully(world, EXPERT, "dispute_attendance", session_id=booking_id, text="Saya hadir.")
        disputed = await call_as(world, ADMIN, "correct_attendance", **wish | {"outcome": "both_came"})
        assert (disputed.status, disputed.code) == (409, "dispute_open")
        assert (await load_attendance(world, booking_id)).version == 1

    async def test_the_limit_of_refunds_by_admins_holds(self, world: World) -> None:
        """Nobody has disputed: what goes back is the admin's own decision, and counts as theirs."""
        await world.put_documents((REFUND_SETTINGS.ref, RefundSettings(admin_limit=40_000)))
        booking_id = await hold_session(world, ANA, EXPERT)
        support = Person("sari", role="admin", claims={"admin_scopes": ["support"]})
        wish: dict[str, Any] = {"session_id": booking_id, "outcome": "expert_absent", "reason": "Rekaman kosong"}

        refused = await call_as(world, support, "correct_attendance", **wish)
        assert (refused.status, refused.code) == (403, "refund_needs_owner")
        assert (await load_attendance(world, booking_id)).version == 1

        await call_successfully(world, ADMIN, "correct_attendance", **wish)
        (refund,) = (await load_order(world, booking_id)).refunds
        assert (refund.amount, refund.opened_by) == (PRICE, ADMIN.uid)

    async def test_what_a_wrong_correction_took_comes_back(self, world: World) -> None:
        """Both reviews are shown again, and the strike that was withdrawn is given again with its notice."""
        booking_id = await hold_session(world, ANA, EXPERT)
        for person in (ANA, EXPERT):
            await call_successfully(world, person, "write_review", session_id=booking_id, stars=4, text="Bagus")
        await world.deliver()
        wish: dict[str, Any] = {"session_id": booking_id, "reason": "Rekaman kosong"}

        async def correct(outcome: str) -> tuple[int, list[str]]:
            world.later(minutes=1)
            await call_successfully(world, ADMIN, "correct_attendance", **wish, outcome=outcome)
            await world.deliver()
            shown = await call_successfully(world, BUDI, "list_expert_reviews", expert_id=EXPERT.uid)
            mine = await call_successfully(world, EXPERT, "list_my_strikes")
            return len(shown["items"]), [one["status"] for one in mine["items"]]

        assert await correct("expert_absent") == (0, ["given"])
        assert await correct("both_came") == (1, ["withdrawn"])
        assert await correct("expert_absent") == (0, ["given"])
        assert len(world.delivered_payloads("StrikeChanged")) == 3

    async def test_two_admins_correct_at_once(self, world: World) -> None:
        """The second sees the first's correction: one refund."""
        booking_id = await hold_session(world, ANA, EXPERT)
        wish = {"session_id": booking_id, "outcome": "expert_absent", "reason": "Rekaman kosong"}

        answers = await asyncio.gather(*(call_as(world, ADMIN, "correct_attendance", **wish) for _ in range(3)))

        assert sorted(answer.status for answer in answers) == [200, 409, 409]
        assert (await load_order(world, booking_id)).refunded_amount == PRICE


class TestDisputes:
    """Either side may say within 48 hours that it was otherwise; an admin decides, or silence keeps the decision."""

    async def test_an_admin_decides_otherwise(self, world: World) -> None:
        """The customer says that the expert came late and left: the booking and the money change in one commit."""
        booking_id = await hold_session(world, ANA, EXPERT)
        told = await call_successfully(
            world, ANA, "dispute_attendance", session_id=booking_id, text="Dewi hanya menyapa lalu pergi."
        )
        await call_successfully(
            world, EXPERT, "dispute_attendance", session_id=booking_id, text="Internet saya terputus."
        )
        await world.deliver()
        assert told["dispute"]["status"] == "open"
        assert told["dispute"]["decide_before"] == (world.now + timedelta(days=7)).isoformat().replace("+00:00", "Z")
        (waiting,) = (await call_successfully(world, ADMIN, "list_attendance_disputes"))["items"]
        assert [(each["side"], each["text"]) for each in waiting["dispute"]["statements"]] == [
            ("customer", "Dewi hanya menyapa lalu pergi."),
            ("expert", "Internet saya terputus."),
        ]

        decided = await call_successfully(
            world,
            ADMIN,
            "resolve_attendance_dispute",
            session_id=booking_id,
            outcome="expert_absent",
            reason="Percakapan hanya berisi sapaan",
        )
        await world.deliver()

        assert (decided["outcome"], decided["version"], decided["refund"]["amount"]) == ("expert_absent", 2, PRICE)
        assert (decided["dispute"]["status"], decided["dispute"]["reason"]) == (
            "changed",
            "Percakapan hanya berisi sapaan",
        )
        booking = await load_booking(world, booking_id)
        assert (booking.status, booking.absent, booking.refund) == (BookingStatus.NO_SHOW, (Side.EXPERT,), PRICE)
        assert (await load_order(world, booking_id)).refunded_amount == PRICE
        assert (await call_successfully(world, ADMIN, "list_attendance_disputes"))["items"] == []
        assert "Keputusan tentang sesi Anda berubah" in await list_notices(world, ANA)
        assert "Ana Wijaya menyanggah siapa yang hadir di sesi Anda" in await list_notices(world, EXPERT)

    async def test_an_owner_names_a_large_amount(self, world: World) -> None:
        """The limit of refunds by admins holds here too; what the settings say of an outcome has no limit."""
        await world.put_documents((REFUND_SETTINGS.ref, RefundSettings(admin_limit=40_000)))
        booking_id = await hold_session(world, ANA, EXPERT)
        await call_successfully(world, ANA, "dispute_attendance", session_id=booking_id, text="Terlalu singkat.")
        support = Person("sari", role="admin", claims={"admin_scopes": ["support"]})
        wish: dict[str, Any] = {"session_id": booking_id, "outcome": "ended_early", "reason": "Setengah waktu"}

        refused = await call_as(world, support, "resolve_attendance_dispute", **wish, refund=40_001)
        assert (refused.status, refused.code) == (403, "refund_needs_owner")
        assert (await load_order(world, booking_id)).refunds == ()

        await call_successfully(world, ADMIN, "resolve_attendance_dispute", **wish, refund=40_001)
        (refund,) = (await load_order(world, booking_id)).refunds
        assert (refund.amount, refund.opened_by) == (40_001, ADMIN.uid)

    async def test_an_admin_names_the_amount(self, world: World) -> None:
        """More than what was paid is refused, and changes nothing."""
        booking_id = await hold_session(world, ANA, EXPERT)
        await call_successfully(world, ANA, "dispute_attendance", session_id=booking_id, text="Terlalu singkat.")
        wish: dict[str, Any] = {"session_id": booking_id, "outcome": "ended_early", "reason": "Setengah waktu"}

        refused = await call_as(world, ADMIN, "resolve_attendance_dispute", **wish, refund=PRICE + 1)
        assert (refused.status, refused.code) == (409, "refund_too_large")
        assert (await load_attendance(world, booking_id)).version == 1

        await call_successfully(world, ADMIN, "resolve_attendance_dispute", **wish, refund=50_000)
        assert (await load_order(world, booking_id)).refunded_amount == 50_000
        assert (await load_booking(world, booking_id)).status is BookingStatus.COMPLETED

    async def test_an_admin_gives_money_and_keeps_the_outcome(self, world: World) -> None:
        """The amount is never passed over in silence: it goes back, though nothing else changes."""
        booking_id = await hold_session(world, ANA, EXPERT)
        await call_successfully(world, ANA, "dispute_attendance", session_id=booking_id, text="Suaranya terputus.")

        decided = await call_successfully(
            world,
            ADMIN,
            "resolve_attendance_dispute",
            session_id=booking_id,
            outcome="both_came",
            refund=40_000,
            reason="Suara terputus selama beberapa menit",
        )

        assert (decided["outcome"], decided["version"], decided["refund"]["amount"]) == ("both_came", 2, 40_000)
        assert (await load_order(world, booking_id)).refunded_amount == 40_000
        booking = await load_booking(world, booking_id)
        assert (booking.status, booking.refund) == (BookingStatus.COMPLETED, 40_000)

    async def test_nothing_goes_back_of_a_free_booking(self, world: World) -> None:
        """The error says that nothing is left of a payment."""
        free = a_service("career-chat", name="Career chat", kind=ServiceKind.CHAT, minutes=30, price=0)
        await set_up_booking_domain(world, free)
        booking_id = await create_booking(world, service_id=free.id)
        await world.deliver()
        for minute in (-10, 0, 30, 33):
            await set_clock(world, minute)
        assert (await load_attendance(world, booking_id)).outcome == "nobody_came"
        await call_successfully(world, ANA, "dispute_attendance", session_id=booking_id, text="Saya hadir.")

        refused = await call_as(
            world,
            ADMIN,
            "resolve_attendance_dispute",
            session_id=booking_id,
            outcome="expert_absent",
            refund=10_000,
            reason="Sudah diperiksa",
        )

        assert (refused.status, refused.code, refused.body["left"]) == (409, "refund_too_large", 0)

    async def test_money_that_went_back_stays_there(self, world: World) -> None:
        """The expert is right; the customer keeps the refund, and the booking is completed."""
        booking_id = await hold_session(world, ANA)
        await call_successfully(world, EXPERT, "dispute_attendance", session_id=booking_id, text="Saya hadir di Zoom.")

        decided = await call_successfully(
            world,
            ADMIN,
            "resolve_attendance_dispute",
            session_id=booking_id,
            outcome="both_came",
            reason="Ada rekaman layar",
        )
        await world.deliver()

        assert (decided["outcome"], decided["refund"]["amount"]) == ("both_came", PRICE)
        assert (await load_booking(world, booking_id)).status is BookingStatus.COMPLETED
        assert len(world.delivered_payloads("BookingCompleted")) == 1

    async def test_silence_keeps_the_decision(self, world: World) -> None:
        booking_id = await hold_session(world, ANA)
        await call_successfully(world, EXPERT, "dispute_attendance", session_id=booking_id, text="Saya hadir.")
        await world.call.run_schedule(end_silent_disputes, due_at=world.later(days=6, hours=23))
        assert (await load_attendance(world, booking_id)).undecided_before is not None

        await world.call.run_schedule(end_silent_disputes, due_at=world.later(hours=1))
        await world.deliver()

        decided = await load_attendance(world, booking_id)
        assert decided.dispute is not None
        assert (decided.dispute.status, decided.version) == (DisputeStatus.KEPT, 1)
        assert "Keputusan tentang sesi Anda tetap" in await list_notices(world, EXPERT)
        late = await call_as(world, ANA, "dispute_attendance", session_id=booking_id, text="Saya juga.")
        assert (late.status, late.code) == (409, "dispute_closed")

    async def test_it_can_be_disputed_for_two_days(self, world: World) -> None:
        booking_id = await hold_session(world, ANA)
        world.later(hours=48)

        late = await call_as(world, EXPERT, "dispute_attendance", session_id=booking_id, text="Saya hadir.")

        assert (late.status, late.code) == (409, "dispute_time_over")

    async def test_the_team_is_alerted_once(self, world: World) -> None:
        """A new dispute is for an admin to decide; further statements alert nobody."""
        booking_id = await hold_session(world, ANA)
        for person, text in (
            (EXPERT, "Saya hadir."),
            (EXPERT, "Saya hadir sejak awal."),
            (ANA, "Tidak ada siapa pun."),
        ):
            await call_successfully(world, person, "dispute_attendance", session_id=booking_id, text=text)
            await world.deliver()

        (alert,) = [line for line in world.log_lines if "attendance disputed" in line["message"]]
        assert alert["session_id"] == booking_id

    async def test_bad_input_is_named(self, world: World) -> None:
        """Strangers see nothing; a support admin decides, one without the scope does not."""
        booking_id = await hold_session(world, ANA)
        empty = await call_as(world, ANA, "dispute_attendance", session_id=booking_id, text="")
        assert (empty.status, empty.invalid_fields) == (422, ["text"])
        stranger = await call_as(world, BUDI, "dispute_attendance", session_id=booking_id, text="Halo")
        assert stranger.code == "attendance_not_found"
        wish = {"session_id": booking_id, "outcome": "both_came", "reason": "Cukup"}
        assert (await call_as(world, ADMIN, "resolve_attendance_dispute", **wish)).code == "dispute_closed"
        unknown = await call_as(world, ADMIN, "resolve_attendance_dispute", **(wish | {"outcome": "unknown"}))
        assert (unknown.status, unknown.invalid_fields) == (422, ["outcome"])

    async def test_two_admins_decide_at_once(self, world: World) -> None:
        """The first decides; the other is told that nothing is open, and no money goes back twice."""
        booking_id = await hold_session(world, ANA, EXPERT)
        await call_successfully(world, ANA, "dispute_attendance", session_id=booking_id, text="Dewi tidak datang.")
        answers = await asyncio.gather(
            *(
                call_as(
                    world,
                    ADMIN,
                    "resolve_attendance_dispute",
                    session_id=booking_id,
                    outcome=outcome,
                    reason="Sudah diperiksa",
                )
                for outcome in ("expert_absent", "nobody_came")
            )
        )

        assert sorted(answer.status for answer in answers) == [200, 409]
        assert (await load_order(world, booking_id)).refunded_amount == PRICE
