"""Typical calls of the functions of identity."""

from tests.benchmarks.scenarios.calls import Call, call, scenario
from tests.builders import on_sale
from tests.world import ADMIN, World


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
