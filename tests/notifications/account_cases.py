"""Cases of notifications about the security of accounts."""

from datetime import timedelta

from shared.identity import contact_changes
from shared.identity import store as identity
from shared.identity.contact_changes import ContactChange
from shared.identity.models import AdminGrant
from shared.kernel.ids import Id, UserId
from tests.cases import MeasuredCall, case, push_event
from tests.identity.admin_cases import a_restriction, push_suspension
from tests.notifications.steps import add_person
from tests.world import World

_TESTED_IN = "tests/notifications/test_account_notices.py"


@case("tell_person_when_device_registered", who="internal", tested_in=_TESTED_IN)
async def _tell_of_device(world: World) -> MeasuredCall:
    await add_person(world)
    event = {
        "user_id": "ana",
        "device": "d" * 64,
        "platform": "android",
        "at": world.now.isoformat(),
    }
    return push_event(world, "tell_person_when_device_registered", "DeviceRegistered", **event)


@case("tell_people_when_contact_changed", who="internal", tested_in=_TESTED_IN)
async def _tell_of_contact_change(world: World) -> MeasuredCall:
    await add_person(world)
    change = ContactChange(
        id=Id("a-change"),
        user_id=UserId("ana"),
        email="ana@old.example",
        email_verified=True,
        locale="id",
        zone="Asia/Jakarta",
        changed_at=world.now,
        expire_at=world.now + timedelta(days=7),
    )
    await world.put_documents((contact_changes.contact_change_ref(change.id), change))
    event = {"user_id": "ana", "change_id": change.id, "parts": ["email"], "at": world.now.isoformat()}
    return push_event(world, "tell_people_when_contact_changed", "ContactChanged", **event)


@case("tell_person_when_role_changed", who="internal", tested_in=_TESTED_IN)
async def _tell_of_role(world: World) -> MeasuredCall:
    await add_person(world)
    grant = AdminGrant(id=UserId("ana"), name="Ana", scopes=("support",), granted_by="citra", granted_at=world.now)
    await world.put_documents((identity.admin_grant_ref("ana"), grant))
    event = {"user_id": "ana", "change": "admin_granted", "at": world.now.isoformat()}
    return push_event(world, "tell_person_when_role_changed", "RoleChanged", **event)


@case("tell_person_when_user_suspended", who="internal", tested_in=_TESTED_IN)
async def _tell_of_suspension(world: World) -> MeasuredCall:
    await add_person(world)
    await world.put_documents((identity.restriction_ref("ana"), a_restriction("ana", world.now)))
    return push_suspension(world, "tell_person_when_user_suspended", "ana")


@case("tell_person_when_user_restored", who="internal", tested_in=_TESTED_IN)
async def _tell_of_restoration(world: World) -> MeasuredCall:
    await add_person(world)
    event = {"user_id": "ana", "restored_at": world.now.isoformat()}
    return push_event(world, "tell_person_when_user_restored", "UserRestored", **event)
