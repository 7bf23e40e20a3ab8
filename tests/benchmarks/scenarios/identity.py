"""Typical calls of the functions of identity."""

from functions.identity.register_user import register_user
from tests.benchmarks.scenarios.calls import Call, call, job, scenario
from tests.builders import on_sale
from tests.catalogue.builders import applied, decided
from tests.catalogue.stand_ins import Accounts
from tests.world import ADMIN, ANA, World


@scenario("create_partner_key")
async def _create_partner_key(world: World) -> Call:
    body = {"partner_id": "front-end", "name": "Shop", "scopes": ["tickets.sell"]}
    return call(world, "create_partner_key", body, ADMIN)


@scenario("list_partner_keys")
async def _list_partner_keys(world: World) -> Call:
    await on_sale(world)
    return call(world, "list_partner_keys", {}, ADMIN)


@scenario("revoke_partner_key")
async def _revoke_partner_key(world: World) -> Call:
    made = await (await _create_partner_key(world))()
    return call(world, "revoke_partner_key", {"key_id": made.body["key_id"]}, ADMIN)


@scenario("register_user")
async def _register_user(world: World) -> Call:
    return call(world, "register_user", {"full_name": "Ana Wijaya", "email": "ana@example.com"}, ANA)


@scenario("get_my_account")
async def _get_my_account(world: World) -> Call:
    await world.call(register_user, {"full_name": "Ana Wijaya"}, as_=ANA)
    return call(world, "get_my_account", None, ANA)


@scenario("update_my_account")
async def _update_my_account(world: World) -> Call:
    await world.call(register_user, {"full_name": "Ana Wijaya"}, as_=ANA)
    return call(world, "update_my_account", {"zone": "Asia/Makassar"}, ANA)


@scenario("grant_role")
async def _grant_role(world: World) -> Call:
    world.runtime.gateways.accounts = Accounts()  # type: ignore[assignment]
    await applied(world, ANA)
    await decided(world, ANA, "accept")
    return await job(world, "grant_role", "GrantRole")
