"""Typical calls of the functions of the catalogue."""

from datetime import timedelta

from functions.catalogue.invite_expert import invite_expert
from shared.catalogue import store
from shared.identity import store as identities
from shared.kernel.files import Stored
from tests.benchmarks.scenarios.calls import Call, call, job, run, scenario
from tests.builders import NOON
from tests.catalogue.builders import (
    DEWI,
    PRODUCT,
    PROFILE,
    SERVICE,
    a_product,
    a_service,
    a_user,
    an_expert,
    applied,
    decided,
    there_are,
    there_are_categories,
    there_is_dewi,
)
from tests.catalogue.stand_ins import Accounts, Files
from tests.catalogue.test_expert_page import a_review
from tests.catalogue.test_free_slots import take
from tests.catalogue.test_offering import HOURS
from tests.world import ADMIN, ANA, EXPERT, NOBODY, World

_UPLOAD = {"product_id": "guide", "content_type": "application/pdf", "bytes": 7}
_INVITATION = {"email": "rani@example.com", "profile": PROFILE}


async def _dewi(world: World) -> None:
    """An expert with two services and a product, some of whose time is taken."""
    await there_is_dewi(world, a_service(), a_service("portfolio-review"))
    await world.has((store.product_ref(DEWI, "guide"), a_product()))
    await take(world, NOON + timedelta(hours=4), 60)


def _files(world: World, content_type: str) -> None:
    world.runtime.gateways.storage = Files(Stored(7, content_type))  # type: ignore[assignment]


@scenario("apply_as_expert")
async def _apply_as_expert(world: World) -> Call:
    await world.has((identities.user_ref("ana"), a_user("ana")))
    return call(world, "apply_as_expert", {"profile": PROFILE}, ANA)


@scenario("list_expert_applications")
async def _list_expert_applications(world: World) -> Call:
    await applied(world, ANA)
    return call(world, "list_expert_applications", {}, ADMIN)


@scenario("review_expert_application")
async def _review_expert_application(world: World) -> Call:
    await applied(world, ANA)
    return call(world, "review_expert_application", {"expert_id": "ana", "decision": "accept"}, ADMIN)


@scenario("email_expert_decision")
async def _email_expert_decision(world: World) -> Call:
    await applied(world, ANA)
    await decided(world, ANA, "accept")
    return await job(world, "email_expert_decision", "EmailExpertDecision")


@scenario("invite_expert")
async def _invite_expert(world: World) -> Call:
    return call(world, "invite_expert", _INVITATION, ADMIN)


@scenario("open_expert_account")
async def _open_expert_account(world: World) -> Call:
    world.runtime.gateways.accounts = Accounts()  # type: ignore[assignment]
    await world.call(invite_expert, _INVITATION, as_=ADMIN)
    return await job(world, "open_expert_account", "OpenExpertAccount")


@scenario("email_expert_invitation")
async def _email_expert_invitation(world: World) -> Call:
    await (await _open_expert_account(world))()
    return await job(world, "email_expert_invitation", "EmailExpertInvitation")


@scenario("update_expert_profile")
async def _update_expert_profile(world: World) -> Call:
    await _dewi(world)
    await there_are_categories(world, "career")
    return call(world, "update_expert_profile", PROFILE | {"categories": ["career"]}, EXPERT)


@scenario("change_slug")
async def _change_slug(world: World) -> Call:
    await _dewi(world)
    return call(world, "change_slug", {"slug": "dewi-lestari"}, EXPERT)


@scenario("create_photo_upload")
async def _create_photo_upload(world: World) -> Call:
    await _dewi(world)
    return call(world, "create_photo_upload", {"content_type": "image/png", "bytes": 7}, EXPERT)


@scenario("set_expert_photo")
async def _set_expert_photo(world: World) -> Call:
    await _dewi(world)
    _files(world, "image/png")
    return call(world, "set_expert_photo", {"upload_id": "a-photo"}, EXPERT)


@scenario("save_service")
async def _save_service(world: World) -> Call:
    await _dewi(world)
    return call(world, "save_service", SERVICE, EXPERT)


@scenario("delete_service")
async def _delete_service(world: World) -> Call:
    await _dewi(world)
    return call(world, "delete_service", {"service_id": "career-talk"}, EXPERT)


@scenario("save_product")
async def _save_product(world: World) -> Call:
    await _dewi(world)
    return call(world, "save_product", PRODUCT, EXPERT)


@scenario("create_product_upload")
async def _create_product_upload(world: World) -> Call:
    await _dewi(world)
    return call(world, "create_product_upload", _UPLOAD, EXPERT)


@scenario("attach_product_file")
async def _attach_product_file(world: World) -> Call:
    await _dewi(world)
    _files(world, "application/pdf")
    body = {"product_id": "guide", "upload_id": "a-file", "file_name": "guide.pdf"}
    return call(world, "attach_product_file", body, EXPERT)


@scenario("delete_file")
async def _delete_file(world: World) -> Call:
    await (await _set_expert_photo(world))()
    await call(world, "set_expert_photo", {"upload_id": "another-photo"}, EXPERT)()
    return await job(world, "delete_file", "DeleteFile")


@scenario("save_hours")
async def _save_hours(world: World) -> Call:
    await _dewi(world)
    return call(world, "save_hours", HOURS, EXPERT)


@scenario("get_my_expert_page")
async def _get_my_expert_page(world: World) -> Call:
    await _dewi(world)
    return call(world, "get_my_expert_page", None, EXPERT)


@scenario("save_category")
async def _save_category(world: World) -> Call:
    body = {"category_id": "career", "name_id": "Karier", "name_en": "Career"}
    return call(world, "save_category", body, ADMIN)


@scenario("list_categories")
async def _list_categories(world: World) -> Call:
    await there_are_categories(world, "career", "design")
    return call(world, "list_categories", None, NOBODY)


@scenario("list_experts")
async def _list_experts(world: World) -> Call:
    await there_are(world, *(an_expert(f"e{number:02}") for number in range(40)))
    return call(world, "list_experts", {"expertise": "Product Strategy", "price_max": 200_000}, NOBODY)


@scenario("get_expert")
async def _get_expert(world: World) -> Call:
    await _dewi(world)
    await world.has(*(a_review(number, world) for number in range(2)))
    return call(world, "get_expert", {"slug": "expert-dewi"}, NOBODY)


@scenario("list_free_slots")
async def _list_free_slots(world: World) -> Call:
    await _dewi(world)
    return call(world, "list_free_slots", {"expert_id": DEWI, "service_id": "career-talk", "days": 31}, NOBODY)


@scenario("refresh_soonest_free")
async def _refresh_soonest_free(world: World) -> Call:
    await _dewi(world)
    return run(world, "refresh_soonest_free")
