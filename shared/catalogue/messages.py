"""E-mails of the catalogue."""

from shared.catalogue.models import Expert, ExpertStatus, Invitation
from shared.contracts.mail import AddressGrounds, Mail
from shared.contracts.people import AccountCard
from shared.kernel.quoted_words import quote_name, quote_text


def compose_expert_decision(expert: Expert, person: AccountCard) -> Mail:
    """Compose the e-mail that tells an applicant the decision and its reason."""
    accepted, name = expert.status is ExpertStatus.ACTIVE, quote_name(person.full_name)
    return Mail(
        to=person.email or "",
        to_name=name,
        template="expert_decision",
        locale=person.locale,
        values={"name": name, "accepted": accepted, "note": quote_text(expert.note), "slug": expert.slug},
        reference=expert.id,
        grounds=person.email_grounds,
    )


def compose_expert_invitation(invitation: Invitation, email: str, link: str) -> Mail:
    """Compose the e-mail that tells an invited expert how to sign in.

    Args:
        invitation: Invitation of the expert.
        email: Address of the expert.
        link: Page on which the expert chooses a password.
    """
    name = quote_name(invitation.profile.full_name)
    return Mail(
        to=email,
        to_name=name,
        template="expert_invitation",
        locale=invitation.locale,
        values={"name": name, "link": link},
        reference=invitation.id,
        grounds=AddressGrounds.INVITED,
    )
