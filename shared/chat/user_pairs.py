"""Inboxes and blocks of two people, read in one round trip."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.chat import store
from shared.chat.block_models import Block
from shared.chat.inbox_models import Inbox
from shared.chat.models import users_from_pair
from shared.kernel.ids import UserId
from shared.kernel.ports import Load, Reader, Ref, UnitOfWork


@dataclass(frozen=True, slots=True)
class PairState:
    """State of two people.

    Attributes:
        pair: Key of the two people (see `pair_from_users`).
        inboxes: Inboxes of the two, in the order of `people`.
        blocks: Blocks between the two, by the person who blocks.
    """

    pair: str
    inboxes: tuple[Inbox, Inbox]
    blocks: Mapping[UserId, Block]

    @property
    def people(self) -> tuple[UserId, UserId]:
        """Return the ids of the two people."""
        return users_from_pair(self.pair)

    @property
    def blocked_by(self) -> tuple[UserId, ...]:
        """Return the people of the pair who have blocked the other."""
        return tuple(uid for uid in self.people if uid in self.blocks)

    @property
    def members(self) -> tuple[UserId, ...]:
        """Return the people who see the rooms of the pair: both, or nobody when there is a block."""
        return () if self.blocks else self.people

    def require_unchanged(self, uow: UnitOfWork) -> None:
        """Make the commit depend on unchanged inboxes and blocks.

        Opening a room for the two changes both inboxes, so a room opened at the same time is noticed.
        """
        inboxes, blocks = PairRefs(self.pair).refs
        for inbox in inboxes:
            uow.verify(inbox)
        for block in blocks:
            uow.verify(block)


@dataclass(frozen=True, slots=True)
class PairRefs:
    """References to the inboxes and blocks of two people, as one argument of `Reader.get_many`.

    Attributes:
        pair: Key of the two people (see `pair_from_users`).
    """

    pair: str

    @property
    def refs(self) -> tuple[tuple[Ref[Inbox], Ref[Inbox]], tuple[Ref[Block], Ref[Block]]]:
        """Return the references to the two inboxes, then to the block by the first and the block by the second."""
        one, other = users_from_pair(self.pair)
        blocks = store.block_ref(one, other), store.block_ref(other, one)
        return (store.inbox_ref(one), store.inbox_ref(other)), blocks

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths of the four documents."""
        inboxes, blocks = self.refs
        return tuple(ref.path for ref in (*inboxes, *blocks))

    def pick(self, load: Load) -> PairState:
        """Build the state of the two people from the documents."""
        people, (inboxes, blocks) = users_from_pair(self.pair), self.refs
        one, other = (load(ref) or Inbox(id=uid) for uid, ref in zip(people, inboxes, strict=True))
        found = {uid: block for uid, ref in zip(people, blocks, strict=True) if (block := load(ref)) is not None}
        return PairState(self.pair, (one, other), found)


async def get_pair(reader: Reader, pair: str) -> PairState:
    """Get the state of the two people of `pair`."""
    (two,) = await reader.get_many(PairRefs(pair))
    return two
