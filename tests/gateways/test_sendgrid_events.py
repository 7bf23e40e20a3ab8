"""SendGrid's events: who sent them, and what they say of our mails."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from emulators.providers.event_signatures import SIGNATURE_HEADER, TIMESTAMP_HEADER, EventSigner
from emulators.settings import SENDGRID_EVENT_KEY
from shared.contracts.delivery_reports import DeliveryReport, DeliveryReports, FailureCause, ReportedStatus
from shared.gateways.sendgrid_events import SendGridEvents
from shared.kernel.errors import Unauthenticated
from tests.gateways.sendgrid_events import A_BLOCK, AN_ACCOUNT_CHANGE, AT, DELIVERY, an_event, write_batch

SIGNER, NEXT_SIGNER, STRANGER = EventSigner(), EventSigner("next"), EventSigner("stranger")
BATCH = write_batch([an_event("processed"), an_event("delivered")])


def a_gateway(*keys: str) -> SendGridEvents:
    """The gateway, with the local cloud's public key or with `keys`."""
    return SendGridEvents(public_keys=",".join(keys or (SIGNER.public_key,)))


def reports_of(*events: Any) -> list[DeliveryReport]:
    """What the gateway makes of a batch."""
    translated = a_gateway().translate_callback(list(events), DeliveryReports)
    return list(translated.items) if translated else []


def report_of(event: dict[str, Any]) -> DeliveryReport:
    """What the gateway makes of one event."""
    (report,) = reports_of(event)
    return report


def a_key_of(curve: ec.EllipticCurve) -> str:
    """A public key of another curve, in the same form."""
    public = ec.generate_private_key(curve).public_key()
    return base64.b64encode(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


def test_sendgrids_own_helper_agrees() -> None:
    """
    What we sign locally is what SendGrid's library verifies, so our verification is tried on the real thing.
    """
    from sendgrid.helpers.eventwebhook import EventWebhook

    signed = SIGNER.sign_batch(BATCH)

    helper = EventWebhook(SIGNER.public_key)
    assert helper.verify_signature(BATCH.decode(), signed[SIGNATURE_HEADER], signed[TIMESTAMP_HEADER])


def test_the_local_cloud_knows_its_own_key() -> None:
    """
    The key in the functions' environment is that of the local signer.
    """
    assert SIGNER.public_key == SENDGRID_EVENT_KEY


def test_a_signed_batch_passes() -> None:
    """
    The body as it came, with the line end behind it.
    """
    a_gateway().verify_callback(SIGNER.sign_batch(BATCH), BATCH)


def test_two_keys_while_they_are_exchanged() -> None:
    """
    The earlier and the next key are both believed, and blanks around them do no harm.
    """
    gateway = a_gateway(SIGNER.public_key, f" {NEXT_SIGNER.public_key} ")

    gateway.verify_callback(SIGNER.sign_batch(BATCH), BATCH)
    gateway.verify_callback(NEXT_SIGNER.sign_batch(BATCH), BATCH)
    with pytest.raises(Unauthenticated):
        gateway.verify_callback(STRANGER.sign_batch(BATCH), BATCH)


@pytest.mark.parametrize(
    "spoil",
    [
        {SIGNATURE_HEADER: None},
        {TIMESTAMP_HEADER: None},
        {SIGNATURE_HEADER: ""},
        {SIGNATURE_HEADER: "not base64!"},
        {SIGNATURE_HEADER: "tanda tangan é"},
        {SIGNATURE_HEADER: base64.b64encode(b"short").decode()},
        {TIMESTAMP_HEADER: "1790000000"},
        {TIMESTAMP_HEADER: "now"},
        {TIMESTAMP_HEADER: "9" * 5_000},
    ],
    ids=str,
)
def test_a_batch_without_a_good_signature(spoil: dict[str, str | None]) -> None:
    """
    Missing, empty, malformed or another batch's: refused, and never a crash.
    """
    headers = {name: value for name, value in {**SIGNER.sign_batch(BATCH), **spoil}.items() if value is not None}

    with pytest.raises(Unauthenticated) as refused:
        a_gateway().verify_callback(headers, BATCH)

    assert refused.value.detail == "callback_signature_not_valid"


@pytest.mark.parametrize("body", [BATCH.rstrip(), json.dumps(json.loads(BATCH)).encode(), b"[]", b""])
def test_another_body_than_the_signed_one(body: bytes) -> None:
    """
    Even the same events, written anew or without the line end, are not what SendGrid signed.
    """
    with pytest.raises(Unauthenticated):
        a_gateway().verify_callback(SIGNER.sign_batch(BATCH), body)


@pytest.mark.parametrize(
    ("age", "is_accepted"),
    [
        (timedelta(hours=24, minutes=50), True),
        (timedelta(hours=25, minutes=1), False),
        (-timedelta(minutes=9), True),
        (-timedelta(minutes=11), False),
    ],
    ids=str,
)
def test_how_old_a_signature_may_be(age: timedelta, is_accepted: bool) -> None:
    """
    SendGrid tries for a day, perhaps with the first signature; older ones and those of the future are refused.
    """
    headers = SIGNER.sign_batch(BATCH)
    now = int(headers[TIMESTAMP_HEADER]) + age.total_seconds()
    gateway = SendGridEvents(public_keys=SIGNER.public_key, clock=lambda: now)

    if is_accepted:
        gateway.verify_callback(headers, BATCH)
    else:
        with pytest.raises(Unauthenticated) as refused:
            gateway.verify_callback(headers, BATCH)
        assert refused.value.detail == "callback_too_old"


def test_without_a_key_nobody_is_believed() -> None:
    """
    A webhook that is not set up refuses every callback.
    """
    with pytest.raises(Unauthenticated):
        SendGridEvents(public_keys="").verify_callback(SIGNER.sign_batch(BATCH), BATCH)


@pytest.mark.parametrize("key", ["not a key", SIGNER.public_key[:-8], a_key_of(ec.SECP384R1())])
def test_a_key_that_is_none_is_noticed(key: str) -> None:
    """
    A key that was cut off, or is of another curve, is an error of the configuration, which names the variable.
    """
    with pytest.raises(ValueError, match="SENDGRID_EVENT_KEYS"):
        SendGridEvents(public_keys=key)


@pytest.mark.parametrize(
    ("event", "status"),
    [
        ("processed", ReportedStatus.SENT),
        ("deferred", ReportedStatus.DEFERRED),
        ("delivered", ReportedStatus.DELIVERED),
        ("bounce", ReportedStatus.BOUNCED),
        ("dropped", ReportedStatus.DROPPED),
        ("open", ReportedStatus.OPENED),
        ("click", ReportedStatus.CLICKED),
        ("spamreport", ReportedStatus.COMPLAINED),
        ("unsubscribe", ReportedStatus.UNSUBSCRIBED),
        ("group_unsubscribe", ReportedStatus.UNSUBSCRIBED),
    ],
)
def test_what_each_event_says(event: str, status: ReportedStatus) -> None:
    """
    Each is a report of its delivery at SendGrid's time, with SendGrid's id of the mail.
    """
    report = report_of(an_event(event))

    assert (report.delivery_id, report.channel, report.status) == (DELIVERY, "email", status)
    assert report.at == datetime.fromtimestamp(AT, UTC)
    assert report.provider_id == "14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0"


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (an_event("bounce"), (FailureCause.PERSON, "5.1.1", True)),
        (an_event("bounce", **A_BLOCK), (FailureCause.PERSON, "4.2.2", False)),
        (an_event("bounce", status=None, bounce_classification=None), (FailureCause.PERSON, "bounce", True)),
        (an_event("bounce", type="blocked", bounce_classification="Content"), (FailureCause.MESSAGE, "5.1.1", False)),
        (an_event("bounce", type="blocked", bounce_classification="Reputation"), (FailureCause.VENDOR, "5.1.1", False)),
        (an_event("dropped"), (FailureCause.PERSON, "bounced_address", True)),
        (an_event("dropped", reason="Spam Reporting Address"), (FailureCause.PERSON, "spam_reporting_address", True)),
        (an_event("dropped", reason="Unsubscribed Address"), (FailureCause.PERSON, "unsubscribed_address", True)),
        (an_event("dropped", reason="Invalid SMTPAPI header"), (FailureCause.MESSAGE, "dropped", False)),
        (an_event("dropped", reason=None), (FailureCause.MESSAGE, "dropped", False)),
        (an_event("delivered"), (None, "", False)),
    ],
)
def test_where_a_failure_lies(event: dict[str, Any], said: tuple[FailureCause | None, str, bool]) -> None:
    """
    A bounce is for ever, a block is not; what lies with our message or a network is not held against the address.
    """
    report = report_of(event)

    assert (report.cause, report.code, report.permanent) == said


@pytest.mark.parametrize("event", ["bounce", "deferred", "dropped", "open", "click"])
def test_a_report_names_nobody(event: str) -> None:
    """
    Neither the address nor the other server's words, nor where a person was, go further.
    """
    told = report_of(an_event(event)).model_dump_json()

    for personal in ("sari", "example.com", "255.255.255.255", "Mozilla"):
        assert personal not in told


@pytest.mark.parametrize(("told", "by_machine"), [(True, True), (False, False), (None, False), ("true", False)])
def test_a_machine_that_opens_a_mail(told: Any, by_machine: bool) -> None:
    """
    Apple's programs load every mail; SendGrid says so.
    """
    assert report_of(an_event("open", sg_machine_open=told)).by_machine is by_machine


def test_a_click_says_which_link() -> None:
    """
    Of other events the link is of no use. A link that is too long does not cost the click.
    """
    assert report_of(an_event("click")).url == "https://temani.example/a"
    assert report_of(an_event("spamreport", url="https://temani.example/a")).url is None
    assert report_of(an_event("click", url="https://temani.example/" + "a" * 5_000)).url is None


@pytest.mark.parametrize("category", ["transaction", ["transaction", "order.paid"], None])
def test_categories_come_in_two_forms(category: Any) -> None:
    """
    As a text or as a list, or not at all.
    """
    assert report_of(an_event("delivered", category=category)).status is ReportedStatus.DELIVERED


def test_a_late_bounce_has_no_message_id() -> None:
    """
    A bounce that comes as a mail days later lacks SendGrid's id, and still finds its delivery.
    """
    report = report_of(an_event("bounce", sg_message_id=None))

    assert (report.delivery_id, report.provider_id) == (DELIVERY, None)


POISON: list[Any] = [
    None,
    7,
    "delivered",
    [],
    {},
    AN_ACCOUNT_CHANGE,
    an_event("group_resubscribe"),
    an_event("sent_by_pigeon"),
    an_event("delivered", event=["delivered"]),
    an_event("delivered", delivery=None),
    an_event("delivered", delivery=7),
    an_event("delivered", delivery="../rooms/r1"),
    an_event("delivered", delivery="a" * 200),
    an_event("delivered", timestamp=None),
    an_event("delivered", timestamp="yesterday"),
    an_event("delivered", timestamp=True),
    an_event("delivered", timestamp=10**30),
    an_event("delivered", timestamp=-1),
    an_event("click", url="\ud800"),
]


@pytest.mark.parametrize("poison", POISON, ids=lambda poison: str(poison)[:60])
def test_a_bad_event_spoils_no_other(poison: Any) -> None:
    """
    What cannot be read, is new to us or belongs to nobody of ours is counted and skipped.
    """
    translated = a_gateway().translate_callback([an_event("processed"), poison, an_event("delivered")], DeliveryReports)

    assert translated is not None
    assert [report.status for report in translated.items] == [ReportedStatus.SENT, ReportedStatus.DELIVERED]
    assert translated.skipped == 1


def test_a_batch_that_is_not_about_us() -> None:
    """
    Without a delivery of ours there is nothing to record.
    """
    assert a_gateway().translate_callback([AN_ACCOUNT_CHANGE, an_event("open", delivery=None)], DeliveryReports) is None
    assert a_gateway().translate_callback([], DeliveryReports) is None


def test_the_same_click_counts_once() -> None:
    """
    Five copies with five event ids are one click; a click on another link, or a second later, is another.
    """
    copies = [an_event("click", sg_event_id=f"sg-{n}") for n in range(5)]
    others = [an_event("click", url="https://temani.example/b"), an_event("click", timestamp=AT + 1)]

    reports = reports_of(*copies, *others)

    assert len(reports) == 3
    assert len({report.key for report in reports}) == 3


NAMES = ["processed", "deferred", "delivered", "bounce", "dropped", "open", "click", "spamreport", "unsubscribe"]
EVENTS = st.builds(
    an_event,
    st.sampled_from(NAMES),
    timestamp=st.integers(AT, AT + 3),
    delivery=st.sampled_from(["one", "two"]),
    sg_event_id=st.text(max_size=4),
)


@given(st.lists(EVENTS, max_size=12), st.data())
def test_order_and_copies_change_no_report(events: list[dict[str, Any]], data: st.DataObject) -> None:
    """
    However a batch is shuffled and repeated, under whatever event ids, the same reports come out.
    """
    once = {report.key: report for report in reports_of(*events)}
    extra = data.draw(st.lists(st.sampled_from(events), max_size=6)) if events else []
    copies = [{**event, "sg_event_id": "another"} for event in extra]
    mixed = data.draw(st.permutations([*events, *copies]))

    assert {report.key: report for report in reports_of(*mixed)} == once


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from([*an_event("bounce"), *an_event("click"), *an_event("open"), *an_event("deferred")])


@given(st.sampled_from(NAMES), st.dictionaries(FIELDS, ANYTHING, max_size=4))
def test_whatever_stands_in_an_event(name: str, changes: dict[str, Any]) -> None:
    """
    Any value in any field gives a valid report or none, and never a crash.
    """
    reports = reports_of({**an_event(name), **changes}, an_event("processed", delivery="other"))

    assert [report.delivery_id for report in reports][-1] == "other"
