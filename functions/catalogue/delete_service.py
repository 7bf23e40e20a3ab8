"""HTTP: delete a service."""

from shared.catalogue import services_and_products
from shared.catalogue.errors import ExpertNotFound, ServiceNotFound
from shared.catalogue.schemas import OwnServiceView
from shared.kernel.ids import ServiceId, UserId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class DeleteService(Request):
    """Body of `delete_service`."""

    service_id: ServiceId
    """Id of the caller's service to delete, from `get_my_expert_page`."""


@http.post(who="expert", raises=(ExpertNotFound, ServiceNotFound))
async def delete_service(body: DeleteService, ctx: Context) -> OwnServiceView:
    """Delete a service of the caller's for good.

    Bookings of the service stay. To pause a service, save it with `active` false. A second call fails with
    `service_not_found`.

    Raises:
        ExpertNotFound: The caller is not an expert.
        ServiceNotFound: The caller has no service with this id.
    """
    uid = UserId(ctx.actor.id)
    return OwnServiceView.of(await ctx.commit(services_and_products.delete_service, uid, body.service_id, now=ctx.now))
