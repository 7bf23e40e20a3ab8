"""Cases of the catalogue: applications and invitations of experts."""

from datetime import datetime

from functions.catalogue.invite_expert import invite_expert
from shared.catalogue import store
from shared.catalogue.jobs import EmailExpertDecision
from shared.catalogue.models import ExpertStatus
from shared.identity import store as identities
from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork
from tests.builders import NOON
from tests.cases import Example, MeasuredCall, call_function, case, deliver_job, paged_rows
from tests.catalogue.builders import PROFILE_BODY, a_user, an_expert, apply_as, decide_application
from tests.catalogue.examples import PROFILE, SUBMITTED_APPLICATION
from tests.catalogue.fakes import FakeAccounts
from tests.world import ADMIN, ANA, World

_APPLICATION = {**SUBMITTED_APPLICATION, "applied_at": "2026-11-20T03:12:00Z"}


_INVITATION = {"email": "rani@example.com", "profile": PROFILE_BODY}


@case(
    "apply_as_expert",
    who="customer",
    example=Example(request={"slug": "dewi-lestari", "profile": PROFILE}, response=_APPLICATION),
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


_WAITING_NAME = {
    "expert_id": "Qw8r2TyU4iO6pA9sD1fG",
    "full_name": "Dewi Lestari",
    "proposed_name": "Dewi Lestari Wijaya",
    "proposed_at": "2026-11-20T03:12:00Z",
}


@case(
    "list_proposed_names",
    who="admin",
    example=Example(request={"limit": 20}, response={"items": [_WAITING_NAME], "next_cursor": None}),
)
async def _list_proposed_names(world: World) -> MeasuredCall:
    await _add_proposed_name(world, 1, NOON)
    return call_function(world, "list_proposed_names", {}, ADMIN)


@case(
    "review_expert_name",
    who="admin",
    example=Example(
        request={
            "expert_id": "Qw8r2TyU4iO6pA9sD1fG",
            "proposed_name": "Dewi Lestari Wijaya",
            "decision": "accept",
        },
        response={
            "expert_id": "Qw8r2TyU4iO6pA9sD1fG",
            "full_name": "Dewi Lestari Wijaya",
            "proposed_name": None,
            "name_note": "",
        },
    ),
)
async def _review_expert_name(world: World) -> MeasuredCall:
    await _add_proposed_name(world, 1, NOON)
    await world.put_documents((identities.user_ref("p1"), a_user("p1", role="expert", proposed_name="Person 1")))
    body = {"expert_id": "p1", "proposed_name": "Person 1", "decision": "accept"}
    return call_function(world, "review_expert_name", body, ADMIN)


@case("email_expert_decision", who="internal", tested_in="tests/catalogue/test_applications.py")
async def _email_expert_decision(world: World) -> MeasuredCall:
    await apply_as(world, ANA)
    await decide_application(world, ANA, "accept")
    await world.commit(_schedule_decision, EmailExpertDecision(expert_id=UserId(ANA.uid)))
    return await deliver_job(world, "email_expert_decision", "EmailExpertDecision")


async def _schedule_decision(uow: UnitOfWork, job: EmailExpertDecision) -> None:
    uow.schedule(job, key="earlier")


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


@paged_rows("list_expert_applications", id="expert_id", person=ADMIN)
async def _add_application_row(world: World, number: int, at: datetime) -> None:
    expert = an_expert(f"p{number}", status=ExpertStatus.APPLIED, applied_at=at)
    await world.put_documents((store.expert_ref(expert.id), expert))


@paged_rows("list_proposed_names", id="expert_id", person=ADMIN)
async def _add_proposed_name(world: World, number: int, at: datetime) -> None:
    expert = an_expert(f"p{number}", proposed_name=f"Person {number}", name_proposed_at=at)
    await world.put_documents((store.expert_ref(expert.id), expert))
