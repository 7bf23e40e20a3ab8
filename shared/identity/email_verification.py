"""Verification of the address of an account by a link in a mail."""

from datetime import datetime, timedelta
from typing import NamedTuple

from shared.identity import email_addresses, store
from shared.identity.errors import EmailNeeded, VerificationNotNeeded
from shared.identity.models import EmailVerification, User
from shared.identity.schemas import EmailVerificationView
from shared.kernel.actors import Actor
from shared.kernel.email_addresses import is_same_address
from shared.kernel.ids import UserId
from shared.kernel.ports import Reader, Ref, UnitOfWork
from shared.limits import actions as limits
from shared.limits.models import SubjectLimits
from shared.limits.settings import SETTINGS, LimitSettings
from shared.limits.subjects import person_limits_ref

_RETENTION = timedelta(days=2)


class VerificationTerms(NamedTuple):
    """Terms of verification mails.

    Attributes:
        interval: Time in which a repeated request sends no other mail.
        validity: Time for which a link is valid.
    """

    interval: timedelta
    validity: timedelta


def verification_reads(
    uid: str,
) -> tuple[Ref[User], Ref[EmailVerification], Ref[SubjectLimits], Ref[LimitSettings]]:
    """Return the documents that `request_verification` reads, so that a caller can read more in the same round trip."""
    return store.user_ref(uid), store.email_verification_ref(uid), person_limits_ref(uid), SETTINGS


async def request_verification(
    uow: UnitOfWork, terms: VerificationTerms, *, actor: Actor, now: datetime
) -> EmailVerificationView:
    """Record that the actor asks for the verification mail; `sent_at` is `now` if a mail is to be sent.

    No mail is needed if the address is verified. A repetition within the interval needs no other mail.

    Raises:
        NotRegistered: The actor has not registered.
        EmailNeeded: The account has no address.
        LimitReached: The actor has asked for too many mails in the last 24 hours.
    """
    person = await store.get_user(uow, UserId(actor.id))
    if person.email is None:
        raise EmailNeeded()
    seen = email_addresses.with_address(person, person.email, actor=actor)
    if seen is not person:
        uow.put(store.user_ref(person.id), seen.having(changed_at=now))
    if seen.email_verified:
        return EmailVerificationView(email=person.email, email_verified=True, sent_at=None, expires_at=None)
    place = store.email_verification_ref(person.id)
    last = await uow.get(place)
    if last is None or not last.stands(person, now=now, interval=terms.interval):
        limit = (await limits.get_limit_settings(uow)).verification_mails
        await limits.count_act(uow, person_limits_ref(person.id), limit, now=now)
        last = EmailVerification(
            email_version=person.email_version,
            sent_at=now,
            link_ends_at=now + terms.validity,
            expire_at=now + terms.validity + _RETENTION,
        )
        uow.put(place, last)
    return EmailVerificationView(
        email=person.email, email_verified=False, sent_at=last.sent_at, expires_at=last.link_ends_at
    )


async def get_user_to_verify(reader: Reader, uid: UserId, email_version: int) -> User:
    """Get a user whose address still has this number, and is not verified yet.

    Raises:
        NotRegistered: There is no such user.
        VerificationNotNeeded: The address is verified, or is another one by now.
    """
    person = await store.get_user(reader, uid)
    if person.email is None or person.email_verified or person.email_version != email_version:
        raise VerificationNotNeeded()
    return person


async def confirm_address(uow: UnitOfWork, uid: UserId, email_version: int, *, now: datetime) -> bool:
    """Record that the owner of the address has confirmed it; False if the account has another address by now."""
    person = await uow.get(store.user_ref(uid))
    if person is None or person.email is None or person.email_version != email_version:
        return False
    if not person.email_verified:
        uow.put(store.user_ref(uid), person.having(email_verified=True, changed_at=now))
    return True


async def record_paid_address(uow: UnitOfWork, uid: UserId, email: str, *, now: datetime) -> None:
    """Record that the user has paid under the address `email`, if the account still has that address."""
    person = await uow.get(store.user_ref(uid))
    if person is not None and is_same_address(person.email, email) and not person.email_paid:
        uow.put(store.user_ref(uid), person.having(email_paid=True, changed_at=now))
