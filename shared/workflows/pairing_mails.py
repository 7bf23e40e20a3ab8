"""E-mails that tell customers of their calls."""

from shared.contracts.mail import Mail, MailProvider
from shared.identity import store as identity
from shared.kernel.ports import Reader
from shared.pairing import messages, store
from shared.pairing.jobs import EmailNobodyFound
from shared.workflows import mail_delivery
from shared.workflows.call import Call


async def send_nobody_found(call: Call, provider: MailProvider, job: EmailNobodyFound) -> None:
    """Tell the customer of a call that no expert took it, if the customer has an address."""
    mail = await call.read(compose_nobody_found, job)
    if mail is not None:
        await mail_delivery.send_mail(call, provider, mail)


async def compose_nobody_found(reader: Reader, job: EmailNobodyFound) -> Mail | None:
    """Compose the e-mail of `job`; None for a customer without an address.

    Raises:
        PairingNotFound: No call has this id.
    """
    pairing = await store.get_pairing(reader, job.pairing_id)
    caller = await store.find_caller_account(reader, pairing.caller)
    person = await reader.get(identity.user_ref(caller.account)) if caller else None
    return messages.compose_nobody_found(pairing, person) if person is not None and person.email else None
