"""All stories of the demo, in their order."""

from emulators.demo.assignments import ASSIGNMENT_STORY
from emulators.demo.booked_sessions import BOOKED_SESSION_STORY
from emulators.demo.bookings import BOOKING_STORY, RELEASED_TIMES_STORY, RESCHEDULING_STORY
from emulators.demo.chat import CHAT_STORY
from emulators.demo.crises import CRISIS_STORY
from emulators.demo.experts import EXPERT_STORY
from emulators.demo.notifications import NOTIFICATION_STORY
from emulators.demo.pairing import PAID_CALL_STORY, TRIAL_CALL_STORY
from emulators.demo.pairing_context import PairingContext
from emulators.demo.products import PRODUCT_STORY
from emulators.demo.story import Story
from emulators.demo.ticket_limits import HOARDER_STORY
from emulators.demo.ticket_recovery import RECOVERY_STORY
from emulators.demo.ticket_refunds import TICKET_REFUND_STORY
from emulators.demo.tickets import EVENT_STORY, RELEASED_SEATS_STORY, RUSH_STORY, TICKET_STORY

STORIES: tuple[Story[PairingContext], ...] = (
    EVENT_STORY,
    TICKET_STORY,
    RELEASED_SEATS_STORY,
    RECOVERY_STORY,
    TICKET_REFUND_STORY,
    HOARDER_STORY,
    RUSH_STORY,
    EXPERT_STORY,
    BOOKING_STORY,
    CHAT_STORY,
    RESCHEDULING_STORY,
    RELEASED_TIMES_STORY,
    BOOKED_SESSION_STORY,
    ASSIGNMENT_STORY,
    PRODUCT_STORY,
    TRIAL_CALL_STORY,
    CRISIS_STORY,
    PAID_CALL_STORY,
    NOTIFICATION_STORY,
)


def list_final_stories() -> list[Story[PairingContext]]:
    """List the stories that no other story requires. With their requirements, they are all stories."""
    required = {each for story in STORIES for each in story.requires}
    return [story for story in STORIES if story not in required]
