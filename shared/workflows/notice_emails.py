"""E-mail of a notification."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.contracts.mail import AddressGrounds, Mail, MailProvider
from shared.contracts.mail_links import MailLinks
from shared.contracts.notices import Channel
from shared.contracts.people import Locale
from shared.kernel.errors import Conflict, NotFound
from shared.kernel.ports import Reader
from shared.notifications import notice_links, store
from shared.notifications.delivery_models import DropReason
from shared.notifications.errors import NoMailAddress
from shared.notifications.notice_templates import get_template
from shared.notifications.unsubscribe_links import build_unsubscribe_urls
from shared.tickets.ports import TicketCodeSigner
from shared.workflows import mail_delivery, notice_mails
from shared.workflows.call import Call
from shared.workflows.notice_deliveries import Outcome, Sending, send_delivery
from shared.workflows.notice_mail_requests import NoticeMailRequest


async def send_notice_email(
    call: Call, provider: MailProvider, links: MailLinks, signer: TicketCodeSigner, delivery_id: str, *, organizer: str
) -> None:
    """Send the mail of a delivery, if it is still true and there are grounds to write to the address.

    Mails of kinds that a person may end carry a link that ends that kind.

    Args:
        call: Call of the task.
        provider: Provider of e-mail.
        links: Signed links in mails.
        signer: Signer of the codes on tickets.
        delivery_id: Delivery to send.
        organizer: E-mail address of the organizer in calendar files.

    Raises:
        DeliveryNotFound: No delivery has this id.
        Unavailable: The provider does not answer, or another task is sending the delivery; the task tries again.
        LimitReached: The address has had its mails of this hour; the task tries again.
    """

    async def send(sending: Sending) -> Outcome:
        request = NoticeMailRequest(
            delivery=sending.delivery,
            account=sending.account,
            app_address=sending.app_address,
            organizer=organizer,
            links=links,
            signer=signer,
            now=call.current_time(),
        )
        try:
            mail = await call.read(notice_mails.compose_notice_mail, request)
        except NoMailAddress:
            return Outcome(drop=DropReason.UNREACHABLE)
        except (Conflict, NotFound):
            return Outcome(drop=DropReason.UNTRUE)
        address = store.compute_suppression_key(Channel.EMAIL, mail.to)
        # A mail may go elsewhere than to the account: to the address of an order, or of a guest.
        is_elsewhere = address != sending.delivery.address
        # A mail that asks for a proof of the address goes out all the same: the proof lifts the suppression.
        is_checked = is_elsewhere and mail.grounds is not AddressGrounds.CONFIRMATION
        if is_checked and await call.read(_is_suppressed, address, sending, now=request.now):
            return Outcome(drop=DropReason.SUPPRESSED, address=address)
        locale = sending.account.locale if sending.account is not None else "id"
        urls = build_unsubscribe_urls(links, sending.delivery, locale=locale, now=request.now)
        mail = replace(mail, unsubscribe=urls, values=_with_signed_link(mail, sending, links, locale, now=request.now))
        sent = await mail_delivery.send_mail(call, provider, mail)
        if not sent:
            return Outcome(drop=DropReason.WITHHELD, address=address)
        return Outcome(address=address, record=notice_mails.find_record(sending.delivery, mail, now=call.now))

    await send_delivery(call, delivery_id, send)


def _with_signed_link(
    mail: Mail, sending: Sending, links: MailLinks, locale: Locale, *, now: datetime
) -> Mapping[str, Any]:
    """Return the values of a mail, in which the button that opens the app names the delivery."""
    if mail.template != "notice" or not mail.values.get("link"):
        return mail.values
    delivery = sending.delivery
    place = notice_links.build_app_link(links, delivery, sending.app_address, locale=locale, now=now)
    return {**mail.values, "link": place}


async def _is_suppressed(reader: Reader, address: str, sending: Sending, *, now: datetime) -> bool:
    """Return whether the address with the key `address` refuses the mail."""
    found = await reader.get(store.suppression_by_key_ref(address))
    marketing = get_template(sending.delivery.template).policy.marketing
    return found is not None and found.forbids(marketing=marketing, now=now)
