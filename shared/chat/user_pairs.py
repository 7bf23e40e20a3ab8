"""Two people: their inboxes, and whether either has blocked the other, as one look finds it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.chat import store
from shared.chat.models import Block, Inbox, users_from_pair
from shared.kernel.ids import UserId
from shared.kernel.ports import Ref, UnitOfWork


@dataclass(frozen=True, slots=True)
class PairState:
    """`blocks` are by whom of the two they are."""

    pair: str
    inboxes: tuple[Inbox, Inbox]
    blocks: Mapping[UserId, Block]

    @property
    def people(self) -> tuple[UserId, UserId]:
        return users_from_pair(self.pair)

    @property
    def blocked_by(self) -> tuple[UserId, ...]:
        """Who wants nothing to do with the other."""
        return tuple(uid for uid in self.people if uid in self.blocks)

    @property
    def members(self) -> tuple[UserId, ...]:
        """Who sees their rooms."""
        return () if self.blocks else self.people

    def require_unchanged(self, uow: UnitOfWork) -> None:
        """What is decided on these holds only if none has moved.

        Every room that is opened for the two changes both inboxes, so that none is opened unseen meanwhile.
        """
        for ref in pair_refs(self.pair):
            uow.verify(ref)


async def get_pair(uow: UnitOfWork, pair: str, *others: Ref[Any]) -> tuple[PairState, list[Any]]:
    """The two of *pair*, and what else was asked for, in one round trip."""
    asked = pair_refs(pair)
    found = await uow.get_all([*asked, *others])
    people = users_from_pair(pair)
    one, other = (inbox or Inbox(id=uid) for uid, inbox in zip(people, found[:2], strict=True))
    blocks = {uid: block for uid, block in zip(people, found[2:4], strict=True) if block is not None}
    return PairState(pair, (one, other), blocks), found[len(asked) :]


def pair_refs(pair: str) -> list[Ref[Any]]:
    """What is looked at of two people: their inboxes, and whether either has blocked the other."""
    one, other = users_from_pair(pair)
    inboxes = [store.inbox_ref(uid) for uid in (one, other)]
    return [*inboxes, store.block_ref(one, other), store.block_ref(other, one)]
