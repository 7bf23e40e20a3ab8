"""Applications of experts: the expert's page and the user's role change together."""

from datetime import datetime

from shared.bookings.models import Side
from shared.catalogue import applications, store
from shared.catalogue.models import Expert, Profile
from shared.catalogue.rules import ROLE_BY_DECISION, Decision
from shared.identity import users
from shared.kernel.ids import Slug, UserId
from shared.kernel.ports import UnitOfWork
from shared.workflows import assignment_ends, expert_strikes, photos, suspensions
from shared.workflows.announcements import expert_announcements


async def submit_application(
    uow: UnitOfWork, uid: UserId, profile: Profile, slug: Slug | None, *, now: datetime
) -> Expert:
    """Submit the application of a user who can be told the decision by e-mail.

    Raises:
        NotRegistered: The user has no account.
        EmailNeeded: The account lacks an e-mail address.
        AlreadyExpert: The user is an expert, or has applied.
        SlugTaken: Another expert has the slug.
    """
    person = await users.get_user_with_email(uow, uid)
    expert = await applications.submit_application(uow, uid, profile, slug, now=now)
    return photos.show_photo_on_page(uow, person, expert)


async def decide_application(
    uow: UnitOfWork, expert_id: UserId, decision: Decision, *, reason: str, by: str, now: datetime
) -> Expert:
    """Accept or refuse an application, give the user the role that follows, and tell the user, in one commit.

    The customers of an expert who is refused at a new vetting get their money back.

    Args:
        by: Id of the admin who decides.

    Raises:
        ExpertNotFound: There is no such application.
        ApplicationDecided: The application has been decided otherwise.
    """
    before = await store.get_expert(uow, expert_id)
    expert = await applications.decide_application(uow, expert_id, decision, reason=reason, by=by, now=now)
    await users.set_user_role(uow, expert_id, ROLE_BY_DECISION[decision], now=now)
    if expert.status is not before.status:
        await expert_announcements.announce_decision(uow, expert, now=now)
        if decision == "accept":
            await expert_strikes.follow_vetting(uow, expert_id, now=now)
        elif before.vetted_anew_since is not None:
            await suspensions.schedule_booking_cancellations(uow, expert_id, sides=(Side.EXPERT,))
            await assignment_ends.schedule_cancellations_of_suspended(uow, expert_id, sides=("expert",))
    return expert
