"""Announcements about the security of accounts: devices, contact details, roles, suspensions."""

from datetime import datetime, timedelta
from typing import Any

from shared.contracts.events.people import ContactChanged, DeviceRegistered, RoleChanged
from shared.contracts.notices import Channel, Notice, NoticeSubject, SubjectKind
from shared.identity import contact_changes
from shared.identity import store as identity
from shared.identity.contact_changes import ContactChange
from shared.identity.models import FOR_EVER
from shared.kernel.errors import Unavailable
from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork
from shared.kernel.quoted_words import quote_name
from shared.notifications.settings import NOTIFICATION_SETTINGS, NotificationSettings
from shared.workflows import security_notices
from shared.workflows.announcements import recipients

_VALID_FOR = timedelta(days=3)
_LOCKED_CHANNELS = (Channel.EMAIL, Channel.WHATSAPP)
"""Channels of a suspended person: the app is locked, and its devices have been signed out."""
_APP_CHANNELS = (Channel.IN_APP, Channel.PUSH)


async def tell_person_of_device(uow: UnitOfWork, event: DeviceRegistered, *, now: datetime) -> int:
    """Tell a person of a device that the account never had, and return the number of new notices.

    A device that has been signed out since is told of too: whoever used the device may cover the tracks.
    """
    values = {"device": quote_name(event.name) if event.name else event.platform, "at": event.at.isoformat()}
    notice = Notice(
        event=f"device:{event.user_id}:{event.device}:{event.at:%Y%m%dT%H%M%S}",
        template=security_notices.NEW_DEVICE,
        to=event.user_id,
        values=values | await _build_support(uow),
        link="/account/devices",
        valid_until=event.at + _VALID_FOR,
    )
    return await recipients.tell_people(uow, [notice], now=now)


async def tell_person_of_contact_change(uow: UnitOfWork, event: ContactChanged, *, now: datetime) -> int:
    """Tell the account, and the former address and number, that a contact was replaced; return the new notices.

    Raises:
        ContactChangeNotFound: The record of the change is gone.
    """
    change, settings = await uow.get_many(
        contact_changes.contact_change_ref(event.change_id), NOTIFICATION_SETTINGS.ref
    )
    if change is None:
        change = await contact_changes.get_contact_change(uow, event.change_id)
    values = {"at": event.at.isoformat(), "support": (settings or NotificationSettings()).support_email}
    told = 0
    for notice in _build_contact_notices(event, change, values):
        told += await recipients.tell_people(uow, [notice], now=now)
    return told


def _build_contact_notices(event: ContactChanged, change: ContactChange, values: dict[str, str]) -> list[Notice]:
    def build(template: str, *, to: UserId | None, channels: tuple[Channel, ...] | None) -> Notice:
        return Notice(
            event=f"contact:{change.id}:{template}",
            template=template,
            to=to,
            guest=change.id if to is None else None,
            values=values,
            subject=NoticeSubject(kind=SubjectKind.NONE, id=change.id),
            link="/account" if to is not None else None,
            valid_until=event.at + _VALID_FOR,
            channels=channels,
        )

    notices = []
    if "email" in event.parts:
        # The new address learns nothing of the account before its owner has confirmed the address.
        notices.append(build(security_notices.EMAIL_CHANGED, to=event.user_id, channels=_APP_CHANNELS))
    if "phone" in event.parts:
        notices.append(build(security_notices.PHONE_CHANGED, to=event.user_id, channels=None))
    if change.email is not None:
        notices.append(build(security_notices.FORMER_EMAIL, to=None, channels=(Channel.EMAIL,)))
    if change.phone is not None:
        notices.append(build(security_notices.FORMER_PHONE, to=None, channels=(Channel.SMS,)))
    return notices


async def tell_person_of_role(uow: UnitOfWork, event: RoleChanged, *, now: datetime) -> int:
    """Tell a person what the account may do now, and return the number of new notices.

    A change that has been overtaken is not told: the later one has an event of its own. The role of an expert is told
    in the app and by push alone: a mail about the decision or the invitation goes anyway.

    Raises:
        Unavailable: Only a newer version knows the change.
    """
    if event.change is None:
        raise Unavailable("newer_role_change")
    uid, values = event.user_id, {"at": event.at.isoformat()} | await _build_support(uow)
    if event.change == "expert_granted":
        person = await uow.get(identity.user_ref(uid))
        is_current, channels = person is not None and person.role == "expert", _APP_CHANNELS
    else:
        grant = await uow.get(identity.admin_grant_ref(uid))
        is_current, channels = grant is not None and grant.granted_at == event.at, None
        values["admin_scopes"] = list(grant.scopes) if grant is not None else []
    if not is_current:
        return 0
    notice = Notice(
        event=f"role:{uid}:{event.change}:{event.at.isoformat()}",
        template=security_notices.ROLE_TEMPLATES[event.change],
        to=uid,
        values=values,
        link="/account",
        valid_until=event.at + _VALID_FOR,
        channels=channels,
    )
    return await recipients.tell_people(uow, [notice], now=now)


async def tell_person_of_suspension(uow: UnitOfWork, uid: UserId, *, now: datetime) -> int:
    """Tell a person of the suspension as it is now, and return the number of new notices.

    Nothing is told if the suspension is over. A repeated call of the admin with the same cause and end tells nothing
    new. Mail and WhatsApp alone are used: the app is locked.
    """
    restriction = await uow.get(identity.restriction_ref(uid))
    if restriction is None or restriction.suspended_until <= now:
        return 0
    end, is_endless = restriction.suspended_until, restriction.suspended_until == FOR_EVER
    values = {"suspension_reason": str(restriction.reason), "until": security_notices.write_suspension_end(end)}
    notice = Notice(
        event=f"suspension:{uid}:{restriction.suspended_at.isoformat()}:{end.isoformat()}:{restriction.reason}",
        template=security_notices.SUSPENDED if is_endless else security_notices.SUSPENDED_UNTIL,
        to=uid,
        values=values | await _build_support(uow),
        link="/support",
        valid_until=min(end, now + _VALID_FOR),
        channels=_LOCKED_CHANNELS,
    )
    return await recipients.tell_people(uow, [notice], now=now)


async def tell_person_of_restoration(uow: UnitOfWork, uid: UserId, restored_at: datetime, *, now: datetime) -> int:
    """Tell a person that the account can be used again, unless it is suspended anew; return the new notices."""
    restriction = await uow.get(identity.restriction_ref(uid))
    if recipients.is_suspended(restriction, now=now):
        return 0
    notice = Notice(
        event=f"restoration:{uid}:{restored_at.isoformat()}",
        template=security_notices.RESTORED,
        to=uid,
        values=await _build_support(uow),
        link="/account",
        valid_until=restored_at + _VALID_FOR,
    )
    return await recipients.tell_people(uow, [notice], now=now)


async def _build_support(uow: UnitOfWork) -> dict[str, Any]:
    """Build the value that names where to ask."""
    settings = await uow.get(NOTIFICATION_SETTINGS.ref) or NotificationSettings()
    return {"support": settings.support_email}
