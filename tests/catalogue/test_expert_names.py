"""New names of vetted experts: customers see a new name only after an admin has accepted it."""

import asyncio
from datetime import timedelta

import pytest

from functions.catalogue.change_slug import change_slug
from functions.catalogue.get_my_expert_page import get_my_expert_page
from functions.catalogue.list_experts import list_experts
from functions.catalogue.list_proposed_names import list_proposed_names
from functions.catalogue.review_expert_name import review_expert_name
from functions.catalogue.update_expert_profile import update_expert_profile
from functions.identity.get_my_account import get_my_account
from functions.identity.update_my_account import update_my_account
from shared.catalogue import store
from shared.catalogue.models import ExpertStatus
from shared.identity import store as identities
from tests.builders import NOON
from tests.catalogue.builders import PROFILE_BODY, a_user, add_bookable_expert, add_experts, an_expert
from tests.notifications.steps import list_inbox
from tests.world import ADMIN, EXPERT, Answer, World

pytestmark = pytest.mark.emulator

OLD, NEW = "Dewi Lestari", "Dewi Lestari Wijaya"


async def _propose_name(world: World, way: str, name: str = NEW) -> Answer:
    """Ask for another name, by the account or by the profile."""
    if way == "account":
        return await world.call(update_my_account, {"full_name": name}, as_=EXPERT)
    return await world.call(update_expert_profile, PROFILE_BODY | {"full_name": name, "categories": []}, as_=EXPERT)


async def _review_name(world: World, decision: str, name: str = NEW, reason: str = "") -> Answer:
    body = {"expert_id": "dewi", "proposed_name": name, "decision": decision, "reason": reason}
    return await world.call(review_expert_name, body, as_=ADMIN)


async def _add_expert(world: World) -> None:
    await add_bookable_expert(world, full_name=OLD)
    await world.put_documents((identities.user_ref("dewi"), a_user("dewi", full_name=OLD, role="expert")))


@pytest.mark.parametrize("way", ["account", "profile"])
async def test_a_new_name_waits(world: World, way: str) -> None:
    """
    The expert sees that it waits, an admin finds it, and customers see the old one.
    """
    await _add_expert(world)

    answer = await _propose_name(world, way)

    listed = await world.call(list_experts, {})
    own = await world.call(get_my_expert_page, as_=EXPERT)
    account = await world.call(get_my_account, as_=EXPERT)
    waiting = await world.call(list_proposed_names, as_=ADMIN)
    assert (answer.status, answer.body["full_name"], answer.body["proposed_name"]) == (200, OLD, NEW)
    assert [(one["full_name"], "proposed_name" in one) for one in listed.body["items"]] == [(OLD, False)]
    assert (own.body["expert"]["full_name"], own.body["proposed_name"]) == (OLD, NEW)
    assert (account.body["full_name"], account.body["proposed_name"]) == (OLD, NEW)
    assert waiting.body["items"] == [
        {"expert_id": "dewi", "full_name": OLD, "proposed_name": NEW, "proposed_at": "2026-11-26T05:00:00Z"}
    ]


async def test_an_accepted_name(world: World) -> None:
    """
    It stands on the page and on the account, the list finds it, and nothing waits; a repeated call changes nothing.
    """
    await _add_expert(world)
    await _propose_name(world, "account")

    answers = [await _review_name(world, "accept") for _ in range(2)]

    account = await world.call(get_my_account, as_=EXPERT)
    found = await world.call(list_experts, {"text": "wijaya"})
    assert [(answer.status, answer.body["full_name"], answer.body["proposed_name"]) for answer in answers] == [
        (200, NEW, None)
    ] * 2
    assert (account.body["full_name"], account.body["proposed_name"]) == (NEW, None)
    assert [one["full_name"] for one in found.body["items"]] == [NEW]
    assert [shown.template for shown in await list_inbox(world, "dewi")] == ["expert.name_accepted"]
    assert (await world.call(list_proposed_names, as_=ADMIN)).body["items"] == []


async def test_a_refused_name(world: World) -> None:
    """
    It needs a reason, which the expert reads; the expert may ask again.
    """
    await _add_expert(world)
    await _propose_name(world, "profile")

    without = await _review_name(world, "reject")
    refused = [await _review_name(world, "reject", reason="Please use your full name.") for _ in range(2)]

    own = await world.call(get_my_expert_page, as_=EXPERT)
    account = await world.call(get_my_account, as_=EXPERT)
    again = await _propose_name(world, "profile", "Dewi L. Wijaya")
    assert (without.status, without.invalid_fields) == (422, ["reason"])
    assert [answer.status for answer in refused] == [200, 200]
    assert (own.body["expert"]["full_name"], own.body["proposed_name"]) == (OLD, None)
    assert own.body["name_note"] == "Please use your full name."
    (shown,) = await list_inbox(world, "dewi")
    assert (shown.template, shown.body.endswith(": Please use your full name.")) == ("expert.name_refused", True)
    assert (account.body["full_name"], account.body["proposed_name"]) == (OLD, None)
    assert again.body["proposed_name"] == "Dewi L. Wijaya"


async def test_a_name_that_the_admin_has_not_seen(world: World) -> None:
    """
    The expert asks for another name while the admin decides: the decision is about the name that the admin saw.
    """
    await _add_expert(world)
    await _propose_name(world, "account")
    await _propose_name(world, "account", "Dewi Persik")

    stale = await _review_name(world, "accept")
    gone = await world.call(
        review_expert_name, {"expert_id": "nobody", "proposed_name": NEW, "decision": "accept"}, as_=ADMIN
    )

    expert = await world.get(store.expert_ref("dewi"))
    assert (stale.status, stale.code, stale.body["proposed_name"]) == (409, "proposed_name_changed", "Dewi Persik")
    assert (gone.status, gone.code) == (404, "expert_not_found")
    assert expert is not None
    assert expert.full_name == OLD


async def test_two_decisions_at_once(world: World) -> None:
    """
    One of the two counts, on the page and on the account alike.
    """
    await _add_expert(world)
    await _propose_name(world, "account")

    answers = await asyncio.gather(_review_name(world, "accept"), _review_name(world, "reject", reason="No."))

    expert, user = await world.get(store.expert_ref("dewi")), await world.get(identities.user_ref("dewi"))
    assert sorted(answer.status for answer in answers) == [200, 409]
    assert expert is not None
    assert user is not None
    assert expert.full_name == user.full_name == (NEW if answers[0].status == 200 else OLD)


async def test_the_present_name_changes_nothing(world: World) -> None:
    """
    An app sends the whole profile with the name that it shows, while another name waits.
    """
    await _add_expert(world)
    await _propose_name(world, "account")

    answer = await world.call(
        update_expert_profile, PROFILE_BODY | {"full_name": OLD, "bio": "New.", "categories": []}, as_=EXPERT
    )

    assert (answer.body["full_name"], answer.body["proposed_name"], answer.body["bio"]) == (OLD, NEW, "New.")


async def test_an_applicant_may_change_the_name(world: World) -> None:
    """
    The admin who decides on the application sees the name with it.
    """
    await add_experts(world, an_expert(full_name=OLD, status=ExpertStatus.APPLIED))

    answer = await _propose_name(world, "profile")

    assert (answer.status, answer.body["full_name"], answer.body["proposed_name"]) == (200, NEW, None)


@pytest.mark.parametrize("slug", ["temani-official", "customer-service", "adm1n", "admin-dewi"])
async def test_an_address_is_a_name_too(world: World, slug: str) -> None:
    """
    No page stands at an address that could be taken for ours.
    """
    await _add_expert(world)

    answer = await world.call(change_slug, {"slug": slug}, as_=EXPERT)

    assert (answer.status, answer.code) == (409, "slug_taken")


async def test_the_longest_waiting_name_comes_first(world: World) -> None:
    """
    Names that an admin has decided on are not listed.
    """
    waiting = [
        an_expert(f"p{number}", proposed_name=f"Person {number}", name_proposed_at=NOON - timedelta(hours=number))
        for number in (1, 2)
    ]
    await add_experts(world, an_expert("p3"), *waiting)

    listed = await world.call(list_proposed_names, as_=ADMIN)

    assert [one["expert_id"] for one in listed.body["items"]] == ["p2", "p1"]
