"""Ends of messages by the links in mails."""

from datetime import datetime

from shared.contracts.mail_links import UnsubscribeLink
from shared.identity import store as identity
from shared.kernel.ports import UnitOfWork
from shared.notifications import preferences, unsubscribe_links
from shared.notifications.unsubscribe_links import Unsubscribed


async def unsubscribe_person(uow: UnitOfWork, link: UnsubscribeLink, *, now: datetime) -> Unsubscribed:
    """End the messages of the link's kind on its channel; the same again changes nothing.

    An account that is gone gets no messages, so that nothing is stored for it.

    Raises:
        UnsubscribeLinkExpired: The link's time is over.
    """
    unsubscribe_links.check_link(link, now=now)
    account = await uow.get(identity.user_ref(link.user_id))
    if account is not None:
        await preferences.unsubscribe_by_link(uow, account.id, link.kind, link.channel, role=account.role, now=now)
    return Unsubscribed(kind=link.kind, channel=link.channel)
