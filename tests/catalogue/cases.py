"""Cases of the catalogue."""

from datetime import datetime, timedelta

from functions.catalogue.invite_expert import invite_expert
from shared.catalogue import store
from shared.catalogue.models import ExpertStatus
from shared.contracts.files import StoredFile
from shared.identity import store as identities
from tests.builders import NOON
from tests.cases import (
    Example,
    MeasuredCall,
    call_function,
    case,
    deliver_job,
    paged_rows,
    run_schedule,
    variants,
)
from tests.catalogue.builders import (
    DEWI,
    HOURS_BODY,
    PRODUCT_BODY,
    PROFILE_BODY,
    SERVICE_BODY,
    a_product,
    a_review,
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
from tests.catalogue.steps import occupy_expert_time
from tests.world import ADMIN, ANA, EXPERT, NOBODY, World

_PROFILE = {
    "full_name": "Dewi Lestari",
    "headline": "Senior Product Manager",
    "company": "Gojek",
    "city": "Jakarta",
    "country": "Indonesia",
    "years": 8,
    "bio": "Experienced PM with expertise in fintech.",
    "expertise": ["Product Strategy", "Agile", "User Research"],
    "skills": ["Figma", "SQL"],
    "styles": ["Direct"],
    "categories": ["career"],
    "languages": ["id", "en"],
    "education": [{"school": "Universitas Indonesia", "degree": "MBA", "year": 2017}],
    "work": [{"role": "Senior PM", "company": "Gojek", "since": 2020, "description": "Led the fintech product team."}],
    "certifications": [{"name": "CSPO", "issuer": "Scrum Alliance", "year": 2019}],
    "achievements": ["Speaker at ProductConf 2023"],
    "zone": "Asia/Jakarta",
}
_APPLIED = {
    "expert_id": "Qw8r2TyU4iO6pA9sD1fG",
    "slug": "dewi-lestari",
    "full_name": "Dewi Lestari",
    "headline": "Senior Product Manager",
    "company": "Gojek",
    "city": "Jakarta",
    "country": "Indonesia",
    "years": 8,
    "expertise": ["Product Strategy", "Agile", "User Research"],
    "styles": ["Direct"],
    "categories": ["career"],
    "languages": ["id", "en"],
    "photo_url": None,
    "rating": None,
    "rating_count": 0,
    "price_from": None,
    "next_free_at": None,
    "bio": "Experienced PM with expertise in fintech.",
    "skills": ["Figma", "SQL"],
    "education": [{"school": "Universitas Indonesia", "degree": "MBA", "year": 2017}],
    "work": [
        {
            "role": "Senior PM",
            "company": "Gojek",
            "since": 2020,
            "until": None,
            "description": "Led the fintech product team.",
        }
    ],
    "certifications": [{"name": "CSPO", "issuer": "Scrum Alliance", "year": 2019}],
    "achievements": ["Speaker at ProductConf 2023"],
    "zone": "Asia/Jakarta",
    "status": "applied",
}
_SERVICE = {
    "service_id": "Aa1bB2cC3dD4eE5fF6gG",
    "expert_id": "Qw8r2TyU4iO6pA9sD1fG",
    "name": "Chat Konsultasi",
    "description": "Diskusi karir via chat.",
    "kind": "chat",
    "minutes": 30,
    "price": {"amount": 150000, "currency": "IDR"},
    "approval": "automatic",
    "blocks_while_requested": True,
    "policy": {"free_until_hours": 24, "late_refund_percent": 50},
    "active": True,
    "position": 0,
}
_PRODUCT = {
    "product_id": "Hh7iI8jJ9kK0lL1mM2nN",
    "expert_id": "Qw8r2TyU4iO6pA9sD1fG",
    "name": "PM Interview Guide",
    "description": "",
    "kind": "ebook",
    "price": {"amount": 50000, "currency": "IDR"},
    "thumbnail_url": "https://example.com/guide.jpg",
    "active": True,
    "position": 0,
    "file_name": None,
    "file_bytes": None,
    "on_sale": False,
}
_HOURS = {
    "weekly": [
        {"day": "monday", "spans": [{"begins": "09:00", "ends": "12:00"}, {"begins": "13:00", "ends": "17:00"}]},
        {"day": "saturday", "spans": [{"begins": "20:00", "ends": "24:00"}]},
    ],
    "exceptions": [{"date": "2026-12-25", "spans": []}],
    "notice_minutes": 120,
    "horizon_days": 60,
    "buffer_minutes": 15,
}
_CATEGORY = {"category_id": "career", "name_id": "Karier", "name_en": "Career", "position": 1, "active": True}
_EXPERT = {
    **_APPLIED,
    "status": "active",
    "photo_url": "https://storage.googleapis.com/temani-files/public/photos/Qw8r2TyU4iO6pA9sD1fG/1",
    "rating": 4.8,
    "rating_count": 23,
    "price_from": {"amount": 150000, "currency": "IDR"},
    "next_free_at": "2026-11-26T07:00:00Z",
}
_APPLICATION = {**_APPLIED, "applied_at": "2026-11-20T03:12:00Z"}
_SOLD = {**_PRODUCT, "file_name": "pm-interview-guide.pdf", "file_bytes": 2097152, "on_sale": True}

_UPLOAD = {"product_id": "guide", "content_type": "application/pdf", "bytes": 7}
_INVITATION = {"email": "rani@example.com", "profile": PROFILE_BODY}


async def _add_dewi(world: World) -> None:
    """Store an expert with two services, a product, and some taken time."""
    await add_bookable_expert(world, a_service(), a_service("portfolio-review"))
    await world.put_documents((store.product_ref(DEWI, "guide"), a_product()))
    await occupy_expert_time(world, NOON + timedelta(hours=4), 60)


def _use_fake_files(world: World, content_type: str) -> None:
    world.runtime.gateways.storage = FakeStorage(StoredFile(7, content_type))  # type: ignore[assignment]


@case(
    "apply_as_expert",
    who="customer",
    example=Example(request={"slug": "dewi-lestari", "profile": _PROFILE}, response=_APPLICATION),
)
async def _apply_as_expert(world: World) -> MeasuredCall:
    await world.put_documents((identities.user_ref("ana"), a_user("ana")))
    return call_function(world, "apply_as_expert", {"profile": PROFILE_BODY}, ANA)


@case(
    "list_expert_applications",
    who="admin",
    example=Example(request={"limit": 20}, response={"items": [_APPLICATION], "next_cursor": None}),
)
async def _list_expert_applications(world: World) -> MeasuredCall:
    await apply_as(world, ANA)
    return call_function(world, "list_expert_applications", {}, ADMIN)


@case(
    "review_expert_application",
    who="admin",
    example=Example(
        request={"expert_id": "Qw8r2TyU4iO6pA9sD1fG", "decision": "accept", "reason": "Welcome!"},
        response={**_APPLICATION, "status": "active"},
    ),
)
async def _review_expert_application(world: World) -> MeasuredCall:
    await apply_as(world, ANA)
    return call_function(world, "review_expert_application", {"expert_id": "ana", "decision": "accept"}, ADMIN)


@case("email_expert_decision", who="internal")
async def _email_expert_decision(world: World) -> MeasuredCall:
    await apply_as(world, ANA)
    await decide_application(world, ANA, "accept")
    return await deliver_job(world, "email_expert_decision", "EmailExpertDecision")


@case(
    "invite_expert",
    who="admin",
    example=Example(
        request={
            "email": "rani@example.com",
            "locale": "id",
            "profile": {
                "full_name": "Rani Putri",
                "headline": "UX Designer",
                "city": "Bandung",
                "years": 5,
                "expertise": ["Design"],
                "languages": ["id"],
            },
        },
        response={
            "invitation_id": "3d6f0a7f2c1e4b5a9a553d2f0f7c6b1a",
            "email": "rani@example.com",
            "phone": None,
            "full_name": "Rani Putri",
            "invited_at": "2026-11-20T03:12:00Z",
            "expert_id": None,
        },
    ),
)
async def _invite_expert(world: World) -> MeasuredCall:
    return call_function(world, "invite_expert", _INVITATION, ADMIN)


@case("open_expert_account", who="internal")
async def _open_expert_account(world: World) -> MeasuredCall:
    world.runtime.gateways.accounts = FakeAccounts()  # type: ignore[assignment]
    await world.call(invite_expert, _INVITATION, as_=ADMIN)
    return await deliver_job(world, "open_expert_account", "OpenExpertAccount")


@case("email_expert_invitation", who="internal", tested_in="tests/catalogue/test_applications.py")
async def _email_expert_invitation(world: World) -> MeasuredCall:
    await (await _open_expert_account(world))()
    return await deliver_job(world, "email_expert_invitation", "EmailExpertInvitation")


@case("update_expert_profile", who="expert", example=Example(request=_PROFILE, response=_EXPERT))
async def _update_expert_profile(world: World) -> MeasuredCall:
    await _add_dewi(world)
    await add_categories(world, "career")
    return call_function(world, "update_expert_profile", PROFILE_BODY | {"categories": ["career"]}, EXPERT)


@case("change_slug", who="expert", example=Example(request={"slug": "dewi"}, response={**_EXPERT, "slug": "dewi"}))
async def _change_slug(world: World) -> MeasuredCall:
    await _add_dewi(world)
    return call_function(world, "change_slug", {"slug": "dewi-lestari"}, EXPERT)


@case(
    "create_photo_upload",
    who="expert",
    example=Example(
        request={"content_type": "image/jpeg", "bytes": 184320},
        response={
            "upload_id": "Zx3k9QmT1bV7cR5nW2pL",
            "url": "https://storage.googleapis.com/temani-files/public/photos/Qw8r2TyU4iO6pA9sD1fG/Zx3k9QmT1bV7cR5nW2pL?X-Amz-Expires=900",
            "headers": {"content-type": "image/jpeg", "content-length": "184320"},
            "expires_at": "2026-11-26T05:15:00Z",
        },
    ),
)
async def _create_photo_upload(world: World) -> MeasuredCall:
    await _add_dewi(world)
    return call_function(world, "create_photo_upload", {"content_type": "image/png", "bytes": 7}, EXPERT)


@case(
    "set_expert_photo", who="expert", example=Example(request={"upload_id": "Zx3k9QmT1bV7cR5nW2pL"}, response=_EXPERT)
)
async def _set_expert_photo(world: World) -> MeasuredCall:
    await _add_dewi(world)
    _use_fake_files(world, "image/png")
    return call_function(world, "set_expert_photo", {"upload_id": "a-photo"}, EXPERT)


@case(
    "save_service",
    who="expert",
    example=Example(
        request={
            "name": "Chat Konsultasi",
            "description": "Diskusi karir via chat.",
            "kind": "chat",
            "minutes": 30,
            "price": 150000,
            "approval": "automatic",
            "policy": {"free_until_hours": 24, "late_refund_percent": 50},
        },
        response=_SERVICE,
    ),
)
async def _save_service(world: World) -> MeasuredCall:
    await _add_dewi(world)
    return call_function(world, "save_service", SERVICE_BODY, EXPERT)


@case(
    "delete_service", who="expert", example=Example(request={"service_id": "Aa1bB2cC3dD4eE5fF6gG"}, response=_SERVICE)
)
async def _delete_service(world: World) -> MeasuredCall:
    await _add_dewi(world)
    return call_function(world, "delete_service", {"service_id": "career-talk"}, EXPERT)


@case(
    "save_product",
    who="expert",
    example=Example(
        request={
            "name": "PM Interview Guide",
            "kind": "ebook",
            "price": 50000,
            "thumbnail_url": "https://example.com/guide.jpg",
        },
        response=_PRODUCT,
    ),
)
async def _save_product(world: World) -> MeasuredCall:
    await _add_dewi(world)
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
    await _add_dewi(world)
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
        response=_SOLD,
    ),
)
async def _attach_product_file(world: World) -> MeasuredCall:
    await _add_dewi(world)
    _use_fake_files(world, "application/pdf")
    body = {"product_id": "guide", "upload_id": "a-file", "file_name": "guide.pdf"}
    return call_function(world, "attach_product_file", body, EXPERT)


@case("delete_file", who="internal")
async def _delete_file(world: World) -> MeasuredCall:
    await (await _set_expert_photo(world))()
    await call_function(world, "set_expert_photo", {"upload_id": "another-photo"}, EXPERT)()
    return await deliver_job(world, "delete_file", "DeleteFile")


@case("save_hours", who="expert", example=Example(request=_HOURS, response=_HOURS))
async def _save_hours(world: World) -> MeasuredCall:
    await _add_dewi(world)
    return call_function(world, "save_hours", HOURS_BODY, EXPERT)


@case(
    "get_my_expert_page",
    who=("expert", "customer"),
    example=Example(
        response={
            "expert": _EXPERT,
            "note": "Welcome!",
            "services": [_SERVICE],
            "products": [_PRODUCT],
            "hours": _HOURS,
        }
    ),
)
async def _get_my_expert_page(world: World) -> MeasuredCall:
    await _add_dewi(world)
    return call_function(world, "get_my_expert_page", None, EXPERT)


@case(
    "save_category",
    who="admin",
    example=Example(
        request={"category_id": "career", "name_id": "Karier", "name_en": "Career", "position": 1}, response=_CATEGORY
    ),
)
async def _save_category(world: World) -> MeasuredCall:
    body = {"category_id": "career", "name_id": "Karier", "name_en": "Career"}
    return call_function(world, "save_category", body, ADMIN)


@case("list_categories", who="anyone", example=Example(response={"items": [_CATEGORY], "next_cursor": None}))
async def _list_categories(world: World) -> MeasuredCall:
    await add_categories(world, "career", "design")
    return call_function(world, "list_categories", None, NOBODY)


@case(
    "list_experts",
    who="anyone",
    example=Example(
        request={
            "expertise": "Agile",
            "language": "id",
            "price_max": 200000,
            "min_rating": 4,
            "sort": "rating",
            "limit": 20,
        },
        response={
            "items": [
                {
                    "expert_id": "Qw8r2TyU4iO6pA9sD1fG",
                    "slug": "dewi-lestari",
                    "full_name": "Dewi Lestari",
                    "headline": "Senior Product Manager",
                    "company": "Gojek",
                    "city": "Jakarta",
                    "country": "Indonesia",
                    "years": 8,
                    "expertise": ["Product Strategy", "Agile", "User Research"],
                    "styles": ["Direct"],
                    "categories": ["career"],
                    "languages": ["id", "en"],
                    "photo_url": "https://storage.googleapis.com/temani-files/public/photos/Qw8r2TyU4iO6pA9sD1fG/1",
                    "rating": 4.8,
                    "rating_count": 23,
                    "price_from": {"amount": 150000, "currency": "IDR"},
                    "next_free_at": "2026-11-26T07:00:00Z",
                }
            ],
            "next_cursor": "WyI3MGNjNDRmODQ5MmEiLDQ4MCwxNTAwMDAsIlF3OHIyVHlVNGlPNnBBOXNEMWZHIl0",
        },
    ),
)
async def _list_experts(world: World) -> MeasuredCall:
    await add_experts(world, *(an_expert(f"e{number:02}") for number in range(40)))
    return call_function(world, "list_experts", {"expertise": "Product Strategy", "price_max": 200_000}, NOBODY)


@variants("list_experts")
async def _list_experts_otherwise(world: World) -> list[MeasuredCall]:
    """Search in each order, with every filter that can be combined."""
    filters = {"expertise": "agile", "language": "id", "price_min": 1, "price_max": 2, "min_rating": 4.5}
    orders = ("rating", "price", "soonest")
    return [call_function(world, "list_experts", filters | {"sort": order}, NOBODY) for order in orders]


@case(
    "get_expert",
    who="anyone",
    example=Example(
        request={"slug": "dewi-lestari"},
        response={
            "expert": _EXPERT,
            "moved": False,
            "services": [_SERVICE],
            "products": [_SOLD],
            "reviews": [
                {
                    "customer_name": "Budi",
                    "stars": 5,
                    "text": "Sangat membantu!",
                    "reply": None,
                    "created_at": "2026-11-24T08:00:00Z",
                }
            ],
        },
    ),
)
async def _get_expert(world: World) -> MeasuredCall:
    await _add_dewi(world)
    await world.put_documents(*(a_review(number, world) for number in range(2)))
    return call_function(world, "get_expert", {"slug": "expert-dewi"}, NOBODY)


@case(
    "list_free_slots",
    who="anyone",
    example=Example(
        request={
            "expert_id": "Qw8r2TyU4iO6pA9sD1fG",
            "service_id": "Aa1bB2cC3dD4eE5fF6gG",
            "from_date": "2026-11-26",
            "days": 7,
            "zone": "Asia/Jakarta",
        },
        response={
            "items": [
                {
                    "date": "2026-11-26",
                    "slots": [
                        {
                            "starts_at": "2026-11-26T07:00:00Z",
                            "ends_at": "2026-11-26T07:30:00Z",
                            "local": "2026-11-26T14:00:00+07:00",
                        },
                        {
                            "starts_at": "2026-11-26T07:30:00Z",
                            "ends_at": "2026-11-26T08:00:00Z",
                            "local": "2026-11-26T14:30:00+07:00",
                        },
                    ],
                }
            ],
            "next_cursor": None,
        },
    ),
)
async def _list_free_slots(world: World) -> MeasuredCall:
    await _add_dewi(world)
    return call_function(world, "list_free_slots", {"expert_id": DEWI, "service_id": "career-talk", "days": 31}, NOBODY)


@case("refresh_next_free_times", who="internal")
async def _refresh_next_free_times(world: World) -> MeasuredCall:
    await _add_dewi(world)
    return run_schedule(world, "refresh_next_free_times")


@paged_rows("list_expert_applications", id="expert_id", person=ADMIN)
async def _add_application_row(world: World, number: int, at: datetime) -> None:
    expert = an_expert(f"p{number}", status=ExpertStatus.APPLIED, applied_at=at)
    await world.put_documents((store.expert_ref(expert.id), expert))


@paged_rows("list_experts", id="expert_id", person=ANA)
async def _add_expert_row(world: World, number: int, at: datetime) -> None:
    """Two experts each have the same rating, by which the list is sorted."""
    await add_experts(world, an_expert(f"p{number}", rating=400 + number // 2))
