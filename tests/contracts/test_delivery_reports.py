"""Delivery reports: the same news has the same key."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from shared.contracts.delivery_reports import DeliveryReport, InboundText, ReportedStatus, compute_report_key

AT = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
KEY = compute_report_key("d1", ReportedStatus.CLICKED, AT, "https://api.temani.id/a")
REPORT = {"delivery_id": "d1", "channel": "email", "status": "clicked", "at": AT, "key": KEY}
TEXT = {"id": "SM1", "channel": "whatsapp", "sender": "+6281234567890", "body": "berhenti", "at": AT}


def test_same_news_has_the_same_key() -> None:
    """
    The key follows from the delivery, the status and what the vendor says of the event.
    """
    assert compute_report_key("d1", ReportedStatus.CLICKED, AT, "https://api.temani.id/a") == KEY


@pytest.mark.parametrize(
    "other",
    [
        compute_report_key("d2", ReportedStatus.CLICKED, AT, "https://api.temani.id/a"),
        compute_report_key("d1", ReportedStatus.OPENED, AT, "https://api.temani.id/a"),
        compute_report_key("d1", ReportedStatus.CLICKED, AT.replace(minute=1), "https://api.temani.id/a"),
        compute_report_key("d1", ReportedStatus.CLICKED, AT, "https://api.temani.id/b"),
        compute_report_key("d1", ReportedStatus.CLICKED, AT, None),
        compute_report_key("d1", ReportedStatus.CLICKED, AT),
    ],
)
def test_other_news_has_another_key(other: str) -> None:
    """
    Another delivery, status, time or link is other news.
    """
    assert other != KEY


@pytest.mark.parametrize(
    "wrong",
    [
        {"delivery_id": "a/b"},
        {"channel": "fax"},
        {"status": "vanished"},
        {"at": "2026-11-30T12:00:00"},
        {"key": "event-1"},
        {"code": "9" * 101},
    ],
    ids=str,
)
def test_report_is_right_from_the_start(wrong: dict[str, Any]) -> None:
    """
    No report names a document outside of its collection, a status that nobody knows, or a time without a zone.
    """
    with pytest.raises(ValidationError):
        DeliveryReport.model_validate(REPORT | wrong)


def test_report_comes_back_from_text() -> None:
    """
    A job or a dead letter carries the report whole.
    """
    report = DeliveryReport.model_validate(REPORT)

    assert DeliveryReport.model_validate_json(report.model_dump_json()) == report


@pytest.mark.parametrize("wrong", [{"sender": "081234567890"}, {"body": "a" * 4097}, {"channel": "email"}], ids=str)
def test_inbound_text_is_right_from_the_start(wrong: dict[str, Any]) -> None:
    """
    A text names its sender in one spelling, and is no longer than a vendor takes.
    """
    with pytest.raises(ValidationError):
        InboundText.model_validate(TEXT | wrong)
