"""Steps of the product story: purchase and download of an e-book."""

from datetime import UTC, datetime, timedelta
from typing import Any

from emulators.demo import checkout
from emulators.demo.expectations import expect_equal, poll_until_equal
from emulators.demo.experts import EXPERT_STORY
from emulators.demo.formats import format_rupiah, parse_moment
from emulators.demo.marketplace_context import MarketplaceContext
from emulators.demo.story import Story


async def buy_product(at: MarketplaceContext) -> str:
    """Buy the e-book as the customer."""
    wanted = {"expert_id": at.expert.id, "product_id": at.product["product_id"], "buyer": at.customer.buyer}
    order = (await at.functions.post("buy-product", wanted, as_=at.customer.headers)).require_success()
    expect_equal("the order's total", order["total"]["amount"], 52_500)
    (await _request_download(at, at.customer.headers)).require_error(404, "product_not_granted")
    (await at.functions.post("buy-product", wanted, as_=at.customer.headers)).require_error(409, "product_on_order")
    await checkout.pay_at_checkout(at.http, order["checkout_url"], channel="DANA")
    return f"Putu orders the e-book for {format_rupiah(52_500)}, cannot order it twice, and pays with DANA"


async def download_product(at: MarketplaceContext) -> str:
    """Download the e-book by a signed URL, and check that another customer cannot."""
    answer = await poll_until_equal(
        "the download", lambda: _request_download(at, at.customer.headers), 200, of=lambda answer: answer.status
    )
    link = answer.require_success()
    file = (await at.http.get(link["url"])).content
    expect_equal("the file", (file[:5], len(file)), (b"%PDF-", link["bytes"]))
    lasts = parse_moment(link["expires_at"]) - datetime.now(UTC)
    expect_equal("link that expires within ten minutes", lasts < timedelta(minutes=10), True)
    (await _request_download(at, at.rival.headers)).require_error(404, "product_not_granted")
    return f"she downloads {link['filename']} by a link that expires soon; Rizky gets 404"


async def _request_download(at: MarketplaceContext, headers: dict[str, str]) -> Any:
    return await at.functions.post("download-product", {"product_id": at.product["product_id"]}, as_=headers)


PRODUCT_STORY = Story("An e-book", (buy_product, download_product), requires=(EXPERT_STORY,))
