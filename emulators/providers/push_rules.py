"""Rules by which FCM refuses a message, besides those in its API description."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

MAX_BYTES = 4_096
MAX_TOPIC_MESSAGE_BYTES = 2_048
MAX_TTL_SECONDS = 4 * 7 * 24 * 3_600
MAX_TOPICS_IN_CONDITION = 5
TARGETS = ("token", "fid", "topic", "condition")
_TOPIC = re.compile(r"[a-zA-Z0-9-_.~%]+")
_TOKEN = re.compile(r"[A-Za-z0-9_:.-]{1,4096}")
_IN_TOPICS = re.compile(r"'[a-zA-Z0-9-_.~%]+'\s+in\s+topics")
_DURATION = re.compile(r"(\d+)(\.\d{1,9})?s")
_APNS_HEADERS = {
    "apns-priority": re.compile(r"1|5|10"),
    "apns-expiration": re.compile(r"\d+"),
    "apns-collapse-id": re.compile(r"[\x20-\x7e]{1,64}"),
}
_RESERVED_KEY = re.compile(r"(from|message_type|google\..*|gcm\.notification\..*)", re.DOTALL)


class PushProblem(NamedTuple):
    """Reason for which a message is refused.

    Attributes:
        field: Path of the wrong field.
        message: Explanation, as FCM words it.
    """

    field: str
    message: str


def find_push_problems(message: Mapping[str, Any]) -> list[PushProblem]:
    """Return the reasons to refuse a message that matches the API description."""
    return [*_target(message), *_data(message), *_size(message), *_ttl(message), *_apns(message), *_link(message)]


def target_from_message(message: Mapping[str, Any]) -> tuple[str, str]:
    """Return kind and value of a valid message's target: `token`, `fid`, `topic` or `condition`."""
    return next((kind, message[kind]) for kind in TARGETS if message.get(kind))


def _target(message: Mapping[str, Any]) -> Iterator[PushProblem]:
    given = [kind for kind in TARGETS if message.get(kind)]
    if not given:
        yield PushProblem("message", "Recipient of the message is not set.")
    for extra in given[1:]:
        text = f"Invalid value at 'message' (oneof), oneof field 'target' is already set. Cannot set '{extra}'"
        yield PushProblem("message", text)
    for kind in ("token", "fid"):
        if message.get(kind) and not _TOKEN.fullmatch(message[kind]):
            yield PushProblem(f"message.{kind}", "The registration token is not a valid FCM registration token")
    if message.get("topic") and not _TOPIC.fullmatch(message["topic"]):
        yield PushProblem("message.topic", "Malformed topic name.")
    if message.get("condition") and not _is_condition(message["condition"]):
        yield PushProblem("message.condition", "Invalid condition expression provided.")


def _is_condition(condition: str) -> bool:
    rest, topics = _IN_TOPICS.subn("", condition)
    return 1 <= topics <= MAX_TOPICS_IN_CONDITION and set(rest) <= set("&|!() ")


def _data(message: Mapping[str, Any]) -> Iterator[PushProblem]:
    for key in message.get("data") or ():
        if _RESERVED_KEY.fullmatch(key):
            yield PushProblem("message.data", f"Invalid data payload key: {key}")


def _size(message: Mapping[str, Any]) -> Iterator[PushProblem]:
    most = MAX_TOPIC_MESSAGE_BYTES if message.get("topic") or message.get("condition") else MAX_BYTES
    fields = [*(message.get("notification") or {}).items(), *(message.get("data") or {}).items()]
    if sum(len(f"{key}{value}".encode()) for key, value in fields) > most:
        yield PushProblem("message", f"Message is too big: at most {most} bytes")


def _ttl(message: Mapping[str, Any]) -> Iterator[PushProblem]:
    ttl = (message.get("android") or {}).get("ttl")
    if ttl is None:
        return
    duration = _DURATION.fullmatch(ttl)
    if duration is None or int(duration[1]) > MAX_TTL_SECONDS:
        yield PushProblem("message.android.ttl", "Invalid TTL: from 0s to four weeks")


def _apns(message: Mapping[str, Any]) -> Iterator[PushProblem]:
    headers = (message.get("apns") or {}).get("headers") or {}
    for name, allowed in _APNS_HEADERS.items():
        if name in headers and not allowed.fullmatch(headers[name]):
            yield PushProblem(f"message.apns.headers.{name}", f"Invalid value of the header {name}")


def _link(message: Mapping[str, Any]) -> Iterator[PushProblem]:
    webpush = message.get("webpush") or {}
    link = (webpush.get("fcm_options") or webpush.get("fcmOptions") or {}).get("link")
    if link is not None and not link.startswith("https://"):
        yield PushProblem("message.webpush.fcm_options.link", "The link must be an HTTPS URL.")
