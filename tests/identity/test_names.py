"""Names and lines that other people read, through every function that takes one."""

from typing import Any

import pytest

from functions.bookings.reject_booking import reject_booking
from functions.catalogue.invite_expert import invite_expert
from functions.catalogue.save_service import save_service
from functions.catalogue.update_expert_profile import update_expert_profile
from functions.chat.create_group_room import create_group_room
from functions.identity.get_my_account import get_my_account
from functions.identity.register_user import register_user
from functions.identity.update_my_account import update_my_account
from functions.pairing.request_pairing import request_pairing
from functions.tickets.create_ticket_order import create_ticket_order
from shared.identity import store
from shared.kernel.contact_details import MASK
from tests.bookings.steps import create_booking_request, load_booking, request_booking_as, set_up_booking_domain
from tests.builders import FRONT_END, a_ticket_order_request, put_tickets_on_sale
from tests.catalogue.builders import PROFILE_BODY, a_user, apply_as
from tests.world import ADMIN, ANA, BUDI, EXPERT, Answer, Person, World

pytestmark = pytest.mark.emulator

BUYER = {"full_name": "Sari Wulandari", "email": "sari@example.com", "phone": "081234567890"}
REFUSED = [
    "Support",
    "Admin Temani",
    "Теmani Оfficial",
    "S u p p o r t",
    "\u202e\u200b",
    "12345",
    "klik https://x.example",
]


async def _send_name(world: World, function: str, name: str) -> Answer:
    """Call a function that takes the name of a person or group."""
    if function == "register_user":
        return await world.call(register_user, {"full_name": name}, as_=ANA)
    if function == "update_my_account":
        await world.put_documents((store.user_ref("ana"), a_user("ana")))
        return await world.call(update_my_account, {"full_name": name}, as_=ANA)
    if function == "create_ticket_order":
        await put_tickets_on_sale(world)
        return await world.call(
            create_ticket_order, a_ticket_order_request() | {"buyer": BUYER | {"full_name": name}}, as_=FRONT_END
        )
    if function == "create_group_room":
        await world.put_documents((store.user_ref("ana"), a_user("ana")), (store.user_ref("budi"), a_user("budi")))
        return await world.call(create_group_room, {"name": name, "member_ids": ["budi"]}, as_=ANA)
    if function == "request_pairing":
        return await world.call(request_pairing, {"buyer": BUYER | {"full_name": name}}, as_=ANA)
    if function == "apply_as_expert":
        return await apply_as(world, ANA, full_name=name)
    body = {"email": "dewi@example.com", "profile": PROFILE_BODY | {"full_name": name}}
    return await world.call(invite_expert, body, as_=ADMIN)


@pytest.mark.parametrize("name", REFUSED, ids=ascii)
@pytest.mark.parametrize(
    ("function", "field"),
    [
        ("register_user", "full_name"),
        ("update_my_account", "full_name"),
        ("create_ticket_order", "buyer.full_name"),
        ("request_pairing", "buyer.full_name"),
        ("create_group_room", "name"),
        ("apply_as_expert", "profile.full_name"),
        ("invite_expert", "profile.full_name"),
    ],
)
async def test_a_name_that_nobody_may_have(world: World, function: str, field: str, name: str) -> None:
    """
    The same rule everywhere, and the error names the field.
    """
    answer = await _send_name(world, function, name)

    assert (answer.status, answer.invalid_fields) == (422, [field])


@pytest.mark.parametrize("told", ["Admin Temani", "Support", "wa.me/6281234567890"])
async def test_a_sign_in_gives_nobody_such_a_name(world: World, told: str) -> None:
    """
    The name of a Google account is refused like any other, so the person has to say a name.
    """
    ana = Person("ana", claims={"name": told})

    answers = [await world.call(register_user, body, as_=ana) for body in ({}, {"full_name": "Ana"})]

    assert [answer.status for answer in answers] == [422, 200]
    assert answers[0].invalid_fields == ["full_name"]
    assert answers[1].body["full_name"] == "Ana"


@pytest.mark.parametrize(("given", "kept"), [("Ana\u202e\u200b Wijaya", "Ana Wijaya"), ("Nur'aini", "Nur'aini")])
async def test_what_cannot_be_seen_is_not_kept(world: World, given: str, kept: str) -> None:
    """
    A direction mark turns the rest of a line around, wherever the name is shown.
    """
    answer = await world.call(register_user, {"full_name": given}, as_=ANA)

    assert (answer.status, answer.body["full_name"]) == (200, kept)


async def test_a_name_from_before_the_rule_stays(world: World) -> None:
    """
    The account is read and changed as before; only a new name follows the rule.
    """
    await world.put_documents((store.user_ref("ana"), a_user("ana", full_name="Support \u202eana")))

    answer = await world.call(update_my_account, {"zone": "Asia/Makassar"}, as_=ANA)

    shown = await world.call(get_my_account, as_=ANA)
    assert (answer.status, answer.body["zone"]) == (200, "Asia/Makassar")
    assert shown.body["full_name"] == "Support \u202eana"


async def test_a_booking_carries_no_contacts(world: World) -> None:
    """
    They are masked in the topic and the notes that the expert reads, and in the reason that the customer reads.
    """
    await set_up_booking_domain(world)
    said: dict[str, Any] = {"topic": "Karier\u200b, WA 0812-3456-7890", "notes": "ig: @ana_wijaya88\nNanti ya"}

    answer = await request_booking_as(world, **said)
    rejected = await create_booking_request(world, as_=BUDI, topic="Karier", starts_at="2026-11-27T05:00:00Z")
    body = {"booking_id": rejected, "reason": "Chat saya di t.me/dewi_lestari saja"}
    await world.call(reject_booking, body, as_=EXPERT)

    assert answer.body["topic"] == f"Karier, WA {MASK}"
    assert answer.body["notes"] == f"{MASK}\nNanti ya"
    assert (await load_booking(world, rejected)).reason == f"Chat saya di {MASK} saja"


async def test_a_topic_has_a_letter(world: World) -> None:
    """
    Signs and blank characters tell an expert nothing.
    """
    await set_up_booking_domain(world)
    await world.put_documents((store.user_ref("ana"), a_user("ana")))

    answers = [
        await request_booking_as(world, topic="12345"),
        await world.call(request_pairing, {"topic": "\u200b!!!"}, as_=ANA),
    ]

    assert [(answer.status, answer.invalid_fields) for answer in answers] == [(422, ["topic"])] * 2


async def test_the_page_of_an_expert_carries_no_contacts(world: World) -> None:
    """
    Every line of the profile and of a service, also those inside of entries.
    """
    await set_up_booking_domain(world)
    work = [{"role": "PM", "company": "Gojek", "since": 2020, "description": "Hubungi 0812-3456-7890"}]
    profile = {"headline": "Mentor, ig @dewi_lestari", "bio": "wa.me/6281234567890", "work": work, "categories": []}

    page = await world.call(update_expert_profile, PROFILE_BODY | profile, as_=EXPERT)
    service = {"name": "Talk 0812-3456-7890", "kind": "video", "minutes": 60, "price": 100_000}
    saved = await world.call(save_service, service, as_=EXPERT)

    assert (page.status, saved.status) == (200, 200), (page.body, saved.body)
    assert (page.body["bio"], page.body["work"][0]["description"]) == (MASK, f"Hubungi {MASK}")
    assert "dewi_lestari" not in page.body["headline"]
    assert saved.body["name"] == f"Talk {MASK}"
