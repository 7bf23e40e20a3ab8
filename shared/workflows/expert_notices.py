"""Notices of experts: the mails about a decision on an application, and with an invitation."""

from shared.catalogue import applications, messages, store
from shared.catalogue.errors import ApplicationDecided
from shared.catalogue.models import Expert, ExpertStatus
from shared.contracts.mail import Mail
from shared.kernel.ids import UserId
from shared.kernel.ports import Reader
from shared.notifications.errors import NoMailAddress
from shared.workflows.notice_mail_requests import NoticeMailRequest

ACCEPTED = "expert.accepted"
"""Template of an accepted application."""

REJECTED = "expert.rejected"
"""Template of an application that was not accepted."""

NAME_ACCEPTED = "expert.name_accepted"
"""Template of a new name that customers see from now on."""

NAME_REFUSED = "expert.name_refused"
"""Template of a new name that was not accepted."""

INVITED = "expert.invited"
"""Template of an invitation."""


def find_decision(expert: Expert) -> str | None:
    """Find the template that tells the decision on an application as it stands; None without a decision."""
    return {ExpertStatus.ACTIVE: ACCEPTED, ExpertStatus.REJECTED: REJECTED}.get(expert.status)


async def compose_expert_mail(reader: Reader, request: NoticeMailRequest) -> Mail:
    """Compose the mail about a decision, or with an invitation, from the documents as they are now.

    Raises:
        NoMailAddress: The recipient has no address.
        ApplicationDecided: The application has been decided otherwise, or the expert has applied again.
        ExpertNotFound: There is no such expert.
        InvitationNotFound: There is no such invitation.
    """
    subject = request.delivery.subject
    id = subject.id if subject else ""
    if request.delivery.template == INVITED:
        invitation = await applications.get_invitation(reader, id)
        link = str(request.delivery.values.get("password_link", ""))
        if not invitation.email or not link:
            raise NoMailAddress(delivery_id=request.delivery.id)
        return messages.compose_expert_invitation(invitation, invitation.email, link)
    person = request.account
    if person is None or person.email is None:
        raise NoMailAddress(delivery_id=request.delivery.id)
    expert = await store.get_expert(reader, UserId(id))
    if find_decision(expert) != request.delivery.template:
        raise ApplicationDecided(expert_status=expert.status)
    return messages.compose_expert_decision(expert, person)
