"""Becoming an expert: by applying and being vetted, or by being invited."""

import asyncio
from typing import Any

import httpx
import pytest

from functions.catalogue.apply_as_expert import apply_as_expert
from functions.catalogue.email_expert_decision import email_expert_decision
from functions.catalogue.get_expert import get_expert
from functions.catalogue.get_my_expert_page import get_my_expert_page
from functions.catalogue.invite_expert import invite_expert
from functions.catalogue.list_expert_applications import list_expert_applications
from functions.catalogue.review_expert_application import review_expert_application
from functions.identity.get_my_account import get_my_account
from functions.identity.register_user import register_user
from shared.catalogue import store
from shared.catalogue.models import ExpertStatus
from shared.gateways.firebase_accounts import FirebaseAccounts
from shared.identity import store as identities
from shared.kernel.ids import UserId
from shared.notifications.delivery_models import DeliveryState, DropReason
from tests.catalogue.builders import PROFILE_BODY, add_categories, apply_as, decide_application
from tests.catalogue.fakes import FakeAccounts
from tests.identity.steps import sign_in, sign_up
from tests.notifications.steps import list_all_deliveries, list_deliveries, list_inbox
from tests.world import ADMIN, ANA, BUDI, NOBODY, Person, World

pytestmark = pytest.mark.emulator


async def test_an_application(world: World) -> None:
    """
    All of the profile is kept, under an address that reads like the name; the world does not see it yet.
    """
    answer = await apply_as(world, ANA)

    own = await world.call(get_my_expert_page, as_=ANA)
    page = await world.call(get_expert, {"slug": "dewi-lestari"})
    assert (answer.status, answer.body["status"], answer.body["slug"]) == (200, "applied", "dewi-lestari")
    assert own.body["expert"] == {key: value for key, value in answer.body.items() if key != "applied_at"}
    assert [own.body["expert"][name] for name in ("education", "work", "certifications", "achievements")] == [
        PROFILE_BODY["education"],
        [PROFILE_BODY["work"][0] | {"until": None, "description": ""}],
        PROFILE_BODY["certifications"],
        PROFILE_BODY["achievements"],
    ]
    assert (page.status, page.code) == (404, "expert_not_found")


async def test_accepted(world: World, accounts: FirebaseAccounts) -> None:
    """
    The page is there, the next sign-in says expert, and the applicant has a mail.
    """
    ana = Person((await accounts.open_account(email="ana@example.com", phone=None, name="Ana")).uid)
    await apply_as(world, ana)

    answer = await decide_application(world, ana, "accept", "Welcome!")
    delivered = dict(await world.deliver())

    user = await world.get(identities.user_ref(ana.uid))
    page = await world.call(get_expert, {"slug": "dewi-lestari"})
    (mail,) = await world.sent_mails()
    assert (answer.status, answer.body["status"], page.status) == (200, "active", 200)
    assert delivered == {"send_email": 200, "grant_role": 200, "tell_person_when_role_changed": 200}
    assert user is not None
    assert (user.role, await role_of(accounts, ana.uid)) == ("expert", "expert")
    assert mail["subject"] == "Welcome as an expert at Temani"
    assert "Welcome!" in mail["text"]


async def test_refused_and_applied_again(world: World) -> None:
    """
    The applicant reads why, stays a customer, gives the address back, and may try again.
    """
    await apply_as(world, ANA)

    refused = await decide_application(world, ANA, "reject", "Tell us more about your work.")
    await world.deliver()
    taken = await apply_as(world, BUDI, slug="dewi-lestari")
    again = await apply_as(world, ANA)

    (mail,) = await world.sent_mails()
    assert [shown.template for shown in await list_inbox(world)] == ["expert.rejected"]
    user = await world.get(identities.user_ref(ANA.uid))
    assert user is not None
    assert (refused.body["status"], user.role) == ("rejected", "customer")
    assert "Tell us more about your work." in mail["text"]
    assert (taken.status, again.status, again.body["status"]) == (200, 200, "applied")
    assert again.body["slug"].startswith("dewi-lestari-")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"expertise": []}, "profile.expertise"),
        ({"expertise": ["Agile", " agile"]}, "profile.expertise.1"),
        ({"expertise": ["x" * 41]}, "profile.expertise.0"),
        ({"styles": list("abcdef")}, "profile.styles"),
        ({"languages": ["Indonesian"]}, "profile.languages.0"),
        ({"categories": ["no-such-category"]}, "profile.categories.0"),
        ({"years": -1}, "profile.years"),
        ({"zone": "Mars/Olympus"}, "profile.zone"),
        ({"zone": "right/UTC"}, "profile.zone"),
        ({"zone": "America"}, "profile.zone"),
        ({"full_name": ""}, "profile.full_name"),
        ({"headline": "two\nlines"}, "profile.headline"),
        ({"bio": "x" * 5_001}, "profile.bio"),
        ({"education": [{"school": "UI", "degree": "MBA", "yaer": 2017}]}, "profile.education.0.yaer"),
        ({"work": [{"role": "PM", "company": "Gojek", "since": "2020"}]}, "profile.work.0.since"),
        ({"rating": 500}, "profile.rating"),
        ({"status": "active"}, "profile.status"),
    ],
)
async def test_a_profile_that_is_none(world: World, given: dict[str, Any], field: str) -> None:
    """
    Each mistake names its field, and nobody has applied.
    """
    answer = await apply_as(world, ANA, **given)

    assert (answer.status, answer.invalid_fields) == (422, [field])
    assert (await world.call(get_my_expert_page, as_=ANA)).code == "expert_not_found"


@pytest.mark.parametrize(
    ("slug", "status", "code"),
    [
        ("dewi", 200, None),
        ("login", 409, "slug_taken"),
        ("ab", 422, "invalid"),
        ("Dewi", 422, "invalid"),
        ("-dewi", 422, "invalid"),
        ("a/b", 422, "invalid"),
    ],
)
async def test_an_address_of_ones_own(world: World, slug: str, status: int, code: str | None) -> None:
    """
    Any that reads well and is not a page of the site.
    """
    answer = await apply_as(world, ANA, slug=slug)

    assert (answer.status, answer.code) == (status, code)


async def test_two_of_a_name_at_once(world: World) -> None:
    """
    Many with the same name apply at the same moment: each has an address, and no two the same.
    """
    people = [Person(f"p{n}") for n in range(12)]

    answers = await asyncio.gather(*(apply_as(world, person) for person in people))

    assert [answer.status for answer in answers] == [200] * 12
    slugs = {answer.body["slug"] for answer in answers}
    assert ("dewi-lestari" in slugs, len(slugs)) == (True, 12)


async def test_one_address_many_who_want_it(world: World) -> None:
    """
    Exactly one gets it; the others are told that it is somebody else's, and have not applied.
    """
    people = [Person(f"p{n}") for n in range(12)]

    answers = await asyncio.gather(*(apply_as(world, person, slug="the-best") for person in people))

    codes = sorted(answer.code or "" for answer in answers)
    holder = await world.get(store.slug_ref("the-best"))
    (winner,) = (person.uid for person, answer in zip(people, answers, strict=True) if answer.status == 200)
    assert codes == [""] + ["slug_taken"] * 11
    assert holder is not None
    assert holder.holder == winner


async def test_once_is_enough(world: World) -> None:
    """
    Who waits or has been accepted does not apply again; a repeated call is told the same.
    """
    await apply_as(world, ANA)

    again = await apply_as(world, ANA)
    await decide_application(world, ANA, "accept")
    after = await apply_as(world, ANA)

    assert (again.code, again.body["expert_status"]) == ("already_expert", "applied")
    assert (after.code, after.body["expert_status"]) == ("already_expert", "active")


async def test_who_may_apply(world: World) -> None:
    """
    Who has signed in, registered, and told us where to answer.
    """
    nobody = await world.call(apply_as_expert, {"profile": PROFILE_BODY}, as_=NOBODY)
    unknown = await world.call(apply_as_expert, {"profile": PROFILE_BODY}, as_=ANA)
    await world.call(register_user, {"full_name": "Budi", "phone": "081234567890"}, as_=BUDI)

    unreachable = await world.call(apply_as_expert, {"profile": PROFILE_BODY}, as_=BUDI)

    assert (nobody.status, unknown.code, unreachable.code) == (401, "not_registered", "email_needed")


async def test_decided_once(world: World) -> None:
    """
    The same decision again changes nothing and sends nothing; another one comes too late; a refusal has a reason.
    """
    await apply_as(world, ANA)

    silent = await decide_application(world, ANA, "reject")
    first = await decide_application(world, ANA, "accept")
    second = await decide_application(world, ANA, "accept")
    other = await decide_application(world, ANA, "reject", "After all, no.")
    nobody = await decide_application(world, BUDI, "accept")

    assert (silent.status, silent.invalid_fields) == (422, ["reason"])
    assert first.body == second.body
    assert (other.status, other.code, other.body["expert_status"]) == (409, "application_decided", "active")
    assert (nobody.status, nobody.code) == (404, "expert_not_found")
    assert len(await world.list_outbox_entries("SendEmail")) == len(await world.list_outbox_entries("GrantRole")) == 1


async def test_a_decision_that_has_changed_is_not_mailed(world: World) -> None:
    """
    Who has applied again before the mail went out is not told that the application was refused.
    """
    await apply_as(world, ANA)
    await decide_application(world, ANA, "reject", "Tell us more about your work.")
    await apply_as(world, ANA)

    await world.deliver()

    dropped = (await list_deliveries(world))["email"]
    assert (dropped.state, dropped.reason) == (DeliveryState.DROPPED, DropReason.UNTRUE)
    assert await world.sent_mails() == []


async def test_a_job_of_an_earlier_version_tells_nobody_again(world: World) -> None:
    """
    The applicant has one mail, whichever version was to send it.
    """
    await apply_as(world, ANA)
    await decide_application(world, ANA, "accept")

    answer = await world.call.deliver_task(email_expert_decision, {"expert_id": "ana"})
    await world.deliver()

    assert (answer.status, len(await world.sent_mails()), len(await list_inbox(world))) == (200, 1, 1)


async def test_those_who_wait(world: World) -> None:
    """
    The longest waiting first, page by page; who has been decided on is not among them.
    """
    await add_categories(world, "career")
    for n in range(5):
        await apply_as(world, Person(f"p{n}"), categories=["career"])
        world.later(minutes=n % 2)
    await decide_application(world, Person("p1"), "accept")

    first = (await world.call(list_expert_applications, {"limit": 3}, as_=ADMIN)).body
    rest = (await world.call(list_expert_applications, {"limit": 3, "cursor": first["next_cursor"]}, as_=ADMIN)).body

    assert [one["expert_id"] for one in first["items"] + rest["items"]] == ["p0", "p2", "p3", "p4"]
    assert (first["items"][0]["categories"], rest["next_cursor"]) == (["career"], None)


@pytest.mark.parametrize("function", [list_expert_applications, invite_expert, review_expert_application])
async def test_admins_business(world: World, function: Any) -> None:
    """
    Nobody else vets, or sees who waits.
    """
    bodies: dict[Any, Any] = {
        invite_expert: {"email": "x@example.com", "profile": PROFILE_BODY},
        review_expert_application: {"expert_id": "ana", "decision": "accept"},
    }

    answer = await world.call(function, bodies.get(function), as_=ANA)

    assert (answer.status, answer.code) == (403, "forbidden")


@pytest.mark.parametrize("known", [False, True])
async def test_invited_by_mail(world: World, accounts: FirebaseAccounts, known: bool) -> None:
    """
    An account is there, with the role; the expert is on their way to the list, and a mail leads to a password.
    """
    wanted = {"email": "rani@example.com", "locale": "en", "profile": PROFILE_BODY | {"full_name": "Rani Putri"}}
    uid = (await accounts.open_account(email="rani@example.com", phone=None, name="Rani")).uid if known else None

    answer = await world.call(invite_expert, wanted, as_=ADMIN)
    again = await world.call(invite_expert, wanted, as_=ADMIN)
    delivered = [(name, status) for name, status in await world.deliver() if status != 200]

    opened = UserId((await accounts.open_account(email="rani@example.com", phone=None, name="-")).uid)
    expert, user = await world.get(store.expert_ref(opened)), await world.get(identities.user_ref(opened))
    mails = await world.sent_mails()
    assert (answer.status, again.body["invitation_id"], delivered) == (200, answer.body["invitation_id"], [])
    assert opened == (uid or opened)
    assert expert is not None
    assert user is not None
    assert (expert.status, expert.slug, user.role, user.email) == (
        ExpertStatus.ACTIVE,
        "rani-putri",
        "expert",
        "rani@example.com",
    )
    assert await role_of(accounts, opened) == "expert"
    assert {mail["subject"] for mail in mails} == {"Your invitation to be an expert at Temani"}
    assert "oobCode" in mails[0]["text"]
    told = [one for one in await list_all_deliveries(world) if one.template == "expert.invited"]
    assert {(one.state, one.guest) for one in told} == {(DeliveryState.SENT, answer.body["invitation_id"])}
    # The link signs in, so it is kept no longer than the mail needs it.
    assert "oobCode" not in str(told)


async def test_an_invitation_that_waits_for_the_provider_gets_new_links(world: World) -> None:
    """
    A link ends after an hour: the mail that goes out after an outage of hours carries one that works, and goes once.
    """
    accounts = CountingAccounts()
    world.runtime.gateways.accounts = accounts  # type: ignore[assignment]
    await world.control_sendgrid("faults", kind="unavailable", operation="SendMail", times=2)
    await world.call(invite_expert, {"email": "rani@example.com", "profile": PROFILE_BODY}, as_=ADMIN)
    await world.deliver()

    for _ in range(4):
        world.later(hours=1)
        await world.deliver()

    (mail,) = await world.sent_mails()
    assert f"https://sign-in.example.com/password/{accounts.links}" in mail["text"]
    assert accounts.links > 1


async def test_a_stranger_with_the_invited_address_is_locked_out(
    world: World, accounts: FirebaseAccounts, auth_emulator: str
) -> None:
    """
    Whoever registered the address first, unverified, loses password, tokens and name before the role is given.
    """
    account = {"email": "rani@example.com", "password": "correct horse battery"}
    stranger = Person((await sign_up(auth_emulator, world, **account))["localId"])
    before = await sign_in(auth_emulator, world, **account)
    await world.call(register_user, {"full_name": "Not Rani"}, headers={"authorization": f"Bearer {before}"})

    await world.call(invite_expert, {"email": "rani@example.com", "profile": PROFILE_BODY}, as_=ADMIN)
    await world.deliver()
    refused = await world.call(get_my_account, as_=Person(stranger.uid, claims={"auth_time": 1_700_000_000}))

    with pytest.raises(httpx.HTTPStatusError):
        await sign_in(auth_emulator, world, **account)
    user = await world.get(identities.user_ref(stranger.uid))
    assert (refused.status, refused.code) == (401, "signed_out")
    assert user is not None
    assert (user.role, user.full_name) == ("expert", PROFILE_BODY["full_name"])


async def test_an_invited_person_with_a_verified_address_keeps_everything(
    world: World, accounts: FirebaseAccounts, auth_emulator: str
) -> None:
    """
    The owner of the address stays signed in, with the own name and password.
    """
    account = {"email": "rani@example.com", "password": "correct horse battery"}
    rani = Person((await sign_up(auth_emulator, world, **account, emailVerified=True))["localId"])
    await world.call(register_user, {"full_name": "Rani P."}, as_=rani)

    await world.call(invite_expert, {"email": "rani@example.com", "profile": PROFILE_BODY}, as_=ADMIN)
    await world.deliver()

    user = await world.get(identities.user_ref(rani.uid))
    assert (await world.call(get_my_account, as_=rani)).status == 200
    assert await sign_in(auth_emulator, world, **account)
    assert user is not None
    assert (user.role, user.full_name) == ("expert", "Rani P.")


async def test_invited_by_phone(world: World, accounts: FirebaseAccounts) -> None:
    """
    The number is kept as the whole world dials it; there is nothing to mail.
    """
    number = f"0812{hash(world.runtime.settings.google_cloud_project) % 10**8:08}"

    answer = await world.call(invite_expert, {"phone": number, "profile": PROFILE_BODY}, as_=ADMIN)
    delivered = dict(await world.deliver())

    uid = (await accounts.open_account(email=None, phone=f"+62{number[1:]}", name="-")).uid
    assert (answer.status, delivered) == (200, {"open_expert_account": 200, "grant_role": 200})
    assert await role_of(accounts, uid) == "expert"
    assert await world.sent_mails() == []


async def test_an_applicant_who_is_invited_is_accepted(world: World, accounts: FirebaseAccounts) -> None:
    """
    What they applied with stays theirs.
    """
    ana = Person((await accounts.open_account(email="ana@example.com", phone=None, name="Ana")).uid)
    await apply_as(world, ana, headline="As I said")

    await world.call(invite_expert, {"email": "ana@example.com", "profile": PROFILE_BODY}, as_=ADMIN)
    await world.deliver()

    page = await world.call(get_my_expert_page, as_=ana)
    assert (page.body["expert"]["status"], page.body["expert"]["headline"]) == ("active", "As I said")


async def test_invited_how(world: World) -> None:
    """
    By an address or by a number.
    """
    answer = await world.call(invite_expert, {"profile": PROFILE_BODY}, as_=ADMIN)

    assert (answer.status, answer.invalid_fields) == (422, ["email"])


async def test_no_mail_to_who_cannot_be_reached_any_more(world: World) -> None:
    """
    A job about somebody who is not there does nothing, and is not tried for ever.
    """
    answer = await world.call.deliver_task(email_expert_decision, {"expert_id": "nobody"})

    assert answer.status == 200
    assert await world.sent_mails() == []


class CountingAccounts(FakeAccounts):
    """Accounts that number the links to choose a password."""

    def __init__(self) -> None:
        self.links = 0

    async def create_password_link(self, email: str) -> str:
        self.links += 1
        return f"https://sign-in.example.com/password/{self.links}"


async def role_of(accounts: FirebaseAccounts, uid: str) -> str | None:
    """What the account's custom claim says: what the next ID token will say."""
    from firebase_admin import auth

    claims = (await asyncio.to_thread(auth.get_user, uid, app=accounts._get_app())).custom_claims or {}
    role: str | None = claims.get("role")
    return role
