"""Calls of customers: request, rounds, replacement, cancellation and failure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shared.claims.holds import release_claims
from shared.claims.models import Claim
from shared.claims.names import claim_name
from shared.contracts.calls import new_call_id
from shared.contracts.events.pairing import PairingFailed
from shared.kernel.actors import Actor
from shared.kernel.ids import Id, OrderId, PairingId, SessionId, UserId
from shared.kernel.ports import OptionalRef, Ref, UnitOfWork
from shared.pairing import call_boards, jobs, queue_places, quotes, rules, store
from shared.pairing.errors import AlreadySearching
from shared.pairing.models import Alias, CallerAccount, Entitlement, Pairing, PairingStatus, Separation, SessionAlias
from shared.pairing.schemas import PairingDetails
from shared.pairing.settings import PairingSettings


@dataclass(frozen=True, slots=True)
class Caller:
    """Customer who calls.

    Attributes:
        id: Alias of the person, which is the id of the account in pairing.
        pseudonym: Pseudonym of the person, for calls that have no alias of their own.
        session: Id for a session that has an alias of its own.
        session_alias: Alias of the customer in `session`.
        session_pseudonym: Pseudonym that belongs to `session_alias`.
        phone: Phone number that the customer has verified by signing in with it, if any.
    """

    id: UserId
    account: UserId
    name: str
    pseudonym: str
    session: SessionId
    session_alias: UserId
    session_pseudonym: str
    phone: str | None
    anonymous: bool


async def request_pairing(
    uow: UnitOfWork,
    wish: PairingDetails,
    caller: Caller,
    *,
    apart: tuple[Separation, ...],
    in_danger: bool,
    order_id: OrderId,
    now: datetime,
) -> tuple[Pairing, PairingSettings]:
    """Create a call, paid by a credit, by a trial, or by the order `order_id`. The workflow opens that order.

    A customer in danger pays nothing, uses up nothing, and needs no account of their own.

    Args:
        uow: Unit of work.
        wish: Topic and mood of the call.
        caller: Customer who calls.
        apart: Blocks between the customer and experts, if the account in pairing does not know them yet.
        in_danger: True if the topic speaks of danger.
        order_id: Id of the order, if one is needed.
        now: Time of the call.

    Raises:
        AlreadySearching: The customer has an open call or session.
        MustRegister: An anonymous customer has had the allowed number of sessions.
    """
    trial = find_trial_ref(caller.phone)
    known, settings, tried = await uow.get_many(store.caller_account_ref(caller.id), store.SETTINGS, OptionalRef(trial))
    settings = settings or PairingSettings()
    standing = known or _create_caller_account(uow, caller.id, caller.account, caller.pseudonym)
    if standing.apart is None:
        standing = standing.having(apart=apart)
    if standing.open:
        raise AlreadySearching(pairing_id=standing.open)
    if not in_danger:
        rules.check_can_call(standing, settings, anonymous=caller.anonymous)
    has_own_alias = settings.aliases == "per_session"
    id = PairingId.new(uow.random_below)
    session = caller.session if has_own_alias else new_call_id(uow.random_below, has_own_alias=False)
    trial_free = trial is not None and (tried is None or tried.is_free_at(now))
    right = "crisis" if in_danger else quotes.compute_entitlement_kind(standing, settings, trial_free=trial_free)
    entitlement = Entitlement(kind=right, order_id=order_id if right == "order" else None)
    if right == "credit":
        standing = standing.having(credits=standing.credits - 1)
    elif trial is not None and caller.phone and right == "trial":
        standing = standing.having(trial=store.hash_phone(caller.phone))
        await claim_name(uow, trial, holder=session, now=now)
    customer = await _create_session_alias(uow, caller, standing, session, name=wish.name)
    pairing = rules.pairing_from_request(id, session, wish, customer, entitlement, settings, name=caller.name, now=now)
    uow.put(store.caller_account_ref(caller.id), standing.having(open=id, last=None))
    if pairing.status is PairingStatus.SEARCHING:
        pairing = pairing.having(boards=await call_boards.choose_boards(uow, standing.apart or ()))
        call_boards.post_call(uow, pairing)
        jobs.schedule_round(uow, pairing)
        jobs.schedule_live_stats_refresh(uow, now=now)
    uow.create(store.pairing_ref(id), pairing)
    return pairing, settings


async def _create_session_alias(
    uow: UnitOfWork, caller: Caller, standing: CallerAccount, session: SessionId, *, name: str | None
) -> SessionAlias:
    """Create the alias of a session, or return the alias of the person where sessions have none of their own.

    Args:
        uow: Unit of work that carries the alias.
        caller: Customer who calls.
        standing: Account of the customer in pairing.
        session: Id of the session.
        name: Name that the customer has chosen for this call; an invented one if None.
    """
    alias = caller.session_alias
    if session != caller.session:
        return SessionAlias(id=caller.id, account=caller.id, pseudonym=standing.pseudonym)
    customer = SessionAlias(id=alias, account=caller.id, pseudonym=name or caller.session_pseudonym)
    uow.put(store.session_alias_ref(alias), customer)
    ref = store.alias_ref(caller.account)
    known = await uow.get(ref) or Alias(id=caller.account, alias=caller.id)
    uow.put(ref, rules.with_session_alias(known, session, alias))
    return customer


def find_trial_ref(phone: str | None) -> Ref[Claim] | None:
    """Build the reference of the claim on the trial of a verified phone; None without such a phone."""
    return store.trial_ref(store.hash_phone(phone)) if phone else None


def _create_caller_account(uow: UnitOfWork, alias: UserId, account: UserId, pseudonym: str) -> CallerAccount:
    """Create the account of a customer who has never called, and the alias document for the security rules."""
    uow.put(store.alias_ref(account), Alias(id=account, alias=alias))
    return CallerAccount(id=alias, account=account, pseudonym=pseudonym)


async def start_search(uow: UnitOfWork, pairing_id: PairingId, *, now: datetime) -> bool:
    """Start the search of a call that is paid for.

    Return False if the call was cancelled before; the money then goes back.

    Raises:
        PairingNotFound: No call has this id.
    """
    pairing = await store.get_pairing(uow, pairing_id)
    if pairing.status is not PairingStatus.AWAITING_PAYMENT:
        return pairing.status in (PairingStatus.SEARCHING, PairingStatus.ACCEPTED)
    account = await store.find_caller_account(uow, pairing.caller)
    pairing = rules.with_search_started(pairing, now=now).having(boards=await _choose_boards(uow, account))
    uow.put(store.pairing_ref(pairing_id), pairing)
    call_boards.post_call(uow, pairing)
    jobs.schedule_round(uow, pairing)
    jobs.schedule_live_stats_refresh(uow, now=now)
    return True


async def _choose_boards(uow: UnitOfWork, account: CallerAccount | None, *passed_over: UserId) -> tuple[Id, ...]:
    return await call_boards.choose_boards(uow, (account.apart if account else None) or (), informed=passed_over)


async def request_replacement(
    uow: UnitOfWork, earlier: PairingId, *, excluded: Sequence[UserId], to: UserId | None, now: datetime
) -> Pairing:
    """Create a call for another expert for a session that has lost its own.

    The customer keeps pseudonym and entitlement.

    Args:
        excluded: Experts who must not get the session.
        to: Expert named by an admin, who may get the session even if they had it before.

    Raises:
        PairingNotFound: No call has this id.
    """
    before = await store.get_pairing(uow, earlier)
    passed_over = tuple(uid for uid in dict.fromkeys((*before.passed_over, *excluded)) if uid != to)
    pairing = rules.pairing_from_earlier(
        before, PairingId.new(uow.random_below), passed_over, await store.get_pairing_settings(uow), now=now
    )
    standing = await store.find_caller_account(uow, before.caller)
    pairing = pairing.having(boards=await _choose_boards(uow, standing, *passed_over))
    uow.create(store.pairing_ref(pairing.id), pairing)
    call_boards.post_call(uow, pairing)
    if standing is not None and standing.open == before.id:
        uow.put(store.caller_account_ref(standing.id), standing.having(open=pairing.id))
    if to is None:
        jobs.schedule_round(uow, pairing)
    else:
        # It is theirs; only should they be gone by now, the next round rings at all.
        jobs.schedule_round_end(uow, pairing)
    jobs.schedule_live_stats_refresh(uow, now=now)
    return pairing


async def end_search_round(uow: UnitOfWork, pairing_id: PairingId, *, must_find_expert: bool, now: datetime) -> bool:
    """Begin the next round of a search, or fail the pairing after the last one; too early, schedule the end again.

    Args:
        uow: Unit of work that carries the changes.
        pairing_id: The pairing.
        must_find_expert: True if the search begins anew after its last round.
        now: Present instant.

    Returns:
        True if the search has begun anew.

    Raises:
        PairingNotFound: No call has this id.
    """
    before = await store.get_pairing(uow, pairing_id)
    pairing = rules.with_next_round(before, now=now)
    if must_find_expert and rules.is_search_over(before, now=now):
        pairing = rules.with_search_started(before, now=now)
        uow.put(store.pairing_ref(pairing_id), pairing)
        call_boards.post_call(uow, pairing)
        jobs.schedule_round(uow, pairing)
        return True
    if pairing.status is PairingStatus.EXPIRED:
        await _fail_pairing(uow, before, PairingStatus.EXPIRED, "nobody", now=now)
    elif pairing is not before:
        pairing = pairing.having(queue=await queue_places.find_queue_place(uow, pairing, now=now))
        uow.put(store.pairing_ref(pairing_id), pairing)
        jobs.schedule_round(uow, pairing)
    elif pairing.gives_up_at is not None:
        jobs.schedule_round_end(uow, pairing)
    return False


async def schedule_round_ends(uow: UnitOfWork, pairing_ids: Sequence[PairingId]) -> None:
    """Schedule the end of the current round of each of these calls."""
    for pairing_id in pairing_ids:
        uow.schedule(jobs.ExpirePairing(pairing_id=pairing_id), key=f"{pairing_id}-again")


async def cancel_pairing(uow: UnitOfWork, pairing_id: PairingId, *, actor: Actor, now: datetime) -> None:
    """Cancel a call of the customer's.

    Raises:
        PairingNotFound: The customer has no such call.
        PairingOver: The call has ended.
    """
    pairing = await store.access_pairing(uow, pairing_id, actor)
    rules.check_is_open(pairing)
    await _fail_pairing(uow, pairing, PairingStatus.CANCELLED, "cancelled", now=now)


async def cancel_pairing_of_account(uow: UnitOfWork, pairing_id: PairingId, *, now: datetime) -> None:
    """Cancel a call whose customer may no longer call. A call that has ended stays as it is.

    Raises:
        PairingNotFound: No call has this id.
    """
    pairing = await store.get_pairing(uow, pairing_id)
    if pairing.open:
        await _fail_pairing(uow, pairing, PairingStatus.CANCELLED, "cancelled", now=now)


async def cancel_unpaid_pairing(uow: UnitOfWork, pairing_id: PairingId, *, now: datetime) -> None:
    """Cancel a call that nobody paid for, or whose payment was refunded.

    Raises:
        PairingNotFound: No call has this id.
    """
    pairing = await store.get_pairing(uow, pairing_id)
    if pairing.open:
        await _fail_pairing(uow, pairing, PairingStatus.EXPIRED, "unpaid", now=now)


async def _fail_pairing(
    uow: UnitOfWork,
    pairing: Pairing,
    status: PairingStatus,
    reason: Literal["cancelled", "nobody", "unpaid"],
    *,
    now: datetime,
) -> None:
    """End a call without a session.

    Credit and trial are returned here; money is refunded by a consumer of the event.
    """
    jobs.cancel_round(uow, pairing)
    call_boards.remove_call(uow, pairing)
    uow.put(store.pairing_ref(pairing.id), rules.with_end(pairing, status, now=now).having(end_reason=reason))
    standing, back = await store.find_caller_account(uow, pairing.caller), pairing.entitlement
    if standing is not None and standing.open == pairing.id:
        left = standing.credits + (back.kind == "credit")
        uow.put(store.caller_account_ref(standing.id), standing.having(open=None, last=pairing.id, credits=left))
    if standing is not None and not pairing.rerouted:
        await _forget_session_alias(uow, standing, pairing.session_id)
    if back.kind == "trial" and standing is not None and standing.trial:
        await release_claims(uow, [store.trial_ref(standing.trial).path], holder=pairing.session_id)
    if reason == "nobody" and back.kind != "order":
        uow.schedule(jobs.EmailNobodyFound(pairing_id=pairing.id))
    uow.emit(
        PairingFailed(
            pairing_id=pairing.id,
            session_id=pairing.session_id,
            customer=pairing.customer,
            reason=reason,
            rerouted=pairing.rerouted,
            entitlement=back.kind,
            order_id=back.order_id,
            failed_at=now,
        )
    )
    jobs.schedule_live_stats_refresh(uow, now=now)


async def _forget_session_alias(uow: UnitOfWork, account: CallerAccount, session: SessionId) -> None:
    """Forget the alias of a session that never began, so that only sessions fill the list of aliases."""
    known = await uow.get(store.alias_ref(account.account))
    if known is not None and session in known.sessions:
        uow.put(store.alias_ref(account.account), rules.without_session_alias(known, session))


async def release_caller(uow: UnitOfWork, customer: UserId, session: SessionId, *, now: datetime) -> None:
    """Release the customer of a session that is over: they may call again, and no expert is searched for any more."""
    standing = await store.find_account_by_alias(uow, customer)
    if standing is None or standing.open is None:
        return
    pairing = await store.get_pairing(uow, standing.open)
    if pairing.session_id != session:
        return
    if pairing.open:
        # Its expert had left it alone: to end it then is to call off the search for another.
        await _fail_pairing(uow, pairing, PairingStatus.CANCELLED, "cancelled", now=now)
    else:
        uow.put(store.caller_account_ref(standing.id), standing.having(open=None))


def release_open_pairing(uow: UnitOfWork, caller: CallerAccount) -> None:
    """Release a caller whose session is over, before the event of its end has arrived."""
    uow.put(store.caller_account_ref(caller.id), caller.having(open=None))


async def grant_credits(uow: UnitOfWork, alias: UserId, account: UserId, pseudonym: str, count: int) -> int:
    """Add `count` credits for calls to a customer's account, and return the new number."""
    standing = await store.find_caller_account(uow, alias) or _create_caller_account(uow, alias, account, pseudonym)
    uow.put(store.caller_account_ref(alias), standing.having(credits=standing.credits + count))
    return standing.credits + count
