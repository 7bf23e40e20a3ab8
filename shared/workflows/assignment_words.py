"""Words of people in an assignment under way: corrections and disputes, with hotlines for a person in danger."""

from typing import NamedTuple

from shared.assignments import actions
from shared.assignments.models import Assignment
from shared.chat import crisis_detection
from shared.chat import store as chat
from shared.contracts.hotlines import Hotline
from shared.kernel.ids import AssignmentId
from shared.workflows.call import Call


class AnsweredWords(NamedTuple):
    """Assignment with new words of a person, and hotlines if the words speak of danger."""

    assignment: Assignment
    hotlines: tuple[Hotline, ...]


async def request_correction(call: Call, assignment_id: AssignmentId, text: str) -> AnsweredWords:
    """Ask the expert to correct what was delivered. Words that speak of danger bring hotlines and alert a supervisor.

    Raises:
        AssignmentNotFound: There is no such assignment of the caller's.
        AssignmentNotOpen: Nothing is delivered that waits for the customer.
        AcceptanceTimeOver: The delivery counts as accepted.
        NoCorrectionsLeft: The customer has asked for as many corrections as allowed.
    """
    assignment = await call.commit(actions.request_correction, assignment_id, text, actor=call.actor, now=call.now)
    return AnsweredWords(assignment, await _find_hotlines(call, assignment_id, text))


async def dispute_delivery(call: Call, assignment_id: AssignmentId, text: str) -> AnsweredWords:
    """Dispute what was delivered, or say something in the open dispute.

    Words that speak of danger bring hotlines and alert a supervisor.

    Raises:
        AssignmentNotFound: There is no such assignment of the caller's.
        AssignmentNotOpen: Nothing is delivered that waits for the customer.
        AcceptanceTimeOver: The delivery counts as accepted.
        DeliveryDisputeClosed: There is no open dispute in which the caller could speak.
    """
    assignment = await call.commit(actions.dispute_delivery, assignment_id, text, actor=call.actor, now=call.now)
    return AnsweredWords(assignment, await _find_hotlines(call, assignment_id, text))


async def _find_hotlines(call: Call, assignment_id: AssignmentId, text: str) -> tuple[Hotline, ...]:
    settings = await call.read(chat.get_chat_settings)
    if not crisis_detection.has_crisis_words((text,), settings):
        return ()
    call.alert("crisis in the words of an assignment", assignment_id=assignment_id)
    return settings.hotlines
