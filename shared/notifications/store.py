"""Paths of notifications."""

import hashlib

from shared.kernel.ports import Ref
from shared.limits.subjects import normalize_mailbox
from shared.notifications.models import MailSending, WithheldMail
from shared.notifications.settings import MAIL_SETTINGS

SETTINGS = MAIL_SETTINGS.ref


def compute_address_hash(address: str) -> str:
    """Compute the hash that stands for an address in records, whatever the spelling of its mailbox."""
    return hashlib.sha256(f"address:{normalize_mailbox(address)}".encode()).hexdigest()[:32]


def withheld_mail_ref(record_id: str) -> Ref[WithheldMail]:
    """Build the reference of the record of a mail that was not sent."""
    return Ref(f"withheld_mails/{record_id}", WithheldMail)


def mail_sending_ref(key: str) -> Ref[MailSending]:
    """Build the reference of the intent to send the mail of a job."""
    return Ref(f"mail_sendings/{key}", MailSending)
