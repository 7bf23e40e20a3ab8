"""The market opens: an expert applies, is accepted, and says what she offers and when."""

from emulators.demo.expectations import expect_equal
from emulators.demo.formats import format_rupiah
from emulators.demo.marketplace_context import CHAT, MOCK, VIDEO, MarketplaceContext
from emulators.demo.products import upload_product
from emulators.demo.step_reporter import Scenario

GUIDE_FILE = b"%PDF-1.7\n% A guide to interviews for product managers.\n%%EOF\n"


async def add_meeting_link(at: MarketplaceContext) -> str:
    """The admin puts a meeting link into the pool."""
    await at.sign_in_admin()
    await at.add_meeting_link()
    return "Citra puts a meeting link into the pool, for whoever meets next"


async def submit_expert_application(at: MarketplaceContext) -> str:
    """A product manager registers and applies with her profile."""
    await at.register_person("Maya Kusuma")
    asked = await at.apply_as_expert()
    expect_equal("the application", asked["status"], "applied")
    (await at.functions.post("save-hours", {}, as_=at.expert.headers)).require_error(403, "forbidden")
    return f"Maya signs in, registers and applies with her profile; her page will be /{at.slug}"


async def accept_expert_application(at: MarketplaceContext) -> str:
    """The admin accepts her; her next token carries the role of an expert."""
    waiting = (await at.functions.get("list-expert-applications", as_=at.admin)).require_success()["items"]
    expect_equal("who waits for an answer", at.expert.id in {each["expert_id"] for each in waiting}, True)
    await at.accept_expert()
    mail = await at.wait_for_mail(at.expert, at.expert.id, "Selamat datang")
    return f"Citra accepts her: her next token says role=expert, and “{mail['subject'][:38]}…” is in her inbox"


async def save_expert_services(at: MarketplaceContext) -> str:
    """The expert sets her hours and three services."""
    await at.save_services()
    prices = ", ".join(f"{name} {format_rupiah(at.services[name]['price']['amount'])}" for name in (CHAT, VIDEO, MOCK))
    return f"she works every day from 9 to 17 and offers {prices}; the talk only if she approves"


async def upload_guide(at: MarketplaceContext) -> str:
    """The expert sells an e-book, whose file goes straight to the storage."""
    at.product = await upload_product(at, "PM Interview Guide", 50_000, GUIDE_FILE)
    expect_equal("whether it is on sale", (at.product["on_sale"], at.product["file_bytes"]), (True, len(GUIDE_FILE)))
    return f"she uploads an e-book by a signed URL, and sells it for {format_rupiah(50_000)}"


EXPERT_SCENARIO: Scenario[MarketplaceContext] = {
    "An expert opens her page": (
        add_meeting_link,
        submit_expert_application,
        accept_expert_application,
        save_expert_services,
        upload_guide,
    ),
}
