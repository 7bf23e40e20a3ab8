"""Typical calls of the functions of the catalogue."""

from datetime import timedelta

from functions.catalogue.invite_expert import invite_expert
from shared.catalogue import store
from shared.contracts.files import StoredFile
from shared.identity import store as identities
from tests.benchmarks.scenarios.registry import (
    MeasuredCall,
    call_function,
    deliver_job,
    register_scenario,
    run_schedule,
)
from tests.builders import NOON
from tests.catalogue.builders import (
    DEWI,
    PRODUCT_BODY,
    PROFILE_BODY,
    SERVICE_BODY,
    a_product,
    a_service,
    a_user,
    add_bookable_expert,
    add_categories,
    add_experts,
    an_expert,
    apply_as,
    decide_application,
)
from tests.catalogue.fakes import FakeAccounts, FakeStorage
from tests.catalogue.test_expert_page import a_review
from tests.catalogue.test_free_slots import occupy_expert_time
from tests.catalogue.test_services_and_products import HOURS_BODY
from tests.world import ADMIN, ANA, EXPERT, NOBODY, World

_UPLOAD = {"product_id": "guide", "content_type": "application/pdf", "bytes": 7}
_INVITATION = {"email": "rani@example.com", "profile": PROFILE_BODY}


async def _add_dewi(world: World) -> None:
    """An expert with two services and a product, some of whose time is taken."""
    await add_bookable_expert(world, a_service(), a_service("portfolio-review"))
    await world.has((store.product_ref(DEWI, "guide"), a_product()))
    await occupy_expert_time(world, NOON + timedelta(hours=4), 60)


def _use_fake_files(world: World, content_type: str) -> None:
    world.runtime.gateways.storage = FakeStorage(StoredFile(7, content_type))  # type: ignore[assignment]


@register_scenario("apply_as_expert")
async def _apply_as_expert(world: World) -> MeasuredCall:
    await world.has((identities.user_ref("ana"), a_user("ana")))
    return call_function(world, "apply_as_expert", {"profile": PROFILE_BODY}, ANA)


@register_scenario("list_expert_applications")
async def _list_expert_applications(world: World) -> MeasuredCall:
    await apply_as(world, ANA)
    return call_function(world, "list_expert_applications", {}, ADMIN)


@register_scenario("review_expert_application")
async def _review_expert_application(world: World) -> MeasuredCall:
    await apply_as(world, ANA)
    return call_function(world, "review_expert_application", {"expert_id": "ana", "decision": "accept"}, ADMIN)


@register_scenario("email_expert_decision")
async def _email_expert_decision(world: World) -> MeasuredCall:
    await apply_as(world, ANA)
    await decide_application(world, ANA, "accept")
    return await deliver_job(world, "email_expert_decision", "EmailExpertDecision")


@register_scenario("invite_expert")
async def _invite_expert(world: World) -> MeasuredCall:
    return call_function(world, "invite_expert", _INVITATION, ADMIN)


@register_scenario("open_expert_account")
async def _open_expert_account(world: World) -> MeasuredCall:
    world.runtime.gateways.accounts = FakeAccounts()  # type: ignore[assignment]
    await world.call(invite_expert, _INVITATION, as_=ADMIN)
    return await deliver_job(world, "open_expert_account", "OpenExpertAccount")


@register_scenario("email_expert_invitation")
async def _email_expert_invitation(world: World) -> MeasuredCall:
    await (await _open_expert_account(world))()
    return await deliver_job(world, "email_expert_invitation", "EmailExpertInvitation")


@register_scenario("update_expert_profile")
async def _update_expert_profile(world: World) -> MeasuredCall:
    await _add_dewi(world)
    await add_categories(world, "career")
    return call_function(world, "update_expert_profile", PROFILE_BODY | {"categories": ["career"]}, EXPERT)


@register_scenario("change_slug")
async def _change_slug(world: World) -> MeasuredCall:
    await _add_dewi(world)
    return call_function(world, "change_slug", {"slug": "dewi-lestari"}, EXPERT)


@register_scenario("create_photo_upload")
async def _create_photo_upload(world: World) -> MeasuredCall:
    await _add_dewi(world)
    return call_function(world, "create_photo_upload", {"content_type": "image/png", "bytes": 7}, EXPERT)


@register_scenario("set_expert_photo")
async def _set_expert_photo(world: World) -> MeasuredCall:
    await _add_dewi(world)
    _use_fake_files(world, "image/png")
    return call_function(world, "set_expert_photo", {"upload_id": "a-photo"}, EXPERT)


@register_scenario("save_service")
async def _save_service(world: World) -> MeasuredCall:
    await _add_dewi(world)
    return call_function(world, "save_service", SERVICE_BODY, EXPERT)


@register_scenario("delete_service")
async def _delete_service(world: World) -> MeasuredCall:
    await _add_dewi(world)
    return call_function(world, "delete_service", {"service_id": "career-talk"}, EXPERT)


@register_scenario("save_product")
async def _save_product(world: World) -> MeasuredCall:
    await _add_dewi(world)
    return call_function(world, "save_product", PRODUCT_BODY, EXPERT)


@register_scenario("create_product_upload")
async def _create_product_upload(world: World) -> MeasuredCall:
    await _add_dewi(world)
    return call_function(world, "create_product_upload", _UPLOAD, EXPERT)


@register_scenario("attach_product_file")
async def _attach_product_file(world: World) -> MeasuredCall:
    await _add_dewi(world)
    _use_fake_files(world, "application/pdf")
    body = {"product_id": "guide", "upload_id": "a-file", "file_name": "guide.pdf"}
    return call_function(world, "attach_product_file", body, EXPERT)


@register_scenario("delete_file")
async def _delete_file(world: World) -> MeasuredCall:
    await (await _set_expert_photo(world))()
    await call_function(world, "set_expert_photo", {"upload_id": "another-photo"}, EXPERT)()
    return await deliver_job(world, "delete_file", "DeleteFile")


@register_scenario("save_hours")
async def _save_hours(world: World) -> MeasuredCall:
    await _add_dewi(world)
    return call_function(world, "save_hours", HOURS_BODY, EXPERT)


@register_scenario("get_my_expert_page")
async def _get_my_expert_page(world: World) -> MeasuredCall:
    await _add_dewi(world)
    return call_function(world, "get_my_expert_page", None, EXPERT)


@register_scenario("save_category")
async def _save_category(world: World) -> MeasuredCall:
    body = {"category_id": "career", "name_id": "Karier", "name_en": "Career"}
    return call_function(world, "save_category", body, ADMIN)


@register_scenario("list_categories")
async def _list_categories(world: World) -> MeasuredCall:
    await add_categories(world, "career", "design")
    return call_function(world, "list_categories", None, NOBODY)


@register_scenario("list_experts")
async def _list_experts(world: World) -> MeasuredCall:
    await add_experts(world, *(an_expert(f"e{number:02}") for number in range(40)))
    return call_function(world, "list_experts", {"expertise": "Product Strategy", "price_max": 200_000}, NOBODY)


@register_scenario("get_expert")
async def _get_expert(world: World) -> MeasuredCall:
    await _add_dewi(world)
    await world.has(*(a_review(number, world) for number in range(2)))
    return call_function(world, "get_expert", {"slug": "expert-dewi"}, NOBODY)


@register_scenario("list_free_slots")
async def _list_free_slots(world: World) -> MeasuredCall:
    await _add_dewi(world)
    return call_function(world, "list_free_slots", {"expert_id": DEWI, "service_id": "career-talk", "days": 31}, NOBODY)


@register_scenario("refresh_next_free_times")
async def _refresh_next_free_times(world: World) -> MeasuredCall:
    await _add_dewi(world)
    return run_schedule(world, "refresh_next_free_times")
