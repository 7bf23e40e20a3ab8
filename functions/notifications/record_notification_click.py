"""HTTP: tell that a person has opened the app by the link or the push of a notification."""

from shared.contracts.mail_links import LinkToken, MailLinks
from shared.kernel.schemas import Request
from shared.notifications import notice_links
from shared.notifications.notice_links import NoticeLinkNotValid, RecordedClick
from shared.runtime.context import Context
from shared.runtime.triggers import http


class RecordNotificationClick(Request):
    """Body of `record_notification_click`."""

    token: LinkToken
    """Value of `token` in the address that opened the app, or `click_token` of a push, 1 to 1,000 characters."""


@http.post(who="anyone", raises=(NoticeLinkNotValid,), takes_idempotency_key=False)
async def record_notification_click(body: RecordNotificationClick, ctx: Context, links: MailLinks) -> RecordedClick:
    """Tell that a person has opened the app: by a push, or by a link in a message.

    The notification in the app counts as read from then on. Nobody needs to be signed in, and a repetition changes
    nothing.
    """
    link = notice_links.read_link(links, body.token)
    return await ctx.commit(notice_links.record_click, link, now=ctx.now)
