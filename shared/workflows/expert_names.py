"""Names of experts: the account and the page have one name, and an admin decides on a new one for both."""

from datetime import datetime
from typing import Any

from shared.catalogue import expert_names, profiles
from shared.catalogue import store as catalogue
from shared.catalogue.errors import ExpertNotFound
from shared.catalogue.models import Expert, Profile
from shared.catalogue.rules import Decision
from shared.identity import store as identity
from shared.identity import users
from shared.identity.models import User
from shared.kernel.actors import Actor
from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork
from shared.workflows.announcements import expert_announcements


async def update_account(uow: UnitOfWork, changes: dict[str, Any], *, actor: Actor, now: datetime) -> User:
    """Change fields of the actor's account. A new name of a vetted expert waits until an admin decides on the name.

    Raises:
        NotRegistered: The actor has not registered.
    """
    name, uid = changes.get("full_name"), UserId(actor.id)
    if name is None:
        return await users.update_user(uow, changes, actor=actor, now=now)
    person, expert = await uow.get_many(identity.user_ref(uid), catalogue.expert_ref(uid))
    if person is None or expert is None or not expert_names.is_vetted(expert) or name == expert.full_name:
        return await users.update_user(uow, changes, actor=actor, now=now)
    changed = expert_names.with_new_name(expert, name, now=now)
    if changed is not expert:
        uow.put(catalogue.expert_ref(uid), changed)
    proposed = changes | {"full_name": person.full_name, "proposed_name": changed.proposed_name}
    return await users.update_user(uow, proposed, actor=actor, now=now)


async def update_profile(uow: UnitOfWork, uid: UserId, profile: Profile, *, now: datetime) -> Expert:
    """Change the fields of an expert's profile that `profile` names.

    A new name of a vetted expert waits until an admin decides on the name.

    Raises:
        ExpertNotFound: The person has never applied.
        Invalid: The profile breaks a rule, or names an unknown category.
    """
    expert = await profiles.update_profile(uow, uid, profile, now=now)
    if expert.proposed_name is not None:
        await _put_name(uow, uid, now=now, proposed_name=expert.proposed_name)
    return expert


async def review_name(
    uow: UnitOfWork, uid: UserId, name: str, decision: Decision, *, reason: str, now: datetime
) -> Expert:
    """Accept or refuse the name that an expert asks for, on the page and on the account. The expert is told.

    Raises:
        ExpertNotFound: There is no such expert.
        ProposedNameChanged: The expert asks for another name now, or for none.
        Invalid: A refusal has no reason.
    """
    expert, _ = await uow.get_many(catalogue.expert_ref(uid), identity.user_ref(uid))
    if expert is None:
        raise ExpertNotFound(expert_id=uid)
    decided = expert_names.with_name_decision(expert, name, decision, reason=reason, now=now)
    if decided is not expert:
        uow.put(catalogue.expert_ref(uid), decided)
        names = {"full_name": name} if decision == "accept" else {}
        await _put_name(uow, uid, now=now, proposed_name=None, **names)
        await expert_announcements.announce_name_decision(uow, decided, name, decision, now=now)
    return decided


async def _put_name(uow: UnitOfWork, uid: UserId, *, now: datetime, **names: str | None) -> None:
    person = await uow.get(identity.user_ref(uid))
    changed = person and person.having(**names)
    if changed is not None and changed != person:
        uow.put(identity.user_ref(uid), changed.having(changed_at=now))
