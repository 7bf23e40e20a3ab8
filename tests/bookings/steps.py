"""Steps of a booking: an expert with services and hours, customers with profiles, requests and payments."""

from datetime import datetime
from typing import Any

from functions.bookings.request_booking import request_booking
from shared.bookings import store
from shared.bookings.models import Booking, MeetingLink, MeetingLinkId
from shared.bookings.settings import BookingSettings
from shared.catalogue import store as catalogue
from shared.catalogue.hours_models import WEEK, DayHours, Hours, Span
from shared.catalogue.models import Expert, ExpertStatus, Service
from shared.claims.models import Claim, ClaimState
from shared.contracts.bookings import BookingStatus
from shared.contracts.offers import Approval, ServiceKind
from shared.identity import store as identity
from shared.identity.models import User
from shared.kernel.ids import BookingId, ServiceId, Slug, UserId
from shared.kernel.ports import Query
from tests.bookings.builders import DEWI, TOMORROW
from tests.builders import NOON
from tests.orders.steps import deliver_invoice_callback, pay_invoice
from tests.world import ANA, Answer, Person, World

TOPIC = "From engineer to product manager"
ELI = UserId("eli")


def a_user(uid: str, **given: Any) -> User:
    """Build a registered user."""
    values: dict[str, Any] = {
        "id": UserId(uid),
        "full_name": uid.title(),
        "email": f"{uid}@example.com",
        "email_verified": True,
        "phone": "081234567890",
        "phone_verified": True,
        "created_at": NOON,
        "changed_at": NOON,
    } | given
    return User(**values)


def an_expert(uid: str = DEWI, **given: Any) -> Expert:
    """Build an expert who is listed."""
    values: dict[str, Any] = {
        "id": UserId(uid),
        "status": ExpertStatus.ACTIVE,
        "slug": Slug(f"{uid}-lestari"),
        "full_name": f"{uid.title()} Lestari",
        "headline": "Product manager",
        "city": "Jakarta",
        "years": 8,
        "expertise": ("Product",),
        "zone": "Asia/Jakarta",
        "applied_at": NOON,
        "saved_at": NOON,
    } | given
    return Expert(**values)


def a_service(id: str = "career-talk", **given: Any) -> Service:
    """Build a service of an hour by video, which is confirmed by its payment."""
    values: dict[str, Any] = {
        "id": ServiceId(id),
        "expert": DEWI,
        "name": "Career talk",
        "kind": ServiceKind.VIDEO,
        "minutes": 60,
        "price": 150_000,
        "saved_at": NOON,
    } | given
    return Service(**values)


MANUAL_SERVICE = a_service("portfolio-review", name="Portfolio review", approval=Approval.MANUAL)
DAYTIME = Hours(weekly=tuple(DayHours(day=day, spans=(Span(begins="08:00", ends="20:00"),)) for day in WEEK))


async def set_up_booking_domain(
    world: World, *services: Service, hours: Hours = DAYTIME, expert: Expert | None = None
) -> None:
    """Store an expert who can be booked from 8:00 to 20:00, two customers, and the services."""
    expert = expert or an_expert()
    users = [a_user("ana", full_name="Ana Wijaya"), a_user("budi"), a_user(expert.id, role="expert")]
    await world.put_documents(*((identity.user_ref(user.id), user) for user in users))
    await world.put_documents((catalogue.expert_ref(expert.id), expert))
    await world.put_documents((catalogue.hours_ref(expert.id), hours))
    await world.put_documents(
        *((catalogue.service_ref(one.expert, one.id), one) for one in services or (a_service(), MANUAL_SERVICE))
    )


async def allow_many_bookings(world: World) -> None:
    """Let a customer have twenty open bookings, with one expert too."""
    many = BookingSettings(most_open_bookings=20, most_open_bookings_with_expert=20)
    await world.put_documents((store.SETTINGS, many))


async def add_meeting_links(world: World, *ids: str) -> None:
    """Store active meeting links."""
    for id in ids:
        link = MeetingLink(id=MeetingLinkId(id), url=f"https://meet.example.com/{id}", label=id, saved_at=NOON)
        await world.put_documents((store.meeting_link_ref(id), link))


def a_booking_request(**given: Any) -> dict[str, Any]:
    """Build the body of `request_booking`."""
    wish = {"expert_id": DEWI, "service_id": "career-talk", "starts_at": TOMORROW.isoformat(), "topic": TOPIC}
    return wish | {name: at.isoformat() if isinstance(at, datetime) else at for name, at in given.items()}


async def request_booking_as(world: World, *, as_: Person = ANA, key: str | None = None, **given: Any) -> Answer:
    """Call `request_booking` as a person."""
    headers = {"idempotency-key": key} if key else None
    return await world.call(request_booking, a_booking_request(**given), as_=as_, headers=headers)


async def create_booking(world: World, *, as_: Person = ANA, **given: Any) -> BookingId:
    """Request a booking successfully, and return its id."""
    answer = await request_booking_as(world, as_=as_, **given)
    assert answer.status == 200, answer.body
    return BookingId(answer.body["booking_id"])


async def create_booking_request(world: World, **given: Any) -> BookingId:
    """Request a booking that Dewi has to approve, and return its id."""
    return await create_booking(world, service_id=MANUAL_SERVICE.id, **given)


async def pay_for_booking(world: World, booking_id: str, channel: str = "QRIS") -> None:
    """Pay for a booking, deliver the callback, and deliver all events and tasks that follow."""
    await pay_invoice(world, booking_id, channel=channel)
    await deliver_invoice_callback(world, booking_id, "PAID")
    await world.deliver()


async def create_confirmed_booking(world: World, **given: Any) -> BookingId:
    """Request and pay for a booking, and return its id."""
    booking_id = await create_booking(world, **given)
    await pay_for_booking(world, booking_id)
    assert (await load_booking(world, booking_id)).status is BookingStatus.CONFIRMED
    return booking_id


async def load_booking(world: World, booking_id: str) -> Booking:
    """Load the stored booking."""
    booking = await world.get(store.booking_ref(booking_id))
    assert booking is not None
    return booking


class QuarterClaim(Claim):
    """Claim on a quarter, with its id."""

    id: str


async def list_taken_quarters(world: World, place: str = f"experts/{DEWI}") -> dict[str, tuple[ClaimState, str | None]]:
    """List the taken quarters of an expert or a link at the world's time, each with state and holder."""
    found = await world.reader.query(Query(f"{place}/slots", QuarterClaim))
    return {one.id: (one.state, one.holder) for one in found if not one.is_free_at(world.now)}


async def list_quarter_holders(world: World, place: str = f"experts/{DEWI}") -> set[tuple[ClaimState, str | None]]:
    """List the states and holders of the taken quarters of an expert or a link."""
    return set((await list_taken_quarters(world, place)).values())


async def count_documents(world: World, collection: str) -> int:
    """Count the documents of a collection."""
    return await world.reader.count(Query(collection, Claim))


async def list_mail_subjects(world: World) -> list[tuple[str, str]]:
    """List the recipient and the subject of each e-mail, in the order of sending."""
    return [(mail["to"][0], mail["subject"]) for mail in await world.sent_mails()]


async def set_up_domain_with_links(world: World) -> None:
    """Store what `set_up_booking_domain` stores, and two meeting links."""
    await set_up_booking_domain(world)
    await add_meeting_links(world, "room-a", "room-b")
