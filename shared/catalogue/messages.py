"""What the catalogue writes to people."""

from shared.catalogue.models import Expert, ExpertStatus, Invitation
from shared.contracts.mail import Mail


def compose_expert_decision(expert: Expert, *, name: str, email: str, locale: str) -> Mail:
    """Whether an applicant is an expert now, and if not, why."""
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
    """How somebody who was invited signs in; *link* lets them choose a password."""
    name = invitation.profile.full_name
    return Mail(
        to=email,
        to_name=name,
        template="expert_invitation",
        locale=invitation.locale,
        values={"name": name, "link": link},
        reference=invitation.id,
    )
