"""Invitations of experts: the expert's page and the user are created together, and a mail leads to a password."""

from datetime import datetime, timedelta

from shared.catalogue import applications, profiles
from shared.catalogue import store as catalogue
from shared.catalogue.jobs import EmailExpertInvitation
from shared.catalogue.models import ExpertStatus, Invitation
from shared.identity import suspensions, users
from shared.identity.ports import AccountDirectory
from shared.kernel.ids import UserId
from shared.kernel.ports import Reader, UnitOfWork
from shared.notifications import store as notifications
from shared.notifications.delivery_models import DeliveryState, DropReason
from shared.workflows import expert_strikes, photos
from shared.workflows.announcements import expert_announcements
from shared.workflows.call import Call

_LINK_VALIDITY = timedelta(hours=1)
"""Time for which the sign-in provider takes a link to choose a password."""
_MOST_LINKS = 24


async def activate_invited_expert_and_user(
    uow: UnitOfWork, invitation_id: str, uid: UserId, *, was_reset: bool, now: datetime
) -> None:
    """Create the expert of an invitation, and the user with the expert's role, in one commit.

    The page shows the photo of the account. The photo and the choices about notifications of
    somebody who had the account before are removed.
    """
    before = await uow.get(catalogue.expert_ref(uid))
    invitation = await applications.activate_invited_expert(uow, invitation_id, uid, now=now)
    if before is not None and before.status is ExpertStatus.REJECTED:
        await expert_strikes.follow_vetting(uow, uid, now=now)
    person = await users.register_invited_expert(
        uow,
        uid,
        was_reset=was_reset,
        name=invitation.profile.full_name,
        email=invitation.email,
        phone=invitation.international_phone,
        locale=invitation.locale,
        now=now,
    )
    expert = await uow.get(catalogue.expert_ref(uid))
    if was_reset:
        photos.replace_photo(uow, person, expert, None, now=now)
        # Choices of whoever had the account before, who could silence the expert.
        uow.delete(notifications.preferences_ref(uid))
    elif expert is not None:
        photos.show_photo_on_page(uow, person, expert)
    if await suspensions.is_suspended(uow, uid, now=now):
        await profiles.set_suspended(uow, uid, suspended=True, now=now)


async def send_invitation(call: Call, accounts: AccountDirectory, job: EmailExpertInvitation) -> None:
    """Mail an invited expert a link to choose a password; a new one each hour while no mail has gone out, for a day.

    Raises:
        InvitationNotFound: No invitation has this id.
        Unavailable: The sign-in provider does not answer.
    """
    invitation = await call.read(applications.get_invitation, job.invitation_id)
    if invitation.email is None or not await call.read(_needs_link, invitation, job.attempt):
        return
    link = await accounts.create_password_link(invitation.email)
    await call.commit_final(_tell_of_invitation, invitation, link, attempt=job.attempt, now=call.now)


async def _needs_link(reader: Reader, invitation: Invitation, attempt: int) -> bool:
    """Return whether no mail has carried the link before `attempt`."""
    if attempt == 1:
        return True
    last = expert_announcements.compute_invitation_delivery_id(invitation, attempt - 1)
    found = await reader.get(notifications.delivery_ref(last))
    if found is None:
        # The expert was invited again, and that has a mail of its own.
        return False
    waits = found.state in (DeliveryState.QUEUED, DeliveryState.SENDING)
    return waits or (found.state is DeliveryState.DROPPED and found.reason is DropReason.TOO_LATE)


async def _tell_of_invitation(
    uow: UnitOfWork, invitation: Invitation, link: str, *, attempt: int, now: datetime
) -> None:
    """Schedule the mail, and a look after the link's end at whether the mail has gone out."""
    ends_at = now + _LINK_VALIDITY
    await expert_announcements.announce_invitation(uow, invitation, link, attempt=attempt, valid_until=ends_at, now=now)
    if attempt < _MOST_LINKS:
        again = EmailExpertInvitation(invitation_id=invitation.id, attempt=attempt + 1)
        uow.schedule(again, at=ends_at, key=f"{invitation.id}-{attempt + 1}")
