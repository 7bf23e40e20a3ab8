"""HTTP: add or change a service."""

from shared.catalogue.errors import ExpertNotFound, ServiceNotFound, TooManyOffers
from shared.catalogue.inputs import SaveService
from shared.catalogue.models import Service
from shared.catalogue.schemas import OwnServiceView
from shared.kernel.ids import ServiceId, UserId
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import service_places


@http.post(who="expert", raises=(ExpertNotFound, ServiceNotFound, TooManyOffers))
async def save_service(body: SaveService, ctx: Context) -> OwnServiceView:
    """Add a service, or change one of the caller's. Bookings keep their terms; both people are mailed a new place.

    Raises:
        ExpertNotFound: The caller is not an expert.
        ServiceNotFound: The caller has no service with this id.
        TooManyOffers: The caller has as many services as allowed.
    """
    given = body.dump_named_fields(exclude={"service_id"})
    service_id = body.service_id or ServiceId.new(ctx.random_below)
    service = Service(id=service_id, expert=UserId(ctx.actor.id), saved_at=ctx.now, **given)
    return OwnServiceView.of(await ctx.commit(service_places.save_service, service, fresh=body.service_id is None))
