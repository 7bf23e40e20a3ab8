"""Subjects of limits: who or what acts. Addresses and phone numbers are stored as hashes only."""

import hashlib
from ipaddress import IPv6Address, ip_address

from shared.kernel.phone_numbers import to_international_phone
from shared.kernel.ports import Ref
from shared.limits.models import SubjectLimits, limits_ref

# Mailboxes of these providers ignore dots before the @.
_DOTLESS_DOMAINS = ("gmail.com", "googlemail.com")
# A customer of a provider has at least this much of the IPv6 network.
_IPV6_PREFIX_BITS = 64


def person_limits_ref(uid: str, *, scope: str = "") -> Ref[SubjectLimits]:
    """Build the reference of an account's limits.

    Args:
        uid: Uid of the account, never an alias: limits hold for the account behind all aliases.
        scope: Thing for which the subject has limits of its own, such as `event-tedx`. Default: none.
    """
    return _scoped_ref("person", uid, scope)


def email_limits_ref(email: str, *, scope: str = "") -> Ref[SubjectLimits]:
    """Build the reference of an e-mail address's limits. Spellings that reach the same mailbox are one subject."""
    return _scoped_ref("email", _hash(normalize_mailbox(email)), scope)


def phone_limits_ref(phone: str, *, scope: str = "") -> Ref[SubjectLimits]:
    """Build the reference of a phone number's limits. All spellings are one subject."""
    return _scoped_ref("phone", _hash(to_international_phone(phone)), scope)


def list_earlier_phone_limits_refs(phone: str, *, scope: str = "") -> list[Ref[SubjectLimits]]:
    """List the documents under which earlier versions counted a number that they stored as `phone`.

    They counted each spelling, and later all spellings with a 0 in front, as a subject of its own.
    """
    spellings = (phone, f"+62{phone[1:]}" if phone.startswith("0") else phone)
    present = phone_limits_ref(phone, scope=scope)
    earlier = [_scoped_ref("phone", _hash(spelling), scope) for spelling in dict.fromkeys(spellings)]
    return [ref for ref in earlier if ref != present]


def address_limits_ref(address: str, *, scope: str = "") -> Ref[SubjectLimits]:
    """Build the reference of the limits of a client's IP address; for IPv6, of its /64 network."""
    return _scoped_ref("address", _hash(normalize_address(address)), scope)


def order_limits_ref(order_id: str) -> Ref[SubjectLimits]:
    """Build the reference of the limits of what admins may do to one order."""
    return _scoped_ref("order", order_id, "")


def partner_limits_ref(partner_id: str) -> Ref[SubjectLimits]:
    """Build the reference of a partner's limits. All keys of the partner are one subject."""
    return _scoped_ref("partner", partner_id, "")


def normalize_mailbox(email: str) -> str:
    """Return one spelling for all spellings of an address that reach the same mailbox.

    Case, a suffix after `+`, and the dots of Gmail addresses make no difference.
    """
    name, _, domain = email.strip().lower().rpartition("@")
    name = name.partition("+")[0] or name
    return f"{name.replace('.', '') if domain in _DOTLESS_DOMAINS else name}@{domain}"


def normalize_address(address: str) -> str:
    """Return an IPv4 address as it is, and the /64 network of an IPv6 address."""
    parsed = ip_address(address)
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(IPv6Address(int(parsed) >> (128 - _IPV6_PREFIX_BITS) << (128 - _IPV6_PREFIX_BITS)))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def _scoped_ref(kind: str, name: str, scope: str) -> Ref[SubjectLimits]:
    return limits_ref(f"{scope}-{kind}-{name}" if scope else f"{kind}-{name}")
