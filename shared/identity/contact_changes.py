"""Records of replaced addresses and phone numbers of accounts, so that the former ones can be told."""

from datetime import datetime, timedelta

from shared.contracts.events.people import ContactChanged, ContactPart
from shared.contracts.mail import AddressGrounds
from shared.contracts.people import Locale
from shared.identity.errors import ContactChangeNotFound
from shared.identity.models import User
from shared.kernel.email_addresses import is_same_address
from shared.kernel.ids import Id, UserId
from shared.kernel.ports import Reader, Ref, UnitOfWork
from shared.kernel.schemas import Email, Entity, Moment
from shared.kernel.zones import Zone

RETENTION = timedelta(days=7)


class ContactChange(Entity):
    """Replacement of the address or the phone number of an account. No app can read the document.

    Attributes:
        id: Id of the change.
        user_id: Id of the account.
        email: Former address, if it was replaced and something showed that the address was the person's; else None.
        email_verified: True if the former address was verified; otherwise the person had paid under the address.
        phone: Former number in international form, if it was replaced and its owner had proven the number; else None.
        locale: Language of the person.
        zone: IANA time zone of the person.
        changed_at: Instant in UTC of the change.
        expire_at: Instant in UTC after which TTL deletes the document.
    """

    id: Id
    user_id: UserId
    email: Email | None = None
    email_verified: bool = False
    phone: str | None = None
    locale: Locale
    zone: Zone
    changed_at: Moment
    expire_at: Moment

    @property
    def email_grounds(self) -> AddressGrounds:
        """Return the reason for which mail may go to the former address."""
        if self.email is None:
            return AddressGrounds.NONE
        return AddressGrounds.VERIFIED if self.email_verified else AddressGrounds.PAID


def contact_change_ref(change_id: str) -> Ref[ContactChange]:
    """Build the reference to the record of a change."""
    return Ref(f"contact_changes/{change_id}", ContactChange)


def record_contact_change(uow: UnitOfWork, before: User | None, after: User, *, now: datetime) -> None:
    """Record that an address or a phone number of an account was replaced, and publish the change.

    A detail that an account did not have before is no change.

    Args:
        uow: Unit of work that carries the account.
        before: Account before the change; None for a new account.
        after: Account after the change.
        now: Time of the change.
    """
    if before is None:
        return
    parts: list[ContactPart] = []
    if before.email is not None and not is_same_address(before.email, after.email):
        parts.append("email")
    if before.phone is not None and before.international_phone != after.international_phone:
        parts.append("phone")
    if not parts:
        return
    change = ContactChange(
        id=Id.new(uow.random_below),
        user_id=before.id,
        email=before.email if "email" in parts and before.email_grounds.is_proven else None,
        email_verified=before.email_verified,
        phone=before.international_phone if "phone" in parts and before.phone_verified else None,
        locale=before.locale,
        zone=before.zone,
        changed_at=now,
        expire_at=now + RETENTION,
    )
    uow.create(contact_change_ref(change.id), change)
    uow.emit(ContactChanged(user_id=before.id, change_id=change.id, parts=tuple(parts), at=now))


async def get_contact_change(reader: Reader, change_id: str) -> ContactChange:
    """Get the record of a change.

    Raises:
        ContactChangeNotFound: No record has this id, or its time was over.
    """
    found = await reader.get(contact_change_ref(change_id))
    if found is None:
        raise ContactChangeNotFound()
    return found
