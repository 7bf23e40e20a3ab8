"""Cases of the catalogue: products, their files, and their sale."""

from datetime import datetime

from shared.catalogue import grants
from shared.catalogue.grants import Grant
from shared.kernel.ids import OrderId, ProductId, UserId
from tests.builders import BUYER, NOON
from tests.cases import Example, MeasuredCall, call_function, case, paged_rows, push_event
from tests.catalogue.builders import DEWI, PRODUCT_BODY
from tests.catalogue.examples import COURSE, PRODUCT, PRODUCT_ON_SALE
from tests.catalogue.steps import PRODUCT_ID, add_expert_with_services, add_product, buy_and_pay_product, use_fake_files
from tests.world import ANA, EXPERT, World


@case(
    "buy_product",
    who=("customer", "expert"),
    example=Example(
        request={
            "expert_id": "Zx3k9QmT1bV7cR5nW2pL",
            "product_id": "Qw8r2TyU4iO6pA9sD1fG",
            "buyer": {"full_name": "Sari Wulandari", "email": "sari@example.com", "phone": "081234567890"},
        },
        response={
            "order_id": "BE-20261126-ACD346",
            "status": "PENDING",
            "payment_status": "PENDING",
            "items": [
                {
                    "kind": "product",
                    "product": "Zx3k9QmT1bV7cR5nW2pL/Qw8r2TyU4iO6pA9sD1fG",
                    "picture_url": None,
                    "name": "A CV that works",
                    "quantity": 1,
                    "unit_price": 80000,
                    "amount": 80000,
                }
            ],
            "subtotal": 80000,
            "admin_fee": 4000,
            "total": {"amount": 84000, "currency": "IDR"},
            "checkout_url": "https://checkout.xendit.co/web/6566f1c2a7d3b80f4e21c9aa",
            "created_at": "2026-11-26T05:00:00Z",
            "pay_before": "2026-11-29T05:00:00Z",
            "payment_methods": [],
            "paid_at": None,
            "channel": None,
            "refunds": [],
        },
    ),
)
async def _buy_product(world: World) -> MeasuredCall:
    await add_product(world)
    return call_function(world, "buy_product", {"expert_id": DEWI, "product_id": PRODUCT_ID, "buyer": BUYER}, ANA)


@case("grant_product_when_order_paid", who="internal")
async def _grant_product_when_order_paid(world: World) -> MeasuredCall:
    await add_product(world)
    made = await (await _buy_product(world))()
    payload = {"order_id": made.body["order_id"], "paid_at": NOON.isoformat()}
    return push_event(world, "grant_product_when_order_paid", "OrderPaid", **payload)


@case(
    "download_product",
    who=("customer", "expert"),
    example=Example(
        request={"product_id": "Qw8r2TyU4iO6pA9sD1fG"},
        response={
            "part_id": "file",
            "title": "A CV that works",
            "kind": "file",
            "url": "https://storage.googleapis.com/temani-files/products/Qw8r2TyU4iO6pA9sD1fG?X-Amz-Expires=300",
            "filename": "A CV that works.pdf",
            "bytes": 1840233,
            "expires_at": "2026-11-26T05:05:00Z",
            "parts": [{"part_id": "file", "title": "A CV that works", "kind": "file", "bytes": 1840233}],
        },
    ),
)
async def _download_product(world: World) -> MeasuredCall:
    await add_product(world)
    await buy_and_pay_product(world)
    return call_function(world, "download_product", {"product_id": PRODUCT_ID}, ANA)


@case(
    "list_my_products",
    who=("customer", "expert"),
    example=Example(
        request={"limit": 20},
        response={
            "items": [
                {
                    "product_id": "Qw8r2TyU4iO6pA9sD1fG",
                    "expert_id": "Zx3k9QmT1bV7cR5nW2pL",
                    "name": "A CV that works",
                    "kind": "ebook",
                    "order_id": "BE-20261126-ACD346",
                    "granted_at": "2026-11-26T05:03:41Z",
                    "can_download": True,
                    "revoked_at": None,
                    "downloads": 2,
                }
            ],
            "next_cursor": None,
        },
    ),
)
async def _list_my_products(world: World) -> MeasuredCall:
    await add_product(world)
    await buy_and_pay_product(world)
    return call_function(world, "list_my_products", {}, ANA)


@paged_rows("list_my_products", id="product_id", person=ANA)
async def _add_owned_product_row(world: World, number: int, at: datetime) -> None:
    grant = Grant(
        customer=UserId(ANA.uid),
        expert=DEWI,
        product=ProductId(f"guide-{number}"),
        order=OrderId(f"BE-20261126-A{number:05d}"),
        name="Guide",
        kind="ebook",
        granted_at=at,
    )
    await world.put_documents((grants.grant_ref(grant.customer, grant.product), grant))


@case("revoke_product_when_order_refunded", who="internal")
async def _revoke_product_when_order_refunded(world: World) -> MeasuredCall:
    await add_product(world)
    payload = {"order_id": await buy_and_pay_product(world), "amount": 84_000, "refunded_at": NOON.isoformat()}
    return push_event(world, "revoke_product_when_order_refunded", "OrderRefunded", **payload)


_UPLOAD = {"product_id": "guide", "content_type": "application/pdf", "bytes": 7}


@case(
    "save_product",
    who="expert",
    example=Example(
        request={
            "name": "PM Interview Guide",
            "kind": "ebook",
            "price": 50000,
        },
        response=PRODUCT,
    ),
)
async def _save_product(world: World) -> MeasuredCall:
    await add_expert_with_services(world)
    return call_function(world, "save_product", PRODUCT_BODY, EXPERT)


@case(
    "create_product_upload",
    who="expert",
    example=Example(
        request={"product_id": "Hh7iI8jJ9kK0lL1mM2nN", "content_type": "application/pdf", "bytes": 2097152},
        response={
            "upload_id": "Zx3k9QmT1bV7cR5nW2pL",
            "url": "https://storage.googleapis.com/temani-files/products/Qw8r2TyU4iO6pA9sD1fG/Hh7iI8jJ9kK0lL1mM2nN/Zx3k9QmT1bV7cR5nW2pL?X-Amz-Expires=900",
            "headers": {"content-type": "application/pdf", "content-length": "2097152"},
            "expires_at": "2026-11-26T05:15:00Z",
        },
    ),
)
async def _create_product_upload(world: World) -> MeasuredCall:
    await add_expert_with_services(world)
    return call_function(world, "create_product_upload", _UPLOAD, EXPERT)


@case(
    "attach_product_file",
    who="expert",
    example=Example(
        request={
            "product_id": "Hh7iI8jJ9kK0lL1mM2nN",
            "upload_id": "Zx3k9QmT1bV7cR5nW2pL",
            "file_name": "pm-interview-guide.pdf",
        },
        response=PRODUCT_ON_SALE,
    ),
)
async def _attach_product_file(world: World) -> MeasuredCall:
    await add_expert_with_services(world)
    use_fake_files(world, "application/pdf")
    body = {"product_id": "guide", "upload_id": "a-file", "file_name": "guide.pdf"}
    return call_function(world, "attach_product_file", body, EXPERT)


@case(
    "attach_product_link",
    who="expert",
    example=Example(
        request={
            "product_id": "Hh7iI8jJ9kK0lL1mM2nN",
            "link": "https://drive.google.com/drive/folders/1a2b3c",
            "title": "Recordings",
        },
        response=COURSE,
    ),
)
async def _attach_product_link(world: World) -> MeasuredCall:
    await add_product(world)
    body = {"product_id": PRODUCT_ID, "link": "https://drive.google.com/drive/folders/1a2b3c", "title": "Recordings"}
    return call_function(world, "attach_product_link", body, EXPERT)


@case(
    "arrange_product_parts",
    who="expert",
    example=Example(
        request={
            "product_id": "Hh7iI8jJ9kK0lL1mM2nN",
            "parts": [{"part_id": "file"}, {"part_id": "Vv1wW2xX3yY4zZ5aA6bB", "title": "Recordings"}],
        },
        response=COURSE,
    ),
)
async def _arrange_product_parts(world: World) -> MeasuredCall:
    await add_product(world)
    body = {"product_id": PRODUCT_ID, "parts": [{"part_id": "file", "title": "All of it"}]}
    return call_function(world, "arrange_product_parts", body, EXPERT)


@case(
    "delete_product",
    who="expert",
    example=Example(request={"product_id": "Hh7iI8jJ9kK0lL1mM2nN"}, response=PRODUCT_ON_SALE),
)
async def _delete_product(world: World) -> MeasuredCall:
    await add_product(world)
    return call_function(world, "delete_product", {"product_id": PRODUCT_ID}, EXPERT)


@case(
    "create_thumbnail_upload",
    who="expert",
    example=Example(
        request={"product_id": "Hh7iI8jJ9kK0lL1mM2nN", "content_type": "image/jpeg", "bytes": 184320},
        response={
            "upload_id": "Zx3k9QmT1bV7cR5nW2pL",
            "url": "https://storage.googleapis.com/temani-files/uncleaned/thumbnails/Qw8r2TyU4iO6pA9sD1fG/Hh7iI8jJ9kK0lL1mM2nN/Zx3k9QmT1bV7cR5nW2pL?X-Amz-Expires=900",
            "headers": {"content-type": "image/jpeg", "content-length": "184320"},
            "expires_at": "2026-11-26T05:15:00Z",
        },
    ),
)
async def _create_thumbnail_upload(world: World) -> MeasuredCall:
    await add_product(world)
    body = {"product_id": PRODUCT_ID, "content_type": "image/png", "bytes": 7}
    return call_function(world, "create_thumbnail_upload", body, EXPERT)


@case(
    "set_product_thumbnail",
    who="expert",
    example=Example(
        request={"product_id": "Hh7iI8jJ9kK0lL1mM2nN", "upload_id": "Zx3k9QmT1bV7cR5nW2pL"},
        response=PRODUCT_ON_SALE
        | {
            "thumbnail_url": "https://storage.googleapis.com/temani-files/public/thumbnails/Qw8r2TyU4iO6pA9sD1fG/Hh7iI8jJ9kK0lL1mM2nN/clean-Zx3k9QmT1bV7cR5nW2pL"
        },
    ),
)
async def _set_product_thumbnail(world: World) -> MeasuredCall:
    await add_product(world)
    use_fake_files(world, "image/png")
    return call_function(world, "set_product_thumbnail", {"product_id": PRODUCT_ID, "upload_id": "a-picture"}, EXPERT)
