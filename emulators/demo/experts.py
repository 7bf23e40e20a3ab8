"""Steps of the expert story: application, acceptance, services and a product."""

from emulators.demo.expectations import expect_equal
from emulators.demo.formats import format_rupiah
from emulators.demo.marketplace_context import CHAT, MOCK, VIDEO, MarketplaceContext
from emulators.demo.story import Story

GUIDE_FILE = b"%PDF-1.7\n% A guide to interviews for product managers.\n%%EOF\n"


async def add_meeting_link(at: MarketplaceContext) -> str:
    """Add a meeting link to the pool as the admin."""
    await at.sign_in_admin()
    await at.add_meeting_link()
    return "Citra adds a meeting link to the pool for online sessions"


async def submit_expert_application(at: MarketplaceContext) -> str:
    """Register a product manager and submit her application as an expert."""
    await at.register_person("Maya Kusuma")
    asked = await at.apply_as_expert()
    expect_equal("the application", asked["status"], "applied")
    (await at.functions.post("save-hours", {}, as_=at.expert.headers)).require_error(403, "forbidden")
    return f"Maya signs in, registers and applies with her profile; her page will be /{at.slug}"


async def accept_expert_application(at: MarketplaceContext) -> str:
    """Accept the application as the admin, and check the role in the expert's next token."""
    waiting = (await at.functions.get("list-expert-applications", as_=at.admin)).require_success()["items"]
    expect_equal("her application in the admin's list", at.expert.id in {each["expert_id"] for each in waiting}, True)
    await at.accept_expert()
    mail = await at.wait_for_mail(at.expert, at.expert.id, "Selamat datang")
    return f"Citra accepts her: her next token says role=expert, and “{mail['subject'][:38]}…” is in her inbox"


async def save_expert_services(at: MarketplaceContext) -> str:
    """Save the expert's hours and three services."""
    await at.save_services()
    prices = ", ".join(f"{name} {format_rupiah(at.services[name]['price']['amount'])}" for name in (CHAT, VIDEO, MOCK))
    return f"she works every day from 9 to 17 and offers {prices}; she must approve {VIDEO} bookings"


async def upload_guide(at: MarketplaceContext) -> str:
    """Upload an e-book to object storage as the expert, and offer it for sale."""
    expert, product = at.expert.headers, {"name": "PM Interview Guide", "kind": "ebook", "price": 50_000}
    saved = (await at.functions.post("save-product", product, as_=expert)).require_success()
    expect_equal("product on sale without a file", saved["on_sale"], False)
    file = {"product_id": saved["product_id"], "content_type": "application/pdf", "bytes": len(GUIDE_FILE)}
    upload = (await at.functions.post("create-product-upload", file, as_=expert)).require_success()
    put = await at.http.put(upload["url"], content=GUIDE_FILE, headers=upload["headers"])
    expect_equal("the upload", put.status_code, 200)
    attached = {"product_id": saved["product_id"], "upload_id": upload["upload_id"], "file_name": "guide.pdf"}
    at.product = (await at.functions.post("attach-product-file", attached, as_=expert)).require_success()
    expect_equal(
        "product on sale, and size of its file",
        (at.product["on_sale"], at.product["file_bytes"]),
        (True, len(GUIDE_FILE)),
    )
    return f"she uploads an e-book by a signed URL and sells it for {format_rupiah(50_000)}"


async def register_customers(at: MarketplaceContext) -> str:
    """Register two customers, one of them in another time zone."""
    await at.register_person("Putu Ayu", zone="Asia/Makassar")
    await at.register_person("Rizky Pratama")
    return "Putu, in Bali, and Rizky, in Jakarta, sign up as customers"


EXPERT_STORY = Story(
    "An expert opens her page",
    (
        add_meeting_link,
        submit_expert_application,
        accept_expert_application,
        save_expert_services,
        upload_guide,
        register_customers,
    ),
)
