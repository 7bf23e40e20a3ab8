"""Applications and invitations of experts, and claims on slugs."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from shared.catalogue import jobs, rules, search_keys, store
from shared.catalogue.errors import InvitationNotFound, SlugTaken
from shared.catalogue.models import Expert, ExpertStatus, Invitation, Profile
from shared.catalogue.rules import Decision
from shared.claims.names import Taken, claim_name
from shared.kernel.errors import Invalid
from shared.kernel.ids import Slug, UserId
from shared.kernel.paging import Rows, list_rows
from shared.kernel.ports import Reader, UnitOfWork

_KEPT_FIELDS = {
    *("rating", "rating_sum", "rating_count", "response_minutes", "completion_percent"),
    *("price_from", "minutes_from"),
}
"""Fields of an earlier page of the same person that follow from what is still stored: reviews, services, products."""


async def submit_application(
    uow: UnitOfWork, uid: UserId, profile: Profile, slug: Slug | None, *, now: datetime
) -> Expert:
    """Create the application of a person who wants to become an expert.

    Raises:
        AlreadyExpert: An earlier application was not rejected.
        SlugTaken: The requested slug belongs to another expert or to the site.
        Invalid: The profile breaks a rule, or names an unknown category.
    """
    earlier = await uow.get(store.expert_ref(uid))
    rules.check_can_apply(earlier)
    return await _create_expert(uow, uid, profile, slug, ExpertStatus.APPLIED, now=now)


async def _create_expert(
    uow: UnitOfWork, uid: UserId, profile: Profile, slug: Slug | None, status: ExpertStatus, *, now: datetime
) -> Expert:
    await check_profile_and_categories(uow, profile, at="profile.")
    earlier = await uow.get(store.expert_ref(uid))
    expert = Expert(
        **profile.model_dump(),
        **(earlier.model_dump(include=_KEPT_FIELDS) if earlier else {}),
        id=uid,
        status=status,
        slug=await _claim_requested_or_generated_slug(uow, uid, profile.full_name, slug, now=now),
        applied_at=now,
        saved_at=now,
    )
    expert = expert.having(keys=search_keys.compute_search_keys(expert))
    uow.put(store.expert_ref(uid), expert)
    return expert


async def check_profile_and_categories(uow: UnitOfWork, profile: Profile, *, at: str) -> None:
    """Check that a profile follows the rules and names existing categories.

    Args:
        at: Prefix of the field names in errors, such as `profile.`.

    Raises:
        Invalid: The profile breaks a rule, or names an unknown category.
    """
    rules.check_profile(profile, at=at)
    found = await uow.get_all([store.category_ref(one) for one in profile.categories])
    for place, category in enumerate(found):
        if category is None:
            raise Invalid.field(f"{at}categories.{place}", "not_a_category")


async def _claim_requested_or_generated_slug(
    uow: UnitOfWork, uid: UserId, name: str, slug: Slug | None, *, now: datetime
) -> Slug:
    """Claim the requested slug, or else a slug made from the name."""
    if slug is not None:
        await claim_slug(uow, uid, slug, now=now)
        return slug
    for one in (rules.slug_from_name(name), rules.unique_slug_from_name(name, uid)):
        holder = await uow.get(store.slug_ref(one))
        if holder is None or holder.is_free_at(now) or holder.holder == uid:
            await claim_slug(uow, uid, one, now=now)
            return one
    raise SlugTaken()


async def claim_slug(uow: UnitOfWork, uid: UserId, slug: Slug, *, now: datetime) -> None:
    """Claim `slug` for this expert.

    Raises:
        SlugTaken: The slug belongs to another expert or to the site.
    """
    rules.check_slug_allowed(slug)
    try:
        await claim_name(uow, store.slug_ref(slug), holder=uid, now=now)
    except Taken:
        raise SlugTaken(slug=slug) from None


async def release_slugs(uow: UnitOfWork, uid: UserId, slugs: Iterable[Slug]) -> None:
    """Release those of `slugs` that this expert has."""
    for slug in slugs:
        holder = await uow.get(store.slug_ref(slug))
        if holder is not None and holder.holder == uid:
            uow.delete(store.slug_ref(slug))


async def decide_application(
    uow: UnitOfWork, uid: UserId, decision: Decision, *, reason: str, by: str, now: datetime
) -> Expert:
    """Accept or reject an application. A rejection releases the slugs.

    A repetition of the same decision changes nothing.

    Raises:
        ExpertNotFound: No application has this id.
        ApplicationDecided: The application was decided otherwise before.
        Invalid: A rejection has no reason.
    """
    expert = await store.get_expert(uow, uid)
    decided = rules.with_decision(expert, decision, reason=reason, by=by, now=now)
    if decided is not expert:
        uow.put(store.expert_ref(uid), decided)
        if decided.status is ExpertStatus.REJECTED:
            await release_slugs(uow, uid, [expert.slug, *expert.earlier_slugs])
    return decided


async def list_applications(reader: Reader, *, cursor: str | None, limit: int) -> Rows[Expert]:
    """List one page of the applications that wait for a decision, the longest waiting first."""
    return await list_rows(reader, store.applicants_query(), cursor=cursor, limit=limit)


def invitation_id_from_contact(email: str | None, phone: str | None) -> str:
    """Compute the id of the invitation of a person. The same contact gives the same id."""
    return hashlib.sha256((email or phone or "").lower().encode()).hexdigest()[:32]


async def invite_expert(uow: UnitOfWork, invitation: Invitation) -> Invitation:
    """Save an invitation and schedule the opening of the account. A repetition sends the e-mail again.

    Raises:
        Invalid: E-mail address and phone number are both missing, or the profile breaks a rule.
    """
    if invitation.email is None and invitation.phone is None:
        raise Invalid.field("email", "required_without_phone")
    await check_profile_and_categories(uow, invitation.profile, at="profile.")
    uow.put(store.invitation_ref(invitation.id), invitation)
    uow.schedule(jobs.OpenExpertAccount(invitation_id=invitation.id), key=invitation.id)
    return invitation


async def activate_invited_expert(uow: UnitOfWork, invitation_id: str, uid: UserId, *, now: datetime) -> Invitation:
    """Make the owner of the opened account an active expert, and schedule the e-mail with the invitation.

    An expert who is active, paused or suspended already stays as before, and so does one who is vetted anew.

    Raises:
        InvitationNotFound: No invitation has this id.
        Invalid: A category of the invited profile does not exist any more.
        SlugTaken: Other experts have each slug that can be made from the name.
    """
    invitation = await get_invitation(uow, invitation_id)
    known = await uow.get(store.expert_ref(uid))
    if known is None or known.status is ExpertStatus.REJECTED:
        await _create_expert(uow, uid, invitation.profile, None, ExpertStatus.ACTIVE, now=now)
    elif known.status is ExpertStatus.APPLIED and known.vetted_anew_since is None:
        uow.put(store.expert_ref(uid), known.having(status=ExpertStatus.ACTIVE, decided_at=now, saved_at=now))
    opened = invitation.having(expert=uid, opened_at=now)
    uow.put(store.invitation_ref(invitation_id), opened)
    if invitation.email:
        uow.schedule(jobs.EmailExpertInvitation(invitation_id=invitation_id), key=invitation_id)
    return opened


async def get_invitation(reader: Reader, invitation_id: str) -> Invitation:
    """Get an invitation.

    Raises:
        InvitationNotFound: No invitation has this id.
    """
    found = await reader.get(store.invitation_ref(invitation_id))
    if found is None:
        raise InvitationNotFound()
    return found
