"""Delivery of mail: every mail goes out here, to an address that may be written to, within the limits of its hour."""

from shared.contracts.mail import Mail, MailProvider
from shared.kernel.errors import Unavailable
from shared.notifications import mail_limits
from shared.workflows.call import Call


async def send_mail(call: Call, provider: MailProvider, mail: Mail) -> bool:
    """Send `mail`, and return whether it was sent. A mail that may not be sent is recorded, and never tried again.

    Raises:
        LimitReached: The address has had its mails of this hour; the task tries again until its attempts are over.
        Unavailable: The provider does not answer.
    """
    if not await call.commit(mail_limits.claim_mail, mail, now=call.now):
        return False
    try:
        await provider.send(mail)
    except Unavailable:
        await call.commit(mail_limits.return_mail, mail, now=call.now)
        raise
    return True
