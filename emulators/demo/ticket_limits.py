"""Steps of the story about a hoarder, who wants all seats of an event and pays for none."""

import asyncio
from collections import Counter

from emulators.demo.demo_context import DemoContext
from emulators.demo.expectations import expect_equal
from emulators.demo.function_client import FunctionResponse
from emulators.demo.story import Story
from emulators.demo.tickets import EVENT_STORY, REGULAR

ATTEMPTS = 30
UNPAID_ORDERS = 2
HOARDER_PHONE = "081299990000"


async def refuse_anonymous_hoarder(on: DemoContext) -> str:
    """Order as an anonymous account, which costs nothing to make."""
    nobody = await on.sign_in.sign_up_anonymously()
    (await on.order_tickets(REGULAR, 1, "Fajar Nugroho", as_=nobody)).require_error(403, "identity_needed")
    return "an account without e-mail address or phone number holds no seat: 403 identity_needed"


async def refuse_hoarding_account(on: DemoContext) -> str:
    """Send many orders at once from one account, each with another name, e-mail address and phone number."""
    on.hoarder = await on.sign_in.sign_up_with_role(f"fajar.{on.event_id}@example.com")
    free = (await on.get_stock())[REGULAR]
    orders = [on.order_tickets(REGULAR, 1, f"Fajar {number}", as_=on.hoarder) for number in range(ATTEMPTS)]
    held = _count_refusals(await asyncio.gather(*orders))
    on.hoarded_orders += [(order_id, on.hoarder) for order_id in held]
    expect_equal("tickets left", (await on.get_stock())[REGULAR], free - UNPAID_ORDERS)
    refused = ATTEMPTS - UNPAID_ORDERS
    return f"Fajar sends {ATTEMPTS} orders at once: {UNPAID_ORDERS} hold a seat, {refused} get 429 too_many_held"


async def refuse_hoarding_guests(on: DemoContext) -> str:
    """Send many orders at once as guests of a partner who all have one phone number."""
    free = (await on.get_stock())[REGULAR]
    orders = [on.order_tickets(REGULAR, 1, f"Tamu {number}", phone=HOARDER_PHONE) for number in range(ATTEMPTS)]
    held = _count_refusals(await asyncio.gather(*orders))
    on.hoarded_orders += [(order_id, on.front_end) for order_id in held]
    expect_equal("tickets left", (await on.get_stock())[REGULAR], free - UNPAID_ORDERS)
    return f"{ATTEMPTS} guests with one phone number count as one buyer: {UNPAID_ORDERS} orders, the rest is refused"


async def serve_other_buyers(on: DemoContext) -> str:
    """Order as another buyer while the hoarder holds seats."""
    free = (await on.get_stock())[REGULAR]
    order = (await on.order_tickets(REGULAR, 4, "Sari Wulandari")).require_success()
    expect_equal("tickets left", (await on.get_stock())[REGULAR], free - 4)
    (await on.functions.post("cancel-order", {"order_id": order["order_id"]}, as_=on.front_end)).require_success()
    return f"{free} seats are left for everybody else, and Sari gets four"


async def release_hoarded_seats(on: DemoContext) -> str:
    """Cancel what the hoarder holds, and check that the limit counts no cancelled order."""
    free = (await on.get_stock())[REGULAR]
    for order_id, owner in on.hoarded_orders:
        (await on.functions.post("cancel-order", {"order_id": order_id}, as_=owner)).require_success()
    expect_equal("tickets left", (await on.get_stock())[REGULAR], free + 2 * UNPAID_ORDERS)
    again = (await on.order_tickets(REGULAR, 1, "Fajar Nugroho", as_=on.hoarder)).require_success()
    (await on.functions.post("cancel-order", {"order_id": again["order_id"]}, as_=on.hoarder)).require_success()
    return "Fajar cancels them: the seats are free at once, and Fajar may order again"


HOARDER_STORY = Story(
    "A hoarder who is refused",
    (
        refuse_anonymous_hoarder,
        refuse_hoarding_account,
        refuse_hoarding_guests,
        serve_other_buyers,
        release_hoarded_seats,
    ),
    requires=(EVENT_STORY,),
)


def _count_refusals(answers: list[FunctionResponse]) -> list[str]:
    """Check that the limit let two orders pass and refused all others, and return the ids of the two."""
    told = Counter((answer.status, answer.code) for answer in answers)
    expected = {(200, None): UNPAID_ORDERS, (429, "too_many_held"): ATTEMPTS - UNPAID_ORDERS}
    expect_equal("the answers", dict(told), expected)
    return [answer.body["order_id"] for answer in answers if answer.status == 200]
