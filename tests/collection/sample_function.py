"""Functions that raise and catch errors in every way that the scan of reachable errors knows."""

from collections.abc import Callable, Sequence

from shared.bookings.errors import BookingNotFound, NoProposal, OwnService, QuoteChanged, SlotTaken
from shared.catalogue.errors import ServiceInactive, SlugTaken, TooFar, TooManyOffers, TooSoon
from shared.chat.errors import GroupFull, RoomClosed, RoomNotFound, TooManyRooms
from shared.claims.names import Taken
from shared.kernel.actors import Actor
from shared.kernel.errors import Conflict, Fault, NotFound
from shared.kernel.ports import Reader, UnitOfWork
from shared.kernel.schemas import Request
from shared.orders.errors import NothingToRefund, OrderNotOpen, OrderNotPaid
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets.errors import TicketForged
from shared.tickets.ports import TicketCodeSigner

_CAUGHT = (BookingNotFound, NoProposal)


class SampleRequest(Request):
    """Body of the sample functions."""

    places: int = 0

    @property
    def checked_places(self) -> int:
        """Places that are wanted. Raises `GroupFull`."""
        if self.places > 9:
            raise GroupFull()
        return self.places

    def check_not_empty(self) -> None:
        """Raise `NothingToRefund` without any place."""
        if not self.places:
            raise NothingToRefund()


class SampleRoom(Request):
    """Room that may be closed."""

    def check_room_open(self) -> None:
        """Raise `RoomClosed`."""
        raise RoomClosed()


class SampleTable(Request):
    """Table that cannot be counted."""

    def __len__(self) -> int:
        raise TooManyOffers()


def check_far(places: int) -> None:
    """Raise `TooFar` for many places."""
    if places > 5:
        raise TooFar.field("places", "are too many")


CHECKS: dict[str, Callable[[int], None]] = {"far": check_far}


def build_refusal(places: int) -> Fault:
    """Build the error that its caller raises."""
    return OrderNotOpen() if places else OrderNotPaid()


def find_claim_error(places: int) -> None:
    """Raise an error for the caller to translate."""
    if places == 3:
        raise Taken()


def find_caught_error(places: int) -> None:
    """Raise an error that is caught on the way."""
    if places == 4:
        raise BookingNotFound()
    if places == 5:
        raise NoProposal()


def find_passed_error(places: int) -> None:
    """Raise an error that is caught, and raised again."""
    if places == 6:
        raise RoomNotFound()


def raise_unused_error() -> None:
    """Raise an error that no function of the sample can give: nothing calls this."""
    raise QuoteChanged()


async def preload_sample(uow: UnitOfWork, body: SampleRequest, actor: Actor | None) -> None:
    """Read ahead."""
    if body.places == 7:
        raise ServiceInactive()


async def hold_places(uow: UnitOfWork, request: SampleRequest, rooms: Sequence[SampleRoom]) -> None:
    """Raise errors by every way of calling."""
    request.check_not_empty()
    for room in rooms:
        room.check_room_open()
    for check in CHECKS.values():
        check(request.checked_places)
    if request.places == 1:
        raise build_refusal(request.places)
    try:
        find_caught_error(request.places)
    except _CAUGHT:
        return
    try:
        find_claim_error(request.places)
    except Conflict:
        raise SlugTaken() from None
    try:
        find_passed_error(request.places)
    except NotFound as fault:
        if request.places:
            raise fault
    checks = [lambda: check_soon(request.places)]
    checks[0]()


def check_soon(place: int) -> None:
    """Raise `TooSoon`."""
    if place > 2:
        raise TooSoon.field("places", "are too soon")


def check_half_named(place: int) -> None:
    """Raise two errors, name one of them, and name two that cannot occur.

    Raises:
        TooFar: There are many places.
        SlugTaken: An error that exists, and that nothing here raises.
        SlotGone: An error that does not exist.
    """
    check_far(place)
    check_soon(place)


async def read_places(reader: Reader) -> int:
    """Raise what the query finds wrong."""
    error = SlotTaken()
    raise error


@http.post(
    who="customer",
    raises=(
        GroupFull,
        NothingToRefund,
        OrderNotOpen,
        OrderNotPaid,
        OwnService,
        RoomClosed,
        RoomNotFound,
        ServiceInactive,
        SlotTaken,
        SlugTaken,
        TicketForged,
        TooFar,
        TooSoon,
    ),
    preload=preload_sample,
)
async def hold_sample(body: SampleRequest, ctx: Context, signer: TicketCodeSigner) -> None:
    """Hold places, with every declared error within reach."""
    await ctx.commit(hold_places, body, [])
    await ctx.read(read_places)
    signer.verify_ticket("")
    if body.places == 2:
        raise OwnService.field("places", "are your own")


@http.post(who="customer")
async def hold_unclear_sample(body: SampleRequest, ctx: Context) -> None:
    """Raise an error that only the running program can tell."""
    raise {1: TooManyRooms, 2: SlotTaken}[body.places]()
