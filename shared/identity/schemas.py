"""What people say of themselves, and what the world sees of them and of partner keys."""

from typing import Self

from shared.contracts.people import Locale
from shared.identity import rules
from shared.identity.models import PartnerKey, PersonRole, Scope, User, UserStatus
from shared.kernel.ids import PartnerId, UserId
from shared.kernel.schemas import Email, Line, Moment, Phone, Request, View
from shared.kernel.zones import Zone


class Registration(Request):
    """What is not said is taken from the sign-in. Only the anonymous may do without a name: they get a pseudonym."""

    full_name: Line | None = None
    email: Email | None = None
    phone: Phone | None = None
    zone: Zone = "Asia/Jakarta"
    locale: Locale = "id"


class AccountView(View):
    """One's own account. `anonymous`: without a name of one's own; register again after signing in with one."""

    user_id: UserId
    role: PersonRole
    full_name: str
    email: str | None
    phone: str | None
    zone: str
    locale: Locale
    anonymous: bool
    status: UserStatus
    created_at: Moment

    @classmethod
    def of(cls, user: User) -> Self:
        return cls(user_id=user.id, **user.model_dump(exclude={"id", "changed_at"}))


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
    def of_created(cls, made: PartnerKey, key: str) -> Self:
        """The view of *made*, with *key* if that is really its key."""
        view = PartnerKeyView.of(made)
        return cls(**view.model_dump(), key=key if rules.compute_key_id(key) == made.id else None)
