"""E-mails of the catalogue."""

from shared.catalogue.models import Expert, ExpertStatus, Invitation
from shared.contracts.mail import Mail


def compose_expert_decision(expert: Expert, *, name: str, email: str, locale: str) -> Mail:
    """Compose the e-mail that tells an applicant the decision and its reason."""
    accepted = expert.status is ExpertStatus.ACTIVE
    return Mail(
        to=email,
        to_name=name,
        template="expert_decision",
        locale=locale,
        values={"name": name, "accepted": accepted, "note": expert.note, "slug": expert.slug},
        reference=expert.id,
    )


def compose_expert_invitation(invitation: Invitation, email: str, link: str) -> Mail:
    """Compose the e-mail that tells an invited expert how to sign in.

    Args:
        invitation: Invitation of the expert.
        email: Address of the expert.
        link: Page on which the expert chooses a password.
    """
    name = invitation.profile.full_name
    return Mail(
        to=email,
        to_name=name,
        template="expert_invitation",
        locale=invitation.locale,
        values={"name": name, "link": link},
        reference=invitation.id,
    )
