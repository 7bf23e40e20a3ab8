"""Reviews of products by their buyers, with the rating of the product in the same commit."""

from datetime import datetime

from shared.catalogue import grants
from shared.catalogue import store as catalogue
from shared.catalogue.errors import NotGranted
from shared.contracts.reviews import ProductPurchase
from shared.identity import store as identity
from shared.identity.contact_proofs import has_proven_contact
from shared.kernel.actors import Actor
from shared.kernel.ids import ProductId, UserId
from shared.kernel.ports import Reader, UnitOfWork
from shared.limits import actions as limits
from shared.limits.subjects import person_limits_ref
from shared.orders import store as orders
from shared.reviews import product_reviews, rules, store
from shared.reviews.errors import ReviewNeedsProof
from shared.reviews.models import WrittenReview
from shared.workflows import review_publication


async def write_product_review(
    uow: UnitOfWork, product_id: ProductId, stars: int, text: str, *, actor: Actor, now: datetime
) -> WrittenReview:
    """Write the actor's review of a product that the actor has bought, or change its words.

    Raises:
        NotGranted: The actor has not bought the product, or the payment was refunded.
        ReviewNeedsProof: The product was free, and the actor has proven neither an address nor a number.
        ReviewFinal: The review was taken from view.
        ReviewWindowOver: The time to change the review is over.
        LimitReached: The actor has written too much within an hour.
    """
    bought = await _get_bought_product(uow, product_id, actor)
    if not bought.is_vouched:
        raise ReviewNeedsProof()
    settings = await store.get_review_settings(uow)
    write = product_reviews.write_product_review
    review, has_changed = await write(uow, bought, stars, text, settings=settings, now=now)
    if has_changed:
        # A concurrent refund revokes the right to the product, and the review with it: then the commits must conflict.
        uow.verify(grants.grant_ref(actor.id, product_id))
        limit = (await limits.get_limit_settings(uow)).reviews
        await limits.count_act(uow, person_limits_ref(actor.id), limit, now=now)
        await review_publication.update_shown_reviews(uow, [review])
    return review


async def _get_bought_product(reader: Reader, product_id: ProductId, actor: Actor) -> ProductPurchase:
    grant = await grants.find_active_grant(reader, UserId(actor.id), product_id)
    if grant is None:
        raise NotGranted(product_id=product_id)
    user, product, order = await reader.get_many(
        identity.user_ref(actor.id), catalogue.product_ref(grant.expert, grant.product), orders.order_ref(grant.order)
    )
    has_paid = order is not None and order.total.amount > 0
    return ProductPurchase(
        order=grant.order,
        product=grant.product,
        product_name=grant.name or (product.name if product else ""),
        expert=grant.expert,
        customer=grant.customer,
        customer_name=rules.shorten_name(user.full_name if user else ""),
        is_vouched=has_paid or has_proven_contact(actor, user),
    )
