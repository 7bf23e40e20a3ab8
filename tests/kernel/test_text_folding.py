"""Text folding against disguises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.text_folding import fold_text, fold_with_origins


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ѕuрроrt", "support"),
        ("ΜΑΝΑΜ", "manam"),
        ("ＡＢＣ０１", "abc01"),
        ("𝐀𝟎𝒃𝕔𝓭", "a0bcd"),
        ("Ⓐⓑ⒞🅐🅰🄰🇦", "abcaaaa"),
        ("①②⓪❶➓⓫🔟", "1201101110"),
        ("0️⃣8️⃣1️⃣", "081"),
        ("٠١٢ ۳۴۵ ६७८ ๙", "012 345 678 9"),
        ("é ñ ø ł ß İ ı", "e n o l ss i i"),
        ("b\u200bu\u202en\u00adu\u2066h\ufe0f \u3164d\u0301iri", "bunuh diri"),
        ("a\x00b\x7fc", "abc"),
        ("a\u3000b\tc\u2028d\re", "a b c\nd\ne"),
        ("ʙᴜɴᴜʜ ᴅɪʀɪ", "bunuh diri"),
        ("—‘“。", "-'\"."),
        ("ﬁ ½ …", "fi 1/2 ..."),
        ("Nur'aini, O'Brien!", "nur'aini, o'brien!"),
        ("王小明 한국", "王小明 한국"),
        ("", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    """Spellings that a person reads alike become the same ASCII text; other scripts stay."""
    assert fold_text(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    """
    A folded text is compared with another folded text, whoever folded them.
    """
    assert fold_text(fold_text(text)) == fold_text(text)


@given(st.text(), st.data())
def test_each_folded_part_comes_from_a_part_of_the_original(text: str, data: st.DataObject) -> None:
    """
    Folding that part again contains the same characters, so that masking covers the whole disguise.
    """
    folded = fold_with_origins(text)
    assert folded.text == fold_text(text)
    if not folded.text:
        return
    begin = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(begin + 1, len(folded.text)))

    first, last = folded.to_original_span(begin, end)

    assert 0 <= first < last <= len(text)
    assert folded.text[begin:end] in fold_text(text[first:last])


def test_a_removed_frame_belongs_to_its_digit() -> None:
    """
    The characters of an emoji keycap are three; its digit is one.
    """
    folded = fold_with_origins("a 0️⃣8️⃣ b")

    assert folded.text == "a 08 b"
    assert folded.to_original_span(2, 4) == (2, 8)
