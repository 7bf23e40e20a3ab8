"""Search for an expert: end each round in time."""

from datetime import datetime

from shared.kernel.ids import PairingId
from shared.kernel.ports import UnitOfWork
from shared.pairing import pairing_requests, rules
from shared.pairing import store as pairings
from shared.pairing.jobs import ExpirePairing
from shared.sessions import store as sessions
from shared.workflows.call import Call


async def end_search_round(call: Call, job: ExpirePairing) -> None:
    """Begin the next round of a search, or fail the pairing after the last one.

    The search for a session in crisis never fails: it begins anew, and a supervisor is alerted. So does the search of a
    customer whose topic speaks of danger, for an hour.
    """
    if await call.commit_final(end_round_unless_crisis, job.pairing_id, now=call.now):
        call.alert("no expert found for a session in crisis", pairing_id=job.pairing_id)


async def end_round_unless_crisis(uow: UnitOfWork, pairing_id: PairingId, *, now: datetime) -> bool:
    """End a round of a search; return whether the search has begun anew, for a customer in danger."""
    pairing = await pairings.get_pairing(uow, pairing_id)
    must_find_expert = rules.is_search_over(pairing, now=now) and (
        rules.must_search_on(pairing, now=now)
        or (pairing.rerouted and await sessions.is_session_in_crisis(uow, pairing.session_id))
    )
    return await pairing_requests.end_search_round(uow, pairing_id, must_find_expert=must_find_expert, now=now)
