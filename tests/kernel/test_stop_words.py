"""Stop words: what asks for no more messages, and what only sounds like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.stop_words import is_stop_request


@pytest.mark.parametrize(
    "text",
    [
        "stop",
        "STOP",
        "Stop.",
        "  s\u200btop!!! ",
        "ＳＴＯＰ",
        "*STOP*",
        "stop 🙏",
        "stop stop STOP",
        "STOP ALL",
        "please stop",
        "Stop now, please!",
        "unsub",
        "Unsubscribe",
        "opt-out",
        "Don't send me any more messages",
        "don’t text me",
        "stop sending these",
        "berhenti",
        "BERHENTI!!",
        "Berhenti ya kak, terima kasih",
        "berhenti berlangganan",
        "tolong berhenti",
        "Hentikan pesan ini",
        "jangan kirim",
        "Jangan   kirim",
        "jangan\nkirim",
        "jangan kirim lagi",
        "Tolong jangan kirim pesan lagi ke nomor ini ya.",
        "jangan kirimi saya iklan",
        "gak usah kirim promo lagi",
        "stop, jangan kirim lagi",
        "UNREG",
        "jangan hubungi saya lagi",
    ],
)
def test_message_is_a_stop_request(text: str) -> None:
    """
    Both languages, in any case and spacing, with courtesies and more than once.
    """
    assert is_stop_request(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "🙏",
        "tolong",
        "please",
        "terima kasih",
        "ya",
        "jangan berhenti",
        "jangan stop",
        "Jangan berhenti kirim",
        "jangan sampai berhenti",
        "don't stop",
        "do not stop",
        "never stop",
        "stop? jangan berhenti",
        "saya berhenti kerja kemarin",
        "berhenti di halte mana?",
        "bus stop",
        "nonstop",
        "stopkontak",
        "stop, saya mau tanya dulu",
        "kapan sesi berhenti",
        "jangan",
        "kirim",
        "jangan kirim terlambat",
        "jangan kirim ulang tiketnya, sudah ada",
        "jangan kirim ke alamat lama",
        "cancel",
        "batal",
        "end",
        "tidak",
        "unsubtle",
        "berhentilah sejenak dan lihat sekitarmu",
        "stop " * 41,
    ],
)
def test_message_is_no_stop_request(text: str) -> None:
    """
    The opposite, a part of another sentence, a cancelled booking or a mere courtesy ends nothing.
    """
    assert not is_stop_request(text)


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text: str) -> None:
    """
    No text is too strange, and a sentence around a request makes it none.
    """
    is_stop_request(text)

    assert not is_stop_request(f"{text} besok saya datang ke acara")
