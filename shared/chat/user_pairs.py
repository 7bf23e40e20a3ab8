"""Two people: their inboxes, and whether either has blocked the other, as one look finds it."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.chat import store
from shared.chat.models import Block, Inbox, users_from_pair
from shared.kernel.ids import UserId
from shared.kernel.ports import Load, Reader, Ref, UnitOfWork


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
        inboxes, blocks = PairRefs(self.pair).refs
        for inbox in inboxes:
            uow.verify(inbox)
        for block in blocks:
            uow.verify(block)


@dataclass(frozen=True, slots=True)
class PairRefs:
    """The inboxes and blocks of the two people of `pair`, to be read as their `PairState`."""

    pair: str

    @property
    def refs(self) -> tuple[tuple[Ref[Inbox], Ref[Inbox]], tuple[Ref[Block], Ref[Block]]]:
        """The inboxes of the two, then the block by the first and the block by the second."""
        one, other = users_from_pair(self.pair)
        blocks = store.block_ref(one, other), store.block_ref(other, one)
        return (store.inbox_ref(one), store.inbox_ref(other)), blocks

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of all four documents."""
        inboxes, blocks = self.refs
        return tuple(ref.path for ref in (*inboxes, *blocks))

    def pick(self, load: Load) -> PairState:
        """Make the state of the two from the documents."""
        people, (inboxes, blocks) = users_from_pair(self.pair), self.refs
        one, other = (load(ref) or Inbox(id=uid) for uid, ref in zip(people, inboxes, strict=True))
        found = {uid: block for uid, ref in zip(people, blocks, strict=True) if (block := load(ref)) is not None}
        return PairState(self.pair, (one, other), found)


async def get_pair(reader: Reader, pair: str) -> PairState:
    """Return the state of the two people of `pair`."""
    (two,) = await reader.get_many(PairRefs(pair))
    return two
