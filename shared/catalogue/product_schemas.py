"""Views of digital products: what everybody sees, and what buyers get."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Self

from shared.catalogue.product_models import PartKind, PartSummary, Product, ProductPart, ProductPartId
from shared.kernel.ids import ProductId, UserId
from shared.kernel.money import Money
from shared.kernel.schemas import Moment, View


class ProductPartView(View):
    """A part of a product, without its address."""

    part_id: ProductPartId
    """Id of the part, for `download_product`; the part keeps its id when its file is replaced."""
    title: str
    """Title of the part, one line."""
    kind: PartKind
    """Kind of the part: a `file` to save, or a `link` to a page of another site."""
    bytes: int | None
    """Size of the file in bytes; null for a link."""

    @classmethod
    def of(cls, part: PartSummary | ProductPart) -> Self:
        """Build the view of `part`."""
        return cls(part_id=part.id, title=part.title, kind=part.kind, bytes=part.bytes)


class ProductView(View):
    """A digital product of an expert."""

    product_id: ProductId
    """Id of the product, for `buy_product` and `download_product`."""
    expert_id: UserId
    """Id of the expert who sells the product."""
    name: str
    """Name of the product, one line."""
    description: str
    """Contents of the product, in the expert's words; may be empty."""
    kind: Literal["ebook", "course"]
    """Kind of product: an e-book or a course."""
    price: Money
    """Price of the product without our fee."""
    thumbnail_url: str | None
    """Public address of a small picture; null when there is none."""
    active: bool
    """True if the expert wants to sell the product."""
    position: int
    """Place on the expert's page, 0 to 1,000, the smallest first."""
    file_name: str | None
    """Name under which buyers save the first file; null while there is no file."""
    file_bytes: int | None
    """Size of the first file in bytes; null while there is no file."""
    parts: list[ProductPartView]
    """Files and links that buyers get, in the expert's order; empty while there are none."""
    rating: float | None
    """Average of all reviews by buyers, 1 to 5 stars; null before the first review."""
    rating_count: int
    """Number of reviews behind the average; `list_product_reviews` lists them."""
    on_sale: bool
    """True if customers can buy the product now: it is active and has a file or a link."""

    @classmethod
    def of(cls, product: Product) -> Self:
        """Build the view of `product`."""
        same = product.model_dump(include=set(cls.model_fields) - {"price", "parts", "rating"})
        return cls(
            product_id=product.id,
            expert_id=product.expert,
            price=Money(amount=product.price),
            parts=[ProductPartView.of(part) for part in product.shown_parts],
            rating=product.rating / 100 if product.rating_count else None,
            on_sale=product.on_sale,
            **same,
        )


class DownloadView(View):
    """A part of a bought product, with the address of the part."""

    part_id: ProductPartId
    """Id of the part that `url` leads to."""
    title: str
    """Title of the part, one line."""
    kind: PartKind
    """Kind of the part: a `file` to save, or a `link` to a page of another site."""
    url: str
    """Address of the part; whoever has the address of a file can fetch the file until `expires_at`."""
    filename: str | None
    """Name under which a browser saves the file; null for a link."""
    bytes: int | None
    """Size of the file in bytes; null for a link."""
    expires_at: Moment | None
    """Instant in UTC after which the address of a file no longer works; null for a link."""
    parts: list[ProductPartView]
    """All parts that the caller has bought, in the expert's order; ask for each by its `part_id`."""

    @classmethod
    def of(cls, part: ProductPart, parts: Sequence[ProductPart], *, url: str, expires_at: datetime) -> Self:
        """Build the view of `part`, whose file has the short-lived address `url`."""
        return cls(
            part_id=part.id,
            title=part.title,
            kind=part.kind,
            url=url,
            filename=part.saved_as if part.link is None else None,
            bytes=part.bytes,
            expires_at=expires_at if part.link is None else None,
            parts=[ProductPartView.of(one) for one in parts],
        )
