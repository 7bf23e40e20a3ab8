"""Messages by which a person asks for no more messages, in Indonesian and English.

Only a message that says nothing else counts: "jangan berhenti" asks for the opposite, and "stop di halte" is a place.
"""

import unicodedata

_LONGEST_REQUEST = 200
_APOSTROPHES = "'’‘`´"

_REQUESTS = frozenset(
    {
        *("stop", "stop all", "stopall", "stop messaging", "stop messaging me", "stop texting me", "make it stop"),
        *("unsub", "unsubscribe", "unsubscribe me", "opt out", "optout", "opt me out", "remove me", "take me off"),
        *("no more messages", "no more message", "leave me alone"),
        *("berhenti", "berhenti langganan", "berhenti berlangganan", "stop langganan", "batal langganan", "unreg"),
        *("hentikan", "hentikan langganan", "hentikan pesan", "hentikan pesan ini", "hentikan semua", "stop semua"),
    }
)
"""Requests in themselves."""

_SENDING = frozenset(
    {
        *("jangan kirim", "jangan kirimi", "jangan kirimkan", "jangan mengirim", "jangan mengirimi", "jangan dikirim"),
        *("berhenti kirim", "berhenti kirimi", "berhenti mengirim", "berhenti mengirimi", "stop kirim", "stop kirimi"),
        *("tidak usah kirim", "tak usah kirim", "nggak usah kirim", "enggak usah kirim", "gak usah kirim"),
        *("ga usah kirim", "jangan wa", "jangan chat", "jangan hubungi", "jangan ganggu"),
        *("stop sending", "do not send", "dont send", "do not message", "dont message", "do not text", "dont text"),
        *("do not contact", "dont contact"),
    }
)
"""Requests that may name what shall not be sent, and to whom."""

_OBJECTS = frozenset(
    {
        *(
            "pesan",
            "wa",
            "whatsapp",
            "chat",
            "sms",
            "notifikasi",
            "notif",
            "iklan",
            "promo",
            "promosi",
            "apa",
            "apapun",
        ),
        *("ini", "itu", "begini", "seperti", "semacam", "saya", "aku", "gue", "kami", "ke", "kepada", "nomor"),
        *(
            "me",
            "us",
            "any",
            "more",
            "message",
            "messages",
            "text",
            "texts",
            "these",
            "this",
            "those",
            "to",
            "anything",
        ),
        *("ads", "promotions", "notifications", "number", "here", "sini"),
    }
)

_COURTESIES = frozenset(
    {
        *("tolong", "mohon", "harap", "please", "pls", "plis", "ya", "yah", "dong", "deh", "lah", "aja", "saja", "sih"),
        *(
            "kak",
            "kakak",
            "min",
            "admin",
            "pak",
            "bu",
            "mas",
            "mbak",
            "gan",
            "bro",
            "sudah",
            "udah",
            "lagi",
            "sekarang",
        ),
        *("now", "again", "anymore", "terima", "kasih", "makasih", "thanks", "thank", "you", "hi", "halo", "hai"),
    }
)
"""Words that change nothing about a request."""

_LONGEST_PHRASE = 4


def is_stop_request(text: str) -> bool:
    """Return whether the whole message asks for no more messages.

    Case, spaces, punctuation and courtesies such as `tolong` make no difference.
    """
    if len(text) > _LONGEST_REQUEST:
        return False
    words = _split_words(text)
    found, place = False, 0
    while place < len(words):
        length = _match_request(words, place)
        if length:
            found = True
        elif words[place] not in _COURTESIES:
            return False
        place += length or 1
    return found


def _split_words(text: str) -> list[str]:
    """Split into words of letters and digits, in lower case. Apostrophes and invisible characters leave no gap."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    letters = (
        character if character.isalnum() else " "
        for character in folded
        if character not in _APOSTROPHES and unicodedata.category(character) not in ("Cf", "Mn")
    )
    return "".join(letters).split()


def _match_request(words: list[str], place: int) -> int:
    """Return the number of words of the longest request that begins at `place`; 0 if there is none."""
    for length in range(min(_LONGEST_PHRASE, len(words) - place), 0, -1):
        phrase, end = " ".join(words[place : place + length]), place + length
        if phrase in _SENDING:
            while end < len(words) and words[end] in _OBJECTS | _COURTESIES:
                end += 1
            return end - place
        if phrase in _REQUESTS:
            return length
    return 0
