"""Notices about the security of accounts: whether they are still true, and who had the account's contact before."""

from datetime import datetime
from zoneinfo import ZoneInfo

from shared.contracts.mail import Mail
from shared.contracts.notices import Channel
from shared.identity import contact_changes, messages, password_resets, suspensions
from shared.identity import store as identity
from shared.identity.contact_changes import ContactChange
from shared.identity.models import FOR_EVER
from shared.kernel.ports import Reader
from shared.notifications import store
from shared.notifications.delivery_models import NoticeDelivery
from shared.notifications.errors import NoMailAddress
from shared.workflows import plain_mails
from shared.workflows.notice_mail_requests import NoticeMailRequest
from shared.workflows.plain_mails import MailRecipient
from shared.workflows.text_recipients import TextRecipient

NEW_DEVICE = "security.new_device"
EMAIL_CHANGED = "security.email_changed"
PHONE_CHANGED = "security.phone_changed"
FORMER_EMAIL = "security.former_email"
FORMER_PHONE = "security.former_phone"
RESET_LINK = "security.password_link"
SIGN_IN_METHODS = "security.sign_in_methods"
SUSPENDED = "security.suspended"
SUSPENDED_UNTIL = "security.suspended_until"
RESTORED = "security.restored"
ROLE_TEMPLATES = {
    "admin_granted": "security.admin_granted",
    "admin_removed": "security.admin_removed",
    "expert_granted": "security.expert_granted",
}
"""Templates by change of the role."""


async def is_security_notice_true(reader: Reader, delivery: NoticeDelivery, *, now: datetime) -> bool:
    """Return whether what `delivery` says of the account is still so at `now`.

    A new device, and a replaced address or number, stay worth telling: whoever did so may cover the tracks.
    """
    if delivery.user_id is None:
        return True
    uid, told = delivery.user_id, delivery.values
    match delivery.template:
        case "security.suspended" | "security.suspended_until":
            restriction = await reader.get(identity.restriction_ref(uid))
            if restriction is None or restriction.suspended_until <= now:
                return False
            end = write_suspension_end(restriction.suspended_until)
            return (end, restriction.reason) == (told.get("until"), told.get("suspension_reason"))
        case "security.restored":
            return not await suspensions.is_suspended(reader, uid, now=now)
        case "security.admin_granted" | "security.admin_removed":
            grant = await reader.get(identity.admin_grant_ref(uid))
            return grant is not None and grant.granted_at.isoformat() == told.get("at")
        case "security.expert_granted":
            person = await reader.get(identity.user_ref(uid))
            return person is not None and person.role == "expert"
        case _:
            return True


def write_suspension_end(until: datetime) -> str | None:
    """Return the end of a suspension as a notice's values hold it; None for a suspension without end."""
    return None if until == FOR_EVER else until.isoformat()


async def compose_security_mail(reader: Reader, request: NoticeMailRequest) -> Mail:
    """Compose a mail to the address that an account had before, or by which an account signs in.

    Raises:
        ContactChangeNotFound: The record of the change is gone.
        PasswordResetNotFound: The link to choose a password is gone.
        NoMailAddress: The former address was not known to be the person's.
    """
    if request.delivery.template == FORMER_EMAIL:
        return await _compose_former_address_mail(reader, request)
    delivery = request.delivery
    reset = await password_resets.get_password_reset(reader, delivery.subject.id if delivery.subject else "")
    if reset.url is None:
        recipient = MailRecipient(reset.email, reset.name, reset.grounds, reset.locale, reset.zone)
        return plain_mails.compose_plain_mail(delivery, recipient, app_address=request.app_address)
    return messages.compose_password_mail(reset, reset.url)


async def _compose_former_address_mail(reader: Reader, request: NoticeMailRequest) -> Mail:
    delivery = request.delivery
    change = await _get_change(reader, delivery)
    if change.email is None:
        raise NoMailAddress(delivery_id=delivery.id)
    person = await reader.get(identity.user_ref(change.user_id))
    recipient = MailRecipient(
        email=change.email,
        name=person.full_name if person is not None else "",
        grounds=change.email_grounds,
        locale=change.locale,
        zone=change.zone,
    )
    return plain_mails.compose_plain_mail(delivery, recipient, app_address=request.app_address)


async def find_former_number(reader: Reader, delivery: NoticeDelivery, *, now: datetime) -> TextRecipient | None:
    """Find the number that an account had before; None if there is no such number, or the number refuses messages.

    Raises:
        ContactChangeNotFound: The record of the change is gone.
    """
    if delivery.template != FORMER_PHONE:
        return None
    change = await _get_change(reader, delivery)
    if change.phone is None:
        return None
    refused = await reader.get(store.suppression_ref(Channel.SMS, change.phone))
    if refused is not None and refused.forbids(marketing=False, now=now):
        return None
    return TextRecipient(change.phone, change.locale, ZoneInfo(change.zone))


async def _get_change(reader: Reader, delivery: NoticeDelivery) -> ContactChange:
    return await contact_changes.get_contact_change(reader, delivery.subject.id if delivery.subject else "")
