"""HTTP: change where the buyer of an order is reached."""

from shared.kernel.contact_inputs import EmailInput, PhoneInput
from shared.kernel.ids import OrderId
from shared.kernel.schemas import Line, Request
from shared.limits.errors import LimitReached
from shared.orders.errors import OrderNotFound
from shared.orders.schemas import OrderContactView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import order_contacts


class ChangeOrderContact(Request):
    """Body of `change_order_contact`. Fields that are left out stay as they are."""

    order_id: OrderId
    """Id of the order whose buyer cannot be reached."""
    email: EmailInput | None = None
    """New e-mail address of the buyer; unchanged when null or left out."""
    phone: PhoneInput | None = None
    """New phone number of the buyer as people write it, such as `0812-3456-7890`; unchanged when null or left out."""
    new_codes: bool = False
    """True if the codes and numbers in earlier ticket mails must admit nobody; false by default."""
    reason: Line
    """Reason for the change, such as how the buyer proved the order to be theirs; kept in the audit record."""


@http.post(who="admin", admin_scope="support", raises=(OrderNotFound, LimitReached), dispatches=("tasks",))
async def change_order_contact(body: ChangeOrderContact, ctx: Context) -> OrderContactView:
    """Change the e-mail address or phone number of an order's buyer. The order's tickets go to the new address.

    The link in earlier ticket mails shows nothing any more. A mail tells the former address, and the app tells the
    buyer's account, with the new address masked.
    Unless owners say otherwise, the contact of an order is changed at most five times a day.
    """
    changes = body.model_dump(exclude={"order_id", "reason"})
    return await ctx.commit(order_contacts.change_order_contact, body.order_id, **changes, now=ctx.now)
