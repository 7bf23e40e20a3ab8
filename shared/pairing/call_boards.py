"""Boards of open calls: each expert reads one board, and a call stands on every board but those of unwanted experts.

A board hides a call from all its experts. So nobody can tell why a call is missing, and no document tells which
boards have the call. The number of boards is fixed: a call costs the same for any number of experts.
"""

from collections.abc import Collection, Iterable

from shared.kernel.ids import Id, UserId
from shared.kernel.ports import Refs, UnitOfWork
from shared.pairing import store
from shared.pairing.models import Availability, CallBoards, OpenCall, Pairing, PairingStatus, Separation

BOARD_COUNT = 8
"""Number of boards. An expert whom a caller avoids takes an eighth of the experts with them, at most."""


async def get_boards(uow: UnitOfWork) -> CallBoards:
    """Get the boards, or create them. Their ids are random, so that nobody follows the topic of another board."""
    found = await uow.get(store.BOARDS)
    if found is not None:
        return found
    boards = CallBoards(id=Id(store.BOARDS.id), experts={Id.new(uow.random_below): 0 for _ in range(BOARD_COUNT)})
    uow.put(store.BOARDS, boards)
    return boards


async def assign_board(uow: UnitOfWork, availability: Availability | None) -> Id:
    """Return the board of an expert. A new expert gets the board with the fewest experts, and keeps that board."""
    if availability is not None and availability.board is not None:
        return availability.board
    boards = await get_boards(uow)
    board = min(boards.experts, key=lambda id: boards.experts[id])
    uow.put(store.BOARDS, boards.having(experts={**boards.experts, board: boards.experts[board] + 1}))
    return Id(board)


async def choose_boards(
    uow: UnitOfWork, apart: Iterable[Separation], *, informed: Collection[UserId] = ()
) -> tuple[Id, ...]:
    """Choose the boards of a call: all but those of experts with whom the caller must not be connected.

    Args:
        uow: Unit of work.
        apart: Separations of the caller.
        informed: Experts who may see the call, because the call tells that it is no longer meant for them.
    """
    boards = await get_boards(uow)
    unwanted = [uid for uid in dict.fromkeys(each.expert for each in apart) if uid not in informed]
    (known,) = await uow.get_many(Refs([store.availability_ref(uid) for uid in unwanted]))
    closed = {availability.board for availability in known if availability is not None}
    return tuple(Id(board) for board in boards.experts if board not in closed)


def post_call(uow: UnitOfWork, pairing: Pairing) -> None:
    """Put a call on its boards."""
    for board in pairing.boards or ():
        uow.put(store.open_call_ref(board, pairing.id), OpenCall.of(pairing))


def remove_call(uow: UnitOfWork, pairing: Pairing) -> None:
    """Take a call from its boards."""
    if pairing.status is PairingStatus.SEARCHING:
        for board in pairing.boards or ():
            uow.delete(store.open_call_ref(board, pairing.id))


def withdraw_call(uow: UnitOfWork, pairing: Pairing, board: Id | None) -> None:
    """Take a call from one board, as if somebody else had accepted the call. Other boards keep the call."""
    if board is not None and pairing.boards is not None:
        uow.delete(store.open_call_ref(board, pairing.id))
        kept = tuple(each for each in pairing.boards if each != board)
        uow.put(store.pairing_ref(pairing.id), pairing.having(boards=kept))


def is_on_board(pairing: Pairing, availability: Availability | None) -> bool:
    """Return whether an expert can see the call. A call of an earlier version is on no board; all experts saw it."""
    if pairing.boards is None or availability is None or availability.board is None:
        return True
    return availability.board in pairing.boards
