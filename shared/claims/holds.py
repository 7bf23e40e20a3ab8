"""Confirmation and release of claims by their paths, for names and for units of pools alike."""

from collections.abc import Container, Iterable, Sequence

from shared.claims.models import Claim, ClaimState, claim_ref
from shared.claims.pools import Pool, mark_released
from shared.kernel.ports import UnitOfWork


async def confirm_claims(uow: UnitOfWork, paths: Sequence[str], *, holder: str) -> bool:
    """Turn the holds at `paths` into sales.

    Returns:
        False, without any change, when `holder` no longer has every one of them.
    """
    refs = [claim_ref(path) for path in paths]
    found = await uow.get_all(refs)
    if not all(claim and claim.holder == holder for claim in found):
        return False
    for ref in refs:
        uow.put(ref, Claim(state=ClaimState.SOLD, holder=holder))
    return True


async def release_claims(
    uow: UnitOfWork,
    paths: Iterable[str],
    *,
    holder: str,
    states: Container[ClaimState] = (ClaimState.HELD, ClaimState.SOLD),
) -> int:
    """Free the claims at `paths` that `holder` has in one of `states`. Idempotent.

    Returns:
        The number of claims that were freed: 0 the second time.
    """
    refs = [claim_ref(path) for path in paths]
    held = [
        ref
        for ref, claim in zip(refs, await uow.get_all(refs), strict=True)
        if claim and claim.holder == holder and claim.state in states
    ]
    for ref in held:
        uow.put(ref, Claim(state=ClaimState.FREE))
        mark_released(uow, Pool(ref.path.rpartition("/")[0]), ref)
    return len(held)
