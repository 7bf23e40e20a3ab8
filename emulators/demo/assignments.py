"""Steps of the story of a service without a meeting, from the order to the silence that accepts the delivery."""

from datetime import datetime, timedelta
from typing import Any

from emulators.demo import checkout
from emulators.demo.expectations import expect_equal, poll_until_equal
from emulators.demo.experts import EXPERT_STORY
from emulators.demo.formats import format_rupiah, parse_moment
from emulators.demo.marketplace_context import DemoPerson, MarketplaceContext
from emulators.demo.story import Story

WRITTEN = "Resume review"
RESUME = b"%PDF-1.7\n% The resume of Putu Ayu.\n%%EOF\n"


async def buy_written_service(at: MarketplaceContext) -> str:
    """Offer a service without a meeting as the expert, order it as the customer with a file, and pay."""
    offer = {"name": WRITTEN, "kind": "chat", "minutes": 0, "delivery_days": 2, "price": 100_000}
    saved = (await at.functions.post("save-service", offer, as_=at.expert.headers)).require_success()
    wish = {
        "expert_id": at.expert.id,
        "service_id": saved["service_id"],
        "brief": "Please review my resume for a role in product.",
        "buyer": at.customer.buyer,
    }
    bought = await at.functions.post("buy-service", wish, as_=at.customer.headers, key=f"{at.event_id}-written")
    at.assignment = bought.require_success()
    await _add_resume(at)
    await checkout.pay_at_checkout(at.http, at.assignment["checkout_url"], channel="QRIS")
    await _wait_for_status(at, "in_progress")
    total = format_rupiah(at.assignment["total"]["amount"])
    return f"Maya offers a review of a resume within two days; Putu orders it with a file and pays {total}"


async def remind_of_delivery(at: MarketplaceContext) -> str:
    """Let a day pass, and check that the expert is reminded; a stranger sees nothing of it all."""
    due_at = await _move_clock_before(at, timedelta(days=1))
    await at.control.run_schedule("relay-outbox")
    mail = await _wait_for_mail(at, at.expert, "Pengingat: kirim")
    (await _act(at, at.rival, "accept-delivery")).require_error(404, "assignment_not_found")
    return f"a day before {due_at:%H:%M} Maya is reminded: “{mail['subject'][:34]}…”; Rizky finds nothing: 404"


async def deliver_and_correct(at: MarketplaceContext) -> str:
    """Deliver as the expert, ask for a correction as the customer, and deliver again."""
    await _deliver(at, "Lead with what you have shipped.")
    (await _act(at, at.customer, "request-correction", text="What about page 2?")).require_success()
    await _deliver(at, "Page 2 can go.")
    seen = await _wait_for_status(at, "delivered")
    expect_equal("deliveries, and corrections left", (len(seen["deliveries"]), seen["corrections_left"]), (2, 1))
    return "Maya delivers, Putu asks for a correction, and Maya delivers again"


async def accept_by_silence(at: MarketplaceContext) -> str:
    """Say nothing as the customer: after a reminder the delivery counts as accepted, and the expert has earned."""
    await _move_clock_before(at, timedelta(days=1))
    await at.control.run_schedule("relay-outbox")
    await _wait_for_mail(at, at.customer, "Pengingat: periksa")
    await _move_clock_before(at, timedelta(0))
    await at.control.run_schedule("advance-assignments")
    await _wait_for_status(at, "accepted")
    listed = await at.functions.get("list-my-transactions", as_=at.expert.headers, kind="assignment")
    (sold,) = listed.require_success()["items"]
    expect_equal(
        "Maya's income, and our fee", (sold["income"]["amount"], sold["platform_fee"]["amount"]), (100_000, 5_000)
    )
    await at.move_clock(None)
    return f"Putu says nothing, is reminded, and silence accepts: Maya has earned {format_rupiah(100_000)}"


ASSIGNMENT_STORY = Story(
    "A service without a meeting",
    (buy_written_service, remind_of_delivery, deliver_and_correct, accept_by_silence),
    requires=(EXPERT_STORY,),
)


async def _add_resume(at: MarketplaceContext) -> None:
    file = {"content_type": "application/pdf", "bytes": len(RESUME)}
    upload = (await _act(at, at.customer, "create-assignment-upload", **file)).require_success()
    put = await at.http.put(upload["url"], content=RESUME, headers=upload["headers"])
    expect_equal("the upload", put.status_code, 200)
    named = {"upload_id": upload["upload_id"], "file_name": "resume.pdf"}
    (await _act(at, at.customer, "add-brief-file", **named)).require_success()


async def _act(at: MarketplaceContext, who: DemoPerson, function: str, **told: Any) -> Any:
    return await at.functions.post(function, {"assignment_id": _id(at), **told}, as_=who.headers)


async def _deliver(at: MarketplaceContext, text: str) -> None:
    body = {"assignment_id": _id(at), "text": text}
    (
        await at.functions.post("deliver-assignment", body, as_=at.expert.headers, key=f"{_id(at)}-{text[:4]}")
    ).require_success()


async def _get_assignment(at: MarketplaceContext) -> dict[str, Any]:
    found = await at.functions.get("get-assignment", as_=at.customer.headers, assignment_id=_id(at))
    seen: dict[str, Any] = found.require_success()
    return seen


async def _wait_for_status(at: MarketplaceContext, status: str) -> dict[str, Any]:
    return await poll_until_equal("the assignment", lambda: _get_assignment(at), status, of=lambda seen: seen["status"])


async def _move_clock_before(at: MarketplaceContext, lead: timedelta) -> datetime:
    """Move the clock to a time before the end of the present step, and return that end."""
    end = parse_moment((await _get_assignment(at))["next_step"]["at"])
    # A run of a schedule is told whole seconds.
    await at.move_clock(end - lead + timedelta(seconds=1))
    return end


async def _wait_for_mail(at: MarketplaceContext, to: DemoPerson, subject: str) -> dict[str, Any]:
    found = await poll_until_equal(
        f"mails to {to.name}: {subject}", lambda: at.inbox.list_mails_to(to.email, subject), 1, of=len
    )
    mail: dict[str, Any] = found[0]
    return mail


def _id(at: MarketplaceContext) -> str:
    assignment_id: str = at.assignment["assignment_id"]
    return assignment_id
