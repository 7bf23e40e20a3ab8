"""Entities of blocks: those that stand, and the times of those that were taken back."""

from shared.kernel.ids import UserId
from shared.kernel.schemas import Entity, Moment


class Block(Entity):
    """Block of one person by another, kept below the person who blocks.

    Attributes:
        id: Id or alias of the blocked person.
        blocked_at: Instant in UTC of the block.
    """

    id: UserId
    blocked_at: Moment


class BlockTime(Entity):
    """Time of a block that its maker has taken back, in UTC."""

    blocked_at: Moment
    ended_at: Moment


class EndedBlocks(Entity):
    """Blocks of one person by another that were taken back, kept below the person who had blocked.

    They show who kept whom out of a session that is decided later.

    Attributes:
        id: Id or alias of the person who was blocked.
        times: Times of the latest twenty blocks, the oldest first.
        expire_at: Instant in UTC, 90 days after the last of them, after which TTL deletes the document.
    """

    id: UserId
    times: tuple[BlockTime, ...]
    expire_at: Moment
