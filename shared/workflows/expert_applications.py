"""Applications of experts: the expert's page and the user's role change together."""

from datetime import datetime

from shared.catalogue import applications
from shared.catalogue.models import Expert, Profile
from shared.catalogue.rules import ROLE_BY_DECISION, Decision
from shared.identity import users
from shared.kernel.ids import Slug, UserId
from shared.kernel.ports import UnitOfWork


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
    await users.get_user_with_email(uow, uid)
    return await applications.submit_application(uow, uid, profile, slug, now=now)


async def decide_application(
    uow: UnitOfWork, expert_id: UserId, decision: Decision, *, reason: str, by: str, now: datetime
) -> Expert:
    """Accept or refuse an application, and give the user the role that follows, in one commit.

    Args:
        by: Id of the admin who decides.

    Raises:
        ExpertNotFound: There is no such application.
        ApplicationDecided: The application has been decided otherwise.
    """
    expert = await applications.decide_application(uow, expert_id, decision, reason=reason, by=by, now=now)
    await users.set_user_role(uow, expert_id, ROLE_BY_DECISION[decision], now=now)
    return expert
