"""Typical calls of the functions of identity."""

from functions.identity.register_user import register_user
from tests.benchmarks.scenarios.registry import MeasuredCall, call_function, deliver_job, register_scenario
from tests.builders import put_tickets_on_sale
from tests.catalogue.builders import apply_as, decide_application
from tests.catalogue.fakes import FakeAccounts
from tests.world import ADMIN, ANA, World


@register_scenario("create_partner_key")
async def _create_partner_key(world: World) -> MeasuredCall:
    body = {"partner_id": "front-end", "name": "Shop", "scopes": ["tickets.sell"]}
    return call_function(world, "create_partner_key", body, ADMIN)


@register_scenario("list_partner_keys")
async def _list_partner_keys(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    return call_function(world, "list_partner_keys", {}, ADMIN)


@register_scenario("revoke_partner_key")
async def _revoke_partner_key(world: World) -> MeasuredCall:
    made = await (await _create_partner_key(world))()
    return call_function(world, "revoke_partner_key", {"key_id": made.body["key_id"]}, ADMIN)


@register_scenario("register_user")
async def _register_user(world: World) -> MeasuredCall:
    return call_function(world, "register_user", {"full_name": "Ana Wijaya", "email": "ana@example.com"}, ANA)


@register_scenario("get_my_account")
async def _get_my_account(world: World) -> MeasuredCall:
    await world.call(register_user, {"full_name": "Ana Wijaya"}, as_=ANA)
    return call_function(world, "get_my_account", None, ANA)


@register_scenario("update_my_account")
async def _update_my_account(world: World) -> MeasuredCall:
    await world.call(register_user, {"full_name": "Ana Wijaya"}, as_=ANA)
    return call_function(world, "update_my_account", {"zone": "Asia/Makassar"}, ANA)


@register_scenario("grant_role")
async def _grant_role(world: World) -> MeasuredCall:
    world.runtime.gateways.accounts = FakeAccounts()  # type: ignore[assignment]
    await apply_as(world, ANA)
    await decide_application(world, ANA, "accept")
    return await deliver_job(world, "grant_role", "GrantRole")
