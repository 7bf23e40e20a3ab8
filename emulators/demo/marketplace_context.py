"""Context of the expert, booking, chat, product and notification stories."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from emulators.demo import calendar_file, checkout
from emulators.demo.demo_context import DemoContext, moment_from_now
from emulators.demo.expectations import expect_equal, poll_until_equal
from emulators.demo.formats import JAKARTA, parse_moment
from emulators.demo.function_client import FunctionResponse

PROFILE = {
    "headline": "Senior Product Manager",
    "company": "Gojek",
    "city": "Jakarta",
    "years": 8,
    "bio": "From engineer to product manager, and happy to say how.",
    "expertise": ["Product Strategy", "Agile"],
    "languages": ["id", "en"],
}
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HOURS = {"weekly": [{"day": day, "spans": [{"begins": "09:00", "ends": "17:00"}]} for day in WEEK]}

CHAT, VIDEO, MOCK = "Career chat", "Career talk", "Mock interview"
OFFERS: dict[str, dict[str, Any]] = {
    CHAT: {"kind": "chat", "minutes": 30, "price": 150_000},
    VIDEO: {"kind": "video", "minutes": 60, "price": 300_000, "approval": "manual"},
    # Strict terms: a cancellation within 30 days before the session is late.
    MOCK: {
        "kind": "video",
        "minutes": 45,
        "price": 200_000,
        "policy": {"free_until_hours": 720, "late_refund_percent": 50},
    },
}
MEETING_LINK_PREFIX = "https://meet.example.com/"
CALENDAR_TYPE = "text/calendar"
REFUND_SECONDS = 2
"""Time that the simulated Xendit takes for a refund or a payout."""


def compute_demo_date(opened_at: datetime, day: int) -> date:
    """Compute the date `day` days from the start, counted in Jakarta for all people.

    In a person's own zone the next day may have begun, and two people would not mean the same date.
    """
    return opened_at.astimezone(ZoneInfo(JAKARTA)).date() + timedelta(days=day)


@dataclass
class DemoPerson:
    """Person who calls functions. `headers` authenticate the person's calls."""

    id: str
    name: str
    email: str
    phone: str
    zone: str
    headers: dict[str, str]

    @property
    def buyer(self) -> dict[str, str]:
        """Return the person's data as the buyer of an order."""
        return {"full_name": self.name, "email": self.email, "phone": self.phone}


@dataclass
class MarketplaceContext(DemoContext):
    """Context of the stories about experts, bookings, products and notifications.

    Attributes:
        people: Registered people, by first name in lower case.
        services: Services of the expert, by name.
        slug: Last part of the URL of the expert's page.
        slot: Start of the first free time.
        booking: Booking of the present step.
        meeting: Attendance of the booking of the present step.
        assignment: Ordered service without a meeting.
        retired_links: Meeting links that are out of the pool while a story needs a video room.
        product: E-book that the expert sells.
        host: Headers of the calls of a host platform.
    """

    people: dict[str, DemoPerson] = field(default_factory=dict)
    services: dict[str, dict[str, Any]] = field(default_factory=dict)
    opened_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    """Time from which days are counted, so that all steps agree on dates even around midnight."""
    slug: str = ""
    slot: str = ""
    booking: dict[str, Any] = field(default_factory=dict)
    meeting: dict[str, Any] = field(default_factory=dict)
    assignment: dict[str, Any] = field(default_factory=dict)
    retired_links: list[dict[str, Any]] = field(default_factory=list)
    product: dict[str, Any] = field(default_factory=dict)
    host: dict[str, str] = field(default_factory=dict)

    @property
    def expert(self) -> DemoPerson:
        """Return the expert."""
        return self.people["maya"]

    @property
    def customer(self) -> DemoPerson:
        """Return the customer, who lives in another time zone."""
        return self.people["putu"]

    @property
    def rival(self) -> DemoPerson:
        """Return a second customer, who wants the same times."""
        return self.people["rizky"]

    async def add_meeting_link(self) -> None:
        """Add a meeting link to the pool as the admin. Any online booking of this cloud may get the link."""
        link = {
            "meeting_link_id": self.event_id,
            "url": f"{MEETING_LINK_PREFIX}{self.event_id}",
            "label": self.event_id,
        }
        (await self.functions.post("save-meeting-link", link, as_=self.admin)).require_success()

    async def retire_meeting_links(self) -> None:
        """Take every meeting link out of the pool as the admin, so that video meetings get rooms of ours."""
        listed = (await self.functions.get("list-meeting-links", as_=self.admin)).require_success()["items"]
        self.retired_links = [link for link in listed if link["status"] == "active"]
        for link in self.retired_links:
            retired = {"meeting_link_id": link["meeting_link_id"]}
            (await self.functions.post("retire-meeting-link", retired, as_=self.admin)).require_success()

    async def restore_meeting_links(self) -> None:
        """Put the retired meeting links back into the pool."""
        for link in self.retired_links:
            told = {name: link[name] for name in ("meeting_link_id", "url", "label")}
            (await self.functions.post("save-meeting-link", told, as_=self.admin)).require_success()
        self.retired_links = []

    async def register_person(self, name: str, *, zone: str = JAKARTA) -> DemoPerson:
        """Sign in and register a person."""
        first = name.partition(" ")[0].lower()
        told = {
            "full_name": name,
            "email": f"{first}.{self.event_id}@example.com",
            "phone": "081234567890",
            "zone": zone,
        }
        headers = await self.sign_in.sign_up_with_role(told["email"])
        account = (await self.functions.post("register-user", told, as_=headers)).require_success()
        person = DemoPerson(account["user_id"], name, told["email"], told["phone"], zone, headers)
        self.people[first] = person
        return person

    async def register_by_phone(self, name: str, *, role: str | None = None) -> DemoPerson:
        """Sign in a person by phone and register the person with that number."""
        scene = self.event_id
        number = f"+62812{int(hashlib.sha256(f'{scene} {name}'.encode()).hexdigest(), 16) % 10**8:08}"
        headers = await self.sign_in.sign_in_by_phone(number, role=role)
        told = {"full_name": name, "email": f"{name.partition(' ')[0].lower()}.{scene}@example.com"}
        account = (await self.functions.post("register-user", told, as_=headers)).require_success()
        expect_equal(f"{name}'s phone", account["phone"], number)
        return DemoPerson(account["user_id"], name, told["email"], number, JAKARTA, headers)

    async def apply_as_expert(self) -> Any:
        """Submit the expert's application with her profile."""
        profile = PROFILE | {"full_name": self.expert.name}
        asked = (
            await self.functions.post("apply-as-expert", {"profile": profile}, as_=self.expert.headers)
        ).require_success()
        self.slug = asked["slug"]
        return asked

    async def accept_expert(self) -> None:
        """Accept the expert as the admin, and sign her in again with her new role."""
        decision = {"expert_id": self.expert.id, "decision": "accept", "reason": "Welcome!"}
        decided = (await self.functions.post("review-expert-application", decision, as_=self.admin)).require_success()
        expect_equal("the application", decided["status"], "active")
        self.expert.headers = await self.sign_in.sign_in_until_role(self.expert.email, role="expert")

    async def save_services(self) -> None:
        """Save the expert's hours and services."""
        (await self.functions.post("save-hours", HOURS, as_=self.expert.headers)).require_success()
        for name, terms in OFFERS.items():
            saved = await self.functions.post("save-service", {"name": name, **terms}, as_=self.expert.headers)
            self.services[name] = saved.require_success()

    async def list_free_slots(self, service: str, *, day: int, zone: str = JAKARTA) -> list[dict[str, Any]]:
        """List the free times of a service on the date `day` days from the start, told in `zone`."""
        query = {
            "expert_id": self.expert.id,
            "service_id": self.services[service]["service_id"],
            "from_date": compute_demo_date(self.opened_at, day).isoformat(),
            "days": 1,
            "zone": zone,
        }
        days = (await self.functions.get("list-free-slots", **query)).require_success()["items"]
        return [slot for each in days for slot in each["slots"]]

    async def find_free_slot(self, service: str, *, day: int) -> str:
        """Return the first free time of a service on the date `day` days from the start."""
        starts_at: str = (await self.list_free_slots(service, day=day))[0]["starts_at"]
        return starts_at

    async def request_booking(
        self, who: DemoPerson, service: str, starts_at: str, topic: str = "My next step"
    ) -> FunctionResponse:
        """Request a booking as `who`."""
        wish = {
            "expert_id": self.expert.id,
            "service_id": self.services[service]["service_id"],
            "starts_at": starts_at,
            "topic": topic,
        }
        return await self.functions.post("request-booking", wish, as_=who.headers)

    async def request_first_free_slot(self, who: DemoPerson, service: str, *, day: int) -> Any:
        """Request the first free time of a date as `who`, and return the booking."""
        return (await self.request_booking(who, service, await self.find_free_slot(service, day=day))).require_success()

    async def act_on_booking(self, who: DemoPerson, function: str, booking: dict[str, Any], **told: Any) -> Any:
        """Call a function on a booking as `who`, and return the booking."""
        body = {"booking_id": booking["booking_id"], **told}
        return (await self.functions.post(function, body, as_=who.headers)).require_success()

    async def get_booking(self, who: DemoPerson, booking: dict[str, Any]) -> Any:
        """Return a booking as `who` sees it."""
        return (
            await self.functions.get("get-booking", as_=who.headers, booking_id=booking["booking_id"])
        ).require_success()

    async def list_bookings(self, who: DemoPerson, side: str, tab: str) -> list[str]:
        """List the ids of the bookings in one tab of `who`, whose `side` is customer or expert."""
        found = await self.functions.get("list-my-bookings", as_=who.headers, side=side, tab=tab)
        return [each["booking_id"] for each in found.require_success()["items"]]

    async def wait_for_status(self, who: DemoPerson, booking: dict[str, Any], status: str) -> Any:
        """Wait until the booking has `status`, and return it as `who` sees it."""
        return await poll_until_equal(
            "the booking", lambda: self.get_booking(who, booking), status, of=lambda seen: seen["status"]
        )

    async def wait_for_joining(self, session_id: str, *, reported_by: str) -> None:
        """Wait until it is recorded that both sides joined, as `webhook` or `log` of the video room reports."""

        async def list_joined() -> list[str]:
            found = await self.functions.get("list-attendance-evidence", as_=self.admin, session_id=session_id)
            items = found.require_success()["items"]
            return [one["side"] for one in items if (one["kind"], one["reported_by"]) == ("joined", reported_by)]

        await poll_until_equal(
            f"the sides whose joining the {reported_by} reports", list_joined, ["customer", "expert"], of=sorted
        )

    async def pay_booking(
        self, who: DemoPerson, booking: dict[str, Any], *, channel: str = "QRIS", webhook: str = "once"
    ) -> None:
        """Pay a booking as `who`, on the checkout page."""
        place = await self.act_on_booking(who, "pay-booking", booking)
        await checkout.pay_at_checkout(self.http, place["checkout_url"], channel=channel, webhook=webhook)

    async def book_and_pay(self, who: DemoPerson, service: str, *, day: int, channel: str = "QRIS") -> Any:
        """Request the first free time of a date, have it approved if needed, and pay.

        Returns:
            Confirmed booking as `who` sees it.
        """
        booking = await self.request_first_free_slot(who, service, day=day)
        if booking["status"] == "requested":
            await self.act_on_booking(self.expert, "approve-booking", booking)
        await self.pay_booking(who, booking, channel=channel)
        return await self.wait_for_status(who, booking, "confirmed")

    async def reschedule_booking(
        self, proposer: DemoPerson, other: DemoPerson, booking: dict[str, Any], starts_at: str
    ) -> Any:
        """Propose another time as `proposer`, accept it as `other`, and return the moved booking."""
        proposed = await self.act_on_booking(proposer, "propose-reschedule", booking, starts_at=starts_at)
        expect_equal("the proposal", parse_moment(proposed["proposal"]["starts_at"]), parse_moment(starts_at))
        return await self.act_on_booking(other, "accept-reschedule", booking)

    async def cancel_booking(self, who: DemoPerson, booking: dict[str, Any], *, refund: int) -> Any:
        """Cancel a booking as `who`, and check that the quoted refund is `refund`."""
        query = {"booking_id": booking["booking_id"]}
        quote = (await self.functions.get("quote-cancellation", as_=who.headers, **query)).require_success()
        expect_equal("the quoted refund", quote["refund"]["amount"], refund)
        return await self.act_on_booking(who, "cancel-booking", booking, reason="I have fallen ill.", refund=refund)

    async def expire_unpaid_booking(self, who: DemoPerson, booking: dict[str, Any]) -> None:
        """Expire a booking whose payment deadline has passed.

        The simulated Xendit keeps its own time, so the booking can still be paid on the checkout page.
        """
        await self.control.run_schedule("expire-overdue-orders", due_at=moment_from_now(days=4))
        await self.wait_for_status(who, booking, "expired")

    async def wait_for_refund(self, who: DemoPerson, order_id: str, *statuses: str) -> Any:
        """Wait until the refund of an order has one of `statuses`, and return the refund."""

        async def get_refund() -> dict[str, Any] | None:
            refunds = (await self.get_order(order_id, as_=who.headers))["refunds"]
            return refunds[0] if refunds else None

        return await poll_until_equal(
            f"refund of {order_id}, {' or '.join(statuses)}",
            get_refund,
            True,
            of=lambda refund: refund and (refund["status"] in statuses or refund["status"]),
        )

    async def complete_refund(self, who: DemoPerson, order_id: str) -> Any:
        """Advance Xendit's clock by the time that a requested refund takes, and return the refund once it succeeded."""
        await self.wait_for_refund(who, order_id, "REQUESTED", "SUCCEEDED")
        await self.xendit.post_control("advance", seconds=REFUND_SECONDS)
        return await self.wait_for_refund(who, order_id, "SUCCEEDED")

    async def wait_for_invoice(self, who: DemoPerson, order_id: str, **which: int) -> Any:
        """Wait for the invoice of an order or, with `credit_note`, for one of its credit notes."""
        query = {"order_id": order_id, **which}
        found = await poll_until_equal(
            f"the invoice of {order_id}",
            lambda: self.functions.get("get-invoice", as_=who.headers, **query),
            200,
            of=lambda answer: answer.status,
        )
        return found.require_success()

    async def wait_for_mail(self, to: DemoPerson, about: str, subject: str) -> dict[str, Any]:
        """Wait for the only mail to a person about a booking whose subject contains `subject`."""
        return await self.inbox.wait_for_mail(about, to=to.email, subject=subject)

    async def send_message(
        self, who: DemoPerson, room_id: str, message_id: str, body: str, **more: str
    ) -> FunctionResponse:
        """Send a message to a room as `who`."""
        message = {"room_id": room_id, "message_id": message_id, "body": body, **more}
        return await self.functions.post("send-message", message, as_=who.headers)

    async def find_room(self, who: DemoPerson, room_id: str) -> Any:
        """Return a room from the room list of `who`, or None."""
        rooms = (await self.functions.get("list-rooms", as_=who.headers)).require_success()["items"]
        return next((room for room in rooms if room["room_id"] == room_id), None)

    async def read_calendar_event(self, mail: dict[str, Any]) -> calendar_file.CalendarEvent:
        """Return the event in the calendar file of a mail."""
        (file,) = await self.inbox.read_files(mail, CALENDAR_TYPE)
        return calendar_file.read_event(file)
