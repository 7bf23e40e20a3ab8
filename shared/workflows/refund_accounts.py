"""Bank accounts for refunds, named by the link in a refund mail: a guest has no other way to us."""

from datetime import datetime

from shared.contracts.mail_links import MailLinks, RefundAccountLink
from shared.kernel.ports import Reader, UnitOfWork
from shared.limits import actions as limits
from shared.limits.subjects import order_limits_ref
from shared.orders import payout_channels, refunds, store
from shared.orders.errors import RefundLinkExpired, RefundLinkNotValid
from shared.orders.models import Order, Refund, RefundStatus
from shared.orders.refund_account_page import ShownRefund
from shared.orders.schemas import AccountOfLink, NamedRefundAccount, SetRefundAccount
from shared.workflows.call import Call


def read_link(links: MailLinks, token: str) -> RefundAccountLink:
    """Return the link of a token; the link may have expired.

    Raises:
        RefundLinkNotValid: The token is not one of our links.
    """
    link = links.find_link(RefundAccountLink, token)
    if link is None:
        raise RefundLinkNotValid()
    return link


async def find_refund_of_link(
    reader: Reader, links: MailLinks, link: RefundAccountLink, *, now: datetime
) -> ShownRefund | None:
    """Find what the page of a link shows; None once the link has expired.

    Raises:
        RefundLinkNotValid: The order is gone, or the link went to another address than the order has now.
    """
    if link.has_expired(now):
        return None
    refund = _check_link(links, link, await reader.get(store.order_ref(link.order_id)))
    channels: tuple[payout_channels.PayoutChannel, ...] = ()
    if refund.status is RefundStatus.AWAITING_ACCOUNT and refund.attempt == link.attempt:
        known = await payout_channels.list_channels(reader)
        channels = tuple(one for one in known if one.min_amount <= refund.amount <= one.max_amount)
    return ShownRefund(amount=refund.amount, channels=channels, to=refund.to)


async def submit_refund_account(
    call: Call, links: MailLinks, link: RefundAccountLink, account: AccountOfLink
) -> NamedRefundAccount:
    """Set the account that the holder of a link names. Every try counts, right or wrong.

    Raises:
        RefundLinkExpired: The link has ended.
        RefundLinkNotValid: The order is gone, has another address, or the refund has begun another attempt.
        LimitReached: The link was tried too often today.
        Invalid: The bank cannot receive the refund, or has no such account numbers.
        RefundNotWaiting: Another account has been named.
    """
    if link.has_expired(call.now):
        raise RefundLinkExpired(expires_at=link.expires_at)
    await call.commit(_count_try, links, link, now=call.now)
    return await call.commit(_set_account, links, link, account, now=call.now)


async def _count_try(uow: UnitOfWork, links: MailLinks, link: RefundAccountLink, *, now: datetime) -> None:
    """Count a try in a commit of its own, because a wrong account commits nothing.

    Raises:
        RefundLinkNotValid: The order is gone, or has another address.
        LimitReached: The link was tried too often today.
    """
    _check_link(links, link, await uow.get(store.order_ref(link.order_id)))
    settings = await limits.get_limit_settings(uow)
    await limits.count_act(uow, order_limits_ref(link.order_id), settings.refund_account_tries, now=now)


async def _set_account(
    uow: UnitOfWork, links: MailLinks, link: RefundAccountLink, account: AccountOfLink, *, now: datetime
) -> NamedRefundAccount:
    """Set the account, if the link is still good for it.

    Raises:
        RefundLinkNotValid: The order is gone, has another address, or the refund has begun another attempt.
        Invalid: The bank cannot receive the refund, or has no such account numbers.
        RefundNotWaiting: Another account has been named.
    """
    order = await uow.get(store.order_ref(link.order_id))
    refund = _check_link(links, link, order)
    if order is None or refund.attempt != link.attempt:
        raise RefundLinkNotValid()
    wish = SetRefundAccount(order_id=link.order_id, number=link.number, **account.model_dump(exclude={"token"}))
    named_by = f"refund_mail:{link.order_id}"
    return NamedRefundAccount.of(
        await refunds.save_refund_account(uow, order, wish, named_by=named_by, now=now), link.number
    )


def _check_link(links: MailLinks, link: RefundAccountLink, order: Order | None) -> Refund:
    """Return the refund of a link whose order still has the address that the link went to.

    Raises:
        RefundLinkNotValid: The order is gone, or has another address.
    """
    refund = order.find_refund(link.number) if order else None
    if order is None or refund is None or links.compute_address_tag(order.buyer.email) != link.address_tag:
        raise RefundLinkNotValid()
    return refund
