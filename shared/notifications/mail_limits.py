"""Limits of mail: a mail is counted before it is sent, or is recorded as withheld."""

import hashlib
from datetime import datetime, timedelta

from shared.contracts.mail import AddressGrounds, Mail
from shared.kernel.ports import UnitOfWork
from shared.limits import rules
from shared.limits.errors import LimitReached
from shared.limits.models import SubjectLimits
from shared.limits.rules import RateLimit
from shared.limits.settings import SETTINGS, LimitSettings
from shared.limits.subjects import email_limits_ref
from shared.notifications import store
from shared.notifications.models import WithheldMail, WithheldReason

_RECORD_RETENTION = timedelta(days=90)


async def claim_mail(uow: UnitOfWork, mail: Mail, *, now: datetime) -> bool:
    """Count `mail` as sent to its address; False if the mail must not be sent, which is then recorded.

    Raises:
        LimitReached: A proven address has had its mails of this hour; the mail may go out later.
    """
    if mail.grounds is AddressGrounds.NONE:
        _record_withheld_mail(uow, mail, WithheldReason.NOT_VERIFIED, now=now)
        return False
    place = email_limits_ref(mail.to)
    settings, found = await uow.get_many(SETTINGS, place)
    state = found or SubjectLimits()
    try:
        for limit in _list_limits(mail, settings or LimitSettings()):
            state, _ = rules.count_acts(state, limit, now=now)
    except LimitReached:
        if mail.grounds.is_proven:
            raise
        _record_withheld_mail(uow, mail, WithheldReason.TOO_MANY, now=now)
        return False
    uow.put(place, state)
    return True


async def return_mail(uow: UnitOfWork, mail: Mail, *, now: datetime) -> None:
    """Take back the count of a mail that was claimed at `now` and that the provider has not taken."""
    place = email_limits_ref(mail.to)
    settings, state = await uow.get_many(SETTINGS, place)
    if state is not None:
        for limit in _list_limits(mail, settings or LimitSettings()):
            state = rules.without_act(state, limit, now)
        uow.put(place, state)


def _list_limits(mail: Mail, settings: LimitSettings) -> tuple[RateLimit, ...]:
    if not mail.grounds.is_proven:
        return (settings.mails, settings.unproven_mails)
    # Each of these costs somebody money, so nobody floods an address; a busy day must not hold back a refund's notice.
    return (settings.paid_mails,) if mail.about_payment else (settings.mails,)


def _record_withheld_mail(uow: UnitOfWork, mail: Mail, reason: WithheldReason, *, now: datetime) -> None:
    address = store.compute_address_hash(mail.to)
    told = f"{mail.template}|{mail.reference}|{address}|{uow.request_id}"
    record = WithheldMail(
        id=hashlib.sha256(told.encode()).hexdigest()[:32],
        template=mail.template,
        reference=mail.reference,
        address=address,
        reason=reason,
        at=now,
        expire_at=now + _RECORD_RETENTION,
    )
    uow.put(store.withheld_mail_ref(record.id), record)
