"""People are told what happens to their accounts: devices, contact details, roles, suspensions. Twice is once."""

from datetime import timedelta
from typing import Any

import pytest

import functions.main
from functions.identity.make_admin import make_admin
from functions.identity.remove_admin import remove_admin
from functions.identity.restore_user import restore_user
from functions.identity.suspend_user import suspend_user
from functions.identity.update_my_account import update_my_account
from functions.notifications.forget_device import forget_device
from functions.notifications.register_device import register_device
from functions.notifications.save_notification_preferences import save_notification_preferences
from shared.identity import store as identity
from shared.identity import users
from shared.identity.models import User
from shared.kernel.ids import UserId
from shared.notifications import store
from shared.notifications.delivery_models import DropReason
from shared.notifications.device_models import PushDevices
from tests.catalogue.fakes import FakeAccounts
from tests.identity.admin_cases import a_restriction
from tests.notifications.steps import add_person, list_all_deliveries, list_inbox
from tests.world import ADMIN, ANA, Person, World

pytestmark = pytest.mark.emulator


@pytest.fixture(autouse=True)
def _accounts(world: World) -> None:
    """Let every account exist at the sign-in provider."""
    world.runtime.gateways.accounts = FakeAccounts()  # type: ignore[assignment]


def signed_in_after(world: World, seconds: int) -> Person:
    """Return Ana with a sign-in this many seconds after the present time of the world."""
    return Person("ana", claims={"auth_time": int(world.now.timestamp()) + seconds})


async def register_phone(world: World, token: str, person: Person = ANA, name: str = "Pixel 8") -> None:
    """Register a device, and deliver what follows."""
    answer = await world.call(register_device, {"token": token, "platform": "android", "name": name}, as_=person)
    assert answer.status == 200
    await world.deliver()


async def list_told(world: World) -> list[str]:
    """List the templates of Ana's notifications in the app, the earliest first."""
    return [one.template for one in reversed(await list_inbox(world))]


async def redeliver(world: World, event_type: str) -> None:
    """Deliver each event of a type once more, and what follows."""
    world.sent.entries += [entry for entry in world.delivered if entry.type == event_type]
    await world.deliver()


async def test_a_new_device_is_told_once_on_every_channel(world: World) -> None:
    """The first device is nobody's surprise. The second is told in the app, by push and by mail, once."""
    await add_person(world, devices=0, email_verified=True)
    await register_phone(world, "phone-1", signed_in_after(world, 1))
    quiet = (await list_told(world), await world.sent_mails())

    await register_phone(world, "phone-2", signed_in_after(world, 2), name="iPhone 17")
    await redeliver(world, "DeviceRegistered")
    await register_phone(world, "phone-2", signed_in_after(world, 2), name="iPhone 17")

    assert quiet == ([], [])
    assert await list_told(world) == ["security.new_device"]
    (mail,) = await world.sent_mails()
    assert "iPhone 17" in mail["text"]
    assert "bantuan@temani.example" in mail["text"]
    assert sorted(push["token"] for push in await world.sent_pushes()) == ["phone-1", "phone-2"]


async def test_a_known_device_is_not_new(world: World) -> None:
    """A phone that was signed out and comes back, and an app that got another token, tell nobody."""
    await add_person(world, devices=0)
    first = signed_in_after(world, 1)
    await register_phone(world, "phone-1", first)

    await register_phone(world, "phone-1-with-another-token", first)
    await world.call(forget_device, {"token": "phone-1"}, as_=first)
    await register_phone(world, "phone-1", signed_in_after(world, 60))

    assert await list_told(world) == []


async def test_devices_of_earlier_versions_are_known(world: World) -> None:
    """A document without the list of known tokens still tells a new device from an old one, also after a sign-out."""
    await add_person(world, devices=1)
    await world.call(forget_device, {"token": "token-ana-0"}, as_=ANA)

    await register_phone(world, "token-ana-0", signed_in_after(world, 60))
    known = await world.get(store.devices_ref("ana"))
    await register_phone(world, "phone-2", signed_in_after(world, 120))

    assert isinstance(known, PushDevices)
    assert known.known == (store.compute_token_hash("token-ana-0"),)
    assert await list_told(world) == ["security.new_device"]


async def test_a_device_that_was_signed_out_at_once_is_told(world: World) -> None:
    """Whoever registers a device and signs out again cannot cover the tracks."""
    await add_person(world, devices=1)
    person = signed_in_after(world, 60)
    await world.call(register_device, {"token": "phone-2", "platform": "web"}, as_=person)
    await world.call(forget_device, {"token": "phone-2"}, as_=person)

    await world.deliver()

    (shown,) = await list_inbox(world)
    assert "peramban" in shown.body


async def test_security_notices_cannot_be_switched_off(world: World) -> None:
    """The choice is refused, and general switches do not count."""
    off = {"channels": {"email": False, "push": False}}
    await add_person(world, devices=1, email_verified=True)
    refused = await world.call(
        save_notification_preferences, {"kinds": {"security": {"email": False, "push": False}}}, as_=ANA
    )
    await world.call(save_notification_preferences, off, as_=ANA)

    await register_phone(world, "phone-2", signed_in_after(world, 60))

    assert refused.status == 422
    assert (len(await world.sent_mails()), len(await world.sent_pushes())) == (1, 2)


async def change_account(world: World, **changes: Any) -> None:
    """Change Ana's account, and deliver what follows."""
    answer = await world.call(update_my_account, changes, as_=ANA)
    assert answer.status == 200
    await world.deliver()


async def test_the_former_address_is_told(world: World) -> None:
    """The mail goes to the former address alone, once; the app and a push tell the account."""
    await add_person(world, email="ana@example.com", email_verified=True)

    await change_account(world, email="baru@example.com")
    await redeliver(world, "ContactChanged")

    (mail,) = await world.sent_mails()
    assert mail["to"] == ["ana@example.com"]
    assert "baru@example.com" not in mail["text"]
    assert await list_told(world) == ["security.email_changed"]
    assert len(await world.sent_pushes()) == 1


async def test_an_address_that_was_never_proven_is_not_told(world: World) -> None:
    """It may be a stranger's; the account is told in the app. The record does not keep the address either."""
    await add_person(world, email="ana@example.com", email_verified=False)

    await change_account(world, email="baru@example.com")

    assert await world.sent_mails() == []
    assert await list_told(world) == ["security.email_changed"]


async def test_the_former_number_is_told(world: World) -> None:
    """The account is told by mail, and the number that its owner had proven by SMS."""
    await add_person(world, email_verified=True, phone="+6281234567890", phone_verified=True)

    await change_account(world, phone="+6281299999999")
    await redeliver(world, "ContactChanged")

    (text,) = await world.sent_texts()
    assert text["to"] == ["+6281234567890"]
    assert text["text"].startswith("Temani: ")
    (mail,) = await world.sent_mails()
    assert mail["to"] == ["ana@example.com"]
    assert await list_told(world) == ["security.phone_changed"]


async def test_both_contacts_are_told_at_once(world: World) -> None:
    """Who takes over an account and changes everything in one call is told of on both former ways."""
    await add_person(world, email="ana@example.com", email_verified=True, phone="+6281234567890", phone_verified=True)

    await change_account(world, email="baru@example.com", phone="+6281299999999")

    assert [mail["to"] for mail in await world.sent_mails()] == [["ana@example.com"]]
    assert [text["to"] for text in await world.sent_texts()] == [["+6281234567890"]]
    assert sorted(await list_told(world)) == ["security.email_changed", "security.phone_changed"]


async def test_the_same_contact_in_another_spelling_is_no_change(world: World) -> None:
    """Capital letters of a domain, or the form of a number, are told to nobody."""
    await add_person(world, email="ana@example.com", phone="+6281234567890")

    await change_account(world, email="ana@EXAMPLE.com", phone="081234567890")

    assert await list_told(world) == []


async def test_a_former_contact_is_told_only_while_its_record_stands(world: World) -> None:
    """An event that comes after the record was deleted is dropped, and told to nobody."""
    await add_person(world)
    event = {"user_id": "ana", "change_id": "gone", "parts": ["email"], "at": world.now.isoformat()}

    answer = await world.call.push_event(
        functions.main.tell_people_when_contact_changed, "ContactChanged", event, id="e-1"
    )

    assert answer.status == 200
    assert await list_all_deliveries(world) == []


async def test_an_admin_is_told_of_access_and_of_its_end(world: World) -> None:
    """Given and taken: each once, with the rights in words; an overtaken event tells nothing."""
    await add_person(world, email_verified=True, locale="en")
    body = {"user_id": "ana", "reason": "joins the team"}

    for _ in range(2):
        assert (await world.call(make_admin, {**body, "scopes": ["support", "finance"]}, as_=ADMIN)).status == 200
    await world.deliver()
    world.later(minutes=1)
    await world.call(remove_admin, body, as_=ADMIN)
    await world.deliver()
    await redeliver(world, "RoleChanged")

    given, taken = await world.sent_mails()
    assert "support and finance" in given["text"]
    assert "no longer have access" in taken["text"]
    assert await list_told(world) == ["security.admin_granted", "security.admin_removed"]


async def test_access_that_was_taken_at_once_is_told_alone(world: World) -> None:
    """The event of the grant comes late: only the end of the access is true."""
    await add_person(world)
    body = {"user_id": "ana", "reason": "a mistake"}
    await world.call(make_admin, {**body, "scopes": ["support"]}, as_=ADMIN)
    world.later(seconds=5)
    await world.call(remove_admin, body, as_=ADMIN)

    await world.deliver()

    assert await list_told(world) == ["security.admin_removed"]


async def test_a_new_expert_is_told_in_the_app(world: World) -> None:
    """The mail about the decision goes anyway; a role that was taken back meanwhile is not told."""
    await add_person(world, email_verified=True)
    await add_person(world, "budi", devices=0)
    for uid in ("ana", "budi"):
        await world.commit(users.set_user_role, UserId(uid), "expert", now=world.now)
    await world.commit(users.set_user_role, UserId("budi"), "customer", now=world.now)

    await world.deliver()

    assert await list_told(world) == ["security.expert_granted"]
    assert await list_inbox(world, "budi") == []
    assert (len(await world.sent_pushes()), await world.sent_mails()) == (1, [])


async def suspend_ana(world: World, **given: Any) -> None:
    """Suspend Ana's account as an admin."""
    body = {"user_id": "ana", "cause": "spam", "reason": "60 mails to strangers", **given}
    assert (await world.call(suspend_user, body, as_=ADMIN)).status == 200


async def restore_ana(world: World) -> None:
    """Restore Ana's account as an admin."""
    assert (await world.call(restore_user, {"user_id": "ana", "reason": "a mistake"}, as_=ADMIN)).status == 200


@pytest.mark.parametrize("locale", ["id", "en"])
async def test_a_suspended_person_gets_the_mail(world: World, locale: str) -> None:
    """The mail says why and where to ask, in words. No push, nothing in the locked app; a repeated call tells once."""
    await add_person(world, email_verified=True, locale=locale)

    for _ in range(2):
        await suspend_ana(world)
        await world.deliver()
    await redeliver(world, "UserSuspended")

    (mail,) = await world.sent_mails()
    reason = {"id": "pesan kepada orang yang tidak memintanya", "en": "messages to people who did not ask for them"}
    assert reason[locale] in mail["text"]
    assert "bantuan@temani.example" in mail["text"]
    assert (await list_inbox(world), await world.sent_pushes()) == ([], [])


async def test_another_cause_or_end_is_told(world: World) -> None:
    """What has changed is a new notice, with the end in the person's zone."""
    await add_person(world, email_verified=True, locale="en")
    await suspend_ana(world)
    await world.deliver()

    await suspend_ana(world, cause="fraud", until=(world.now + timedelta(days=7)).isoformat())
    await world.deliver()

    first, second = await world.sent_mails()
    assert "until" not in first["subject"]
    assert "suspended until" in second["subject"]
    assert "WIB" in second["subject"]
    assert "fraud" in second["text"]


async def test_a_late_notice_of_a_suspension_is_not_sent(world: World) -> None:
    """After the restoration the event tells nothing, and the mail that was queued is dropped."""
    await add_person(world, email_verified=True)
    await suspend_ana(world)
    (event,) = [entry for entry in world.sent.entries if entry.type == "UserSuspended"]
    world.sent.entries.remove(event)
    await restore_ana(world)

    world.sent.entries.append(event)
    await world.deliver()

    (mail,) = await world.sent_mails()
    assert "memakai akun Anda lagi" in mail["subject"]
    assert await list_told(world) == ["security.restored"]


async def test_a_queued_mail_of_a_suspension_is_dropped_after_the_restoration(world: World) -> None:
    """The task asks again: between the decision and the mail, the account was restored."""
    await add_person(world, email_verified=True)
    await suspend_ana(world)
    event = {"user_id": "ana", "until": None, "suspended_at": world.now.isoformat()}
    await world.call.push_event(functions.main.tell_person_when_user_suspended, "UserSuspended", event, id="e-1")
    jobs = [entry for entry in world.sent.entries if entry.type == "SendEmail"]
    await restore_ana(world)
    world.sent.entries = jobs

    await world.deliver()

    (delivery,) = await list_all_deliveries(world)
    assert (len(jobs), delivery.reason) == (1, DropReason.UNTRUE)
    assert await world.sent_mails() == []


async def test_a_restoration_of_an_account_that_is_suspended_anew_is_not_told(world: World) -> None:
    """The late event looks at the account as it is now."""
    await add_person(world, email_verified=True)
    await world.put_documents((identity.restriction_ref("ana"), a_restriction("ana", world.now)))
    event = {"user_id": "ana", "restored_at": world.now.isoformat()}

    await world.call.push_event(functions.main.tell_person_when_user_restored, "UserRestored", event, id="e-1")

    assert await list_all_deliveries(world) == []


async def test_a_suspension_that_ends_by_itself_is_told(world: World) -> None:
    """When the time is over, the person hears that the account can be used again."""
    await add_person(world, email_verified=True)
    await suspend_ana(world, until=(world.now + timedelta(hours=1)).isoformat())
    await world.deliver()
    world.later(hours=1)

    await world.deliver()

    assert await list_told(world) == ["security.restored"]
    assert len(await world.sent_mails()) == 2


async def test_a_suspended_person_hears_of_nothing_else(world: World) -> None:
    """Other notices of the kind are not for a locked account."""
    await add_person(world, email_verified=True)
    await world.put_documents((identity.restriction_ref("ana"), a_restriction("ana", world.now)))
    event = {"user_id": "ana", "device": "d" * 64, "platform": "web", "at": world.now.isoformat()}

    await world.call.push_event(functions.main.tell_person_when_device_registered, "DeviceRegistered", event, id="e-1")

    person = await world.get(identity.user_ref("ana"))
    assert isinstance(person, User)
    assert await list_all_deliveries(world) == []
