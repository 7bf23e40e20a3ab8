"""Search for an expert: end each round in time."""

from shared.pairing import pairing_requests
from shared.pairing.jobs import ExpirePairing
from shared.sessions import store as sessions
from shared.workflows.call import Call


async def end_search_round(call: Call, job: ExpirePairing) -> None:
    """Begin the next round of a search, or fail the pairing after the last one.

    The search for a session in crisis never fails: it begins anew, and a supervisor is alerted.
    """
    if await call.commit_final(
        pairing_requests.end_search_round,
        job.pairing_id,
        must_find_expert=sessions.is_session_in_crisis,
        now=call.now,
    ):
        call.alert("nobody for a crisis", pairing_id=job.pairing_id)
