"""Contract of identity: the details of a registered person that other domains need to write or sell to them."""

from typing import Annotated, Literal

from shared.contracts.mail import AddressGrounds
from shared.kernel.ids import UserId
from shared.kernel.phone_numbers import to_international_phone
from shared.kernel.schemas import Email, Entity, Line, Phone
from shared.kernel.stored_choices import UnknownAs
from shared.kernel.zones import Zone

Locale = Annotated[Literal["id", "en"], UnknownAs("id")]


class AccountCard(Entity):
    """A person as other domains know them.

    Attributes:
        id: Firebase uid.
        full_name: Name, or a pseudonym for a person without an account of their own.
        email: Address for mail; None when the person has told none.
        email_verified: True if the person has confirmed the address, or the sign-in provider has.
        email_paid: True if the person has paid for an order under the address.
        phone: Phone number; None when the person has told none.
        zone: IANA time zone in which times are written.
        locale: Language of mails and invoices.
    """

    id: UserId
    full_name: Line
    email: Email | None = None
    email_verified: bool = False
    email_paid: bool = False
    phone: Phone | None = None
    zone: Zone = "Asia/Jakarta"
    locale: Locale = "id"

    @property
    def international_phone(self) -> str | None:
        """Phone number in international form, also where an earlier version has stored another spelling."""
        return self.phone and to_international_phone(self.phone)

    @property
    def email_grounds(self) -> AddressGrounds:
        """Return the reason for which mail may go to the address. An account of an older version has none yet."""
        if self.email_verified:
            return AddressGrounds.VERIFIED
        return AddressGrounds.PAID if self.email_paid else AddressGrounds.NONE
