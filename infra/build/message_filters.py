"""Pub/Sub message filters: build the filter of a subscription, check its syntax, and evaluate it.

Google's emulator ignores filters, so the local cloud and the tests evaluate them here. Syntax and limits:
https://cloud.google.com/pubsub/docs/subscription-message-filter. Escapes in strings: the usual ones.
"""

import hashlib
import re
import types
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from infra.build.discovery import BuildError
from shared.kernel import outbox
from shared.kernel.schemas import Event
from shared.runtime.specs import Spec

MAX_FILTER_BYTES = 256

Matcher = Callable[[Mapping[str, str]], bool]
"""Function that tells whether a message with these attributes is delivered."""

_KEY = r'(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*")'
_VALUE = r'"(?:[^"\\]|\\.)*"'
_TOKEN = re.compile(
    rf"""\s*(?:
        (?P<parenthesis>[()])
      | (?P<word>AND|OR|NOT)(?=[\s(])
      | (?P<minus>-)
      | attributes:(?P<present>{_KEY})
      | attributes\.(?P<key>{_KEY})\s*(?P<operator>=|!=)\s*(?P<value>{_VALUE})
      | hasPrefix\(\s*attributes\.(?P<prefixed>{_KEY})\s*,\s*(?P<prefix>{_VALUE})\s*\)
    )(?=[\s()]|$|(?<=[-(]))""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r'\\(?:(["\\])|u([0-9a-fA-F]{4})|(.))')


class InvalidFilter(ValueError):
    """Pub/Sub would refuse this filter; the text says why."""


@lru_cache(maxsize=256)
def parse_filter(text: str) -> Matcher:
    """Parse a filter; an empty one lets everything pass.

    Raises:
        InvalidFilter: The filter is too long, or not in Pub/Sub's syntax.
    """
    if len(text.encode()) > MAX_FILTER_BYTES:
        raise InvalidFilter(f"{len(text.encode())} bytes, and a filter has at most {MAX_FILTER_BYTES}: {text}")
    if not text:
        return lambda attributes: True
    tokens = _Tokens(text)
    matcher = _parse_expression(tokens)
    if tokens.next is not None:
        raise InvalidFilter(f"unexpected {tokens.next.group().strip()!r}: {text}")
    return matcher


class _Tokens:
    """The tokens of a filter, of which `next` is the first that is not taken."""

    def __init__(self, text: str) -> None:
        self.text = text.rstrip()
        self._position = 0
        self.next: re.Match[str] | None = None
        self.take()

    def take(self) -> re.Match[str] | None:
        """Take the next token."""
        taken = self.next
        self.next = None
        if self._position < len(self.text):
            self.next = _TOKEN.match(self.text, self._position)
            if self.next is None:
                raise InvalidFilter(f"no filter begins with {self.text[self._position :].strip()!r}: {self.text}")
            self._position = self.next.end()
        return taken

    def take_if(self, *texts: str) -> bool:
        """Take the next token if it is one of `texts`."""
        if self.next is None or self.next.group().strip() not in texts:
            return False
        self.take()
        return True


def _parse_expression(tokens: _Tokens) -> Matcher:
    """Parse terms that are joined by AND, or by OR: to mix them takes parentheses."""
    terms = [_parse_term(tokens)]
    joined_by: set[Literal["AND", "OR"]] = set()
    while True:
        if tokens.take_if("AND"):
            joined_by.add("AND")
        elif tokens.take_if("OR"):
            joined_by.add("OR")
        else:
            break
        if len(joined_by) > 1:
            raise InvalidFilter(f"AND beside OR needs parentheses: {tokens.text}")
        terms.append(_parse_term(tokens))
    if joined_by == {"OR"}:
        return lambda attributes: any(term(attributes) for term in terms)
    return lambda attributes: all(term(attributes) for term in terms)


def _parse_term(tokens: _Tokens) -> Matcher:
    if tokens.take_if("NOT", "-"):
        negated = _parse_simple(tokens)
        return lambda attributes: not negated(attributes)
    return _parse_simple(tokens)


def _parse_simple(tokens: _Tokens) -> Matcher:
    if tokens.take_if("("):
        inner = _parse_expression(tokens)
        if not tokens.take_if(")"):
            raise InvalidFilter(f"a parenthesis is not closed: {tokens.text}")
        return inner
    token = tokens.take()
    if token is None:
        raise InvalidFilter(f"ends too early: {tokens.text}")
    if token["present"]:
        return _matches_presence(_unquote(token["present"], tokens.text))
    if token["key"]:
        key, value = _unquote(token["key"], tokens.text), _unquote(token["value"], tokens.text)
        return _matches_value(key, value, equal=token["operator"] == "=")
    if token["prefixed"]:
        return _matches_prefix(_unquote(token["prefixed"], tokens.text), _unquote(token["prefix"], tokens.text))
    raise InvalidFilter(f"unexpected {token.group().strip()!r}: {tokens.text}")


def _matches_presence(key: str) -> Matcher:
    return lambda attributes: key in attributes


def _matches_value(key: str, value: str, *, equal: bool) -> Matcher:
    return lambda attributes: (attributes.get(key) == value) is equal


def _matches_prefix(key: str, prefix: str) -> Matcher:
    return lambda attributes: key in attributes and attributes[key].startswith(prefix)


def _unquote(literal: str, text: str) -> str:
    """Return the characters that a key or a string literal stands for."""
    if not literal.startswith('"'):
        return literal

    def unescape(escape: re.Match[str]) -> str:
        if escape[3]:
            raise InvalidFilter(f"the escape {escape[0]} is not known here: {text}")
        return escape[1] or chr(int(escape[2], 16))

    return _ESCAPE.sub(unescape, literal[1:-1])


def render_spec_filter(spec: Spec) -> str:
    """Render the filter of an event function's subscription; empty where it hears every event of its type.

    An event without a fact passes: an older version has published it, or nobody knew. The function looks for itself.

    Raises:
        BuildError: The event has no such fact, the fact has no such value, or Pub/Sub would refuse the filter.
    """
    event = spec.request_type
    if not spec.event_filter or event is None or not issubclass(event, Event):
        return ""
    clauses = [_render_clause(spec, event, fact, values) for fact, values in spec.event_filter]
    text = clauses[0] if len(clauses) == 1 else " AND ".join(f"({clause})" for clause in clauses)
    try:
        parse_filter(text)
    except InvalidFilter as error:
        raise BuildError(f"{spec.cloud_name}: {error}") from error
    return text


def _render_clause(spec: Spec, event: type[Event], fact: str, values: Sequence[Any]) -> str:
    if fact not in event.facts:
        raise BuildError(f"{spec.cloud_name}: {event.__name__} has no fact {fact}, only {', '.join(event.facts)}")
    possible, is_collection = _find_possible_values(event, fact)
    for value in values:
        if possible is not None and value not in possible:
            raise BuildError(f"{spec.cloud_name}: {fact} of {event.__name__} is never {value!r}")
    if is_collection:
        wanted = [f"attributes:{outbox.compute_member_attribute(fact, value)}" for value in values]
    else:
        wanted = [f'attributes.{fact} = "{outbox.compute_attribute_text(value)}"' for value in values]
    return " OR ".join([*wanted, f"NOT attributes:{fact}"])


def _find_possible_values(event: type[Event], fact: str) -> tuple[tuple[Any, ...] | None, bool]:
    """Return what a fact can be (None: any text), and whether it is a collection."""
    if fact in event.model_fields:
        annotation: Any = event.model_fields[fact].annotation
    else:
        annotation = get_type_hints(getattr(event, fact).fget)["return"]
    if get_origin(annotation) in (Union, types.UnionType):
        [annotation] = [one for one in get_args(annotation) if one is not type(None)]
    is_collection = get_origin(annotation) is tuple
    if is_collection:
        annotation = get_args(annotation)[0]
    if annotation is bool:
        return (True, False), is_collection
    return (get_args(annotation) if get_origin(annotation) is Literal else None), is_collection


def compute_subscription_name(function: str, text: str) -> str:
    """Return the name of a function's subscription: another filter is another subscription, under another name."""
    return f"{function}-{hashlib.sha256(text.encode()).hexdigest()[:8]}" if text else function
