"""HTTP: add or change a service."""

from shared.catalogue.errors import ExpertNotFound, ServiceNotFound, TooManyOffers
from shared.catalogue.inputs import CancellationPolicyInput, DeliveryDays, Minutes, PlaceInput, Position, Price
from shared.catalogue.models import Service
from shared.catalogue.schemas import OwnServiceView
from shared.contracts.offers import Approval, ServiceKind
from shared.kernel.ids import ServiceId, UserId
from shared.kernel.inputs import SaveRequest
from shared.kernel.public_texts import PublicLine, PublicText
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import service_places


class SaveService(SaveRequest):
    """Body of `save_service`. Fields of an existing service that are left out stay as they are."""

    service_id: ServiceId | None = None
    """Id of the caller's service to change, from `get_my_expert_page`; a new service when left out."""
    name: PublicLine
    """Name of the service, one line of 1 to 200 characters."""
    description: PublicText = ""
    """Contents of the service, at most 5,000 characters; empty for a new service."""
    kind: ServiceKind
    """Way in which expert and customer meet: by chat, by video or in person; means nothing without minutes."""
    minutes: Minutes
    """Length of a meeting in minutes, 15 to 480; 0 for a service without a meeting, for `buy_service`."""
    delivery_days: DeliveryDays | None = None
    """Days within which a service without a meeting is delivered, 1 to 60, required for it; null for a meeting."""
    price: Price
    """Price in whole rupiah without our fee, 10,000 to 100,000,000; 0 for a free service."""
    approval: Approval = Approval.AUTOMATIC
    """Way to a confirmed booking: `automatic` by payment alone (new services), `manual` after the expert's approval."""
    blocks_while_requested: bool = True
    """True if an unanswered request already blocks its time for others; true for a new service."""
    policy: CancellationPolicyInput = CancellationPolicyInput()
    """Terms under which customers may cancel; the standard terms for a new service."""
    place: PlaceInput | None = None
    """Place of an `offline` meeting, required for it; customers see it once their booking is confirmed."""
    active: bool = True
    """True if the service is offered; true for a new service."""
    position: Position = 0
    """Place on the expert's page, 0 to 1,000, the smallest first; 0 for a new service."""


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
