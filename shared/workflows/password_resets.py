"""Answers to people who have forgotten their password: the link, or the way by which they sign in."""

from datetime import datetime
from typing import Any

from shared.contracts.mail import AddressGrounds
from shared.contracts.notices import Channel, Notice, NoticeSubject, SubjectKind
from shared.identity import password_resets
from shared.identity import store as identity
from shared.identity.jobs import SendPasswordReset
from shared.identity.models import User
from shared.identity.password_resets import LINK_VALIDITY, PasswordReset
from shared.identity.ports import AccountDirectory, SignInAccount
from shared.kernel.ids import UserId
from shared.kernel.ports import Reader, UnitOfWork
from shared.workflows import address_grounds, security_notices
from shared.workflows.announcements import recipients
from shared.workflows.call import Call


async def send_password_reset(call: Call, accounts: AccountDirectory, job: SendPasswordReset) -> None:
    """Mail the link to choose a new password, or the ways of signing in, to the address of an account.

    Nothing is mailed without an account, to a closed account, or to an address that nobody has proven.
    The provider tells nobody that a password was changed, so no notice follows.

    Raises:
        Unavailable: The sign-in provider does not answer; the task tries again.
    """
    if job.requested_at + LINK_VALIDITY <= call.now:
        return
    account = await accounts.find_sign_in(job.email)
    if account is None or account.is_closed or not (account.has_password or account.methods):
        return
    person = await call.read(_find_person, account.uid)
    grounds = AddressGrounds.VERIFIED
    if not account.is_verified:
        grounds = address_grounds.find_account_grounds(person, account.email)
    if not grounds.is_proven:
        return
    ends_at = call.current_time() + LINK_VALIDITY
    url = await accounts.create_password_link(account.email) if account.has_password else None
    reset = PasswordReset(
        id=password_resets.compute_reset_id(job),
        email=account.email,
        is_verified=grounds is AddressGrounds.VERIFIED,
        url=url,
        name=person.full_name if person is not None else "",
        locale=person.locale if person is not None else "id",
        zone=person.zone if person is not None else "Asia/Jakarta",
        link_ends_at=ends_at,
        expire_at=password_resets.compute_expiry(ends_at),
    )
    await call.commit_final(_tell_owner, reset, account, now=call.now)


async def _find_person(reader: Reader, uid: UserId) -> User | None:
    return await reader.get(identity.user_ref(uid))


async def _tell_owner(uow: UnitOfWork, reset: PasswordReset, account: SignInAccount, *, now: datetime) -> None:
    """Tell the owner of the address. Another delivery of the task may have told already: its link stands."""
    if await uow.get(password_resets.password_reset_ref(reset.id)) is not None:
        return
    uow.create(password_resets.password_reset_ref(reset.id), reset)
    values: dict[str, Any] = {"until": reset.link_ends_at.isoformat(), "sign_in_methods": list(account.methods)}
    notice = Notice(
        event=f"password_reset:{reset.id}",
        template=security_notices.SIGN_IN_METHODS if reset.url is None else security_notices.RESET_LINK,
        guest=reset.id,
        values=values,
        subject=NoticeSubject(kind=SubjectKind.NONE, id=reset.id),
        valid_until=reset.link_ends_at,
        channels=(Channel.EMAIL,),
    )
    await recipients.tell_people(uow, [notice], now=now)
