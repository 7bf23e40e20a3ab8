"""Requests of a pairing, with the order that pays for the pairing."""

import asyncio
from datetime import datetime
from typing import NamedTuple

from shared.chat import crisis_detection
from shared.chat import store as chat
from shared.chat.settings import ChatSettings
from shared.contracts.calls import identify_customer, new_call_id
from shared.contracts.hotlines import Hotline
from shared.identity import display_names
from shared.identity import store as identity
from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId, PairingId, UserId
from shared.kernel.ports import Reader, UnitOfWork
from shared.limits import actions as limits
from shared.limits.errors import LimitReached
from shared.limits.settings import LimitSettings
from shared.limits.subjects import person_limits_ref
from shared.orders import actions as orders
from shared.orders import item_names
from shared.orders.models import Buyer
from shared.orders.payment_methods import PAYMENT_SETTINGS
from shared.orders.ports import PaymentProvider
from shared.orders.schemas import OrderDetails
from shared.pairing import pairing_requests, rules, store
from shared.pairing.models import Pairing
from shared.pairing.pairing_requests import Caller
from shared.pairing.schemas import PairingDetails
from shared.workflows import caller_separations, checkout, open_pairings
from shared.workflows.call import Call


class RequestedPairing(NamedTuple):
    """A pairing, the place to pay its order, if there is one, and the hotlines for a customer in danger."""

    pairing: Pairing
    checkout_url: str | None
    hotlines: tuple[Hotline, ...] = ()


async def request_pairing(
    call: Call, payments: PaymentProvider, details: PairingDetails, buyer: Buyer | None
) -> RequestedPairing:
    """Request a pairing by credit or trial, or check out the order that pays for the pairing.

    A topic that speaks of danger needs no payment, some times a day. The hotlines are in the answer, and a supervisor
    is alerted, every time.

    Args:
        buyer: Recipient of the invoice, if other than the actor's account.

    Raises:
        NotRegistered: The caller has no account.
        AlreadySearching: The caller has an open pairing or session.
        MustRegister: The caller has had as many sessions as allowed without an account.
        BuyerNeeded: The account lacks an e-mail address or a phone number.
        LimitReached: The caller has asked for too many calls.
    """
    pairing_id = await call.commit(
        request_pairing_and_open_order, details, buyer, actor=call.actor, call_id=call.call_id, now=call.now
    )
    pairing = await call.read(store.get_pairing, pairing_id)
    hotlines: tuple[Hotline, ...] = ()
    # A call beyond the free ones is not marked. Admins' own phrases are not looked for here: that would cost each call
    # with a topic a read.
    if pairing.in_danger or crisis_detection.has_crisis_words(_texts_of(details), ChatSettings()):
        call.alert("crisis in a call's topic", pairing_id=pairing_id)
        hotlines = (await call.read(chat.get_chat_settings)).hotlines
    if pairing.entitlement.order_id is None:
        return RequestedPairing(pairing, None, hotlines)
    order = await checkout.open_invoice(call, payments, pairing.entitlement.order_id)
    return RequestedPairing(pairing, order.payment.checkout_url, hotlines)


async def request_pairing_and_open_order(
    uow: UnitOfWork, details: PairingDetails, buyer: Buyer | None, *, actor: Actor, call_id: str, now: datetime
) -> PairingId:
    """Request a pairing, and open the order that pays for it, in one commit. A credit or a trial needs no order.

    Raises:
        NotRegistered: The actor has no account.
        AlreadySearching: The actor has an open pairing or session.
        MustRegister: The actor has had as many sessions as allowed without an account.
        BuyerNeeded: The account lacks an e-mail address or a phone number.
        LimitReached: The caller has asked for too many calls.
    """
    alias, uid, order_id = actor.alias, UserId(actor.id), OrderId.at(now, uow.random_below)
    release = open_pairings.release_caller_if_session_over(uow, alias, now=now)
    person, in_danger, limit_settings, *_ = await asyncio.gather(
        identity.get_user(uow, uid),
        _speaks_of_danger(uow, details),
        limits.get_limit_settings(uow),
        uow.prefetch(person_limits_ref(uid), PAYMENT_SETTINGS.ref),
        release,
    )
    apart = await caller_separations.find_separations(uow, actor)
    session = new_call_id(uow.random_below, has_own_alias=True)
    session_alias = identify_customer(actor, session)
    caller = Caller(
        id=alias,
        account=uid,
        name=person.full_name,
        pseudonym=display_names.compute_pseudonym(alias),
        session=session,
        session_alias=session_alias,
        session_pseudonym=display_names.compute_pseudonym(session_alias),
        phone=actor.phone,
        anonymous=actor.anonymous,
    )
    is_free = in_danger and await _is_free_in_danger(uow, uid, limit_settings, now=now)
    pairing, settings = await pairing_requests.request_pairing(
        uow, details, caller, apart=apart, in_danger=is_free, order_id=order_id, now=now
    )
    if not in_danger:
        # A person in danger is never told to wait.
        await limits.count_act(uow, person_limits_ref(uid), limit_settings.calls, now=now)
    if pairing.entitlement.kind == "order":
        wishes = OrderDetails.of(person, buyer, details)
        sale = rules.sale_from_pairing(pairing, settings, item_names.name_call(wishes.locale))
        await orders.open_order(uow, order_id, sale, wishes, actor=actor, now=now, call_id=call_id)
    return pairing.id


async def _is_free_in_danger(uow: UnitOfWork, uid: UserId, settings: LimitSettings, *, now: datetime) -> bool:
    """Count a call in danger, and return whether the call costs nothing.

    So nobody talks without paying every day by writing words of danger. The hotlines and the alert have no limit.
    """
    try:
        await limits.count_act(uow, person_limits_ref(uid), settings.danger_calls, now=now)
    except LimitReached:
        return False
    return True


async def _speaks_of_danger(reader: Reader, details: PairingDetails) -> bool:
    texts = _texts_of(details)
    return bool(texts) and crisis_detection.has_crisis_words(texts, await chat.get_chat_settings(reader))


def _texts_of(details: PairingDetails) -> list[str]:
    """Return the words that the customer has written for the call."""
    return [text for text in (details.name, details.topic) if text]
