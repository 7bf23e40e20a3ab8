"""Actions of users: register, change an account and change a role."""

from datetime import datetime
from typing import Any, Literal

from shared.contracts.events.people import RoleChanged
from shared.identity import contact_changes, display_names, email_addresses, jobs, rules, store
from shared.identity.errors import EmailNeeded
from shared.identity.models import AccountRestriction, User
from shared.identity.ports import TokenClaims
from shared.identity.schemas import Registration
from shared.kernel.actors import Actor, Role
from shared.kernel.ids import UserId
from shared.kernel.inputs import with_named_fields
from shared.kernel.phone_numbers import to_international_phone
from shared.kernel.ports import OptionalRef, Reader, UnitOfWork
from shared.kernel.public_texts import find_person_name
from shared.kernel.schemas import Email, Phone
from shared.limits.actions import count_act
from shared.limits.settings import SETTINGS, LimitSettings
from shared.limits.subjects import address_limits_ref


async def register_user(
    uow: UnitOfWork, registration: Registration, *, actor: Actor, client_address: str | None, now: datetime
) -> User:
    """Register the user who signed in. Data that the registration leaves out is taken from the sign-in.

    A repeated registration changes nothing, except that an anonymous user can register with an identity. An address
    that the sign-in has verified since then counts as verified.

    Args:
        uow: Unit of work that carries the account.
        registration: Data of the account.
        actor: Person who signed in.
        client_address: IP address of the client, whose new accounts are limited; None without a load balancer.
        now: Time of the registration.

    Raises:
        Invalid: Neither the registration nor the sign-in has a name, and the user is not anonymous.
        LimitReached: Too many accounts were registered from the client's address.
    """
    uid = UserId(actor.id)
    limits_ref = address_limits_ref(client_address) if client_address else None
    known, settings, _ = await uow.get_many(
        store.user_ref(uid), OptionalRef(SETTINGS if limits_ref else None), OptionalRef(limits_ref)
    )
    if known is not None and (actor.anonymous or not known.anonymous):
        seen = with_phone_proof(email_addresses.with_address(known, known.email, actor=actor), known, actor)
        if seen is not known:
            uow.put(store.user_ref(uid), seen.having(changed_at=now))
        return seen
    registered = User(
        id=uid,
        role="expert" if actor.role == "expert" else "customer",
        full_name=display_names.resolve_display_name(
            registration.full_name or find_person_name(actor.name), uid, anonymous=actor.anonymous
        ),
        phone=registration.phone or actor.phone or (known.phone if known else None),
        anonymous=actor.anonymous,
        created_at=known.created_at if known else now,
        changed_at=now,
        **registration.model_dump(include={"zone", "locale"}, exclude_unset=True),
    )
    person = with_named_fields(known, registered)
    person = email_addresses.with_address(person, registration.email or actor.email or person.email, actor=actor)
    person = with_phone_proof(person, known, actor)
    uow.put(store.user_ref(uid), person)
    contact_changes.record_contact_change(uow, known, person, now=now)
    if known is None and limits_ref is not None:
        await count_act(uow, limits_ref, (settings or LimitSettings()).registrations, now=now)
    return person


def with_phone_proof(person: User, before: User | None, actor: Actor) -> User:
    """Return the account that says whether the phone is its owner's: the number by which the actor signed in.

    Args:
        person: Account after a change.
        before: Account before the change; None for a new account.
        actor: Person who is signed in.
    """
    signed_in_by = to_international_phone(actor.phone) if actor.phone else None
    is_same = before is not None and person.international_phone == before.international_phone
    is_proven = person.phone is not None and person.international_phone == signed_in_by
    verified = is_proven or (is_same and person.phone_verified)
    return person if verified is person.phone_verified else person.having(phone_verified=verified)


async def update_user(uow: UnitOfWork, changes: dict[str, Any], *, actor: Actor, now: datetime) -> User:
    """Change fields of the actor's account. Another address is not verified, unless the sign-in has verified it.

    Raises:
        NotRegistered: The actor has not registered.
    """
    person = await store.get_user(uow, UserId(actor.id))
    changed = email_addresses.with_address(person, changes.get("email", person.email), actor=actor).having(**changes)
    changed = with_phone_proof(changed, person, actor)
    if changed != person:
        changed = changed.having(changed_at=now)
        uow.put(store.user_ref(person.id), changed)
        contact_changes.record_contact_change(uow, person, changed, now=now)
    return changed


async def get_token_claims(reader: Reader, uid: UserId) -> TokenClaims:
    """Get the role and the admin's scopes that the ID tokens of a person should carry.

    Only a grant makes an admin. A document of an earlier version that says `admin` stands for a customer. The first
    owner, who was made by hand, has no grant and keeps the claims.
    """
    grant, person = await reader.get_many(store.admin_grant_ref(uid), store.user_ref(uid))
    if grant is not None and grant.removed_at is None and grant.scopes:
        return TokenClaims("admin", grant.scopes, keep_admin=False)
    role: Role = "expert" if person is not None and person.role == "expert" else "customer"
    return TokenClaims(role, (), keep_admin=grant is None)


async def set_user_role(uow: UnitOfWork, uid: UserId, role: Literal["customer", "expert"], *, now: datetime) -> User:
    """Set the role of a user, and schedule the change of the user's ID tokens. An admin's tokens stay an admin's.

    Raises:
        NotRegistered: There is no such user.
    """
    person = await store.get_user(uow, uid)
    if person.role != role:
        person = person.having(role=role, changed_at=now)
        uow.put(store.user_ref(uid), person)
        uow.schedule(jobs.GrantRole(user_id=uid), key=uid)
        if role == "expert":
            uow.emit(RoleChanged(user_id=uid, change="expert_granted", at=now))
    return person


async def register_invited_expert(
    uow: UnitOfWork,
    uid: UserId,
    *,
    was_reset: bool,
    name: str,
    email: Email | None,
    phone: Phone | None,
    locale: str,
    now: datetime,
) -> User:
    """Register an invited expert, or give an existing account the role `expert`.

    An existing expert keeps the account as is. The change of the ID tokens is scheduled in every case.

    Args:
        uow: Unit of work that carries the changes.
        uid: Id of the account.
        was_reset: True if somebody had the account who had not verified the address. Then the name, address and phone
            of the invitation replace those that were registered, and earlier sign-ins lose their validity. The
            profile is emptied.
        name: Name in the invitation.
        email: Address in the invitation.
        phone: Phone number in the invitation.
        locale: Language of the invitation.
        now: Time of the call.
    """
    earlier, restriction = await uow.get_many(store.user_ref(uid), store.restriction_ref(uid))
    known = earlier
    if was_reset:
        known = known and known.having(
            full_name=name,
            email=email,
            email_verified=False,
            email_paid=False,
            email_version=known.email_version + 1,
            phone=phone,
            phone_verified=False,
            city="",
            interests=(),
            goals="",
        )
        signed_out = (restriction or AccountRestriction(id=uid, changed_at=now)).having(
            signed_in_after=rules.compute_sign_out_time(now), changed_at=now
        )
        uow.put(store.restriction_ref(uid), signed_out)
    person = known or User(
        id=uid,
        full_name=name,
        email=email,
        phone=phone,
        locale="en" if locale == "en" else "id",
        created_at=now,
        changed_at=now,
    )
    if known is None or was_reset or person.role != "expert":
        person = person.having(role="expert", anonymous=False, changed_at=now)
        uow.put(store.user_ref(uid), person)
        contact_changes.record_contact_change(uow, earlier, person, now=now)
        if earlier is not None and earlier.role != "expert" and not was_reset:
            uow.emit(RoleChanged(user_id=uid, change="expert_granted", at=now))
    uow.schedule(jobs.GrantRole(user_id=uid), key=uid)
    return person


async def get_user_with_email(reader: Reader, uid: UserId) -> User:
    """Get a user who has an e-mail address.

    Raises:
        NotRegistered: There is no such user.
        EmailNeeded: The user has no e-mail address.
    """
    person = await store.get_user(reader, uid)
    if person.email is None:
        raise EmailNeeded()
    return person
