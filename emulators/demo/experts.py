"""The market opens: an expert applies, is accepted, and says what she offers and when."""

from emulators.demo.expectations import expect
from emulators.demo.market import CHAT, MOCK, VIDEO, Market
from emulators.demo.products import upload
from emulators.demo.telling import Story
from emulators.demo.wording import rupiah

FILE = b"%PDF-1.7\n% A guide to interviews for product managers.\n%%EOF\n"


async def admin_opens_the_pool(at: Market) -> str:
    """The admin puts a meeting link into the pool."""
    await at.bring_admin()
    return "Citra puts a meeting link into the pool, for whoever meets next"


async def expert_applies(at: Market) -> str:
    """A product manager registers and applies with her profile."""
    await at.join("Maya Kusuma")
    asked = await at.apply()
    expect("the application", asked["status"], "applied")
    (await at.stage.office.post("save-hours", {}, as_=at.expert.headers)).refused(403, "forbidden")
    return f"Maya signs in, registers and applies with her profile; her page will be /{at.slug}"


async def admin_accepts_her(at: Market) -> str:
    """The admin accepts her; her next token carries the role of an expert."""
    waiting = (await at.stage.office.get("list-expert-applications", as_=at.admin)).good()["items"]
    expect("who waits for an answer", at.expert.id in {each["expert_id"] for each in waiting}, True)
    await at.accept()
    mail = await at.mail(at.expert, at.expert.id, "Selamat datang")
    return f"Citra accepts her: her next token says role=expert, and “{mail['subject'][:38]}…” is in her inbox"


async def expert_says_what_she_offers(at: Market) -> str:
    """The expert sets her hours and three services."""
    await at.offer()
    prices = ", ".join(f"{name} {rupiah(at.services[name]['price']['amount'])}" for name in (CHAT, VIDEO, MOCK))
    return f"she works every day from 9 to 17 and offers {prices}; the talk only if she approves"


async def expert_uploads_a_guide(at: Market) -> str:
    """The expert sells an e-book, whose file goes straight to the storage."""
    at.product = await upload(at, "PM Interview Guide", 50_000, FILE)
    expect("whether it is on sale", (at.product["on_sale"], at.product["file_bytes"]), (True, len(FILE)))
    return f"she uploads an e-book by a signed URL, and sells it for {rupiah(50_000)}"


EXPERTS: Story[Market] = {
    "An expert opens her page": (
        admin_opens_the_pool,
        expert_applies,
        admin_accepts_her,
        expert_says_what_she_offers,
        expert_uploads_a_guide,
    ),
}
