"""Links to the app in mails, WhatsApp messages and pushes, which name the delivery by which a person comes.

The link leads to the app itself, so that phones open the app and nobody can be sent elsewhere. The app tells of the
click with the token. Programs that check mails open links too, but do not run the app.
"""

from datetime import datetime, timedelta

from shared.contracts.delivery_reports import DeliveryReport, ReportedChannel, ReportedStatus, compute_report_key
from shared.contracts.mail_links import MailLinks, NoticeLink
from shared.contracts.notices import Channel
from shared.contracts.people import Locale
from shared.kernel.errors import NotFound
from shared.kernel.ids import Id
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Moment, View
from shared.notifications import delivery_reports, store
from shared.notifications.delivery_models import NoticeDelivery

VALIDITY = timedelta(days=180)
"""Time for which deliveries are kept, and clicks count."""


_REPORTED_CHANNELS: dict[Channel, ReportedChannel] = {Channel.PUSH: "push", Channel.WHATSAPP: "whatsapp"}


class NoticeLinkNotValid(NotFound):
    """The token is not one of ours."""

    code = "notice_link_not_valid"


class RecordedClick(View):
    """Click on the link of a notification, or on its push."""

    clicked_at: Moment | None
    """Instant in UTC of the first click; null if the notification is too old to be known."""


def build_app_link(
    links: MailLinks, delivery: NoticeDelivery, app_address: str, *, locale: Locale, now: datetime
) -> str:
    """Build the address of the place in the app that a delivery opens, with a token that names the delivery."""
    link = _build_link(delivery, locale=locale, now=now)
    return links.sign_link(link, page=f"{app_address}{delivery.link or ''}")


def build_click_token(links: MailLinks, delivery: NoticeDelivery, *, locale: Locale, now: datetime) -> str:
    """Build the token by which an app tells that its person has opened the push of a delivery."""
    return links.sign_token(_build_link(delivery, locale=locale, now=now))


def _build_link(delivery: NoticeDelivery, *, locale: Locale, now: datetime) -> NoticeLink:
    return NoticeLink(delivery_id=Id(delivery.id), locale=locale, expires_at=now + VALIDITY)


def read_link(links: MailLinks, token: str) -> NoticeLink:
    """Return the link of a token; the link may have expired.

    Raises:
        NoticeLinkNotValid: The token is not one of ours.
    """
    link = links.find_link(NoticeLink, token)
    if link is None:
        raise NoticeLinkNotValid()
    return link


async def record_click(uow: UnitOfWork, link: NoticeLink, *, now: datetime) -> RecordedClick:
    """Record that the person has opened the app by a link or push.

    The first click counts, and later ones change nothing.
    """
    delivery = None if link.has_expired(now) else await uow.get(store.delivery_ref(link.delivery_id))
    if delivery is None or delivery.clicked_at is not None:
        return RecordedClick(clicked_at=delivery.clicked_at if delivery else None)
    report = DeliveryReport(
        delivery_id=link.delivery_id,
        channel=_REPORTED_CHANNELS.get(delivery.channel, "email"),
        status=ReportedStatus.CLICKED,
        at=now,
        key=compute_report_key(link.delivery_id, ReportedStatus.CLICKED),
    )
    await delivery_reports.record_reports(uow, [report], now=now)
    return RecordedClick(clicked_at=now)
