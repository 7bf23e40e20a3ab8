"""A customer calls; the call goes out, round by round, until somebody takes it or nobody does."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from shared.events.pairing import PairingFailed
from shared.kernel import claims
from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId, PairingId, SessionId, UserId
from shared.kernel.ports import UnitOfWork
from shared.pairing import jobs, quoting, rules, store
from shared.pairing.errors import AlreadySearching
from shared.pairing.models import Alias, Entitlement, Pairing, PairingStatus, Standing
from shared.pairing.schemas import PairingWish
from shared.pairing.settings import PairingSettings


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: `id` is their alias, `phone` the one they have verified by signing in with it, if any."""

    id: UserId
    account: UserId
    name: str
    pseudonym: str
    phone: str | None
    anonymous: bool


async def call(
    uow: UnitOfWork, wish: PairingWish, caller: Caller, *, order_id: OrderId, now: datetime
) -> tuple[Pairing, PairingSettings]:
    """Call for somebody to talk to: by credit, by trial, or by *order_id*, which is then to be opened and paid.

    Raises `AlreadySearching`, `MustRegister`.
    """
    trial = store.trial_ref(store.hashed(caller.phone)) if caller.phone else None
    refs: list[Any] = [store.standing_ref(caller.id), store.SETTINGS, *([trial] if trial else [])]
    known, settings, *tried = await uow.get_all(refs)
    settings = settings or PairingSettings()
    standing = known or _newcomer(uow, caller.id, caller.account, caller.pseudonym)
    if standing.open:
        raise AlreadySearching(pairing_id=standing.open)
    rules.may_call(standing, settings, anonymous=caller.anonymous)
    id, session = PairingId.new(), SessionId.of_call()
    trial_free = trial is not None and (tried[0] is None or tried[0].free_at(now))
    right = quoting.right_of(standing, settings, trial_free=trial_free)
    entitlement = Entitlement(kind=right, order_id=order_id if right == "order" else None)
    if right == "credit":
        standing = standing.having(credits=standing.credits - 1)
    elif trial is not None and caller.phone and right == "trial":
        standing = standing.having(trial=store.hashed(caller.phone))
        await claims.claim(uow, trial, holder=session, now=now)
    pairing = rules.called(id, session, wish, standing, entitlement, settings, name=caller.name, now=now)
    uow.create(store.ref(id), pairing)
    uow.put(store.standing_ref(caller.id), standing.having(open=id))
    if pairing.status is PairingStatus.SEARCHING:
        jobs.call_out(uow, pairing)
        jobs.count_again(uow, now=now)
    return pairing, settings


def _newcomer(uow: UnitOfWork, alias: UserId, account: UserId, pseudonym: str) -> Standing:
    """Somebody who has never called; from now on the security rules know them by their alias too."""
    uow.put(store.alias_ref(account), Alias(id=account, alias=alias))
    return Standing(id=alias, account=account, pseudonym=pseudonym)


async def go_out(uow: UnitOfWork, pairing_id: PairingId, *, now: datetime) -> bool:
    """The call is paid for and goes out. False when it was called off before the money came; then that goes back."""
    pairing = await store.pairing(uow, pairing_id)
    if pairing.status is not PairingStatus.AWAITING_PAYMENT:
        return pairing.status in (PairingStatus.SEARCHING, PairingStatus.ACCEPTED)
    pairing = rules.out(pairing, now=now)
    uow.put(store.ref(pairing_id), pairing)
    jobs.call_out(uow, pairing)
    jobs.count_again(uow, now=now)
    return True


async def call_again(
    uow: UnitOfWork, earlier: PairingId, *, but: Sequence[UserId], to: UserId | None, now: datetime
) -> Pairing:
    """Call for another expert (*but* these) for a session that has lost its own, even if *to* had it before.

    The customer keeps pseudonym and entitlement.
    """
    before = await store.pairing(uow, earlier)
    passed_over = tuple(uid for uid in dict.fromkeys((*before.passed_over, *but)) if uid != to)
    pairing = rules.again(before, PairingId.new(), passed_over, await store.settings(uow), now=now)
    uow.create(store.ref(pairing.id), pairing)
    standing = await store.standing(uow, before.customer)
    if standing is not None and standing.open == before.id:
        uow.put(store.standing_ref(standing.id), standing.having(open=pairing.id))
    if to is None:
        jobs.call_out(uow, pairing)
    else:
        # It is theirs; only should they be gone by now, the next round rings at all.
        jobs.end_round(uow, pairing)
    jobs.count_again(uow, now=now)
    return pairing


Endless = Callable[[UnitOfWork, SessionId], Awaitable[bool]]
"""Whether for this session somebody must be found, however long it takes."""


async def end_round(uow: UnitOfWork, pairing_id: PairingId, *, endless: Endless, now: datetime) -> bool:
    """A round is over: the call goes out again, or nobody has taken it. Whoever says so too early comes again.

    Where it is *endless* it begins anew; that this had to be is the answer.
    """
    before = await store.pairing(uow, pairing_id)
    pairing = rules.next_round(before, now=now)
    if pairing.status is PairingStatus.EXPIRED and before.rerouted and await endless(uow, before.session_id):
        pairing = rules.out(before, now=now)
        uow.put(store.ref(pairing_id), pairing)
        jobs.call_out(uow, pairing)
        return True
    if pairing.status is PairingStatus.EXPIRED:
        await _fail(uow, before, PairingStatus.EXPIRED, "nobody", now=now)
    elif pairing is not before:
        uow.put(store.ref(pairing_id), pairing)
        jobs.call_out(uow, pairing)
    elif pairing.gives_up_at is not None:
        jobs.end_round(uow, pairing)
    return False


async def end_rounds(uow: UnitOfWork, pairing_ids: Sequence[PairingId]) -> None:
    """Have the time of each of these calls looked at, each by its own task."""
    for pairing_id in pairing_ids:
        uow.schedule(jobs.ExpirePairing(pairing_id=pairing_id), key=f"{pairing_id}-again")


async def cancel(uow: UnitOfWork, pairing_id: PairingId, *, actor: Actor, now: datetime) -> None:
    """The customer does not want it any more. Raises `PairingNotFound`, `PairingOver`."""
    pairing = await store.pairing_of(uow, pairing_id, actor)
    rules.still_open(pairing)
    await _fail(uow, pairing, PairingStatus.CANCELLED, "cancelled", now=now)


async def cancel_unpaid(uow: UnitOfWork, pairing_id: PairingId, *, now: datetime) -> None:
    """Nobody paid for the call, or the money has gone back."""
    pairing = await store.pairing(uow, pairing_id)
    if pairing.open:
        await _fail(uow, pairing, PairingStatus.EXPIRED, "unpaid", now=now)


async def _fail(
    uow: UnitOfWork,
    pairing: Pairing,
    status: PairingStatus,
    reason: Literal["cancelled", "nobody", "unpaid"],
    *,
    now: datetime,
) -> None:
    """The call is over without a session: credit and trial go back here, money by whoever hears of it."""
    jobs.call_off(uow, pairing)
    uow.put(store.ref(pairing.id), rules.ended(pairing, status, now=now))
    standing, back = await store.standing(uow, pairing.customer), pairing.entitlement
    if standing is not None and standing.open == pairing.id:
        left = standing.credits + (back.kind == "credit")
        uow.put(store.standing_ref(standing.id), standing.having(open=None, credits=left))
    if back.kind == "trial" and standing is not None and standing.trial:
        await claims.give_back(uow, [store.trial_ref(standing.trial).path], holder=pairing.session_id)
    uow.emit(
        PairingFailed(
            pairing_id=pairing.id,
            session_id=pairing.session_id,
            customer=pairing.customer,
            reason=reason,
            rerouted=pairing.rerouted,
            order_id=back.order_id,
            failed_at=now,
        )
    )
    jobs.count_again(uow, now=now)


async def hang_up(uow: UnitOfWork, customer: UserId, session: SessionId, *, now: datetime) -> None:
    """The session of a customer's call is over: they may call again, and nobody is looked for any more."""
    standing = await store.standing(uow, customer)
    if standing is None or standing.open is None:
        return
    pairing = await store.pairing(uow, standing.open)
    if pairing.session_id != session:
        return
    if pairing.open:
        # Its expert had left it alone: to end it then is to call off the search for another.
        await _fail(uow, pairing, PairingStatus.CANCELLED, "cancelled", now=now)
    else:
        uow.put(store.standing_ref(customer), standing.having(open=None))


async def let_go(uow: UnitOfWork, customer: UserId, *, over: quoting.Over, now: datetime) -> None:
    """Whose session is *over* may call again at once, before the news of its end has come here."""
    standing = await store.standing(uow, customer)
    if standing is not None and standing.open and not await quoting.open_call(uow, standing, over=over, now=now):
        uow.put(store.standing_ref(customer), standing.having(open=None))


async def credit(uow: UnitOfWork, alias: UserId, account: UserId, pseudonym: str, count: int) -> int:
    """Give a customer *count* calls that need not be paid for; how many they have then."""
    standing = await store.standing(uow, alias) or _newcomer(uow, alias, account, pseudonym)
    uow.put(store.standing_ref(alias), standing.having(credits=standing.credits + count))
    return standing.credits + count
