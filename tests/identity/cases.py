"""Cases of identity."""

from datetime import datetime, timedelta

from functions.identity.register_user import register_user
from shared.identity import store
from shared.identity.jobs import EmailVerificationLink
from shared.identity.models import User
from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork
from shared.orders import store as orders
from shared.orders.models import OrderStatus
from tests.builders import NOON, a_partner_key, put_tickets_on_sale
from tests.cases import Example, MeasuredCall, call_function, case, deliver_job, paged_rows, push_event
from tests.catalogue.builders import apply_as, decide_application
from tests.catalogue.fakes import FakeAccounts
from tests.catalogue.steps import add_expert_with_services, use_fake_files
from tests.identity.steps import request_verification_link
from tests.orders.builders import an_open_order
from tests.world import ADMIN, ANA, EXPERT, NOBODY, World

_KEY = {
    "key_id": "3d6f0a7f2c1e4b5a9a553d2f0f7c6b1a8e9d7c6b5a4f3e2d1c0b9a8f7e6d5c4b",
    "partner_id": "tedx-front-end",
    "name": "Website, production",
    "scopes": ["tickets.read", "tickets.sell"],
    "event_ids": ["tedx-bandung-2026"],
    "vouched_daily": 0,
    "hint": "tmn_k3V9wQ",
    "created_at": "2026-10-20T03:12:00Z",
    "revoked_at": None,
}
_TOKEN = "eyJraW5kIjoiYWNjb3VudCJ9.pRb1yYpEwU0wqN8oZ9mQ0c3dS7tVhXkL2fGjB4nM6aE"
_ACCOUNT = {
    "user_id": "Zx3k9QmT1bV7cR5nW2pL",
    "role": "customer",
    "full_name": "Ana Wijaya",
    "proposed_name": None,
    "photo_url": "https://storage.googleapis.com/temani-files/public/photos/3f9a1c7e5b2d48860e1f4a7c9d3b6f2081c5e7a4",
    "city": "Bandung",
    "interests": ["Product management", "Public speaking"],
    "goals": "Move from engineering to product within a year.",
    "email": "ana@example.com",
    "email_verified": True,
    "phone": "+6281234567890",
    "phone_verified": True,
    "zone": "Asia/Jakarta",
    "locale": "id",
    "anonymous": False,
    "status": "active",
    "suspended_until": None,
    "suspension_reason": None,
    "created_at": "2026-11-20T03:12:00Z",
}


@case(
    "create_partner_key",
    who="admin",
    example=Example(
        request={
            "partner_id": "tedx-front-end",
            "name": "Website, production",
            "scopes": ["tickets.read", "tickets.sell"],
            "event_ids": ["tedx-bandung-2026"],
        },
        response={
            "key_id": "3d6f0a7f2c1e4b5a9a553d2f0f7c6b1a8e9d7c6b5a4f3e2d1c0b9a8f7e6d5c4b",
            "partner_id": "tedx-front-end",
            "name": "Website, production",
            "scopes": ["tickets.read", "tickets.sell"],
            "event_ids": ["tedx-bandung-2026"],
            "vouched_daily": 0,
            "hint": "tmn_k3V9wQ",
            "created_at": "2026-10-20T03:12:00Z",
            "revoked_at": None,
            "key": "tmn_k3V9wQ0example0key0shown0only0this0once00",
        },
    ),
)
async def _create_partner_key(world: World) -> MeasuredCall:
    body = {"partner_id": "front-end", "name": "Shop", "scopes": ["tickets.sell"]}
    return call_function(world, "create_partner_key", body, ADMIN)


@case(
    "list_partner_keys",
    who="admin",
    example=Example(request={"limit": 50}, response={"items": [_KEY], "next_cursor": None}),
)
async def _list_partner_keys(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    return call_function(world, "list_partner_keys", {}, ADMIN)


@case(
    "revoke_partner_key",
    who="admin",
    example=Example(
        request={"key_id": "3d6f0a7f2c1e4b5a9a553d2f0f7c6b1a8e9d7c6b5a4f3e2d1c0b9a8f7e6d5c4b"},
        response={**_KEY, "revoked_at": "2026-12-13T04:00:00Z"},
    ),
)
async def _revoke_partner_key(world: World) -> MeasuredCall:
    made = await (await _create_partner_key(world))()
    return call_function(world, "revoke_partner_key", {"key_id": made.body["key_id"]}, ADMIN)


@case(
    "register_user",
    who=("customer", "expert", "admin"),
    example=Example(
        request={
            "full_name": "Ana Wijaya",
            "email": "ana@example.com",
            "phone": "+6281234567890",
            "zone": "Asia/Jakarta",
            "locale": "id",
        },
        response={**_ACCOUNT, "photo_url": None, "city": "", "interests": [], "goals": ""},
    ),
)
async def _register_user(world: World) -> MeasuredCall:
    return call_function(world, "register_user", {"full_name": "Ana Wijaya", "email": "ana@example.com"}, ANA)


@case("get_my_account", who=("customer", "expert", "admin"), example=Example(response=_ACCOUNT))
async def _get_my_account(world: World) -> MeasuredCall:
    await world.call(register_user, {"full_name": "Ana Wijaya"}, as_=ANA)
    return call_function(world, "get_my_account", None, ANA)


@case(
    "update_my_account",
    who=("customer", "expert", "admin"),
    example=Example(
        request={"zone": "Asia/Makassar", "interests": ["Product management", "Public speaking"]},
        response={**_ACCOUNT, "zone": "Asia/Makassar"},
    ),
)
async def _update_my_account(world: World) -> MeasuredCall:
    await world.call(register_user, {"full_name": "Ana Wijaya"}, as_=ANA)
    return call_function(world, "update_my_account", {"zone": "Asia/Makassar"}, ANA)


@case(
    "create_photo_upload",
    who=("customer", "expert", "admin"),
    example=Example(
        request={"content_type": "image/jpeg", "bytes": 184320},
        response={
            "upload_id": "Zx3k9QmT1bV7cR5nW2pL",
            "url": "https://storage.googleapis.com/temani-files/uncleaned/photos/Qw8r2TyU4iO6pA9sD1fG/Zx3k9QmT1bV7cR5nW2pL?X-Amz-Expires=900",
            "headers": {"content-type": "image/jpeg", "content-length": "184320"},
            "expires_at": "2026-11-26T05:15:00Z",
        },
    ),
)
async def _create_photo_upload(world: World) -> MeasuredCall:
    await add_expert_with_services(world)
    return call_function(world, "create_photo_upload", {"content_type": "image/png", "bytes": 7}, EXPERT)


@case(
    "set_my_photo",
    who=("customer", "expert", "admin"),
    example=Example(request={"upload_id": "Zx3k9QmT1bV7cR5nW2pL"}, response=_ACCOUNT),
)
async def _set_my_photo(world: World) -> MeasuredCall:
    await add_expert_with_services(world)
    use_fake_files(world, "image/png")
    return call_function(world, "set_my_photo", {"upload_id": "a-photo"}, EXPERT)


@case(
    "request_email_verification",
    who=("customer", "expert", "admin"),
    example=Example(
        response={
            "email": "ana@example.com",
            "email_verified": False,
            "sent_at": "2026-11-26T05:00:00Z",
            "expires_at": "2026-11-27T05:00:00Z",
        }
    ),
)
async def _request_email_verification(world: World) -> MeasuredCall:
    await world.call(register_user, {"full_name": "Ana Wijaya", "email": "ana@example.com"}, as_=ANA)
    return call_function(world, "request_email_verification", None, ANA)


@case("email_verification_link", who="internal", tested_in="tests/identity/test_email_verification.py")
async def _email_verification_link(world: World) -> MeasuredCall:
    await world.call(register_user, {"full_name": "Ana Wijaya", "email": "ana@example.com"}, as_=ANA)
    person = await world.get(store.user_ref(ANA.uid))
    assert person is not None
    await world.commit(_schedule_verification, person, expires_at=world.now + timedelta(hours=1))
    return await deliver_job(world, "email_verification_link", "EmailVerificationLink")


async def _schedule_verification(uow: UnitOfWork, person: User, *, expires_at: datetime) -> None:
    job = EmailVerificationLink(user_id=person.id, email_version=person.email_version, expires_at=expires_at)
    uow.schedule(job, key="earlier")


@case(
    "show_email_confirmation",
    who="anyone",
    example=Example(request={"token": _TOKEN}),
)
async def _show_email_confirmation(world: World) -> MeasuredCall:
    token = await request_verification_link(world, ANA, "ana@example.com")
    return call_function(world, "show_email_confirmation", {"token": token}, NOBODY)


@case("confirm_email", who="anyone", example=Example(request={"token": _TOKEN}, response={"kind": "account"}))
async def _confirm_email(world: World) -> MeasuredCall:
    token = await request_verification_link(world, ANA, "ana@example.com")
    return call_function(world, "confirm_email", {"token": token}, NOBODY)


@case("record_paid_address_when_order_paid", who="internal")
async def _record_paid_address_when_order_paid(world: World) -> MeasuredCall:
    await world.call(register_user, {"full_name": "Ana Wijaya", "email": "sari@example.com"}, as_=ANA)
    payment = an_open_order().payment.having(paid_at=NOON)
    order = an_open_order(customer=UserId(ANA.uid), status=OrderStatus.PAID, payment=payment)
    await world.put_documents((orders.order_ref(order.id), order))
    told = {"order_id": order.id, "paid_at": NOON.isoformat(), "amount": order.total.amount}
    return push_event(world, "record_paid_address_when_order_paid", "OrderPaid", **told)


@case("grant_role", who="internal")
async def _grant_role(world: World) -> MeasuredCall:
    world.runtime.gateways.accounts = FakeAccounts()  # type: ignore[assignment]
    await apply_as(world, ANA)
    await decide_application(world, ANA, "accept")
    return await deliver_job(world, "grant_role", "GrantRole")


@paged_rows("list_partner_keys", id="key_id", person=ADMIN)
async def _add_key_row(world: World, number: int, at: datetime) -> None:
    key = a_partner_key(id=f"{number}" * 64, created_at=at)
    await world.put_documents((store.partner_key_ref(key.id), key))


@case(
    "request_password_reset",
    who="anyone",
    example=Example(request={"email": "ana@example.com"}, response={"requested_at": "2026-11-26T05:00:00Z"}),
)
async def _request_password_reset(world: World) -> MeasuredCall:
    return call_function(world, "request_password_reset", {"email": "ana@example.com"}, NOBODY)


@case("send_password_reset", who="internal")
async def _send_password_reset(world: World) -> MeasuredCall:
    world.runtime.gateways.accounts = FakeAccounts()  # type: ignore[assignment]
    await world.call(register_user, {"full_name": "Ana Wijaya"}, as_=ANA)
    await (await _request_password_reset(world))()
    return await deliver_job(world, "send_password_reset", "SendPasswordReset")
