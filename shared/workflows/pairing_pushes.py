"""Push messages that tell experts of a pairing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.contracts.people import Locale
from shared.contracts.push import PushOutcome, PushReceipt, PushRefused, PushSender
from shared.identity import store as identity
from shared.kernel.errors import Unavailable
from shared.kernel.ids import UserId
from shared.kernel.ports import Reader, Refs, UnitOfWork
from shared.notifications import devices
from shared.notifications import store as notifications
from shared.pairing import call_recipients, messages, store
from shared.pairing.jobs import PushPairing
from shared.pairing.models import Pairing
from shared.workflows.announcements.recipients import is_suspended
from shared.workflows.call import Call

_MOST_TOKENS = 500

Owners = dict[str, tuple[UserId, str]]
"""Owner of each token, with the key of the device."""


async def push_open_pairing(call: Call, push: PushSender, job: PushPairing) -> None:
    """Ring the phones of the experts who suit a call best, each in the language of the expert.

    The boards that apps listen to stay the truth. Nothing is sent once the round is over. Devices that do not exist any
    more are forgotten.

    Raises:
        PairingNotFound: No call has this id.
        Unavailable: The provider has taken no push at all; the task tries again.
    """
    pairing = await call.read(store.get_pairing, job.pairing_id)
    experts = await call.read(call_recipients.list_call_recipients, pairing, job.round, now=call.now)
    if not experts:
        return
    results: dict[str, PushOutcome] = {}
    phones = await call.read(_list_phones, experts, now=call.now)
    for locale, owners in phones.items():
        results |= await _ring_phones(push, pairing, locale, list(owners), now=call.now)
    dead = {token for token, result in results.items() if _is_dead(result)}
    if dead:
        await call.commit(_drop_dead_phones, phones, dead)
    missed = next((result for result in results.values() if isinstance(result, Unavailable)), None)
    if missed is not None and not any(isinstance(result, PushReceipt) for result in results.values()):
        raise Unavailable() from missed


async def _ring_phones(
    push: PushSender, pairing: Pairing, locale: Locale, tokens: Sequence[str], *, now: datetime
) -> dict[str, PushOutcome]:
    content = messages.compose_call_push(pairing, locale, now=now)
    results: dict[str, PushOutcome] = {}
    for start in range(0, len(tokens), _MOST_TOKENS):
        results |= await push.send_each(content, tokens[start : start + _MOST_TOKENS])
    return results


async def _list_phones(reader: Reader, experts: Sequence[UserId], *, now: datetime) -> dict[Locale, Owners]:
    """List the live devices of experts who are not suspended, by language."""
    accounts, restrictions, found = await reader.get_many(
        Refs([identity.user_ref(uid) for uid in experts]),
        Refs([identity.restriction_ref(uid) for uid in experts]),
        Refs([notifications.devices_ref(uid) for uid in experts]),
    )
    phones: defaultdict[Locale, Owners] = defaultdict(dict)
    for uid, account, restriction, own in zip(experts, accounts, restrictions, found, strict=True):
        if own is None or is_suspended(restriction, now=now):
            continue
        signed_out_at = restriction.signed_in_after if restriction is not None else None
        live = devices.list_live_devices(own, signed_out_at=signed_out_at, now=now)
        locale: Locale = account.locale if account is not None else "id"
        phones[locale] |= {device.token: (uid, key) for key, device in live.items()}
    return dict(phones)


async def _drop_dead_phones(uow: UnitOfWork, phones: Mapping[Locale, Owners], dead: set[str]) -> None:
    keys: defaultdict[UserId, list[str]] = defaultdict(list)
    for owners in phones.values():
        for token in owners.keys() & dead:
            uid, key = owners[token]
            keys[uid].append(key)
    for uid, found in keys.items():
        await devices.drop_dead_devices(uow, uid, found)


def _is_dead(result: PushOutcome) -> bool:
    if isinstance(result, PushReceipt):
        return result.is_token_invalid
    return isinstance(result, PushRefused) and result.token_at_fault
