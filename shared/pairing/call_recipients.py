"""Experts whose phones ring for a call: those who suit the call best, a limited number in each round."""

from collections.abc import Sequence
from datetime import datetime

from shared.kernel.ids import UserId
from shared.kernel.ports import Reader, Refs
from shared.pairing import rules, store
from shared.pairing.models import Availability, Pairing

_SPARE = 2
"""Candidates read for each expert who rings: some have fallen silent, or do not want the call."""


async def list_call_recipients(reader: Reader, pairing: Pairing, round_: int, *, now: datetime) -> list[UserId]:
    """List the experts whose phones ring in a round, the best first; nobody once the round is over.

    The best are those with the fewest customers at present, and among them those who have been online the longest.
    A later round rings for the next ones. A call of an earlier version is on no board and rings nowhere.

    Args:
        reader: Reader of the documents.
        pairing: The call.
        round_: Round that the phones ring for.
        now: Present instant.
    """
    if pairing.gives_up_at is None or pairing.round != round_ or now >= pairing.round_ends_at or not pairing.boards:
        return []
    most = (await store.get_pairing_settings(reader)).pushed_experts
    found = await reader.query(store.free_experts_query(pairing.boards).first(_SPARE * most))
    leases, caller = await reader.get_many(
        Refs([store.heartbeat_ref(expert.id) for expert in found]), store.caller_account_ref(pairing.caller)
    )
    own = caller.account if caller is not None else None
    suitable = [
        expert
        for expert, lease in zip(found, leases, strict=True)
        if rules.is_online(expert, lease, now=now)
        and expert.id != own
        and expert.id not in pairing.passed_over
        and pairing.id not in expert.declined
    ]
    return _pick_experts(suitable, round_, most)


def _pick_experts(suitable: Sequence[Availability], round_: int, most: int) -> list[UserId]:
    """Pick the experts of a round: the best in the first one, the next in the second, and from the beginning again."""
    ranked = [expert.id for expert in sorted(suitable, key=lambda expert: len(expert.sessions))]
    if len(ranked) <= most:
        return ranked
    start = (round_ - 1) * most % len(ranked)
    return [*ranked[start:], *ranked[:start]][:most]
