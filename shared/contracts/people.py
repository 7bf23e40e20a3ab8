"""Contract of identity: the details of a registered person that other domains need to write or sell to them."""

from typing import Annotated, Literal

from shared.contracts.mail import AddressGrounds
from shared.kernel.ids import UserId
from shared.kernel.phone_numbers import to_international_phone
from shared.kernel.schemas import Email, Entity, Line, Phone, View
from shared.kernel.stored_choices import UnknownAs
from shared.kernel.zones import Zone

Locale = Annotated[Literal["id", "en"], UnknownAs("id")]
PersonRole = Annotated[Literal["customer", "expert", "admin"], UnknownAs("customer")]


class CustomerProfileView(View):
    """City, interests and goals of a customer, for the expert who meets the customer by name."""

    city: str
    """City where the customer lives; empty while not told."""
    interests: tuple[str, ...]
    """Subjects that the customer wants to learn about; empty while not told."""
    goals: str
    """Aims of the customer, in the customer's own words; empty while not told."""


class AccountCard(Entity):
    """A person as other domains know them.

    Attributes:
        id: Firebase uid.
        full_name: Name, or a pseudonym for a person without an account of their own.
        email: Address for mail; None when the person has told none.
        email_verified: True if the person has confirmed the address, or the sign-in provider has.
        email_paid: True if the person has paid for an order under the address.
        phone: Phone number; None when the person has told none.
        phone_verified: True if the person has signed in by a code that came to the phone.
        zone: IANA time zone in which times are written.
        locale: Language of mails and invoices.
        role: Role that admins granted; `customer` by default. Documents of earlier versions may say `admin`, which
            grants nothing: who is an admin stands in `admin_grants`.
    """

    id: UserId
    full_name: Line
    email: Email | None = None
    email_verified: bool = False
    email_paid: bool = False
    phone: Phone | None = None
    phone_verified: bool = False
    zone: Zone = "Asia/Jakarta"
    locale: Locale = "id"
    role: PersonRole = "customer"

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
