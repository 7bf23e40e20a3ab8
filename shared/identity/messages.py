"""E-mails of identity."""

from zoneinfo import ZoneInfo

from shared.contracts.mail import AddressGrounds, Mail
from shared.contracts.mail_links import ConfirmationLink
from shared.identity.models import User
from shared.identity.password_resets import PasswordReset
from shared.kernel.dates import format_moment
from shared.kernel.quoted_words import quote_name


def compose_verification_mail(person: User, url: str, link: ConfirmationLink) -> Mail:
    """Compose the e-mail by which the owner of the account's address verifies it.

    The address may be a stranger's, so the mail has no word that a person wrote, not even a name.

    Args:
        person: Owner of the account.
        url: Page on which the address is confirmed.
        link: Confirmation that the page asks for.
    """
    return Mail(
        to=person.email or "",
        to_name="",
        template="email_verification",
        locale=person.locale,
        values={"url": url, "until": format_moment(link.expires_at, zone=ZoneInfo(person.zone), locale=person.locale)},
        reference=person.id,
        grounds=AddressGrounds.CONFIRMATION,
    )


def compose_password_mail(reset: PasswordReset, url: str) -> Mail:
    """Compose the e-mail with the link at which the owner of an account chooses a new password."""
    until = format_moment(reset.link_ends_at, zone=ZoneInfo(reset.zone), locale=reset.locale)
    name = quote_name(reset.name)
    return Mail(
        to=reset.email,
        to_name=name,
        template="password_reset",
        locale=reset.locale,
        values={"name": name, "url": url, "until": until},
        reference=reset.id,
        grounds=reset.grounds,
    )
