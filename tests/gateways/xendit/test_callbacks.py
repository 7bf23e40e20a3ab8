"""Callbacks of Xendit: verified, and parsed strictly."""

from typing import Any

import pytest

from shared.gateways.xendit import XenditPayments
from shared.kernel.errors import Invalid, Unauthenticated
from shared.orders.ports import InvoiceNotice, InvoiceStatus, PayoutNotice, RefundNotice, RefundOutcome

pytestmark = pytest.mark.emulator

NOTICE: dict[str, Any] = {
    "id": "579c8d61f23fa4ca35e52da4",
    "external_id": "BE-20261126-ACD346",
    "status": "PAID",
    "amount": 300_000,
    "currency": "IDR",
}


@pytest.mark.parametrize("token", ["old-token", "new-token"])
def test_both_live_tokens_are_xendits(payments: XenditPayments, token: str) -> None:
    """
    While a token is being replaced, the old and the new one are good.
    """
    payments.verify_callback({"x-callback-token": token}, b"{}")
    with pytest.raises(Unauthenticated):
        payments.verify_callback({"x-callback-token": token[:-1]}, b"{}")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-callback-token": ""},
        {"x-callback-token": " "},
        {"x-callback-token": "old-token,new-token"},
        {"x-callback-token": "OLD-TOKEN"},
        {"x-callback-token": "old-token "},
        {"x-callback-token": "öld-token"},
        {"authorization": "old-token"},
    ],
)
def test_others_are_not_xendit(payments: XenditPayments, headers: dict[str, str]) -> None:
    """
    Anything but one of the tokens is refused.
    """
    with pytest.raises(Unauthenticated):
        payments.verify_callback(headers, b"{}")


@pytest.mark.parametrize("configured", ["", " ", ",", " , "])
@pytest.mark.parametrize("sent", ["", " ", ","])
def test_without_a_token_of_ours_nobody_is_xendit(configured: str, sent: str) -> None:
    """
    An instance without a token refuses everything, an empty token included.
    """
    payments = XenditPayments(base_url="http://xendit.test", secret_key="", callback_tokens=configured)

    with pytest.raises(Unauthenticated):
        payments.verify_callback({"x-callback-token": sent}, b"{}")


def test_a_callback_in_our_words(payments: XenditPayments) -> None:
    """
    Settled counts as paid, amounts are whole however they are written, and what we do not use is no news.
    """

    def read(**given: Any) -> Any:
        return payments.translate_callback(NOTICE | given, InvoiceNotice)

    assert read() == read(amount=300_000.0) == read(unknown="field") == read(status="SETTLED")
    assert read() == InvoiceNotice(
        id=NOTICE["id"], order_id=NOTICE["external_id"], status=InvoiceStatus.PAID, amount=300_000, currency="IDR"
    )
    assert read(external_id="shop-77", currency=None).currency == "IDR"
    assert read(external_id="another/shop").order_id == "another/shop"
    unknown: list[Any] = ["REFUNDED", None, 5, ["PAID"], {}]
    assert [read(external_id="shop-77", status=status) for status in unknown] == [None] * 5


NONSENSE: dict[str, list[Any]] = {
    "id": [None, "", 5, [], {}, "a/b", "a" * 256, "\ud800", "a\nb"],
    "external_id": [None, "", 5, [], {}, "\ud800"],
    "amount": [None, "300000 IDR", "", 0.5, True, [], {}, float("nan"), float("inf"), float("-inf")],
    "currency": [5, ["IDR"], {"a": 1}, "x" * 300],
}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field in NONSENSE for value in NONSENSE[field]])
def test_a_callback_that_makes_no_sense(payments: XenditPayments, field: str, value: Any) -> None:
    """
    A wrong type is the sender's mistake, named by its field; never a crash of ours.
    """
    with pytest.raises(Invalid) as refused:
        payments.translate_callback(NOTICE | {"external_id": "shop-77", field: value}, InvoiceNotice)

    assert refused.value.errors[0].field == field


@pytest.mark.parametrize(
    ("field", "value"), [(field, value) for field in NONSENSE if field != "external_id" for value in NONSENSE[field]]
)
def test_a_callback_that_names_our_order_is_never_refused(payments: XenditPayments, field: str, value: Any) -> None:
    """
    Whatever else is missing or wrong, the order that it names can be asked for.
    """
    notice = payments.translate_callback(NOTICE | {field: value}, InvoiceNotice)

    assert (notice.order_id, notice.status) == (NOTICE["external_id"], InvoiceStatus.PAID)


@pytest.mark.parametrize("status", ["REFUNDED", "", None, 5, ["PAID"], {}])
def test_a_new_word_about_our_order_is_news(payments: XenditPayments, status: Any) -> None:
    """
    A status that is new to us says nothing but that there is something to ask about.
    """
    notice = payments.translate_callback(NOTICE | {"status": status}, InvoiceNotice)

    assert (notice.order_id, notice.status) == (NOTICE["external_id"], None)


@pytest.mark.parametrize("amount", ["300000", "300000.0", "300000.00", 300_000, 300_000.0])
def test_an_amount_as_text_is_a_number(payments: XenditPayments, amount: Any) -> None:
    """
    Xendit writes amounts as numbers and as texts, with decimals or without.
    """
    assert payments.translate_callback(NOTICE | {"amount": amount}, InvoiceNotice).amount == 300_000


@pytest.mark.parametrize("wanted", [RefundNotice, PayoutNotice])
@pytest.mark.parametrize(
    "changes",
    [
        {"id": None},
        {"id": 5},
        {"id": "a/b"},
        {"status": None},
        {"status": "A_WORD_OF_TOMORROW"},
        {"invoice_id": ["?"]},
    ],
    ids=str,
)
@pytest.mark.parametrize("event", ["refund.succeeded", "v3_payout.succeeded", None])
def test_a_callback_that_names_our_refund_is_never_refused(
    payments: XenditPayments, wanted: Any, changes: dict[str, Any], event: str | None
) -> None:
    """
    Whatever else is missing, wrong or new, the attempt that it names can be asked for.
    """
    data = {"id": "x-1", "reference_id": "BE-20261126-ACD346-R1-1", "status": "SUCCEEDED"} | changes

    notice = payments.translate_callback({"event": event, "data": data}, wanted)

    assert notice.reference == "BE-20261126-ACD346-R1-1"
    assert notice.id == ("x-1" if "id" not in changes else None)
    assert notice.outcome == (RefundOutcome.SUCCEEDED if "status" not in changes else None)


@pytest.mark.parametrize("amount", [-1, 10**400, 10**11], ids=["negative", "huge", "large"])
def test_an_absurd_amount_fits_no_order(payments: XenditPayments, amount: int) -> None:
    """
    An amount beyond all orders is read as one that no order has.
    """
    notice = payments.translate_callback(NOTICE | {"amount": amount}, InvoiceNotice)

    assert notice is not None
    assert notice.amount == -1


def test_a_refund_in_our_words(payments: XenditPayments) -> None:
    """
    As Xendit's own example has it, wrapped twice, with a word in the amount; an empty reference is none.
    """
    data = {"id": "rfd-1", "invoice_id": "inv-1", "reference_id": "", "status": "SUCCEEDED", "amount": "1.0"}

    notices = [
        payments.translate_callback({"event": "refund.succeeded", "data": wrapped}, RefundNotice)
        for wrapped in (data, {"data": data}, {"data": {"data": data}})
    ]

    assert (
        notices == [RefundNotice(id="rfd-1", reference=None, invoice_id="inv-1", outcome=RefundOutcome.SUCCEEDED)] * 3
    )


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("ACCEPTED", RefundOutcome.REQUESTED),
        ("PENDING_COMPLIANCE_ASSESSMENT", RefundOutcome.REQUESTED),
        ("SUCCEEDED", RefundOutcome.SUCCEEDED),
        ("FAILED", RefundOutcome.FAILED),
        ("COMPLIANCE_REJECTED", RefundOutcome.FAILED),
        ("EXPIRED", RefundOutcome.FAILED),
        ("REVERSED", RefundOutcome.REVERSED),
    ],
)
def test_a_payout_in_our_words(payments: XenditPayments, status: str, outcome: RefundOutcome) -> None:
    """
    Each of Xendit's documented words, those that its SDK does not know among them.
    """
    data = {"id": "disb-1", "reference_id": "BE-20261126-ACD346-R1-1", "status": status}

    notice = payments.translate_callback({"event": f"payout.{status.lower()}", "data": data}, PayoutNotice)

    assert notice == PayoutNotice(id="disb-1", reference="BE-20261126-ACD346-R1-1", outcome=outcome)
