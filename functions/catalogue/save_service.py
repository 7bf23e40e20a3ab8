"""Offer a service, or change it."""

from typing import Annotated

from pydantic import Field

from shared.catalogue import services_and_products
from shared.catalogue.errors import ExpertNotFound, ServiceNotFound, TooManyOffers
from shared.catalogue.inputs import CancellationPolicyInput
from shared.catalogue.models import Service
from shared.catalogue.schemas import ServiceView
from shared.contracts.offers import Approval, ServiceKind
from shared.kernel.ids import ServiceId, UserId
from shared.kernel.schemas import Line, Request, Text
from shared.runtime.context import Context
from shared.runtime.triggers import http


class SaveService(Request):
    """Without `service_id`, a new one. `price` is in whole rupiah, before the fee."""

    service_id: ServiceId | None = None
    name: Line
    description: Text = ""
    kind: ServiceKind
    minutes: Annotated[int, Field(ge=15, le=480, strict=True)]
    price: Annotated[int, Field(ge=10_000, le=100_000_000, strict=True)]
    approval: Approval = Approval.AUTOMATIC
    blocks_while_requested: bool = True
    policy: CancellationPolicyInput = CancellationPolicyInput()
    active: bool = True
    position: Annotated[int, Field(ge=0, le=1_000, strict=True)] = 0


@http.post(who="expert", raises=(ExpertNotFound, ServiceNotFound, TooManyOffers))
async def save_service(body: SaveService, ctx: Context) -> ServiceView:
    """Offer a service, or change one's own; what is booked stays as it was booked."""
    given = body.model_dump(exclude={"service_id"})
    service = Service(
        id=body.service_id or ServiceId.new(ctx.random_below), expert=UserId(ctx.actor.id), saved_at=ctx.now, **given
    )
    return ServiceView.of(await ctx.commit(services_and_products.save_service, service, fresh=body.service_id is None))
