"""Cases of identity."""

from datetime import datetime

from functions.identity.register_user import register_user
from shared.identity import store
from tests.builders import a_partner_key, put_tickets_on_sale
from tests.cases import Example, MeasuredCall, call_function, case, deliver_job, paged_rows
from tests.catalogue.builders import apply_as, decide_application
from tests.catalogue.fakes import FakeAccounts
from tests.world import ADMIN, ANA, World

_KEY = {
    "key_id": "3d6f0a7f2c1e4b5a9a553d2f0f7c6b1a8e9d7c6b5a4f3e2d1c0b9a8f7e6d5c4b",
    "partner_id": "tedx-front-end",
    "name": "Website, production",
    "scopes": ["tickets.read", "tickets.sell"],
    "event_ids": ["tedx-bandung-2026"],
    "hint": "tmn_k3V9wQ",
    "created_at": "2026-10-20T03:12:00Z",
    "revoked_at": None,
}
_ACCOUNT = {
    "user_id": "Zx3k9QmT1bV7cR5nW2pL",
    "role": "customer",
    "full_name": "Ana Wijaya",
    "email": "ana@example.com",
    "phone": "+6281234567890",
    "zone": "Asia/Jakarta",
    "locale": "id",
    "anonymous": False,
    "status": "active",
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
        response=_ACCOUNT,
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
    example=Example(request={"zone": "Asia/Makassar"}, response={**_ACCOUNT, "zone": "Asia/Makassar"}),
)
async def _update_my_account(world: World) -> MeasuredCall:
    await world.call(register_user, {"full_name": "Ana Wijaya"}, as_=ANA)
    return call_function(world, "update_my_account", {"zone": "Asia/Makassar"}, ANA)


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
