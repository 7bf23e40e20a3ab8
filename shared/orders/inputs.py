"""Requests of orders: the buyer, and the data that every order needs."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from shared.kernel.contact_inputs import EmailInput, PhoneInput
from shared.kernel.public_texts import PersonName
from shared.orders.models import Buyer
from shared.orders.schemas import OrderDetails


class BuyerInput(Buyer):
    """A person who pays, as a request names the person."""

    full_name: PersonName
    """Full name of the person who pays, one line of 1 to 200 characters with a letter."""
    email: EmailInput
    """E-mail address for the invoice and for what was bought."""
    phone: PhoneInput
    """Phone number of the buyer as people write it, such as `0812-3456-7890`; without a country code, Indonesian."""


def _read_buyer(given: Any) -> Buyer:
    return Buyer(**BuyerInput.model_validate(given).model_dump())


NamedBuyer = Annotated[Buyer, BeforeValidator(_read_buyer, json_schema_input_type=BuyerInput)]
"""A person who pays: read as a request names the person, kept as orders store buyers."""


class OrderRequest(OrderDetails):
    """Data that every order needs, as a request gives them."""

    buyer: NamedBuyer
    """Person whom the invoice and the receipts go to."""
