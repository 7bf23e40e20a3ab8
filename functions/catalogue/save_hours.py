"""HTTP: save the caller's opening hours."""

from shared.catalogue import services_and_products
from shared.catalogue.errors import ExpertNotFound
from shared.catalogue.hours_schemas import HoursView
from shared.catalogue.inputs import HoursInput
from shared.kernel.ids import UserId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class SaveHours(HoursInput, Request):
    """Body of `save_hours`. Fields that are left out stay as they are; weekdays that `weekly` lacks are closed."""


@http.post(who="expert", raises=(ExpertNotFound,))
async def save_hours(body: SaveHours, ctx: Context) -> HoursView:
    """Save the caller's opening hours, by weekday and for single dates. Existing bookings stay.

    Raises:
        ExpertNotFound: The caller is not an expert.
    """
    return HoursView.of(await ctx.commit(services_and_products.save_hours, UserId(ctx.actor.id), body))
