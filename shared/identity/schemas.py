"""What the world sees of partner keys."""

from typing import Self

from shared.identity import rules
from shared.identity.models import PartnerKey, Scope
from shared.kernel.ids import PartnerId
from shared.kernel.schemas import Moment, View


class PartnerKeyView(View):
    """`hint` is how the key begins."""

    key_id: str
    partner_id: PartnerId
    name: str
    scopes: list[Scope]
    hint: str
    created_at: Moment
    revoked_at: Moment | None

    @classmethod
    def of(cls, key: PartnerKey) -> Self:
        return cls(key_id=key.id, **key.model_dump(exclude={"id", "created_by"}))


class PartnerKeyCreated(PartnerKeyView):
    """`key` is shown this once; null when a retried call is told what the first one made."""

    key: str | None = None

    @classmethod
    def showing(cls, made: PartnerKey, key: str) -> Self:
        """The view of *made*, with *key* if that is really its key."""
        view = PartnerKeyView.of(made)
        return cls(**view.model_dump(), key=key if rules.key_id(key) == made.id else None)
