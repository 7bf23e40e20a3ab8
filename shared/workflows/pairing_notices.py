"""Notices of calls: the mail that tells a customer that no expert took the call."""

from shared.contracts.mail import Mail
from shared.kernel.ids import PairingId
from shared.kernel.ports import Reader
from shared.notifications.errors import NoMailAddress
from shared.pairing import messages, store
from shared.workflows.notice_mail_requests import NoticeMailRequest

NOBODY_FOUND = {
    "trial": "pairing.nobody_for_trial",
    "credit": "pairing.nobody_for_credit",
    "crisis": "pairing.nobody_in_crisis",
}
"""Templates by what the customer gave for the call. The notice of the refund tells customers who paid."""


async def compose_nobody_found_mail(reader: Reader, request: NoticeMailRequest) -> Mail:
    """Compose the mail that tells a customer that no expert took the call, and what of theirs came back.

    Raises:
        NoMailAddress: The customer has no address.
        PairingNotFound: No call has this id.
    """
    account, subject = request.account, request.delivery.subject
    if account is None or account.email is None:
        raise NoMailAddress(delivery_id=request.delivery.id)
    pairing = await store.get_pairing(reader, PairingId(subject.id if subject else ""))
    return messages.compose_nobody_found(pairing, account)
