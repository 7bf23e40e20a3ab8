"""Event: people are told that the contact of an account was replaced."""

from shared.contracts.events.people import ContactChanged
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.announcements import account_announcements


@on(ContactChanged)
async def tell_people_when_contact_changed(event: ContactChanged, ctx: Context) -> None:
    """Tell the account, and its former address and number, that the address or the number was replaced."""
    await ctx.commit(account_announcements.tell_person_of_contact_change, event, now=ctx.now)
