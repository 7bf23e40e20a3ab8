"""From the order of a service without a meeting to its acceptance, and everything that may end it before."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from functions.assignments.accept_delivery import accept_delivery
from functions.assignments.add_brief_file import add_brief_file
from functions.assignments.advance_assignments import advance_assignments
from functions.assignments.cancel_assignment import cancel_assignment
from functions.assignments.create_assignment_upload import create_assignment_upload
from functions.assignments.delete_unused_assignment_file import delete_unused_assignment_file
from functions.assignments.dispute_delivery import dispute_delivery
from functions.assignments.download_assignment_file import download_assignment_file
from functions.assignments.end_assignment_when_order_cancelled import end_assignment_when_order_cancelled
from functions.assignments.end_assignment_when_order_expired import end_assignment_when_order_expired
from functions.assignments.get_assignment import get_assignment
from functions.assignments.list_my_assignments import list_my_assignments
from functions.assignments.request_correction import request_correction
from functions.assignments.start_assignment_when_order_paid import start_assignment_when_order_paid
from functions.chat.block_user import block_user
from functions.orders.cancel_order import cancel_order
from functions.orders.refund_order_by_admin import refund_order_by_admin
from shared.assignments import files, store
from shared.assignments.models import Assignment
from shared.assignments.settings import ASSIGNMENT_SETTINGS, AssignmentSettings
from shared.catalogue import store as catalogue
from shared.catalogue.models import ExpertStatus
from shared.contracts.assignments import AssignmentStatus
from shared.gateways.storage import Storage
from shared.kernel.document_versions import read_entity
from shared.kernel.ids import AssignmentId, UserId
from shared.orders import store as orders
from shared.orders.models import OrderStatus, PaymentStatus, RefundCause
from shared.workflows import settlement
from tests.assignments.builders import SERVICE_ID, a_file, a_written_service, an_assignment
from tests.assignments.steps import (
    buy_service_as,
    deliver_text,
    list_ends,
    list_notices,
    load_assignment,
    load_order,
    pay_assignment,
    run_sweep,
    set_up_assignments,
    start_and_deliver,
    start_assignment,
    upload_file,
)
from tests.catalogue.builders import DEWI
from tests.catalogue.fakes import FakeAccounts
from tests.chat.builders import create_room
from tests.chat.steps import call_successfully
from tests.orders.steps import deliver_invoice_callback, pay_invoice
from tests.reviews.steps import deliver_due_jobs
from tests.sessions.strike_steps import give_more_strikes
from tests.world import ADMIN, ANA, BUDI, EXPERT, Person, World

pytestmark = pytest.mark.emulator

SPAM = {"cause": "spam", "reason": "60 mails to strangers"}
ANONYMOUS = Person("tamu", anonymous=True)


async def test_ordered_paid_delivered_accepted(world: World) -> None:
    """
    The customer pays price and fee; the expert knows of it from the payment on; the end says what was earned.
    """
    await set_up_assignments(world)
    made = (await buy_service_as(world)).body
    known = {"assignment_id": made["assignment_id"]}
    early = [await world.call(get_assignment, known, as_=EXPERT), await deliver_text(world, made["assignment_id"])]
    await pay_assignment(world, made["assignment_id"])

    begun = (await world.call(get_assignment, known, as_=EXPERT)).body
    delivered = (await deliver_text(world, made["assignment_id"])).body
    await world.deliver()
    accepted = await world.call(accept_delivery, known, as_=ANA)
    again = await world.call(accept_delivery, known, as_=ANA)
    await world.deliver()

    assert (made["status"], made["total"]["amount"], made["next_step"]["then"]) == (
        "awaiting_payment",
        105_000,
        "expired",
    )
    assert made["checkout_url"] is not None
    assert [answer.code for answer in early] == ["assignment_not_found"] * 2
    assert (begun["status"], begun["next_step"]["then"]) == ("in_progress", "late")
    assert begun["due_at"] == (world.now + timedelta(days=5)).isoformat().replace("+00:00", "Z")
    assert (delivered["status"], delivered["next_step"]) == (
        "delivered",
        {"at": (world.now + timedelta(days=3)).isoformat().replace("+00:00", "Z"), "then": "accepted"},
    )
    assert (accepted.body["status"], accepted.body["ended_by"], again.body) == ("accepted", "customer", accepted.body)
    assert list_ends(world) == [("accepted", 105_000, 0)]
    assert await list_notices(world, ANA) == ["assignment.started_customer", "assignment.delivered"]
    assert await list_notices(world, EXPERT) == ["assignment.started_expert", "assignment.accepted"]


async def test_silence_accepts(world: World) -> None:
    """
    Nobody has to do anything: three days after the delivery the assignment ends, and both are told.
    """
    assignment_id = await start_and_deliver(world)
    world.later(days=2, hours=23)
    await run_sweep(world)
    before = await load_assignment(world, assignment_id)
    world.later(hours=1)

    await run_sweep(world)
    await run_sweep(world)

    after = await load_assignment(world, assignment_id)
    assert (before.status, after.status, after.ended_by) == (
        AssignmentStatus.DELIVERED,
        AssignmentStatus.ACCEPTED,
        "system",
    )
    assert list_ends(world) == [("accepted", 105_000, 0)]
    assert (await list_notices(world, ANA))[-1] == "assignment.accepted_by_silence"
    assert (await list_notices(world, EXPERT))[-1] == "assignment.accepted_by_silence"


async def test_a_free_one_begins_without_a_payment(world: World) -> None:
    """
    There is no invoice, and its end earns nothing.
    """
    await set_up_assignments(world, price=0)

    made = (await buy_service_as(world)).body
    await world.deliver()
    delivered = await deliver_text(world, made["assignment_id"])
    await world.call(accept_delivery, {"assignment_id": made["assignment_id"]}, as_=ANA)
    await world.deliver()

    assert (made["checkout_url"], delivered.status) == (None, 200)
    assert list_ends(world) == [("accepted", 0, 0)]


class TestOrdering:
    """Who may order what."""

    @pytest.mark.parametrize(
        ("given", "as_", "code"),
        [
            ({"expert_id": "nobody"}, ANA, "expert_not_found"),
            ({"service_id": "nothing"}, ANA, "service_not_found"),
            ({"service_id": "talk"}, ANA, "service_inactive"),
            ({}, EXPERT, "own_service"),
            ({}, ANONYMOUS, "identity_needed"),
            ({}, Person("stranger"), "not_registered"),
        ],
    )
    async def test_what_cannot_be_ordered(self, world: World, given: dict[str, Any], as_: Person, code: str) -> None:
        """A meeting is booked; one's own service and an unknown account pay nothing; nothing is left behind."""
        await set_up_assignments(world)
        talk = a_written_service(minutes=30).having(id="talk")
        await world.put_documents((catalogue.service_ref(DEWI, "talk"), talk))
        if as_ is ANONYMOUS:
            await call_successfully(world, ANONYMOUS, "register_user", full_name="Tamu")

        answer = await buy_service_as(world, as_, **given)

        assert answer.code == code
        assert world.sent_event_types == [each for each in world.sent_event_types if not each.startswith("Order")]

    @pytest.mark.parametrize("by", [ANA, EXPERT])
    async def test_people_who_block_each_other(self, world: World, by: Person) -> None:
        """Neither may send the other anything."""
        await set_up_assignments(world)
        await create_room(world, "ana", "dewi")
        other = DEWI if by is ANA else "ana"
        assert (await world.call(block_user, {"user_id": other}, as_=by)).status == 200

        answer = await buy_service_as(world)

        assert (answer.status, answer.code) == (403, "blocked")

    async def test_a_paused_or_hidden_one(self, world: World) -> None:
        """Neither a paused service nor one of an expert who is not listed can be ordered."""
        await set_up_assignments(world, active=False)
        paused = await buy_service_as(world)
        await set_up_assignments(world)
        expert = await catalogue.get_expert(world.reader, DEWI)
        await world.put_documents((catalogue.expert_ref(DEWI), expert.having(status=ExpertStatus.PAUSED)))

        hidden = await buy_service_as(world)

        assert (paused.code, hidden.code) == ("service_inactive", "expert_not_found")

    @pytest.mark.parametrize("price", [0, 100_000])
    async def test_nobody_orders_without_end(self, world: World, price: int) -> None:
        """Five unpaid or free ones at once; those that are paid or over count no more."""
        await set_up_assignments(world, price=price)
        made = [(await buy_service_as(world)).body["assignment_id"] for _ in range(5)]
        await world.deliver()

        refused = await buy_service_as(world)
        if price:
            await pay_assignment(world, made[0])
        else:
            await world.call(cancel_assignment, {"assignment_id": made[0], "reason": "Sibuk"}, as_=EXPERT)
        next_one = await buy_service_as(world)
        other = await buy_service_as(world, BUDI)

        assert (refused.status, refused.code) == (429, "too_many_held")
        assert (next_one.status, other.status) == (200, 200)

    async def test_words_of_danger_bring_hotlines(self, world: World) -> None:
        """Hotlines come with the answer, and a person is alerted, whether the order is paid or not."""
        await set_up_assignments(world)

        answer = await buy_service_as(world, brief="Tolong periksa surat ini, saya mau bunuh diri.")

        assert answer.body["hotlines"] != []
        assert [line["message"] for line in world.log_lines if "crisis" in line["message"]] == [
            "crisis in the brief of an assignment"
        ]
        assert (await buy_service_as(world)).body["hotlines"] == []

    async def test_words_of_danger_under_way(self, world: World) -> None:
        """A correction and a statement in a dispute are read too; others bring nothing."""
        assignment_id = await start_and_deliver(world)
        wish = {"assignment_id": assignment_id, "text": "Tolong perbaiki, saya mau bunuh diri."}

        corrected = await world.call(request_correction, wish, as_=ANA)
        await deliver_text(world, assignment_id)
        disputed = await world.call(dispute_delivery, wish, as_=ANA)
        calm = await world.call(dispute_delivery, wish | {"text": "Sudah sesuai."}, as_=EXPERT)

        assert [bool(answer.body["hotlines"]) for answer in (corrected, disputed, calm)] == [True, True, False]
        alerts = [line["message"] for line in world.log_lines if "crisis" in line["message"]]
        assert alerts == ["crisis in the words of an assignment"] * 2

    async def test_words_of_the_brief(self, world: World) -> None:
        """Contact details are masked; an empty brief is refused."""
        await set_up_assignments(world)

        masked = await buy_service_as(world, brief="Hubungi saya di 0812-3456-7890.")
        empty = await buy_service_as(world, brief="  ")

        assert "3456" not in masked.body["brief"]
        assert empty.invalid_fields == ["brief"]


class TestUnpaid:
    """Orders that are not paid, or are paid late."""

    async def test_a_cancelled_order(self, world: World) -> None:
        """The assignment ends with its order, and the expert never hears of it."""
        await set_up_assignments(world)
        made = (await buy_service_as(world)).body["assignment_id"]

        await world.call(cancel_order, {"order_id": made}, as_=ANA)
        await world.deliver()

        assert (await load_assignment(world, made)).status is AssignmentStatus.CANCELLED
        assert (await list_notices(world, EXPERT), list_ends(world)) == ([], [])
        assert (await world.call(get_assignment, {"assignment_id": made}, as_=EXPERT)).status == 404

    async def test_an_expired_order_that_is_paid_late(self, world: World) -> None:
        """It expires after three days; money that comes later begins the work after all."""
        await set_up_assignments(world)
        made = (await buy_service_as(world)).body["assignment_id"]
        world.later(days=3, minutes=5)
        await world.deliver()
        expired, order = await load_assignment(world, made), await load_order(world, made)
        paid = order.having(payment=order.payment.having(status=PaymentStatus.PAID, paid_at=world.now))
        await world.put_documents((orders.order_ref(order.id), paid))

        await world.commit(settlement.resolve_late_payment, order.id, now=world.now)
        await world.deliver()

        begun = await load_assignment(world, made)
        assert (expired.status, begun.status) == (AssignmentStatus.EXPIRED, AssignmentStatus.IN_PROGRESS)
        assert (begun.paid_at, begun.ended_at) == (world.now, None)

    @pytest.mark.parametrize(
        ("status", "expected"),
        [
            (OrderStatus.PAID, AssignmentStatus.IN_PROGRESS),
            (OrderStatus.EXPIRED, AssignmentStatus.EXPIRED),
            (OrderStatus.CANCELLED, AssignmentStatus.CANCELLED),
            (OrderStatus.PENDING, AssignmentStatus.AWAITING_PAYMENT),
        ],
    )
    async def test_a_lost_event(self, world: World, status: OrderStatus, expected: AssignmentStatus) -> None:
        """The sweep finds what the order has become, an hour after the time to pay."""
        await set_up_assignments(world)
        made = (await buy_service_as(world)).body["assignment_id"]
        order = await load_order(world, made)
        payment = order.payment.having(paid_at=world.now if status is OrderStatus.PAID else None)
        await world.put_documents((orders.order_ref(order.id), order.having(status=status, payment=payment)))
        world.later(days=3, hours=1)

        await world.call.run_schedule(advance_assignments, due_at=world.now)

        assert (await load_assignment(world, made)).status is expected

    async def test_events_that_come_twice(self, world: World) -> None:
        """The work begins once; a cancelled or expired order changes nothing of it."""
        assignment_id = await start_assignment(world)
        before = await load_assignment(world, assignment_id)
        world.later(minutes=5)
        at = world.now.isoformat()

        paid = {"order_id": assignment_id, "paid_at": at}
        await world.call.push_event(start_assignment_when_order_paid, "OrderPaid", paid, id="e1")
        gone = {"order_id": assignment_id, "cancelled_at": at, "expired_at": at}
        await world.call.push_event(end_assignment_when_order_cancelled, "OrderCancelled", gone, id="e2")
        await world.call.push_event(end_assignment_when_order_expired, "OrderExpired", gone, id="e3")

        assert await load_assignment(world, assignment_id) == before


class TestLateness:
    """An expert who does not deliver."""

    async def test_the_customer_may_cancel(self, world: World) -> None:
        """Not before the agreed day; then everything goes back, and the expert is told why."""
        assignment_id = await start_assignment(world)
        wish = {"assignment_id": assignment_id, "reason": "Terlalu lama"}
        early = await world.call(cancel_assignment, wish, as_=ANA)
        world.later(days=5)
        await run_sweep(world)

        late = await load_assignment(world, assignment_id)
        cancelled = await world.call(cancel_assignment, wish, as_=ANA)
        again = await world.call(cancel_assignment, wish, as_=ANA)
        await world.deliver()

        order = await load_order(world, assignment_id)
        assert (early.code, late.late_at, again.code) == ("assignment_not_late", world.now, "assignment_not_open")
        assert (cancelled.body["status"], cancelled.body["refund"]["amount"]) == ("cancelled", 105_000)
        assert cancelled.body["cancel_reason"] == "Terlalu lama"
        assert [(refund.amount, refund.cause) for refund in order.refunds] == [(105_000, RefundCause.NOT_DELIVERED)]
        assert list_ends(world) == [("cancelled", 105_000, 105_000)]
        assert await list_notices(world, ANA) == ["assignment.started_customer", "assignment.late_customer"]
        assert (await list_notices(world, EXPERT))[1:] == ["assignment.late_expert", "assignment.cancelled_expert"]

    async def test_the_money_goes_back_by_itself(self, world: World) -> None:
        """Three days after the agreed one; a delivery in between would still have counted."""
        assignment_id = await start_assignment(world)
        world.later(days=5)
        await run_sweep(world)
        world.later(days=3)
        too_late = await deliver_text(world, assignment_id)

        await run_sweep(world)
        await run_sweep(world)

        found, order = await load_assignment(world, assignment_id), await load_order(world, assignment_id)
        assert (too_late.status, too_late.code) == (409, "delivery_time_over")
        assert (found.status, found.ended_by, found.refund) == (AssignmentStatus.CANCELLED, "system", 105_000)
        assert len(order.refunds) == 1
        assert (await list_notices(world, ANA))[-1] == "assignment.refunded_customer"
        assert (await list_notices(world, EXPERT))[-1] == "assignment.refunded_expert"

    async def test_a_late_delivery_counts(self, world: World) -> None:
        """What is delivered late, and not cancelled before, is delivered."""
        assignment_id = await start_assignment(world)
        world.later(days=6)
        await run_sweep(world)

        delivered = await deliver_text(world, assignment_id)
        cancelled = await world.call(cancel_assignment, {"assignment_id": assignment_id, "reason": "Telat"}, as_=ANA)

        assert (delivered.body["status"], delivered.body["late_at"]) == ("delivered", None)
        assert cancelled.code == "assignment_not_open"

    async def test_delivery_and_cancellation_at_once(self, world: World) -> None:
        """One of the two is told that it comes too late; never both succeed."""
        assignment_id = await start_assignment(world)
        world.later(days=6)

        answers = await asyncio.gather(
            deliver_text(world, assignment_id),
            world.call(cancel_assignment, {"assignment_id": assignment_id, "reason": "Telat"}, as_=ANA),
        )

        order = await load_order(world, assignment_id)
        is_delivered = (await load_assignment(world, assignment_id)).status is AssignmentStatus.DELIVERED
        assert sorted(answer.status for answer in answers) == [200, 409]
        assert bool(order.refunds) != is_delivered

    async def test_the_expert_declines(self, world: World) -> None:
        """At any time before a delivery; the customer gets everything back."""
        assignment_id = await start_assignment(world)
        wish = {"assignment_id": assignment_id, "reason": "Saya sakit"}

        stranger = await world.call(cancel_assignment, wish, as_=BUDI)
        cancelled = await world.call(cancel_assignment, wish, as_=EXPERT)
        await world.deliver()

        assert (stranger.code, cancelled.body["ended_by"]) == ("assignment_not_found", "expert")
        assert (await load_order(world, assignment_id)).unrefunded_amount == 0
        assert (await list_notices(world, ANA))[-1] == "assignment.cancelled_customer"


class TestCorrections:
    """A customer who wants something else."""

    async def test_corrected_and_delivered_again(self, world: World) -> None:
        """Twice at most; each time the expert has three days, and the customer then three."""
        assignment_id = await start_and_deliver(world)
        wish = {"assignment_id": assignment_id, "text": "Mohon tambahkan halaman 2."}

        asked = (await world.call(request_correction, wish, as_=ANA)).body
        await deliver_text(world, assignment_id, "Halaman 2 sudah ada.")
        await world.call(request_correction, wish, as_=ANA)
        await deliver_text(world, assignment_id, "Sekali lagi.")
        third = await world.call(request_correction, wish, as_=ANA)
        await world.deliver()

        found = await load_assignment(world, assignment_id)
        assert (asked["status"], asked["corrections_left"], asked["next_step"]["then"]) == ("in_progress", 1, "late")
        assert asked["due_at"] == (world.now + timedelta(days=3)).isoformat().replace("+00:00", "Z")
        assert (third.code, third.body["most"]) == ("no_corrections_left", 2)
        assert [delivery.text for delivery in found.deliveries] == [
            "Ini catatan saya.",
            "Halaman 2 sudah ada.",
            "Sekali lagi.",
        ]

    async def test_a_correction_that_never_comes(self, world: World) -> None:
        """It is a delivery that never came: the customer may cancel, and later the money goes back by itself."""
        assignment_id = await start_and_deliver(world)
        wish = {"assignment_id": assignment_id, "text": "Mohon tambahkan halaman 2."}
        await world.call(request_correction, wish, as_=ANA)
        world.later(days=3)
        await run_sweep(world)
        world.later(days=3)

        await run_sweep(world)

        found = await load_assignment(world, assignment_id)
        assert (found.status, found.refund) == (AssignmentStatus.CANCELLED, 105_000)

    async def test_the_first_version_will_do(self, world: World) -> None:
        """The customer may accept while a correction is awaited."""
        assignment_id = await start_and_deliver(world)
        wish = {"assignment_id": assignment_id}
        await world.call(request_correction, wish | {"text": "Mohon tambahkan halaman 2."}, as_=ANA)

        accepted = await world.call(accept_delivery, wish, as_=ANA)

        assert (accepted.status, accepted.body["status"]) == (200, "accepted")

    async def test_too_late_for_a_correction(self, world: World) -> None:
        """What counts as accepted is not corrected, though no sweep has run."""
        assignment_id = await start_and_deliver(world)
        world.later(days=3)

        corrected = await world.call(request_correction, {"assignment_id": assignment_id, "text": "Lagi"}, as_=ANA)
        delivered = await deliver_text(world, assignment_id)

        assert (corrected.code, delivered.code) == ("acceptance_time_over", "acceptance_time_over")


class TestFiles:
    """Files of both sides."""

    async def test_the_two_alone_download_them(self, world: World, storage: Storage) -> None:
        """The resume before the payment, the delivery afterwards; neither strangers nor admins get an address."""
        await set_up_assignments(world)
        made = (await buy_service_as(world)).body["assignment_id"]
        resume = {"assignment_id": made, "upload_id": await upload_file(world, made, ANA), "file_name": "CV Ana"}
        added = [await world.call(add_brief_file, resume, as_=ANA) for _ in range(2)]
        unpaid = await world.call(
            download_assignment_file, {"assignment_id": made, "file_id": resume["upload_id"]}, as_=EXPERT
        )
        await pay_assignment(world, made)
        review = await upload_file(world, made, EXPERT)

        delivered = await deliver_text(world, made, "", files=[{"upload_id": review, "file_name": "Catatan.pdf"}])
        wanted = [{"assignment_id": made, "file_id": each} for each in (resume["upload_id"], review)]
        by_expert = [await world.call(download_assignment_file, one, as_=EXPERT) for one in wanted]
        by_customer = [await world.call(download_assignment_file, one, as_=ANA) for one in wanted]
        by_stranger = await world.call(download_assignment_file, wanted[0], as_=BUDI)
        by_admin = await world.call(download_assignment_file, wanted[0], as_=ADMIN)

        assert [file["name"] for file in added[1].body["files"]] == ["CV Ana.pdf"]
        assert unpaid.code == "assignment_not_found"
        assert [file["name"] for file in delivered.body["deliveries"][0]["files"]] == ["Catatan.pdf"]
        assert [answer.status for answer in (*by_expert, *by_customer)] == [200] * 4
        assert (by_stranger.code, by_admin.code) == ("assignment_not_found", "assignment_file_not_found")
        address = httpx.URL(by_customer[1].body["url"])
        assert address.path.endswith(f"/assignments/{made}/dewi/{review}")
        assert address.params["X-Amz-Expires"] == "300"

    async def test_what_is_not_there_or_not_ones_own(self, world: World, storage: Storage) -> None:
        """An upload of the other side is no file of this one; a delivery says something."""
        assignment_id = await start_assignment(world)
        of_ana = await upload_file(world, assignment_id, ANA)

        stolen = await deliver_text(world, assignment_id, files=[{"upload_id": of_ana, "file_name": "CV.pdf"}])
        empty = await deliver_text(world, assignment_id, "  ")
        by_customer = await world.call(
            add_brief_file,
            {"assignment_id": assignment_id, "upload_id": "nothing", "file_name": "CV.pdf"},
            as_=ANA,
        )

        assert (stolen.code, by_customer.code) == ("assignment_file_missing", "assignment_file_missing")
        assert empty.invalid_fields == ["text"]

    async def test_a_file_of_another_type(self, world: World, storage: Storage) -> None:
        """Programs are no files of an assignment, whatever was announced."""
        assignment_id = await start_assignment(world)
        key = files.file_key(assignment_id, UserId("dewi"), "program")
        await storage.write_file(key, b"MZ", content_type="application/x-msdownload")

        answer = await deliver_text(world, assignment_id, files=[{"upload_id": "program", "file_name": "a.exe"}])

        assert (answer.status, answer.code) == (409, "assignment_file_refused")

    async def test_unused_uploads_are_deleted(self, world: World, storage: Storage) -> None:
        """A day later, unless brief or delivery names them."""
        assignment_id = await start_assignment(world)
        used, unused = [await upload_file(world, assignment_id, ANA) for _ in range(2)]
        wish = {"assignment_id": assignment_id, "upload_id": used, "file_name": "CV.pdf"}
        await world.call(add_brief_file, wish, as_=ANA)

        for upload_id in (used, unused):
            key = files.file_key(assignment_id, UserId("ana"), upload_id)
            job = {"assignment_id": assignment_id, "file_id": upload_id, "key": key}
            await world.call.deliver_task(delete_unused_assignment_file, job)

        kept, gone = [
            await storage.find_file(files.file_key(assignment_id, UserId("ana"), one)) for one in (used, unused)
        ]
        assert (kept is not None, gone) == (True, None)

    async def test_files_of_what_is_never_paid(self, world: World, storage: Storage) -> None:
        """They outlive the order by a week, in which late money may come, and no longer: an order costs nothing."""
        await set_up_assignments(world)
        made = (await buy_service_as(world)).body["assignment_id"]
        upload_id = await upload_file(world, made, ANA)
        await world.call(add_brief_file, {"assignment_id": made, "upload_id": upload_id, "file_name": "CV"}, as_=ANA)
        await world.call(cancel_order, {"order_id": made}, as_=ANA)
        await world.deliver()
        found = []

        for days in (6, 1):
            world.later(days=days)
            await deliver_due_jobs(world)
            found.append(await storage.find_file(files.file_key(AssignmentId(made), UserId("ana"), upload_id)))

        assert [file is not None for file in found] == [True, False]

    async def test_when_uploads_are_refused(self, world: World, storage: Storage) -> None:
        """Customers add nothing after a delivery, nor more than ten files; strangers nothing at all."""
        assignment_id = await start_assignment(world)
        wish = {"assignment_id": assignment_id, "content_type": "application/pdf", "bytes": 7}
        many = tuple(a_file(f"file-{number}") for number in range(10))
        found = await load_assignment(world, assignment_id)
        await world.put_documents((store.assignment_ref(assignment_id), found.having(files=many)))

        full = await world.call(create_assignment_upload, wish, as_=ANA)
        strange = await world.call(create_assignment_upload, wish, as_=BUDI)
        await deliver_text(world, assignment_id)
        delivered = await world.call(create_assignment_upload, wish, as_=ANA)

        assert (full.code, strange.code) == ("too_many_assignment_files", "assignment_not_found")
        assert delivered.code == "assignment_not_open"


class TestSuspension:
    """One of the two is suspended."""

    @pytest.fixture(autouse=True)
    def _accounts(self, world: World) -> None:
        """Let every account exist at the sign-in provider."""
        world.runtime.gateways.accounts = FakeAccounts()  # type: ignore[assignment]

    @pytest.mark.parametrize("uid", ["ana", "dewi"])
    async def test_before_the_delivery(self, world: World, uid: str) -> None:
        """The work ends, and the customer gets everything back."""
        assignment_id = await start_assignment(world)

        await call_successfully(world, ADMIN, "suspend_user", user_id=uid, **SPAM)
        await world.deliver()

        found = await load_assignment(world, assignment_id)
        assert (found.status, found.ended_by, found.refund) == (AssignmentStatus.CANCELLED, "system", 105_000)
        assert (await load_order(world, assignment_id)).unrefunded_amount == 0

    async def test_an_expert_whom_a_new_vetting_refuses(self, world: World) -> None:
        """What is not delivered ends with a full refund; what is delivered still waits for the customer."""
        delivered = await start_and_deliver(world)
        started = (await buy_service_as(world)).body["assignment_id"]
        await pay_assignment(world, started)
        await give_more_strikes(world, 3)

        wish = {"expert_id": "dewi", "decision": "reject", "reason": "Terlalu sering tidak hadir"}
        await call_successfully(world, ADMIN, "review_expert_application", **wish)
        await world.deliver()

        found = await load_assignment(world, started)
        assert (found.status, found.ended_by, found.refund) == (AssignmentStatus.CANCELLED, "system", 105_000)
        assert (await load_assignment(world, delivered)).status is AssignmentStatus.DELIVERED

    async def test_for_a_short_time(self, world: World) -> None:
        """A suspension that ends before the agreed day changes nothing."""
        assignment_id = await start_assignment(world)
        until = (world.now + timedelta(days=2)).isoformat()

        await call_successfully(world, ADMIN, "suspend_user", user_id="dewi", **SPAM, until=until)
        await world.deliver()

        assert (await load_assignment(world, assignment_id)).status is AssignmentStatus.IN_PROGRESS

    async def test_after_the_delivery(self, world: World) -> None:
        """What is delivered stays: the customer decides, and silence accepts."""
        assignment_id = await start_and_deliver(world)

        await call_successfully(world, ADMIN, "suspend_user", user_id="dewi", **SPAM)
        await world.deliver()
        accepted = await world.call(accept_delivery, {"assignment_id": assignment_id}, as_=ANA)

        assert accepted.body["status"] == "accepted"

    @pytest.mark.parametrize(("uid", "expected"), [("ana", "in_progress"), ("dewi", "cancelled")])
    async def test_while_a_correction_is_awaited(self, world: World, uid: str, expected: str) -> None:
        """The customer has the work, and no suspension brings the money back; an expert cannot correct any more."""
        assignment_id = await start_and_deliver(world)
        wish = {"assignment_id": assignment_id, "text": "Mohon tambahkan halaman 2."}
        await world.call(request_correction, wish, as_=ANA)

        await call_successfully(world, ADMIN, "suspend_user", user_id=uid, **SPAM)
        await world.deliver()

        assert (await load_assignment(world, assignment_id)).status == expected

    async def test_between_order_and_payment(self, world: World) -> None:
        """Unpaid, the order is cancelled; money that still comes goes back."""
        await set_up_assignments(world)
        made = (await buy_service_as(world)).body["assignment_id"]
        await pay_invoice(world, made)
        await call_successfully(world, ADMIN, "suspend_user", user_id="dewi", **SPAM)

        await deliver_invoice_callback(world, (await load_order(world, made)).id, "PAID")
        await world.deliver()

        order = await load_order(world, made)
        assert (await load_assignment(world, made)).status is AssignmentStatus.CANCELLED
        assert order.payment.paid_at is None or order.unrefunded_amount == 0


@pytest.mark.parametrize("is_accepted", [True, False])
async def test_a_full_refund_by_an_admin_ends_it(world: World, is_accepted: bool) -> None:
    """
    Also after the acceptance; a partial refund changes nothing.
    """
    assignment_id = await start_and_deliver(world)
    if is_accepted:
        await world.call(accept_delivery, {"assignment_id": assignment_id}, as_=ANA)
        await world.deliver()
    part = {"order_id": assignment_id, "amount": 5_000}
    await world.call(refund_order_by_admin, part | {"reason": "Maaf"}, as_=ADMIN)
    before = await load_assignment(world, assignment_id)

    answer = await world.call(refund_order_by_admin, {"order_id": assignment_id, "reason": "Maaf"}, as_=ADMIN)
    await world.deliver()

    after = await load_assignment(world, assignment_id)
    assert answer.status == 200
    assert before.status is (AssignmentStatus.ACCEPTED if is_accepted else AssignmentStatus.DELIVERED)
    assert (after.status, after.refund) == (AssignmentStatus.CANCELLED, 100_000)
    assert [outcome for outcome, *_ in list_ends(world)] == (["accepted"] if is_accepted else ["cancelled"])


async def test_each_side_lists_its_own(world: World) -> None:
    """
    The customer what was ordered, the expert what was paid; a state can be asked for.
    """
    assignment_id = await start_and_deliver(world)
    world.later(minutes=1)
    unpaid = (await buy_service_as(world)).body["assignment_id"]

    async def ids(as_: Person, **query: Any) -> list[str]:
        found = (await world.call(list_my_assignments, query, as_=as_)).body
        return [each["assignment_id"] for each in found["items"]]

    assert await ids(ANA) == [unpaid, assignment_id]
    assert await ids(ANA, status="delivered") == [assignment_id]
    assert await ids(EXPERT, side="expert") == [assignment_id]
    assert await ids(EXPERT, side="expert", status="in_progress") == []
    assert await ids(EXPERT) == await ids(BUDI) == []


async def test_terms_are_those_of_their_day(world: World) -> None:
    """
    Other settings, another price and a deleted service change nothing of what was ordered.
    """
    assignment_id = await start_assignment(world)
    before = await load_assignment(world, assignment_id)
    await world.put_documents((ASSIGNMENT_SETTINGS.ref, AssignmentSettings(corrections=1, late_refund_days=60)))
    await call_successfully(world, EXPERT, "delete_service", service_id=SERVICE_ID)

    delivered = await deliver_text(world, assignment_id)

    after = await load_assignment(world, assignment_id)
    assert (delivered.status, after.corrections_allowed, after.refund_at) == (200, 2, before.refund_at)


def test_an_older_version_reads_a_newer_one() -> None:
    """
    A state that only a newer version knows is read as unknown, and nothing follows from silence.
    """
    stored = an_assignment().model_dump(mode="json") | {"status": "of_tomorrow", "ended_by": "robot"}

    read = read_entity(Assignment, stored)

    assert (read.status, read.ended_by, read.check_after) == (AssignmentStatus.UNKNOWN, "system", None)
