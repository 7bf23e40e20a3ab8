"""Announcements to experts: decisions on applications and on names, and invitations."""

from datetime import datetime

from shared.catalogue import store
from shared.catalogue.models import Expert, Invitation
from shared.catalogue.rules import Decision
from shared.contracts.notices import Channel, Notice, NoticeSubject, SubjectKind
from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork
from shared.kernel.quoted_words import quote_name, quote_text
from shared.notifications import decision_rules
from shared.workflows import expert_notices
from shared.workflows.announcements import recipients

_OWN_PAGE = "/experts/me"


async def announce_decision(uow: UnitOfWork, expert: Expert, *, now: datetime) -> int:
    """Tell an applicant the decision on the application, and return the number of new notices.

    Nothing is told if the expert has applied again, or is suspended by now. An accepted expert gets the mail alone: the
    app and the phone tell of the new role.
    """
    template = expert_notices.find_decision(expert)
    if template is None:
        return 0
    decided_at = expert.decided_at or expert.applied_at
    notice = Notice(
        event=f"expert:{expert.id}:decision:{decided_at:%Y%m%dT%H%M%S}",
        template=template,
        to=expert.id,
        subject=NoticeSubject(kind=SubjectKind.EXPERT, id=expert.id),
        link=_OWN_PAGE,
        channels=(Channel.EMAIL,) if template == expert_notices.ACCEPTED else None,
    )
    return await recipients.tell_people(uow, [notice], now=now)


async def announce_earlier_decision(uow: UnitOfWork, expert_id: UserId, *, now: datetime) -> int:
    """Announce the decision that a job of an earlier version was to mail.

    Raises:
        ExpertNotFound: There is no such expert.
    """
    return await announce_decision(uow, await store.get_expert(uow, expert_id), now=now)


async def announce_name_decision(
    uow: UnitOfWork, expert: Expert, name: str, decision: Decision, *, now: datetime
) -> int:
    """Tell an expert the decision on a new name, and return the number of new notices.

    Args:
        uow: Unit of work that carries the notice.
        expert: Expert after the decision.
        name: Name that was decided on.
        decision: Decision of the admin.
        now: Instant of the decision.
    """
    notice = Notice(
        event=f"expert:{expert.id}:name:{now:%Y%m%dT%H%M%S}",
        template=expert_notices.NAME_ACCEPTED if decision == "accept" else expert_notices.NAME_REFUSED,
        to=expert.id,
        values={"name": quote_name(name), "note": quote_text(expert.name_note) or ""},
        subject=NoticeSubject(kind=SubjectKind.EXPERT, id=expert.id),
        link=_OWN_PAGE,
    )
    return await recipients.tell_people(uow, [notice], now=now)


async def announce_invitation(
    uow: UnitOfWork, invitation: Invitation, link: str, *, attempt: int, valid_until: datetime, now: datetime
) -> int:
    """Mail an invited expert the page on which to choose a password, and return the number of new notices.

    The mail goes to the address that the admin has named, which may not be that of an account.

    Args:
        uow: Unit of work that carries the notice.
        invitation: Invitation of the expert.
        link: Page on which the expert chooses a password. It is erased once the mail has gone out.
        attempt: Number of the link, from 1.
        valid_until: Instant in UTC at which the link ends.
        now: Present instant.
    """
    notice = Notice(
        event=_build_invitation_event(invitation, attempt),
        template=expert_notices.INVITED,
        guest=invitation.id,
        values={"password_link": link},
        subject=NoticeSubject(kind=SubjectKind.INVITATION, id=invitation.id),
        valid_until=valid_until,
    )
    return await recipients.tell_people(uow, [notice], now=now)


def compute_invitation_delivery_id(invitation: Invitation, attempt: int) -> str:
    """Compute the id of the delivery that carries the link with the number `attempt`."""
    event = _build_invitation_event(invitation, attempt)
    return decision_rules.compute_delivery_id(event, f"guest:{invitation.id}", Channel.EMAIL)


def _build_invitation_event(invitation: Invitation, attempt: int) -> str:
    opened_at = invitation.opened_at or invitation.invited_at
    return f"invitation:{invitation.id}:{opened_at:%Y%m%dT%H%M%S}:{attempt}"
