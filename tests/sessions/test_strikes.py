"""Strikes of experts: given with the decision about a session, appealed, lifted, and what they lead to everywhere."""

import asyncio
from datetime import timedelta

import pytest

from functions.catalogue.get_expert import get_expert
from functions.catalogue.hide_expert_when_user_suspended import hide_expert_when_user_suspended
from functions.catalogue.list_experts import list_experts
from functions.pairing.take_expert_offline_when_user_suspended import take_expert_offline_when_user_suspended
from functions.sessions.end_silent_appeals import end_silent_appeals
from functions.sessions.resume_listing import resume_listing
from functions.sessions.resume_paused_listings import resume_paused_listings
from shared.catalogue import store as catalogue
from shared.catalogue.models import ExpertStatus
from shared.contracts.bookings import BookingStatus
from shared.identity import store as identity
from shared.identity.models import AccountRestriction
from shared.kernel.ids import UserId
from shared.pairing import store as pairing
from shared.sessions import strikes
from shared.sessions.strike_models import AppealStatus, StrikeStatus
from shared.sessions.strike_settings import StrikeSettings
from tests.bookings.steps import create_booking_request, load_booking, request_booking_as
from tests.chat.steps import call_as, call_successfully
from tests.sessions.attendance_steps import hold_session
from tests.sessions.booked_session_steps import START, book_session
from tests.sessions.strike_steps import (
    give_more_strikes,
    give_strikes,
    load_standing,
    load_strike,
)
from tests.world import ADMIN, ANA, EXPERT, NOBODY, Person, World

pytestmark = pytest.mark.emulator
DEWI_BY_PHONE = Person("dewi", role="expert", claims={"phone_number": "+6281234567890"})
OTHER_EXPERT = Person("eka", role="expert")


async def list_titles(world: World, person: Person = EXPERT) -> list[str]:
    """List the titles of a person's notifications, the latest first."""
    await world.deliver()
    return [one["title"] for one in (await call_successfully(world, person, "list_notifications"))["items"]]


async def load_status(world: World) -> ExpertStatus:
    """Load the status of Dewi's page."""
    expert = await world.get(catalogue.expert_ref("dewi"))
    assert expert is not None
    return expert.status


async def save_service(world: World) -> None:
    """Let Dewi save a service, so that her page has search keys."""
    service = {"name": "Career chat", "kind": "chat", "minutes": 30, "price": 100_000}
    await call_successfully(world, EXPERT, "save_service", **service)


async def count_found(world: World) -> int:
    """Count the experts that customers find."""
    return len((await world.call(list_experts, as_=NOBODY)).body["items"])


async def set_suspended(world: World, *, suspended: bool) -> None:
    """Suspend Dewi's account, or restore it, with what follows for her page and her calls."""
    world.later(minutes=1)
    until = world.now + timedelta(days=99) if suspended else world.now - timedelta(days=1)
    restriction = AccountRestriction(id=UserId("dewi"), suspended_until=until, changed_at=world.now)
    await world.put_documents((identity.restriction_ref("dewi"), restriction))
    for change in (hide_expert_when_user_suspended, take_expert_offline_when_user_suspended):
        event = {"user_id": "dewi", "suspended_at": world.now.isoformat()}
        await world.call.push_event(change, "UserSuspended", event, id=f"e-{world.now.isoformat()}-{suspended}")


class TestGiven:
    """A decision about a session carries the strike in its own commit."""

    @pytest.mark.parametrize(
        ("who", "ended_at", "ground"),
        [
            ((ANA,), None, "expert_absent"),
            ((ANA, EXPERT), 10, "ended_early"),
            ((EXPERT,), None, None),
            ((), None, None),
        ],
    )
    async def test_with_the_decision(
        self, world: World, who: tuple[Person, ...], ended_at: int | None, ground: str | None
    ) -> None:
        """Whoever did not come, or left early; not for a customer's absence, nor where nobody came."""
        ended_by = EXPERT if ended_at else None
        booking_id = await hold_session(world, *who, ended_by=ended_by, ended_at=ended_at or 30)

        strike = await world.get(strikes.strike_ref(booking_id))

        assert (strike and strike.ground) == ground
        if strike is not None:
            assert (strike.expert, strike.booking_id, strike.starts_at, strike.step) == (
                "dewi",
                booking_id,
                START,
                "warning",
            )
            assert [one.id for one in (await load_standing(world)).strikes] == [booking_id]
            assert "Anda mendapat teguran" in await list_titles(world)
            shown = await call_successfully(world, EXPERT, "get_strike", strike_id=booking_id)
            assert (await call_successfully(world, EXPERT, "list_my_strikes"))["items"] == [shown]

    async def test_settings_switch_it_off(self, world: World) -> None:
        """Then the decision stands alone."""
        await world.put_documents((strikes.SETTINGS, StrikeSettings(expert_absent=False)))
        booking_id = await hold_session(world, ANA)

        assert await world.get(strikes.strike_ref(booking_id)) is None

    async def test_a_changed_decision_takes_the_strike_with_it(self, world: World) -> None:
        """The expert disputes and is right: the strike is withdrawn, and an open appeal is about nothing."""
        booking_id = await hold_session(world, ANA)
        await call_successfully(world, EXPERT, "appeal_strike", strike_id=booking_id, text="Saya hadir.")
        await call_successfully(world, EXPERT, "dispute_attendance", session_id=booking_id, text="Saya hadir.")

        wish = {"session_id": booking_id, "outcome": "both_came", "reason": "Ada rekaman layar"}
        await call_successfully(world, ADMIN, "resolve_attendance_dispute", **wish)

        strike = await load_strike(world, booking_id)
        assert strike.appeal is not None
        assert (strike.status, strike.appeal.status) == (StrikeStatus.WITHDRAWN, AppealStatus.MOOT)
        assert (await load_standing(world)).strikes == ()
        assert (await call_successfully(world, ADMIN, "list_strike_appeals"))["items"] == []
        assert any(title.startswith("Teguran Anda") and "dicabut" in title for title in await list_titles(world))
        late = await call_as(world, EXPERT, "appeal_strike", strike_id=booking_id, text="Saya hadir.")
        assert (late.status, late.code) == (409, "appeal_closed")

    async def test_a_changed_decision_brings_a_strike(self, world: World) -> None:
        """The customer disputes and is right."""
        booking_id = await hold_session(world, ANA, EXPERT)
        await call_successfully(world, ANA, "dispute_attendance", session_id=booking_id, text="Dewi langsung pergi.")

        wish = {"session_id": booking_id, "outcome": "expert_absent", "reason": "Percakapan kosong"}
        await call_successfully(world, ADMIN, "resolve_attendance_dispute", **wish)

        assert (await load_strike(world, booking_id)).ground == "expert_absent"

    async def test_what_an_admin_lifted_stays_lifted(self, world: World) -> None:
        """Though the decision about the session is changed later, to another ground for a strike."""
        booking_id = await hold_session(world, ANA)
        await call_successfully(world, EXPERT, "dispute_attendance", session_id=booking_id, text="Saya hadir sebentar.")
        await call_successfully(world, ADMIN, "lift_strike", strike_id=booking_id, reason="Listrik padam")

        wish = {"session_id": booking_id, "outcome": "ended_early", "reason": "Hanya sebentar"}
        await call_successfully(world, ADMIN, "resolve_attendance_dispute", **wish)

        assert (await load_strike(world, booking_id)).status is StrikeStatus.LIFTED

    @pytest.mark.parametrize(
        ("minutes", "who", "expected"), [(181, EXPERT, False), (169, EXPERT, True), (169, ANA, False)]
    )
    async def test_for_a_late_cancellation(self, world: World, minutes: int, who: Person, expected: bool) -> None:
        """Within three hours before the start, and only the expert's; the quote tells so beforehand."""
        booking_id = await book_session(world)
        world.set_clock(START - timedelta(minutes=minutes))
        quote = await call_successfully(world, who, "quote_cancellation", booking_id=booking_id)

        wish = {"booking_id": booking_id, "reason": "Sakit", "refund": quote["refund"]["amount"]}
        await call_successfully(world, who, "cancel_booking", **wish)

        strike = await world.get(strikes.strike_ref(booking_id))
        assert (quote["strike"], strike is not None) == (expected, expected)
        assert strike is None or strike.ground == "cancelled_late"

    async def test_a_quote_that_named_none_holds_for_some_minutes(self, world: World) -> None:
        """The expert reads the quote a minute before the limit, and cancels five minutes later."""
        booking_id = await book_session(world)
        world.set_clock(START - timedelta(minutes=181))
        quote = await call_successfully(world, EXPERT, "quote_cancellation", booking_id=booking_id)
        world.later(minutes=5)

        wish = {"booking_id": booking_id, "reason": "Sakit", "refund": quote["refund"]["amount"]}
        await call_successfully(world, EXPERT, "cancel_booking", **wish)

        assert (quote["strike"], await world.get(strikes.strike_ref(booking_id))) == (False, None)

    async def test_a_request_that_nobody_has_paid_gives_none(self, world: World) -> None:
        """Nobody has prepared for it."""
        await give_strikes(world, 0)
        booking_id = await create_booking_request(world)
        world.set_clock(START - timedelta(hours=2, minutes=30))

        quote = await call_as(world, EXPERT, "quote_cancellation", booking_id=booking_id)

        assert quote.body["strike"] is False


class TestListing:
    """What a paused listing means is true in search, page, booking and calls, in the commit of the strike."""

    async def test_the_second_strike_pauses_the_listing(self, world: World) -> None:
        """Nobody finds, opens or books the expert, who is taken offline and stays so until the pause is over."""
        await give_strikes(world, 1)
        await save_service(world)
        assert await count_found(world) == 1
        await call_successfully(world, DEWI_BY_PHONE, "go_online")

        await give_more_strikes(world, 1)

        assert await load_status(world) is ExpertStatus.PAUSED
        assert await count_found(world) == 0
        page = await world.call(get_expert, {"slug": "dewi-lestari"})
        assert (page.status, page.code) == (404, "expert_not_found")
        booking = await request_booking_as(world)
        assert (booking.status, booking.code) == (404, "expert_not_found")
        assert (await call_successfully(world, ADMIN, "list_experts_online"))["items"] == []
        refused = await call_as(world, DEWI_BY_PHONE, "go_online")
        assert (refused.status, refused.code) == (403, "expert_suspended")
        assert refused.body["detail"] == "Your listing is paused because of strikes."
        standing = await call_successfully(world, EXPERT, "get_my_standing")
        assert (standing["listing"], standing["strikes"]) == ("paused", 2)
        assert any(title.startswith("Layanan Anda dijeda sampai") for title in await list_titles(world))

    async def test_an_expert_who_was_never_online_cannot_go_online(self, world: World) -> None:
        """The pause is noted though there was nothing to take offline."""
        await give_strikes(world, 2)

        assert (await call_as(world, DEWI_BY_PHONE, "go_online")).code == "expert_suspended"

    async def test_the_pause_ends_by_its_timer(self, world: World) -> None:
        """All is as before, and the expert is told; an early or second timer does nothing."""
        await give_strikes(world, 2)
        await save_service(world)
        until = (await load_standing(world)).paused_until
        assert until is not None
        world.set_clock(until - timedelta(seconds=1))
        await world.call.deliver_task(resume_listing, {"expert": "dewi"})
        assert await load_status(world) is ExpertStatus.PAUSED

        world.set_clock(until)
        await world.deliver()
        await world.call.deliver_task(resume_listing, {"expert": "dewi"})

        assert await load_status(world) is ExpertStatus.ACTIVE
        assert await count_found(world) == 1
        assert (
            await request_booking_as(world, starts_at=until.replace(hour=5, minute=0) + timedelta(days=1))
        ).status == 200
        await call_successfully(world, DEWI_BY_PHONE, "go_online")
        assert (await list_titles(world)).count("Layanan Anda tampil kembali") == 1

    async def test_a_lost_timer_is_made_up_for(self, world: World) -> None:
        """By the sweep."""
        await give_strikes(world, 2)

        await world.call.run_schedule(resume_paused_listings, due_at=world.later(days=15))

        assert await load_status(world) is ExpertStatus.ACTIVE

    async def test_the_third_strike_asks_for_a_new_vetting(self, world: World) -> None:
        """The expert stands among the applications; once accepted, no earlier strike counts."""
        ids = await give_strikes(world, 3)
        await save_service(world)
        waiting = (await call_successfully(world, ADMIN, "list_expert_applications"))["items"]
        assert [(one["expert_id"], one["status"]) for one in waiting] == [("dewi", "applied")]
        seen = (await call_successfully(world, ADMIN, "list_strikes", expert_id="dewi"))["items"]
        assert [one["strike_id"] for one in seen] == ids[::-1]

        wish = {"expert_id": "dewi", "decision": "accept", "reason": "Sudah berbicara"}
        await call_successfully(world, ADMIN, "review_expert_application", **wish)
        await world.deliver()

        assert await load_status(world) is ExpertStatus.ACTIVE
        assert await count_found(world) == 1
        await call_successfully(world, DEWI_BY_PHONE, "go_online")
        assert (await call_successfully(world, EXPERT, "get_my_standing"))["strikes"] == 0
        assert (await load_strike(world, ids[2])).counts_until < world.now + timedelta(days=1)
        again = await give_more_strikes(world, 1)
        assert (await load_strike(world, again[0])).step == "warning"

    async def test_an_expert_who_is_refused_may_apply_again(self, world: World) -> None:
        """With the reviews and services of before."""
        await give_strikes(world, 3)
        expert = await world.get(catalogue.expert_ref("dewi"))
        assert expert is not None
        await world.put_documents(
            (catalogue.expert_ref("dewi"), expert.having(rating=450, rating_sum=9, rating_count=2, price_from=90_000))
        )
        wish = {"expert_id": "dewi", "decision": "reject", "reason": "Terlalu sering tidak hadir"}
        await call_successfully(world, ADMIN, "review_expert_application", **wish)

        profile = {"full_name": "Dewi", "headline": "PM", "city": "Jakarta", "years": 8, "expertise": ["Product"]}
        await call_successfully(world, Person("dewi"), "apply_as_expert", profile=profile)
        again = {"expert_id": "dewi", "decision": "accept"}
        await call_successfully(world, ADMIN, "review_expert_application", **again)

        expert = await world.get(catalogue.expert_ref("dewi"))
        assert expert is not None
        assert (expert.status, expert.rating, expert.rating_count, expert.price_from) == ("active", 450, 2, 90_000)
        await call_successfully(world, DEWI_BY_PHONE, "go_online")

    async def test_customers_of_a_refused_expert_get_their_money_back(self, world: World) -> None:
        """Whoever is refused can still read and appeal what counted, and does not report danger for others."""
        booking_id = await book_session(world)
        (strike_id, *_) = await give_more_strikes(world, 3)
        wish = {"expert_id": "dewi", "decision": "reject", "reason": "Terlalu sering tidak hadir"}
        await call_successfully(world, ADMIN, "review_expert_application", **wish)
        await world.deliver()

        booking = await load_booking(world, booking_id)
        assert (booking.status, booking.refund) == (BookingStatus.CANCELLED, booking.paid)
        former = Person("dewi")
        assert (await call_successfully(world, former, "get_my_standing"))["strikes"] == 3
        assert len((await call_successfully(world, former, "list_my_strikes"))["items"]) == 3
        appeal = {"strike_id": strike_id, "text": "Saya hadir"}
        assert (await call_successfully(world, former, "appeal_strike", **appeal))["strike_id"] == strike_id
        sold = (await call_successfully(world, former, "list_my_transactions"))["items"]
        assert [one["session_id"] for one in sold] == [booking_id]
        refused = await call_as(world, ANA, "raise_crisis", session_id=booking_id)
        assert (refused.status, refused.code) == (404, "session_not_found")

    async def test_a_suspension_and_a_pause_are_two_grounds(self, world: World) -> None:
        """The end of one leaves the other, also if the pause ends while the account is suspended."""
        await give_strikes(world, 2)
        await set_suspended(world, suspended=True)
        assert await load_status(world) is ExpertStatus.SUSPENDED

        await set_suspended(world, suspended=False)
        assert await load_status(world) is ExpertStatus.PAUSED

        await set_suspended(world, suspended=True)
        await world.call.run_schedule(resume_paused_listings, due_at=world.later(days=15))
        assert await load_status(world) is ExpertStatus.SUSPENDED
        await set_suspended(world, suspended=False)
        assert await load_status(world) is ExpertStatus.ACTIVE

    async def test_a_running_session_goes_on(self, world: World) -> None:
        """A pause takes no customer away, unlike a suspension."""
        await give_strikes(world, 1)
        await call_successfully(world, DEWI_BY_PHONE, "go_online")
        known = await world.get(pairing.availability_ref("dewi"))
        assert known is not None
        await world.put_documents((pairing.availability_ref("dewi"), known.having(sessions=("call-1",))))

        await give_more_strikes(world, 1)

        known = await world.get(pairing.availability_ref("dewi"))
        assert known is not None
        assert (known.open, known.paused, known.sessions) == (False, True, ("call-1",))
        assert world.delivered_payloads("FindAnotherExpert") == []


class TestAppeals:
    """An expert appeals once against a strike; an admin decides, or silence does as was shown beforehand."""

    async def test_a_lifted_strike_undoes_its_pause(self, world: World) -> None:
        """The listing is back in the commit of the decision, which leaves an audit record."""
        ids = await give_strikes(world, 2)
        told = await call_successfully(world, EXPERT, "appeal_strike", strike_id=ids[1], text="Itu bukan saya.")
        (alert,) = [line for line in world.log_lines if "strike appealed" in line["message"]]
        assert alert["strike_id"] == ids[1]
        assert (told["appeal"]["status"], told["appeal"]["on_silence"]) == ("open", "lifted")
        assert await load_status(world) is ExpertStatus.PAUSED
        (waiting,) = (await call_successfully(world, ADMIN, "list_strike_appeals"))["items"]
        assert (waiting["strike_id"], waiting["appeal"]["text"]) == (ids[1], "Itu bukan saya.")

        wish = {"strike_id": ids[1], "decision": "lift", "reason": "Tertukar orang"}
        decided = await call_successfully(world, ADMIN, "decide_strike_appeal", **wish)

        assert (decided["status"], decided["end_reason"]) == ("lifted", "Tertukar orang")
        assert (decided["appeal"]["status"], decided["appeal"]["by_admin"]) == ("accepted", True)
        assert await load_status(world) is ExpertStatus.ACTIVE
        await call_successfully(world, DEWI_BY_PHONE, "go_online")
        assert any("dicabut" in title for title in await list_titles(world))
        records = (await call_successfully(world, ADMIN, "list_audit_records"))["items"]
        assert (records[0]["function"], records[0]["reason"]) == ("decide_strike_appeal", "Tertukar orang")

    async def test_a_kept_strike_keeps_its_pause(self, world: World) -> None:
        """The expert is told, and cannot appeal again; an admin may still lift it."""
        ids = await give_strikes(world, 2)
        await call_successfully(world, EXPERT, "appeal_strike", strike_id=ids[1], text="Itu bukan saya.")

        wish = {"strike_id": ids[1], "decision": "keep", "reason": "Rekaman jelas"}
        kept = await call_successfully(world, ADMIN, "decide_strike_appeal", **wish)

        assert (kept["status"], kept["appeal"]["status"]) == ("given", "refused")
        assert await load_status(world) is ExpertStatus.PAUSED
        assert any("tetap berlaku" in title for title in await list_titles(world))
        again = await call_as(world, EXPERT, "appeal_strike", strike_id=ids[1], text="Sungguh.")
        assert (again.status, again.code) == (409, "appeal_closed")
        assert (await call_as(world, ADMIN, "decide_strike_appeal", **wish)).code == "appeal_closed"
        await call_successfully(world, ADMIN, "lift_strike", strike_id=ids[1], reason="Bukti baru")
        assert await load_status(world) is ExpertStatus.ACTIVE

    @pytest.mark.parametrize(("lifts", "status"), [(True, StrikeStatus.LIFTED), (False, StrikeStatus.GIVEN)])
    async def test_silence_does_what_was_shown(self, world: World, lifts: bool, status: StrikeStatus) -> None:
        """Not what the settings say on the day when nobody has decided."""
        await world.put_documents((strikes.SETTINGS, StrikeSettings(silence_lifts=lifts)))
        (strike_id,) = await give_strikes(world, 1)
        await call_successfully(world, EXPERT, "appeal_strike", strike_id=strike_id, text="Itu bukan saya.")
        await world.put_documents((strikes.SETTINGS, StrikeSettings(silence_lifts=not lifts)))
        await world.call.run_schedule(end_silent_appeals, due_at=world.later(days=6, hours=23))
        assert (await load_strike(world, strike_id)).undecided_before is not None

        for _ in range(2):
            await world.call.run_schedule(end_silent_appeals, due_at=world.later(hours=1))
        await world.deliver()

        strike = await load_strike(world, strike_id)
        assert strike.appeal is not None
        assert (strike.status, strike.undecided_before, strike.appeal.by_admin) == (status, None, False)
        assert len(world.delivered_payloads("StrikeChanged")) == 2

    async def test_nobody_decides_after_the_time(self, world: World) -> None:
        """What was shown happens, though the sweep has not come yet."""
        (strike_id,) = await give_strikes(world, 1)
        await call_successfully(world, EXPERT, "appeal_strike", strike_id=strike_id, text="Itu bukan saya.")
        world.later(days=7)

        wish = {"strike_id": strike_id, "decision": "keep", "reason": "Terlambat"}
        late = await call_as(world, ADMIN, "decide_strike_appeal", **wish)

        assert (late.status, late.code) == (409, "appeal_closed")
        assert (await call_successfully(world, ADMIN, "list_strike_appeals"))["items"] == []

    async def test_the_time_to_appeal_ends(self, world: World) -> None:
        """Two weeks after the strike, at the instant that the strike names."""
        (strike_id,) = await give_strikes(world, 1)
        world.set_clock((await load_strike(world, strike_id)).appeal_before)

        late = await call_as(world, EXPERT, "appeal_strike", strike_id=strike_id, text="Itu bukan saya.")

        assert (late.status, late.code) == (409, "appeal_time_over")

    async def test_a_second_text_replaces_the_first(self, world: World) -> None:
        """The clock of the appeal does not begin again."""
        (strike_id,) = await give_strikes(world, 1)
        first = await call_successfully(world, EXPERT, "appeal_strike", strike_id=strike_id, text="Itu bukan saya.")
        world.later(days=2)

        second = await call_successfully(world, EXPERT, "appeal_strike", strike_id=strike_id, text="Itu adik saya.")

        assert second["appeal"] == first["appeal"] | {"text": "Itu adik saya."}

    async def test_strangers_and_bad_input(self, world: World) -> None:
        """Another expert finds nothing; an unknown expert gets no strike."""
        (strike_id,) = await give_strikes(world, 1)

        for function, more in (("get_strike", {}), ("appeal_strike", {"text": "Halo"})):
            answer = await call_as(world, OTHER_EXPERT, function, strike_id=strike_id, **more)
            assert (answer.status, answer.code) == (404, "strike_not_found")
        empty = await call_as(world, EXPERT, "appeal_strike", strike_id=strike_id, text="")
        assert (empty.status, empty.invalid_fields) == (422, ["text"])
        unknown = await call_as(world, ADMIN, "give_strike", expert_id="nobody", reason="Kasar")
        assert (unknown.status, unknown.code) == (404, "expert_not_found")
        none = await call_as(world, ADMIN, "lift_strike", strike_id="none", reason="Keliru")
        assert (none.status, none.code) == (404, "strike_not_found")

    async def test_lifted_twice_is_lifted_once(self, world: World) -> None:
        """The second call changes nothing."""
        (strike_id,) = await give_strikes(world, 1)
        first = await call_successfully(world, ADMIN, "lift_strike", strike_id=strike_id, reason="Keliru")

        second = await call_successfully(world, ADMIN, "lift_strike", strike_id=strike_id, reason="Lagi")

        assert second == first

    async def test_many_at_once_are_all_counted(self, world: World) -> None:
        """No strike overlooks another one."""
        await give_strikes(world, 0)
        given = [call_as(world, ADMIN, "give_strike", expert_id="dewi", reason=f"Alasan {n}") for n in range(4)]

        answers = await asyncio.gather(*given)

        assert {answer.status for answer in answers} == {200}
        assert len((await load_standing(world)).strikes) == 4
        assert await load_status(world) is ExpertStatus.APPLIED
        person = await world.get(identity.user_ref("dewi"))
        assert person is not None
        assert person.role == "expert"
