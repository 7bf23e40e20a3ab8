"""Settings of limits, which an admin may change."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from shared.kernel.schemas import Entity
from shared.kernel.settings import declare_settings
from shared.limits.rules import HoldingLimit, RateLimit

UNPAID = "unpaid"
"""Tag of a holding that is not paid, and ends by itself."""

PRODUCT = "product"
"""Tag of an unpaid order for a digital product."""

ASSIGNMENT = "assignment"
"""Tag of an unpaid or free service without a meeting."""

_Few = Annotated[int, Field(ge=1, le=1_000, strict=True)]
_Many = Annotated[int, Field(ge=1, le=100_000, strict=True)]

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class LimitSettings(Entity):
    """Settings of limits. They apply from the next call on; what somebody holds already stays."""

    anonymous_may_hold: Annotated[bool, Field(strict=True)] = False
    """True if anonymous accounts may order tickets and request bookings; false by default."""
    unpaid_ticket_orders: _Few = 2
    """Unpaid ticket orders at once for one event a person, phone and e-mail address, 1 to 1,000; 2 by default."""
    held_seats: _Few = 10
    """Held or free seats at once at one event a person, phone and e-mail address, 1 to 1,000; 10 by default."""
    unpaid_product_orders: _Few = 5
    """Unpaid orders of digital products at once a person, 1 to 1,000; 5 by default."""
    open_assignments: _Few = 5
    """Services without a meeting at once a person that are unpaid, or free and not over, 1 to 1,000; 5 by default."""
    calls_an_hour: _Few = 20
    """Requests of a call an hour a person, 1 to 1,000; 20 by default."""
    free_danger_calls_a_day: _Few = 3
    """Calls in danger a day that cost a person nothing, 1 to 1,000; further calls are paid as others. 3 by default."""
    uploads_an_hour: _Few = 60
    """Uploads of files and pictures an hour a person, 1 to 1,000; 60 by default."""
    new_rooms_an_hour: _Few = 3
    """Direct and group rooms that a person may open an hour, 1 to 1,000; 3 by default."""
    invitations_a_day: _Few = 200
    """People whom a person may invite to groups in a day, 1 to 1,000; 200 by default."""
    reactions_a_minute: _Few = 30
    """Reactions to messages a minute a person, 1 to 1,000; 30 by default."""
    edits_a_minute: _Few = 20
    """Changes of messages a minute a person, 1 to 1,000; 20 by default."""
    test_notifications_an_hour: _Few = 5
    """Test notifications an hour that a person may send to themselves, 1 to 1,000; 5 by default."""
    follows_an_hour: _Few = 60
    """Targets that a person may begin to follow an hour, 1 to 1,000; 60 by default."""
    happenings_an_hour: _Many = 3_000
    """Happenings that a partner may publish an hour, 1 to 100,000; 3,000 by default."""
    happening_recipients_an_hour: _Many = 10_000
    """Recipients whom a partner may name in its happenings an hour, 1 to 100,000; 10,000 by default."""
    mails_an_hour: _Few = 10
    """E-mails that we send to one address an hour, 1 to 1,000; 10 by default.

    E-mails about something that was paid have a limit of their own.
    """
    paid_mails_an_hour: _Few = 60
    """E-mails an hour to one address about things that were paid, 1 to 1,000; 60 by default."""
    unproven_mails_an_hour: _Few = 2
    """E-mails an hour to an address that nobody has confirmed or paid with, 1 to 1,000; 2 by default."""
    text_messages_an_hour: _Few = 6
    """SMS and WhatsApp messages to one number an hour, 1 to 1,000; 6 by default.

    Critical messages have limits of their own.
    """
    text_messages_a_day: _Few = 20
    """SMS and WhatsApp messages to one number a day, 1 to 1,000; 20 by default."""
    critical_text_messages_an_hour: _Few = 30
    """Critical SMS and WhatsApp messages to one number an hour, 1 to 1,000; 30 by default."""
    critical_text_messages_a_day: _Few = 100
    """Critical SMS and WhatsApp messages to one number a day, 1 to 1,000; 100 by default."""
    verification_mails_a_day: _Few = 5
    """Verification mails that a person may ask for in a day, 1 to 1,000; 5 by default."""
    password_resets_an_hour: _Few = 3
    """Requests of a new password an hour for one e-mail address, 1 to 1,000; 3 by default."""
    client_password_resets_an_hour: _Few = 20
    """Requests of a new password an hour from one client's address, 1 to 1,000; 20 by default."""
    refund_account_tries_a_day: _Few = 20
    """Accounts a day that the links of an order's refund mails may name, right or wrong, 1 to 1,000; 20 by default."""
    video_accesses_an_hour: _Few = 60
    """Accesses to video rooms an hour that a person may ask for, 1 to 1,000; 60 by default."""
    refund_links_an_hour: _Few = 3
    """New links an hour by which the buyer of an order names an account for its refund, 1 to 1,000; 3 by default."""
    contact_changes_a_day: _Few = 5
    """Changes a day of an order's e-mail address or phone number by admins, 1 to 1,000; 5 by default."""
    registrations_an_hour: _Few = 30
    """New accounts an hour from one client's address, 1 to 1,000; 30 by default."""
    reviews_an_hour: _Few = 30
    """Reviews and answers to reviews that a person may write or change in an hour, 1 to 1,000; 30 by default."""
    review_reports_a_day: _Few = 20
    """Reviews that a person may report in a day, 1 to 1,000; 20 by default."""

    @property
    def ticket_holdings(self) -> tuple[HoldingLimit, ...]:
        """Limits of what a subject may hold at one event."""
        return (
            HoldingLimit("unpaid_ticket_orders", self.unpaid_ticket_orders, tag=UNPAID),
            HoldingLimit("held_seats", self.held_seats, counts="units"),
        )

    @property
    def product_holdings(self) -> tuple[HoldingLimit, ...]:
        """Limits of the products that a person may have on order."""
        return (HoldingLimit("unpaid_product_orders", self.unpaid_product_orders, tag=PRODUCT),)

    @property
    def assignment_holdings(self) -> tuple[HoldingLimit, ...]:
        """Limits of the services without a meeting that a person may have on order, unpaid or for free."""
        return (HoldingLimit("open_assignments", self.open_assignments, tag=ASSIGNMENT),)

    @property
    def calls(self) -> RateLimit:
        """Limit of the requests of a call."""
        return RateLimit("calls", self.calls_an_hour, _HOUR)

    @property
    def danger_calls(self) -> RateLimit:
        """Limit of calls in danger that cost nothing."""
        return RateLimit("danger_calls", self.free_danger_calls_a_day, _DAY)

    @property
    def uploads(self) -> RateLimit:
        """Limit of uploads."""
        return RateLimit("uploads", self.uploads_an_hour, _HOUR)

    @property
    def new_rooms(self) -> RateLimit:
        """Limit of rooms that a person opens."""
        return RateLimit("new_rooms", self.new_rooms_an_hour, _HOUR)

    @property
    def invitations(self) -> RateLimit:
        """Limit of the people whom a person invites to groups."""
        return RateLimit("invitations", self.invitations_a_day, _DAY)

    @property
    def reactions(self) -> RateLimit:
        """Limit of reactions to messages."""
        return RateLimit("reactions", self.reactions_a_minute, _MINUTE)

    @property
    def edits(self) -> RateLimit:
        """Limit of changes of messages."""
        return RateLimit("edits", self.edits_a_minute, _MINUTE)

    @property
    def test_notifications(self) -> RateLimit:
        """Limit of test notifications to oneself."""
        return RateLimit("test_notifications", self.test_notifications_an_hour, _HOUR)

    @property
    def follows(self) -> RateLimit:
        """Limit of targets that a person begins to follow."""
        return RateLimit("follows", self.follows_an_hour, _HOUR)

    @property
    def happenings(self) -> RateLimit:
        """Limit of the happenings of a partner."""
        return RateLimit("happenings", self.happenings_an_hour, _HOUR)

    @property
    def happening_recipients(self) -> RateLimit:
        """Limit of the recipients whom a partner names in its happenings."""
        return RateLimit("happening_recipients", self.happening_recipients_an_hour, _HOUR)

    @property
    def mails(self) -> RateLimit:
        """Limit of the mails to one address."""
        return RateLimit("mails", self.mails_an_hour, _HOUR)

    @property
    def paid_mails(self) -> RateLimit:
        """Limit of the mails to one address about things that were paid."""
        return RateLimit("paid_mails", self.paid_mails_an_hour, _HOUR)

    @property
    def unproven_mails(self) -> RateLimit:
        """Limit of mails to an address that nobody has confirmed or paid with."""
        return RateLimit("unproven_mails", self.unproven_mails_an_hour, _HOUR)

    @property
    def text_messages(self) -> tuple[RateLimit, ...]:
        """Limits of the SMS and WhatsApp messages to one number."""
        return (
            RateLimit("text_messages", self.text_messages_an_hour, _HOUR),
            RateLimit("text_messages_a_day", self.text_messages_a_day, _DAY),
        )

    @property
    def critical_text_messages(self) -> tuple[RateLimit, ...]:
        """Limits of the critical SMS and WhatsApp messages to one number."""
        return (
            RateLimit("critical_text_messages", self.critical_text_messages_an_hour, _HOUR),
            RateLimit("critical_text_messages_a_day", self.critical_text_messages_a_day, _DAY),
        )

    @property
    def verification_mails(self) -> RateLimit:
        """Limit of the verification mails that a person asks for."""
        return RateLimit("verification_mails", self.verification_mails_a_day, _DAY)

    @property
    def password_resets(self) -> RateLimit:
        """Limit of the requests of a new password for one address."""
        return RateLimit("password_resets", self.password_resets_an_hour, _HOUR)

    @property
    def client_password_resets(self) -> RateLimit:
        """Limit of the requests of a new password from one client's address."""
        return RateLimit("client_password_resets", self.client_password_resets_an_hour, _HOUR)

    @property
    def refund_account_tries(self) -> RateLimit:
        """Limit of the accounts that are named by the links of an order's refund mails."""
        return RateLimit("refund_account_tries", self.refund_account_tries_a_day, _DAY)

    @property
    def video_accesses(self) -> RateLimit:
        """Limit of the accesses to video rooms."""
        return RateLimit("video_accesses", self.video_accesses_an_hour, _HOUR)

    @property
    def refund_links(self) -> RateLimit:
        """Limit of the new links for the refunds of an order."""
        return RateLimit("refund_links", self.refund_links_an_hour, _HOUR)

    @property
    def contact_changes(self) -> RateLimit:
        """Limit of the changes of an order's e-mail address or phone number."""
        return RateLimit("contact_changes", self.contact_changes_a_day, _DAY)

    @property
    def registrations(self) -> RateLimit:
        """Limit of new accounts from one client's address."""
        return RateLimit("registrations", self.registrations_an_hour, _HOUR)

    @property
    def reviews(self) -> RateLimit:
        """Limit of the reviews and answers that a person writes or changes."""
        return RateLimit("reviews", self.reviews_an_hour, _HOUR)

    @property
    def review_reports(self) -> RateLimit:
        """Limit of the reviews that a person reports."""
        return RateLimit("review_reports", self.review_reports_a_day, _DAY)


LIMIT_SETTINGS = declare_settings(
    "limits", "Limits of how often people may act, and of how much they may hold.", LimitSettings
)
SETTINGS = LIMIT_SETTINGS.ref
