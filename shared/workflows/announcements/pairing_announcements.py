"""Announcements of calls: that no expert was found, and what of the customer's came back."""

from datetime import datetime

from shared.contracts.notices import Notice, NoticeSubject, SubjectKind
from shared.kernel.ids import PairingId
from shared.kernel.ports import UnitOfWork
from shared.pairing import store
from shared.workflows import pairing_notices
from shared.workflows.announcements import recipients


async def announce_nobody_found(uow: UnitOfWork, pairing_id: PairingId, *, now: datetime) -> int:
    """Tell the customer of a call that no expert took it, and return the number of new notices.

    The notice goes to the customer's account, which the expert side of the call never sees.

    Raises:
        PairingNotFound: No call has this id.
    """
    pairing = await store.get_pairing(uow, pairing_id)
    template = pairing_notices.NOBODY_FOUND.get(pairing.entitlement.kind)
    caller = await store.find_caller_account(uow, pairing.caller)
    if template is None or caller is None:
        return 0
    notice = Notice(
        event=f"pairing:{pairing.id}:nobody_found",
        template=template,
        to=caller.account,
        subject=NoticeSubject(kind=SubjectKind.PAIRING, id=pairing.id),
        link="/pairing",
    )
    return await recipients.tell_people(uow, [notice], now=now)
