"""Phone numbers and addresses of people: taken as people write them, whichever function takes them."""

from typing import Any

import pytest

from functions.catalogue.buy_product import buy_product
from functions.catalogue.invite_expert import invite_expert
from functions.identity.get_my_account import get_my_account
from functions.identity.register_user import register_user
from functions.identity.update_my_account import update_my_account
from functions.orders.change_order_contact import change_order_contact
from functions.pairing.request_pairing import request_pairing
from functions.sessions.extend_session import extend_session
from functions.tickets.create_ticket_order import create_ticket_order
from shared.catalogue import store as catalogue
from shared.identity import store
from tests.bookings.steps import a_user
from tests.builders import BUYER, NOON, a_ticket_order_request
from tests.catalogue.builders import PROFILE_BODY
from tests.world import ADMIN, ANA, Person, World

pytestmark = pytest.mark.emulator

KEPT = "+6281234567890"
WAYS = ["0812-3456-7890", "+62 (0)812 3456 7890", "62 812 3456 7890", "0062 81234567890", "٠٨١٢٣٤٥٦٧٨٩٠"]
BODIES: dict[Any, dict[str, Any]] = {
    register_user: {"full_name": "Ana Wijaya"},
    update_my_account: {},
    invite_expert: {"email": "rani@example.com", "profile": PROFILE_BODY},
    create_ticket_order: a_ticket_order_request(),
    buy_product: {"expert_id": "dewi", "product_id": "cv", "buyer": BUYER},
    request_pairing: {"buyer": BUYER},
    extend_session: {"session_id": "call-1", "buyer": BUYER},
    change_order_contact: {"order_id": "BE-20261126-ACD346", "reason": "The buyer called"},
}
CALLERS = {invite_expert: ADMIN, change_order_contact: ADMIN}


def a_body(function: Any, **details: Any) -> dict[str, Any]:
    """Build a body of the function with these contact details, in `buyer` if the body has a buyer."""
    body = BODIES[function]
    return body | {"buyer": BUYER | details} if "buyer" in body else body | details


@pytest.mark.parametrize("function", BODIES, ids=lambda function: function.spec.name)
@pytest.mark.parametrize(
    ("details", "message"),
    [
        ({"phone": "0000000000"}, "is not a phone number such as 081234567890 or +6281234567890"),
        ({"phone": 81234567890}, 'is a number, which loses its first 0; send a text such as "081234567890"'),
        ({"email": "sari..w@example.com"}, "is not an e-mail address such as sari@example.com"),
        ({"email": "sari@-gmail.com"}, "is not an e-mail address such as sari@example.com"),
    ],
)
async def test_a_wrong_number_or_address_is_named(
    world: World, function: Any, details: dict[str, Any], message: str
) -> None:
    """Each function that takes a number or an address names the field, and shows how to write the value."""
    (field,) = details
    body = a_body(function, **details)

    answer = await world.call(function, body, as_=CALLERS.get(function, ANA))

    assert answer.status == 422
    assert answer.body["errors"] == [{"field": f"buyer.{field}" if "buyer" in body else field, "message": message}]


@pytest.mark.parametrize("written", WAYS)
async def test_a_number_is_kept_and_shown_in_one_spelling(world: World, written: str) -> None:
    """Registration and change keep the number as E.164, however it is written."""
    registered = await world.call(register_user, {"full_name": "Ana", "phone": written}, as_=ANA)
    changed = await world.call(update_my_account, {"phone": written}, as_=ANA)

    user = await world.get(store.user_ref("ana"))
    assert user is not None
    assert (registered.body["phone"], changed.body["phone"], user.phone) == (KEPT, KEPT, KEPT)


async def test_an_invitation_is_one_in_every_spelling(world: World) -> None:
    """A second invitation of the same number or address, written otherwise, replaces the first one."""
    spellings = [{"phone": way} for way in WAYS] + [{"email": "Rani@Example.com"}, {"email": "rani@example.com"}]

    answers = [await world.call(invite_expert, {"profile": PROFILE_BODY} | one, as_=ADMIN) for one in spellings]

    ids = [answer.body["invitation_id"] for answer in answers]
    invitation = await world.get(catalogue.invitation_ref(ids[0]))
    assert (len(set(ids[: len(WAYS)])), len(set(ids[len(WAYS) :]))) == (1, 1)
    assert invitation is not None
    assert invitation.phone == KEPT


@pytest.mark.parametrize("stored", ["081234567890", "+62081234567890", KEPT])
async def test_a_number_of_an_earlier_version_is_shown_as_e164(world: World, stored: str) -> None:
    """An account whose number was stored in another spelling can be read, and shows the number as E.164."""
    await world.put_documents((store.user_ref("ana"), a_user("ana", phone=stored)))

    shown = await world.call(get_my_account, as_=ANA)

    assert (shown.status, shown.body["phone"]) == (200, KEPT)


async def test_capitals_make_no_other_address(world: World) -> None:
    """An address that is written with other capitals stays verified, and is kept as it was written last."""
    ana = Person("ana", claims={"email": "ana@example.com", "email_verified": True})
    await world.call(register_user, {"full_name": "Ana"}, as_=ana)

    changed = await world.call(update_my_account, {"email": "Ana@EXAMPLE.com"}, as_=ANA)

    user = await world.get(store.user_ref("ana"))
    assert user is not None
    assert (changed.body["email"], changed.body["email_verified"]) == ("Ana@example.com", True)
    assert (user.email_version, user.changed_at) == (1, NOON)
