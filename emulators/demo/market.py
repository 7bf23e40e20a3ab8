"""The market of experts, as the apps of those who offer and of those who look call the functions."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from emulators.demo import checkout, ics
from emulators.demo.expectations import eventually, expect
from emulators.demo.office import Answer
from emulators.demo.stage import Stage, from_now
from emulators.demo.wording import JAKARTA, moment

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
    # So strict that whoever books within a month cancels late.
    MOCK: {
        "kind": "video",
        "minutes": 45,
        "price": 200_000,
        "policy": {"free_until_hours": 720, "late_refund_percent": 50},
    },
}
LINKS = "https://meet.example.com/"
CALENDAR = "text/calendar"


@dataclass
class Person:
    """Somebody with an app; `headers` say who calls."""

    id: str
    name: str
    email: str
    phone: str
    zone: str
    headers: dict[str, str]

    @property
    def buyer(self) -> dict[str, str]:
        """Whom an invoice is for."""
        return {"full_name": self.name, "email": self.email, "phone": self.phone}


@dataclass
class Market:
    """One stage, the people at its market, and what they have to do with one another."""

    stage: Stage
    admin: dict[str, str] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    services: dict[str, dict[str, Any]] = field(default_factory=dict)
    opened_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    """From here days are counted, so that midnight does not come between two looks at one of them."""
    slug: str = ""
    slot: str = ""
    booking: dict[str, Any] = field(default_factory=dict)
    product: dict[str, Any] = field(default_factory=dict)

    @property
    def expert(self) -> Person:
        """Who offers."""
        return self.people["maya"]

    @property
    def customer(self) -> Person:
        """Who books; in another time zone."""
        return self.people["putu"]

    @property
    def rival(self) -> Person:
        """Who would like the same times."""
        return self.people["rizky"]

    async def open(self) -> None:
        """Have it all: an admin, a meeting link, an expert with hours and services, two customers."""
        await self.bring_admin()
        await self.join("Maya Kusuma")
        await self.apply()
        await self.accept()
        await self.offer()
        await self.join("Putu Ayu", zone="Asia/Makassar")
        await self.join("Rizky Pratama")

    async def bring_admin(self) -> None:
        """Have the admin sign in and add a link to the pool; whose meeting gets which is not for us to say."""
        scene = self.stage.event_id
        self.admin = await self.stage.sign_in.as_(f"admin.{scene}@temani.example", role="admin")
        link = {"meeting_link_id": scene, "url": f"{LINKS}{scene}", "label": scene}
        (await self.stage.office.post("save-meeting-link", link, as_=self.admin)).good()

    async def join(self, name: str, *, zone: str = JAKARTA) -> Person:
        """Have somebody sign in and register."""
        first = name.partition(" ")[0].lower()
        told = {
            "full_name": name,
            "email": f"{first}.{self.stage.event_id}@example.com",
            "phone": "081234567890",
            "zone": zone,
        }
        headers = await self.stage.sign_in.as_(told["email"])
        account = (await self.stage.office.post("register-user", told, as_=headers)).good()
        person = Person(account["user_id"], name, told["email"], told["phone"], zone, headers)
        self.people[first] = person
        return person

    async def apply(self) -> Any:
        """Have the expert apply with her profile."""
        profile = PROFILE | {"full_name": self.expert.name}
        asked = (await self.stage.office.post("apply-as-expert", {"profile": profile}, as_=self.expert.headers)).good()
        self.slug = asked["slug"]
        return asked

    async def accept(self) -> None:
        """Have the admin accept her; with her next sign-in she is an expert."""
        decision = {"expert_id": self.expert.id, "decision": "accept", "reason": "Welcome!"}
        decided = (await self.stage.office.post("review-expert-application", decision, as_=self.admin)).good()
        expect("the application", decided["status"], "active")
        self.expert.headers = await self.stage.sign_in.again(self.expert.email, role="expert")

    async def offer(self) -> None:
        """Have the expert save her hours and her services."""
        (await self.stage.office.post("save-hours", HOURS, as_=self.expert.headers)).good()
        for name, terms in OFFERS.items():
            saved = await self.stage.office.post("save-service", {"name": name, **terms}, as_=self.expert.headers)
            self.services[name] = saved.good()

    async def free(self, service: str, *, day: int, zone: str = JAKARTA) -> list[dict[str, Any]]:
        """List the free times of a service on the date that is *day* days on in *zone*."""
        date = (self.opened_at.astimezone(ZoneInfo(zone)) + timedelta(days=day)).date()
        query = {
            "expert_id": self.expert.id,
            "service_id": self.services[service]["service_id"],
            "from_date": date.isoformat(),
            "days": 1,
            "zone": zone,
        }
        days = (await self.stage.office.get("list-free-slots", **query)).good()["items"]
        return [slot for each in days for slot in each["slots"]]

    async def first_free(self, service: str, *, day: int) -> str:
        """Find the first free time of a service on that date."""
        starts_at: str = (await self.free(service, day=day))[0]["starts_at"]
        return starts_at

    async def ask(self, who: Person, service: str, starts_at: str, topic: str = "My next step") -> Answer:
        """Have *who* ask for a time."""
        wish = {
            "expert_id": self.expert.id,
            "service_id": self.services[service]["service_id"],
            "starts_at": starts_at,
            "topic": topic,
        }
        return await self.stage.office.post("request-booking", wish, as_=who.headers)

    async def asked(self, who: Person, service: str, *, day: int) -> Any:
        """Have *who* ask for the first free time of that date; the booking."""
        return (await self.ask(who, service, await self.first_free(service, day=day))).good()

    async def do(self, who: Person, function: str, booking: dict[str, Any], **told: Any) -> Any:
        """Have *who* do something with a booking; the booking afterwards."""
        body = {"booking_id": booking["booking_id"], **told}
        return (await self.stage.office.post(function, body, as_=who.headers)).good()

    async def show(self, who: Person, booking: dict[str, Any]) -> Any:
        """Have *who* look at a booking."""
        return (await self.stage.office.get("get-booking", as_=who.headers, booking_id=booking["booking_id"])).good()

    async def becomes(self, who: Person, booking: dict[str, Any], status: str) -> Any:
        """Wait until the booking is *status*; as *who* sees it."""
        return await eventually("the booking", lambda: self.show(who, booking), status, of=lambda seen: seen["status"])

    async def pay(self, who: Person, booking: dict[str, Any], *, channel: str = "QRIS", webhook: str = "once") -> None:
        """Have *who* ask where to pay, and pay there."""
        place = await self.do(who, "pay-booking", booking)
        await checkout.pay(self.stage.http, place["checkout_url"], channel=channel, webhook=webhook)

    async def bought(self, who: Person, service: str, *, day: int, channel: str = "QRIS") -> Any:
        """Have *who* ask for a time, have the expert approve it where she wants to, and pay; the confirmed booking."""
        booking = await self.asked(who, service, day=day)
        if booking["status"] == "requested":
            await self.do(self.expert, "approve-booking", booking)
        await self.pay(who, booking, channel=channel)
        return await self.becomes(who, booking, "confirmed")

    async def move(self, proposer: Person, other: Person, booking: dict[str, Any], starts_at: str) -> Any:
        """Have *proposer* propose another time, and *other* accept it; the booking at its new time."""
        proposed = await self.do(proposer, "propose-reschedule", booking, starts_at=starts_at)
        expect("the proposal", moment(proposed["proposal"]["starts_at"]), moment(starts_at))
        return await self.do(other, "accept-reschedule", booking)

    async def cancel(self, who: Person, booking: dict[str, Any], *, refund: int) -> Any:
        """Have *who* cancel for the quoted refund, which is to be *refund*."""
        query = {"booking_id": booking["booking_id"]}
        quote = (await self.stage.office.get("quote-cancellation", as_=who.headers, **query)).good()
        expect("the refund that is quoted", quote["refund"]["amount"], refund)
        return await self.do(who, "cancel-booking", booking, reason="I have fallen ill.", refund=refund)

    async def let_expire(self, who: Person, booking: dict[str, Any]) -> None:
        """Let the days pass in which a booking could be paid; the provider does not notice, so its page stays open."""
        await self.stage.backstage.run("expire-overdue-orders", due_at=from_now(days=4))
        await self.becomes(who, booking, "expired")

    async def order(self, who: Person, order_id: str) -> Any:
        """Have *who* look at an order."""
        return (await self.stage.office.get("get-order", as_=who.headers, order_id=order_id)).good()

    async def refunded(self, who: Person, order_id: str, status: str, *, number: int = 1) -> Any:
        """Wait until a refund of an order is *status*; the refund."""

        async def refunds() -> list[dict[str, Any]]:
            found: list[dict[str, Any]] = (await self.order(who, order_id))["refunds"]
            return found

        found = await eventually(
            f"refund {number} of {order_id}",
            refunds,
            status,
            of=lambda found: found[number - 1]["status"] if len(found) >= number else None,
        )
        return found[number - 1]

    async def bill(self, who: Person, order_id: str, **which: int) -> Any:
        """Wait for the invoice of an order, or one of its credit notes."""
        query = {"order_id": order_id, **which}
        found = await eventually(
            f"the bill of {order_id}",
            lambda: self.stage.office.get("get-invoice", as_=who.headers, **query),
            200,
            of=lambda answer: answer.status,
        )
        return found.good()

    async def mail(self, to: Person, about: str, subject: str) -> dict[str, Any]:
        """Wait for the one mail to somebody about a booking whose subject begins like this."""
        return await self.stage.inbox.only_mail(about, to=to.email, subject=subject)

    async def entry(self, mail: dict[str, Any]) -> ics.Entry:
        """Read the calendar file of a mail."""
        (file,) = await self.stage.inbox.files(mail, CALENDAR)
        return ics.read(file)
