"""Phone numbers and e-mail addresses of requests, in the ways in which people write them."""

from typing import Any

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.kernel.contact_inputs import EmailInput, PhoneInput, find_phone, normalize_email, normalize_phone
from shared.kernel.phone_numbers import find_international_phone, to_international_phone
from shared.kernel.schemas import Email, Phone
from shared.kernel.validation_messages import field_error_from_finding

SARI = "+6281234567890"
PHONES: TypeAdapter[str] = TypeAdapter(PhoneInput)
EMAILS: TypeAdapter[str] = TypeAdapter(EmailInput)
STORED_PHONES: TypeAdapter[str] = TypeAdapter(Phone)
STORED_EMAILS: TypeAdapter[str] = TypeAdapter(Email)
EXAMPLE_NUMBERS = [
    phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
    for region in sorted(phonenumbers.SUPPORTED_REGIONS)
    if (example := phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)) is not None
]
SEPARATORS = ["", " ", "  ", "-", ".", " - ", "\u00a0", "\u2009", "\u2011", "\u2013", ") ", " (", "\u200b"]
DIGITS = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９", "०१२३४५६७८९"]


def is_accepted(kind: TypeAdapter[str], value: str) -> bool:
    """Return whether a type accepts the value."""
    try:
        kind.validate_python(value)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    "text",
    [
        "081234567890",
        "0812 3456 7890",
        "0812-3456-7890",
        "0812.3456.7890",
        "0812 34567890",
        "0812–3456–7890",
        "0812—3456—7890",
        "0812\u20113456\u20117890",
        "0812\u22123456\u22127890",
        "(0812) 3456-7890",
        "(0812)34567890",
        "[0812] 3456 7890",
        "0812·3456·7890",
        "0812\u00a03456\u00a07890",
        "0812\u202f3456\u202f7890",
        "0812\u30003456\u30007890",
        " 081234567890 ",
        "081234567890\n",
        "\t081234567890",
        "+6281234567890",
        "+62 812 3456 7890",
        "+62 812-3456-7890",
        "+62-812-3456-7890",
        "+62.812.3456.7890",
        "+62 (812) 3456 7890",
        "(+62) 812-3456-7890",
        "(+62)812-3456-7890",
        "+62 0812 3456 7890",
        "+62 (0) 812 3456 7890",
        "+62 (0)812-3456-7890",
        "+62081234567890",
        "+ 62 812 3456 7890",
        "6281234567890",
        "62 812 3456 7890",
        "62-812-3456-7890",
        "(62) 812 3456 7890",
        "62081234567890",
        "62 0812 3456 7890",
        "006281234567890",
        "0062 812 3456 7890",
        "00 62 (0) 812 3456 7890",
        "81234567890",
        "812-3456-7890",
        "０８１２３４５６７８９０",
        "＋６２ ８１２ ３４５６ ７８９０",
        "（０８１２）３４５６－７８９０",
        "٠٨١٢٣٤٥٦٧٨٩٠",
        "+۶۲ ۸۱۲ ۳۴۵۶ ۷۸۹۰",
        "\u202a+62 812-3456-7890\u202c",
        "\u2068+62 812-3456-7890\u2069",
        "0812\u200b3456\u200b7890",
        "\ufeff081234567890",
        "tel:+6281234567890",
        "tel:+62-812-3456-7890",
    ],
)
def test_each_way_to_write_one_number(text: str) -> None:
    """A number is kept as E.164, however a person, an address book or a messenger writes it."""
    assert PHONES.validate_python(text) == SARI


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("0811 234 567", "+62811234567"),
        ("0811 2345 6789 0", "+62811234567890"),
        ("0857-1234-5678", "+6285712345678"),
        ("0895 3456 78901", "+62895345678901"),
        ("021 5551234", "+62215551234"),
        ("(021) 555-1234", "+62215551234"),
        ("+62 21 555 1234", "+62215551234"),
        ("0274 512345", "+62274512345"),
        ("+65 9123 4567", "+6591234567"),
        ("0065 9123 4567", "+6591234567"),
        ("+60 12-345 6789", "+60123456789"),
        ("+44 (0)7911 123456", "+447911123456"),
        ("+1 (202) 555-0123", "+12025550123"),
        ("+81 90-1234-5678", "+819012345678"),
        ("0081 90-1234-5678", "+819012345678"),
        ("+966 50 123 4567", "+966501234567"),
        ("+39 06 698 12345", "+390669812345"),
        ("+670 7721 2345", "+67077212345"),
    ],
)
def test_numbers_of_other_lines_and_countries(text: str, kept: str) -> None:
    """A landline and a number abroad are numbers of people, too."""
    assert PHONES.validate_python(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "+",
        "0",
        "0000000000",
        "000000000000",
        "+0000000000",
        "+0812345678",
        "+081234567890",
        "1234567890",
        "0812345",
        "08123456",
        "+6281",
        "+628123456",
        "081234567890123",
        "0812345678901234567890",
        "+62 812 3456 7890 1234",
        "081234567890/081234567891",
        "081234567890 081234567891",
        "081234567890, 081234567891",
        "081234567890\n081234567891",
        "0812\x003456\x007890",
        "0812 3456 7890 ext 12",
        "0812 3456 7890 x12",
        "021 5551234;ext=12",
        "021 5551234#12",
        "*123#",
        "0812-FLOWERS",
        "O81234567890",
        "o8l234567890",
        "nol delapan satu dua",
        "081234567890 (WA)",
        "Sari 081234567890",
        "https://wa.me/6281234567890",
        "wa.me/6281234567890",
        "0812+34567890",
        "++6281234567890",
        "6281234567890+",
        "0812_3456_7890",
        "0812²3456³7890",
        "①②③④⑤⑥⑦⑧⑨",
        "0800 1 234567",
        "0809 1 234567",
        "+1 900 555 0123",
        "+44 800 123 4567",
        "+999 123 456 789",
        "112",
        "119 ext 8",
        "sari@example.com",
        "08" + "1" * 70,
    ],
)
def test_what_is_no_number_of_a_person(text: str) -> None:
    """A number that cannot be dialled, two numbers, a link, an extension and a hotline are refused."""
    with pytest.raises(ValidationError) as refused:
        PHONES.validate_python(text)

    assert field_error_from_finding(refused.value.errors()[0]).message == "not_a_phone_number"


@pytest.mark.parametrize("number", [81234567890, 6281234567890, 81234567890.0])
def test_a_number_in_json_has_lost_its_zero(number: Any) -> None:
    """A phone number that is not sent as a text is refused with a message of its own."""
    with pytest.raises(ValidationError) as refused:
        PHONES.validate_json(str(number))

    assert field_error_from_finding(refused.value.errors()[0]).message == "phone_sent_as_number"


@pytest.mark.parametrize("value", [True, None, [], {"phone": "081234567890"}])
def test_what_is_no_text(value: Any) -> None:
    """Anything but a text is no phone number."""
    with pytest.raises(ValidationError) as refused:
        PHONES.validate_python(value)

    assert field_error_from_finding(refused.value.errors()[0]).message == "not_a_phone_number"


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    """Whatever a stranger sends is either kept as E.164, which stays as it is, or refused."""
    kept = find_phone(text)

    assert kept is None or (normalize_phone(kept) == kept and STORED_PHONES.validate_python(kept) == kept)


@given(st.sampled_from(EXAMPLE_NUMBERS), st.data())
def test_every_spelling_of_a_number_is_one_number(number: str, data: st.DataObject) -> None:
    """Digits of any script, separators, and the prefix 00 instead of + make no other number."""
    digits = data.draw(st.sampled_from(DIGITS))
    gaps = data.draw(st.lists(st.sampled_from(SEPARATORS), min_size=len(number), max_size=len(number)))
    body = "".join(digits[int(digit)] + gap for digit, gap in zip(number[1:], gaps, strict=False))
    written = data.draw(st.sampled_from(["+", "(+", "00", "＋"])) + body

    assert find_phone(written) == number


@given(st.from_regex(r"\A(\+62|\+620|0|0062|00620)8[0-9]{8,10}\Z"))
def test_stored_spellings_fold_to_the_same_number(stored: str) -> None:
    """The numbers of earlier versions fold, without the library, to what a request of today is kept as."""
    kept = find_phone(stored)

    assert kept is None or to_international_phone(stored) == kept == find_international_phone(stored)


@given(st.from_regex(r"\A(\+[1-9][0-9]{7,14}|0[0-9]{8,13})\Z"))
def test_stored_numbers_fold_once(stored: str) -> None:
    """A number that was folded stays as it is."""
    folded = to_international_phone(stored)

    assert to_international_phone(folded) == folded


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("sari@example.com", "sari@example.com"),
        ("  sari@example.com\n", "sari@example.com"),
        ("sari@EXAMPLE.Com", "sari@example.com"),
        ("Sari.Wulandari@Example.com", "Sari.Wulandari@example.com"),
        ("sari.wulandari@example.com", "sari.wulandari@example.com"),
        ("sari_wulandari@example.com", "sari_wulandari@example.com"),
        ("sari-wulandari@example.com", "sari-wulandari@example.com"),
        ("sari+temani@example.com", "sari+temani@example.com"),
        ("s@example.com", "s@example.com"),
        ("1234@example.com", "1234@example.com"),
        ("o'brien@example.com", "o'brien@example.com"),
        ("sari=x@example.com", "sari=x@example.com"),
        ("{sari}@example.com", "{sari}@example.com"),
        ("sari!#$%&*/?^`|~@example.com", "sari!#$%&*/?^`|~@example.com"),
        ("-sari-@example.com", "-sari-@example.com"),
        ("_@example.com", "_@example.com"),
        ("sari@ui.ac.id", "sari@ui.ac.id"),
        ("sari@sub.domain.example.co.id", "sari@sub.domain.example.co.id"),
        ("sari@my-company.id", "sari@my-company.id"),
        ("sari@3com.com", "sari@3com.com"),
        ("sari@123.com", "sari@123.com"),
        ("sari@x.io", "sari@x.io"),
        ("sari@example.photography", "sari@example.photography"),
        ("sari@münchen.de", "sari@xn--mnchen-3ya.de"),
        ("sari@MÜNCHEN.de", "sari@xn--mnchen-3ya.de"),
        ("sari@xn--mnchen-3ya.de", "sari@xn--mnchen-3ya.de"),
        ("sari@mu\u0308nchen.de", "sari@xn--mnchen-3ya.de"),
        ("sari@例え.jp", "sari@xn--r8jz45g.jp"),
        ("sari@ｅｘａｍｐｌｅ.com", "sari@example.com"),
        ("sari@example。com", "sari@example.com"),
        ("\u202asari@example.com\u202c", "sari@example.com"),
        ("sari\u200b@example.com", "sari@example.com"),
        ("\ufeffsari@example.com", "sari@example.com"),
        ("sari@exam\u00adple.com", "sari@example.com"),
        (f"{'s' * 64}@example.com", f"{'s' * 64}@example.com"),
    ],
)
def test_addresses_that_mail_can_reach(text: str, kept: str) -> None:
    """The domain is kept in ASCII and lower case, the part before the @ as its owner writes it."""
    assert EMAILS.validate_python(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "@",
        "sari",
        "sari@",
        "@example.com",
        "sari..w@example.com",
        ".sari@example.com",
        "sari.@example.com",
        "sari@-gmail.com",
        "sari@gmail-.com",
        "sari@.gmail.com",
        "sari@gmail.com.",
        "sari@gmail..com",
        "sari@gmail",
        "sari@localhost",
        "sari@com",
        "sari@example.c",
        "sari@example.123",
        "sari@127.0.0.1",
        "sari@[127.0.0.1]",
        "sari@[IPv6:::1]",
        "sari@example.test",
        "sari@example.invalid",
        "sari@example.local",
        "sari@example.onion",
        "sari@exam_ple.com",
        "sari@exam ple.com",
        "sa ri@example.com",
        "sari @example.com",
        "sari@ example.com",
        "sari@example.com, ana@example.com",
        "sari@example.com;ana@example.com",
        "sari@ana@example.com",
        "sari@example.com\nBcc: ana@example.com",
        "sari\x00@example.com",
        "Sari <sari@example.com>",
        "<sari@example.com>",
        '"sari w"@example.com',
        "sari(w)@example.com",
        "mailto:sari@example.com",
        "sari,w@example.com",
        "sari\\w@example.com",
        "sári@example.com",
        "ｓａｒｉ@example.com",
        "サリ@example.com",
        "sari@xn--.com",
        "sari@ab--cd.com",
        "sari@exa😀mple.com",
        "sari＠example.com",
        "https://example.com/sari",
        "+6281234567890",
        f"{'s' * 65}@example.com",
        f"sari@{'e' * 64}.com",
        f"sari@{'example.' * 40}com",
    ],
)
def test_addresses_that_no_mail_can_reach(text: str) -> None:
    """An address that no mail can reach, whoever has the domain, is refused."""
    with pytest.raises(ValidationError) as refused:
        EMAILS.validate_python(text)

    assert field_error_from_finding(refused.value.errors()[0]).message == "not_an_email_address"


@given(st.one_of(st.emails(), st.text(max_size=80), st.from_regex(r"\A[a-zA-Z.'+-]{1,9}@[a-zA-Z0-9.-]{1,20}\Z")))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    """What is kept stays as it is, and can be stored and sent."""
    if is_accepted(EMAILS, text):
        kept = normalize_email(text)

        assert normalize_email(kept) == kept
        assert kept.isascii()
        assert STORED_EMAILS.validate_python(kept) == kept


@given(st.from_regex(r"\A[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,20}@[a-z0-9-]{1,12}(\.[a-z0-9-]{1,12}){1,3}\Z"))
def test_stored_addresses_need_no_other_spelling(stored: str) -> None:
    """An address that an earlier version stored in lower case is kept as it is, if mail can reach the address."""
    assert not is_accepted(EMAILS, stored) or EMAILS.validate_python(stored) == stored
