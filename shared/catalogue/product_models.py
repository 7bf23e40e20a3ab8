"""Entities of digital products: the product, which is public, and its contents, which only buyers get."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import StringConstraints

from shared.contracts.files import add_file_ending
from shared.kernel.ids import Id, ProductId, UserId
from shared.kernel.schemas import Entity, Line, Moment, Text
from shared.kernel.stored_choices import UnknownAs
from shared.kernel.validation_messages import ValidationMessage

Url = Annotated[
    str,
    StringConstraints(pattern=r"^https?://[^\s\x00-\x1f\x7f]{1,500}$"),
    ValidationMessage("not_a_url"),
]

PartKind = Literal["file", "link"]
"""Kind of a part: a file in our storage, or a page of another site."""


class ProductPartId(Id):
    """Id of a part of a product."""


ONLY_PART = ProductPartId("file")
"""Id of the one file of a product, if no part was ever named."""


class PartSummary(Entity):
    """A part of a product as everybody sees it, without any address.

    Attributes:
        title: Title of the part.
        bytes: Size of the file in bytes; None for a link.
    """

    id: ProductPartId
    title: Line
    kind: Annotated[PartKind, UnknownAs("file")]
    bytes: int | None = None


class Product(Entity):
    """Digital product of an expert. What buyers get stands apart in `ProductContents`: this document may be public.

    Attributes:
        kind: E-book or course.
        price: Price in rupiah, without our fee.
        thumbnail_url: Public address of a small picture.
        thumbnail_key: Storage key of the small picture; None for an address of another site.
        active: True while the expert wants to sell the product; true by default.
        position: Place on the expert's page, smallest first; 0 by default.
        file_name: Name of the first file; None while there is no file.
        file_bytes: Size of the first file in bytes; None while there is no file.
        parts: Parts in their order; none in documents of earlier versions, which have one file.
        rating: Average of all reviews times 100; 0 before the first review.
        rating_sum: Sum of all stars.
        rating_count: Number of reviews.
        saved_at: Time of the last change, UTC.
    """

    id: ProductId
    expert: UserId
    name: Line
    description: Text = ""
    kind: Annotated[Literal["ebook", "course"], UnknownAs("ebook")]
    price: int
    thumbnail_url: Url | None = None
    thumbnail_key: str | None = None
    active: bool = True
    position: int = 0
    file_name: str | None = None
    file_bytes: int | None = None
    parts: tuple[PartSummary, ...] = ()
    rating: int = 0
    rating_sum: int = 0
    rating_count: int = 0
    saved_at: Moment

    @property
    def shown_parts(self) -> tuple[PartSummary, ...]:
        """Parts as everybody sees them; the one file of an earlier version is a part with the product's name."""
        if self.parts or self.file_name is None:
            return self.parts
        return (PartSummary(id=ONLY_PART, title=self.name, kind="file", bytes=self.file_bytes),)

    @property
    def on_sale(self) -> bool:
        """True if customers can buy the product: it is active and has something to give."""
        return self.active and bool(self.shown_parts)


class ProductPart(Entity):
    """A part of a product with its address: a file of ours by `key`, or a page of another site by `link`.

    Attributes:
        id: Id of the part, which stays when its file is replaced.
        title: Title of the part.
        key: Storage key of the file; None for a link.
        name: Name under which buyers save the file; None for a link.
        content_type: Media type of the file; None for a link.
        bytes: Size of the file in bytes; None for a link.
        link: HTTPS address of the page; None for a file.
        attached_at: Time at which file or link was attached, UTC.
        removed_at: Time at which the expert took the part out of the product, UTC. Earlier buyers keep the part.
    """

    id: ProductPartId
    title: Line
    key: str | None = None
    name: str | None = None
    content_type: str | None = None
    bytes: int | None = None
    link: str | None = None
    attached_at: Moment
    removed_at: Moment | None = None

    @property
    def kind(self) -> PartKind:
        """Kind of the part."""
        return "file" if self.link is None else "link"

    @property
    def saved_as(self) -> str:
        """Name under which buyers save the file. Files of earlier versions have names of any ending."""
        return add_file_ending(self.name or self.title, self.content_type or "")

    def with_content(self, content: "ProductPart") -> "ProductPart":
        """Return the part with the file or link of `content`."""
        return content.having(id=self.id, title=self.title)


class ProductContents(Entity):
    """All that buyers of a product get. The document stays when the product is deleted: buyers keep what they bought.

    Attributes:
        key: Storage key of the first file, the only one that earlier versions know; None without a file.
        name: Name of the first file.
        content_type: Media type of the first file.
        bytes: Size of the first file in bytes.
        attached_at: Time at which the latest file or link was attached, UTC.
        parts: Parts in their order, with those that were taken out; none in documents of earlier versions.
        deleted_at: Time at which the expert deleted the product, UTC; None while the product exists.
    """

    key: str | None
    name: str | None
    content_type: str | None
    bytes: int | None
    attached_at: Moment
    parts: tuple[ProductPart, ...] = ()
    deleted_at: Moment | None = None

    @property
    def all_parts(self) -> tuple[ProductPart, ...]:
        """Parts in their order, with those that were taken out, and with a file that an earlier version attached."""
        if self.key is None or any(part.key == self.key for part in self.parts):
            return self.parts
        file = ProductPart(
            id=ONLY_PART,
            title=self.name or ONLY_PART,
            key=self.key,
            name=self.name,
            content_type=self.content_type,
            bytes=self.bytes,
            attached_at=self.attached_at,
        )
        place = next((n for n, part in enumerate(self.parts) if part.key and part.removed_at is None), None)
        if place is None:
            return (file, *self.parts)
        return (*self.parts[:place], self.parts[place].with_content(file), *self.parts[place + 1 :])

    @property
    def current_parts(self) -> tuple[ProductPart, ...]:
        """Parts that a buyer of today gets, in their order."""
        return tuple(part for part in self.all_parts if part.removed_at is None)

    def parts_bought_at(self, moment: datetime) -> tuple[ProductPart, ...]:
        """Parts that a buyer of `moment` gets, in their order: those of today, and those that were taken out later."""
        return tuple(part for part in self.all_parts if part.removed_at is None or part.removed_at >= moment)


def contents_from_parts(parts: tuple[ProductPart, ...]) -> ProductContents:
    """Build the contents of a product, with the first file where earlier versions look for it."""
    first = next((part for part in parts if part.key is not None and part.removed_at is None), None)
    return ProductContents(
        key=first.key if first else None,
        name=first.name if first else None,
        content_type=first.content_type if first else None,
        bytes=first.bytes if first else None,
        attached_at=max(part.attached_at for part in parts),
        parts=parts,
    )


def with_shown_parts(product: Product, parts: tuple[ProductPart, ...], *, now: datetime) -> Product:
    """Return the product with what everybody may know of its parts: titles, kinds and sizes."""
    current = [part for part in parts if part.removed_at is None]
    first = next((part for part in current if part.key is not None), None)
    return product.having(
        file_name=first.name if first else None,
        file_bytes=first.bytes if first else None,
        parts=tuple(PartSummary(id=one.id, title=one.title, kind=one.kind, bytes=one.bytes) for one in current),
        saved_at=now,
    )
