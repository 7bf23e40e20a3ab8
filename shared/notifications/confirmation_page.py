"""The page behind the link of a confirmation mail."""

from datetime import datetime

from shared.contracts.mail_links import ConfirmationLink, MailLinks
from shared.contracts.pages import WebPage
from shared.notifications.errors import ConfirmationLinkNotValid


def read_link(links: MailLinks, token: str) -> ConfirmationLink:
    """Return the link of a token; the link may have expired.

    Raises:
        ConfirmationLinkNotValid: The token is not one of our links.
    """
    link = links.find_link(ConfirmationLink, token)
    if link is None:
        raise ConfirmationLinkNotValid()
    return link


def compose_page(link: ConfirmationLink, token: str, *, url: str, now: datetime) -> WebPage:
    """Compose the page in the language of the link. The page's button sends `token` to `url`."""
    state = "expired" if link.has_expired(now) else link.kind
    values = {"state": state, "kind": link.kind, "token": token}
    return WebPage("confirmation_page", link.locale, values, calls=url)
