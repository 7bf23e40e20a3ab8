"""HTTP function that changes the caller's account."""

from shared.contracts.people import Locale
from shared.identity.errors import NotRegistered
from shared.identity.schemas import AccountView, Goals, Interests
from shared.kernel.contact_inputs import EmailInput, PhoneInput
from shared.kernel.public_texts import City, PersonName
from shared.kernel.schemas import Request
from shared.kernel.zones import Zone
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import expert_names


class UpdateMyAccount(Request):
    """Body of `update_my_account`. Fields that are left out stay as they are."""

    full_name: PersonName | None = None
    """New full name, one line of 1 to 200 characters with a letter; unchanged when null or left out."""
    email: EmailInput | None = None
    """New e-mail address, to write to once it is verified; unchanged when null or left out."""
    phone: PhoneInput | None = None
    """New phone number as people write it, such as `0812-3456-7890`; unchanged when null or left out."""
    zone: Zone | None = None
    """New IANA time zone, such as `Asia/Jakarta`; unchanged when null or left out."""
    locale: Locale | None = None
    """New language of messages to the user, `id` or `en`; unchanged when null or left out."""
    city: City | None = None
    """City where the user lives, at most 100 characters; empty removes the city, null or left out keeps it."""
    interests: Interests | None = None
    """At most 10 subjects of 1 to 40 characters, each kept once; empty removes all, null or left out keeps them."""
    goals: Goals | None = None
    """Aims of the user, at most 1,000 characters, contact details masked; unchanged when null or left out."""


@http.post(who=("customer", "expert", "admin"), open_to_suspended=True, audited=False, raises=(NotRegistered,))
async def update_my_account(body: UpdateMyAccount, ctx: Context) -> AccountView:
    """Change the caller's name, e-mail address, phone number, time zone, language, city, interests or goals.

    Experts read city, interests and goals in bookings that the caller has made with them.
    No mail goes to another e-mail address until `request_email_verification` and the link in its mail verify it.
    A new name of an expert waits in `proposed_name` until an admin decides on the name.
    """
    changes = body.model_dump(exclude_none=True)
    user = await ctx.commit(expert_names.update_account, changes, actor=ctx.actor, now=ctx.now)
    return AccountView.of(user, actor=ctx.actor)
