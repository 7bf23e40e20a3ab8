"""Something to download: uploaded by its expert, bought, and led to by a link that does not last."""

from datetime import UTC, datetime, timedelta
from typing import Any

from emulators.demo import checkout
from emulators.demo.expectations import eventually, expect
from emulators.demo.market import Market
from emulators.demo.telling import Story
from emulators.demo.wording import moment, rupiah


async def upload(at: Market, name: str, price: int, file: bytes) -> Any:
    """Have the expert sell *file*: saved, uploaded by a signed URL, attached; the product."""
    office, expert = at.stage.office, at.expert.headers
    saved = (await office.post("save-product", {"name": name, "kind": "ebook", "price": price}, as_=expert)).good()
    expect("whether it is on sale without a file", saved["on_sale"], False)
    wanted = {"product_id": saved["product_id"], "content_type": "application/pdf", "bytes": len(file)}
    leave = (await office.post("create-product-upload", wanted, as_=expert)).good()
    put = await at.stage.http.put(leave["url"], content=file, headers=leave["headers"])
    expect("the upload", put.status_code, 200)
    attached = {"product_id": saved["product_id"], "upload_id": leave["upload_id"], "file_name": "guide.pdf"}
    return (await office.post("attach-product-file", attached, as_=expert)).good()


async def customer_buys_it(at: Market) -> str:
    """The customer buys the e-book."""
    wanted = {"expert_id": at.expert.id, "product_id": at.product["product_id"], "buyer": at.customer.buyer}
    order = (await at.stage.office.post("buy-product", wanted, as_=at.customer.headers)).good()
    expect("the order's total", order["total"]["amount"], 52_500)
    (await _ask_for_it(at, at.customer.headers)).refused(404, "product_not_granted")
    (await at.stage.office.post("buy-product", wanted, as_=at.customer.headers)).refused(409, "product_on_order")
    await checkout.pay(at.stage.http, order["checkout_url"], channel="DANA")
    return f"Putu orders the e-book for {rupiah(52_500)}, cannot order it twice, and pays with DANA"


async def customer_downloads_it(at: Market) -> str:
    """She downloads it by a link that does not last; another customer gets none."""
    answer = await eventually(
        "the download", lambda: _ask_for_it(at, at.customer.headers), 200, of=lambda answer: answer.status
    )
    link = answer.good()
    file = (await at.stage.http.get(link["url"])).content
    expect("the file", (file[:5], len(file)), (b"%PDF-", link["bytes"]))
    lasts = moment(link["expires_at"]) - datetime.now(UTC)
    expect("whether the link ends within ten minutes", lasts < timedelta(minutes=10), True)
    (await _ask_for_it(at, at.rival.headers)).refused(404, "product_not_granted")
    return f"she downloads {link['filename']} by a link that ends soon; to Rizky there is no such product"


async def _ask_for_it(at: Market, headers: dict[str, str]) -> Any:
    return await at.stage.office.post("download-product", {"product_id": at.product["product_id"]}, as_=headers)


PRODUCTS: Story[Market] = {"An e-book": (customer_buys_it, customer_downloads_it)}
