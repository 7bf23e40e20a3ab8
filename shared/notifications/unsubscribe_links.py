"""Links by which people end messages of one kind on one channel: in mails, and behind a page with a button."""

from datetime import datetime, timedelta

from shared.contracts.mail import UnsubscribeUrls
from shared.contracts.mail_links import MailLinks, UnsubscribeLink
from shared.contracts.notices import Channel, NotificationKind
from shared.contracts.pages import WebPage
from shared.contracts.people import Locale
from shared.kernel.errors import Gone, NotFound
from shared.kernel.schemas import View
from shared.notifications.delivery_models import NoticeDelivery
from shared.notifications.kinds import KIND_POLICIES

VALIDITY = timedelta(days=2 * 365)
"""Time for which a link ends messages. People look through mails of a year ago, and must then still get rid of more."""


class UnsubscribeLinkNotValid(NotFound):
    """The link is not one of ours."""

    code = "unsubscribe_link_not_valid"


class UnsubscribeLinkExpired(Gone):
    """`expires_at` was the end of the link. The app's settings and later mails end such messages too."""

    code = "unsubscribe_link_expired"


class Unsubscribed(View):
    """End of messages of one kind on one channel."""

    kind: NotificationKind
    """Kind of notifications that no longer goes out on the channel."""
    channel: Channel
    """Channel on which the kind has ended; all others stay as they are."""


def build_unsubscribe_urls(
    links: MailLinks, delivery: NoticeDelivery, *, locale: Locale, now: datetime
) -> UnsubscribeUrls | None:
    """Build the addresses that end mails like this one; None for guests, and for kinds that nobody can end."""
    if delivery.user_id is None or not _can_end(delivery.kind):
        return None
    link = UnsubscribeLink(
        user_id=delivery.user_id,
        kind=delivery.kind,
        channel=delivery.channel,
        locale=locale,
        expires_at=now + VALIDITY,
    )
    return UnsubscribeUrls(one_click=links.sign_action(link), page=links.sign_link(link))


def read_link(links: MailLinks, token: str) -> UnsubscribeLink:
    """Return the link of a token; the link may have expired.

    Raises:
        UnsubscribeLinkNotValid: The token is not one of our links.
    """
    link = links.find_link(UnsubscribeLink, token)
    if link is None or link.channel is Channel.UNKNOWN or not _can_end(link.kind):
        raise UnsubscribeLinkNotValid()
    return link


def check_link(link: UnsubscribeLink, *, now: datetime) -> None:
    """Check that the link still ends messages.

    Raises:
        UnsubscribeLinkExpired: The link's time is over.
    """
    if link.has_expired(now):
        raise UnsubscribeLinkExpired(expires_at=link.expires_at)


def compose_page(link: UnsubscribeLink, token: str, *, url: str, now: datetime) -> WebPage:
    """Compose the page in the language of the link. The page's button sends `token` to `url`."""
    state = "expired" if link.has_expired(now) else "open"
    values = {"state": state, "kind": str(link.kind), "channel": str(link.channel), "token": token}
    return WebPage("unsubscribe_page", link.locale, values, calls=url)


def _can_end(kind: NotificationKind) -> bool:
    return kind is not NotificationKind.UNKNOWN and not KIND_POLICIES[kind].critical
