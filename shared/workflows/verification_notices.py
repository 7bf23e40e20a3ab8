"""Notices about accounts: the mail with the link that verifies an address."""

from datetime import datetime

from shared.contracts.mail import Mail
from shared.contracts.mail_links import ConfirmationLink
from shared.identity import email_verification, messages
from shared.identity.errors import VerificationNotNeeded
from shared.kernel.ids import UserId
from shared.kernel.ports import Reader
from shared.workflows.notice_mail_requests import NoticeMailRequest

VERIFICATION = "account.verification"
"""Template of the mail by which the owner of an address verifies it."""


async def compose_verification_mail(reader: Reader, request: NoticeMailRequest) -> Mail:
    """Compose the mail with the link that verifies the address of an account.

    Raises:
        NotRegistered: There is no such user.
        VerificationNotNeeded: The address is verified, or is another one by now.
    """
    subject = request.delivery.subject
    if subject is None or subject.version is None:
        raise VerificationNotNeeded()
    person = await email_verification.get_user_to_verify(reader, UserId(subject.id), subject.version)
    link = ConfirmationLink(
        kind="account",
        subject=person.id,
        version=subject.version,
        locale=person.locale,
        expires_at=datetime.fromisoformat(str(request.delivery.values["expires_at"])),
    )
    return messages.compose_verification_mail(person, request.links.sign_link(link), link)
