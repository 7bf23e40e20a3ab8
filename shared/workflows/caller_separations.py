"""Blocks that keep a customer and an expert apart in calls.

The customer's blocks of experts count under any id, and blocks that experts made in a call. A block of the customer's
account by an expert never counts: otherwise blocking and unblocking known people would tell which of them calls.
"""

import asyncio
from typing import NamedTuple, Self

from shared.chat import store as chat
from shared.chat import user_blocks
from shared.kernel.actors import Actor
from shared.kernel.ids import UserId
from shared.kernel.ports import OptionalRef, Ref, Refs, UnitOfWork
from shared.pairing import pairing_requests, rules, store
from shared.pairing.models import CallerAccount, Separation, SessionAlias


async def find_separations(uow: UnitOfWork, actor: Actor) -> tuple[Separation, ...]:
    """Find the blocks between a customer and experts, in the round trip that a new call needs anyway.

    The blocks are kept in the customer's account in pairing, and looked for only where that account has none yet.
    """
    account = await store.find_caller_account(uow, actor.alias)
    known = account.apart if account else None
    refs = Refs([store.availability_ref(each.expert) for each in known or ()])
    trial = OptionalRef(pairing_requests.find_trial_ref(actor.phone))
    needed = uow.prefetch(store.SETTINGS, store.BOARDS, store.alias_ref(actor.id), trial, refs)
    if known is not None:
        await needed
        return known
    blockers = (UserId(actor.id), actor.alias)
    *pages, _ = await asyncio.gather(*(uow.query(chat.blocks_query(uid)) for uid in blockers), needed)
    return tuple(
        Separation(expert=block.id, blocker=blocker, blocked=block.id)
        for blocker, page in zip(blockers, pages, strict=True)
        for block in page or ()
        if not block.id.is_alias
    )


async def are_apart(uow: UnitOfWork, account: CallerAccount | None, customer: UserId, expert: UserId) -> bool:
    """Return whether a block keeps the customer of a call and an expert apart.

    Blocks of the pair itself, and of earlier versions, may be missing in the customer's account.

    Args:
        uow: Unit of work.
        account: Account in pairing of the customer.
        customer: Alias of the customer in the call.
        expert: Uid of the expert.
    """
    if account is not None and account.is_apart_from(expert):
        return True
    aliases = dict.fromkeys((customer, account.id) if account else (customer,))
    if await user_blocks.has_block_between(uow, expert, tuple(aliases)):
        return True
    return (
        account is not None
        and account.apart is None
        and await uow.get(chat.block_ref(account.account, expert)) is not None
    )


class BlockInCalls(NamedTuple):
    """Block of two people that counts in calls.

    Attributes:
        customer: Alias of the customer: of the person, or of one session.
        separation: The block, as the customer's account in pairing keeps blocks.
    """

    customer: UserId
    separation: Separation

    @property
    def refs(self) -> tuple[Ref[CallerAccount], Ref[SessionAlias]]:
        """Return the documents that lead to the customer's account."""
        return store.caller_account_ref(self.customer), store.session_alias_ref(self.customer)

    @classmethod
    def between(cls, actor: Actor, other: UserId) -> Self | None:
        """Build the block of `other` by the actor, or None if such a block does not count in calls."""
        me = UserId(actor.id)
        if actor.role == "customer" and not other.is_alias:
            return cls(actor.alias, Separation(expert=other, blocker=me, blocked=other))
        if actor.role == "expert" and other.is_alias:
            return cls(other, Separation(expert=me, blocker=me, blocked=other))
        return None

    async def record(self, uow: UnitOfWork, *, ended: bool = False) -> None:
        """Record in the customer's account that the block begins, or that the block has ended."""
        account = await store.find_account_by_alias(uow, self.customer)
        if account is None:
            return
        change = rules.without_separation if ended else rules.with_separation
        changed = change(account, self.separation)
        if changed is not account:
            uow.put(store.caller_account_ref(account.id), changed)
