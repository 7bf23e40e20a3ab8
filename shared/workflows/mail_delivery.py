"""Delivery of mail: every mail goes out here, to an address that may be written to, within the limits of its hour."""

from dataclasses import replace
from datetime import datetime

from shared.contracts.mail import Mail, MailProvider
from shared.kernel.errors import Unavailable
from shared.kernel.ports import UnitOfWork
from shared.notifications import mail_limits, mail_sendings
from shared.workflows.call import Call


async def send_mail(call: Call, provider: MailProvider, mail: Mail) -> bool:
    """Send `mail`, and return whether it was sent. A mail that may not be sent is recorded, and never tried again.

    The intent is stored before the provider is called. Of two deliveries of one job at the same time, one sends.

    Raises:
        LimitReached: The address has had its mails of this hour; the task tries again until its attempts are over.
        Unavailable: The provider does not answer, or another delivery of the job may be sending the mail.
    """
    if call.delivery is not None:
        # A notification that is tried again hours later is the same mail.
        mail = replace(mail, key=mail_sendings.compute_sending_key(mail.delivery or call.delivery, mail))
    if not await call.commit(_claim_mail, mail, now=call.now, at=call.current_time()):
        return False
    try:
        await provider.send(mail)
    except Unavailable:
        await call.commit(_return_mail, mail, now=call.now)
        raise
    return True


async def _claim_mail(uow: UnitOfWork, mail: Mail, *, now: datetime, at: datetime) -> bool:
    if not await mail_limits.claim_mail(uow, mail, now=now):
        return False
    if mail.key:
        await mail_sendings.claim_sending(uow, mail.key, now=at)
    return True


async def _return_mail(uow: UnitOfWork, mail: Mail, *, now: datetime) -> None:
    await mail_limits.return_mail(uow, mail, now=now)
    if mail.key:
        mail_sendings.release_sending(uow, mail.key)
