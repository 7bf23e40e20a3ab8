"""Intents to send mails: of two deliveries of one job at the same time, one sends.

The mail provider has no idempotency key, and cannot be asked what it has taken. A call may be killed after the provider
has accepted the mail, and before its own commit. The next delivery then sends the mail again: at least once, because a
second copy harms less than no ticket. Both copies carry the same `Message-ID`.
"""

import hashlib
from datetime import datetime, timedelta

from shared.contracts.mail import Mail
from shared.kernel.errors import Unavailable
from shared.kernel.ports import UnitOfWork
from shared.limits.subjects import normalize_mailbox
from shared.notifications import store
from shared.notifications.models import MailSending

# The provider takes up to 10 seconds to answer, and drawing the QR codes of an order takes a few.
LEASE_DURATION = timedelta(seconds=45)
# A job is tried for a day.
_RETENTION = timedelta(days=2)


def compute_sending_key(cause: str, mail: Mail) -> str:
    """Compute the key of a mail; a mail that is asked for anew has another key.

    Args:
        cause: Delivery of the notification, or else the scheduling of the job.
        mail: Mail to send.
    """
    told = f"mail:{cause}|{mail.template}|{normalize_mailbox(mail.to)}"
    return hashlib.sha256(told.encode()).hexdigest()[:32]


async def claim_sending(uow: UnitOfWork, key: str, *, now: datetime) -> None:
    """Store the intent to send a mail, so that no other delivery of its job sends meanwhile.

    Raises:
        Unavailable: Another delivery may be sending the mail; says when that is over.
    """
    place = store.mail_sending_ref(key)
    found = await uow.get(place)
    if found is not None and now < found.until:
        raise Unavailable("mail_being_sent", retry_after=(found.until - now).total_seconds())
    attempts = found.attempts + 1 if found is not None else 1
    uow.put(place, MailSending(attempts=attempts, until=now + LEASE_DURATION, expire_at=now + _RETENTION))


def release_sending(uow: UnitOfWork, key: str) -> None:
    """Delete the intent of a call whose mail the provider has not taken: the next delivery may send at once."""
    uow.delete(store.mail_sending_ref(key))
