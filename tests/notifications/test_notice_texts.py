"""Every notification has texts in both languages, which fit into an SMS where the kind may go by SMS.

Whoever adds templates adds a row to `SAMPLE_VALUES`: the values of the family's texts, each as long as it may be.
"""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shared.contracts.notices import Channel
from shared.contracts.people import Locale
from shared.kernel.quoted_words import NAME_LIMIT
from shared.kernel.sms_segments import count_segments
from shared.notifications.notice_templates import NOTICE_TEMPLATES
from shared.notifications.notice_texts.renderer import load_notice_table, render_notice_texts
from shared.workflows.notice_mails import find_mail_composer

LOCALES: tuple[Locale, ...] = ("id", "en")
JAKARTA = ZoneInfo("Asia/Jakarta")
NAME = "Raden Ajeng Siti Nurhaliza Putri Kusumawardhani Widjojoatmodjo"[:NAME_LIMIT]
MOMENT = "2026-09-27T07:00:00+00:00"

SAMPLE_VALUES: dict[str, dict[str, Any]] = {
    "account": {"expires_at": MOMENT},
    "assignment": {
        "service": NAME,
        "other": NAME,
        "due_at": MOMENT,
        "refund_at": MOMENT,
        "accept_before": MOMENT,
        "decide_before": MOMENT,
    },
    "booking": {
        "service": NAME,
        "other": NAME,
        "starts_at": MOMENT,
        "proposed": MOMENT,
        "answer_before": MOMENT,
        "pay_before": MOMENT,
    },
    "chat": {"sender": NAME, "room": NAME, "count": 3, "text": "Halo, apa kabar?"},
    "crisis": {},
    "digest": {"count": 3, "lines": "Satu\nDua\nTiga"},
    "expert": {"name": NAME, "note": "Nama ini bukan nama Anda di kartu identitas."},
    "follower": {"name": NAME},
    "host": {"title": "Riko menanggapi komentarmu", "body": "Setuju sekali!"},
    "order": {
        "order_id": "BE-20261126-ACD346",
        "item": NAME,
        "amount": 10_000_000_000,
        "pay_before": MOMENT,
        "masked": "s…@…",
    },
    "group": {"service": NAME, "starts_at": MOMENT},
    "pairing": {},
    "refund": {
        "order_id": "BE-20261126-ACD346",
        "amount": 10_000_000_000,
        "currency": "IDR",
        "number": 1,
        "attempt": 1,
    },
    "review": {"name": NAME, "product": NAME, "stars": 5, "closes_at": MOMENT, "reason": NAME},
    "security": {
        "device": NAME,
        "at": MOMENT,
        "until": MOMENT,
        "support": "bantuan@temani.example",
        "suspension_reason": "impersonation",
        "sign_in_methods": ["Google", "Apple", "phone", "other"],
        "admin_scopes": ["owner", "support", "finance", "moderator", "supervisor"],
    },
    "session": {"other": NAME, "starts_at": MOMENT, "dispute_before": MOMENT, "decide_before": MOMENT},
    "strike": {"given_at": MOMENT, "appeal_before": MOMENT, "paused_until": MOMENT},
    "ticket": {
        "event": NAME,
        "order_id": "BE-20261126-ACD346",
        "count": 3,
        "when_id": "27 September 2026 14.00 WIB",
        "when_en": "27 September 2026 14:00 WIB",
    },
    "system": {
        "title_id": "Pemeliharaan",
        "title_en": "Maintenance",
        "body_id": "Aplikasi tidak dapat dipakai malam ini.",
        "body_en": "The app cannot be used tonight.",
    },
}
"""Values of the texts, by family of templates."""


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("template", NOTICE_TEMPLATES)
def test_every_notification_has_texts(template: str, locale: Locale) -> None:
    """
    Title and body are there, without a placeholder that was not filled; an SMS begins with the brand and is short.
    """
    texts = render_notice_texts(template, SAMPLE_VALUES[template.partition(".")[0]], locale, zone=JAKARTA)

    assert texts.title
    assert texts.body
    assert not [part for part in texts if "{" in part or "}" in part]
    assert texts.sms.startswith("Temani: ")
    if Channel.SMS in NOTICE_TEMPLATES[template].policy.channels:
        assert count_segments(texts.sms) <= 2


@pytest.mark.parametrize("family", SAMPLE_VALUES)
def test_both_languages_have_the_same_texts(family: str) -> None:
    """
    No text is left behind by a template that was removed, or exists in one language alone.
    """
    named = {name.partition(".")[2] for name in NOTICE_TEMPLATES if name.partition(".")[0] == family}

    for locale in LOCALES:
        assert set(load_notice_table(locale, family)) == named


@pytest.mark.parametrize("template", NOTICE_TEMPLATES)
def test_every_own_mail_has_a_composer(template: str) -> None:
    """
    A template says whether a workflow composes its mail; the workflow then exists.
    """
    assert (find_mail_composer(template) is not None) == NOTICE_TEMPLATES[template].has_own_mail
