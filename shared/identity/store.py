"""Where partner keys are kept."""

from shared.identity.models import PartnerKey
from shared.kernel.ports import Query, Ref


def partner_key(key_id: str) -> Ref[PartnerKey]:
    """`key_id` is the hash of the key."""
    return Ref(f"partner_keys/{key_id}", PartnerKey)


def partner_keys() -> Query[PartnerKey]:
    """All keys, the newest first."""
    return Query("partner_keys", PartnerKey).by("created_at", "desc")
