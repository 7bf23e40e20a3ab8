"""What the levers of the Xendit server are told."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

OutOfOrderWebhook = Literal[
    "pending_before", "pending_after", "expired_before", "expired_after", "paid_before", "paid_after"
]


class ControlBody(BaseModel):
    """A body in which a misspelt field is an error."""

    model_config = ConfigDict(extra="forbid")


class InvoiceSelector(ControlBody):
    """Which invoice: by id, or by external id (the newest payable one)."""

    invoice_id: str | None = None
    external_id: str | None = None

    @model_validator(mode="after")
    def _names_one(self) -> "InvoiceSelector":
        if (self.invoice_id is None) == (self.external_id is None):
            raise ValueError("give either invoice_id or external_id")
        return self


class WebhookOptions(ControlBody):
    """How a webhook travels."""

    deliveries: int = Field(default=1, ge=1, le=100)
    """How often it is delivered."""

    concurrent: bool = False
    """All deliveries at the same moment instead of one after the other."""

    distinct_webhook_ids: bool = False
    """Whether copies carry webhook ids of their own."""

    delay_seconds: float = Field(default=0, ge=0)
    """How long it is on its way; moving the clock shortens the wait."""

    drop: bool = False
    """Lost: recorded, never sent."""

    out_of_order: bool | list[OutOfOrderWebhook] = False
    """Webhooks of other statuses before or after it; true means an older PENDING and an EXPIRED after it."""

    overrides: dict[str, Any] = Field(default_factory=dict)
    """Fields of the body that lie; the API still answers the truth."""

    callback_token: str | None = None
    """Another token than the account's."""

    webhook_id: str | None = None
    wait_seconds: float = Field(default=0, ge=0)
    """Answer only when the deliveries have been tried, or after so long."""

    @property
    def out_of_order_webhooks(self) -> list[OutOfOrderWebhook]:
        """The webhooks that come out of order."""
        if isinstance(self.out_of_order, list):
            return self.out_of_order
        return ["pending_after", "expired_after"] if self.out_of_order else []


class PaymentBody(InvoiceSelector, WebhookOptions):
    """A payment; `amount` and `currency` are what was really paid, when not what was asked."""

    channel: str = "BCA_VIRTUAL_ACCOUNT"
    amount: int | None = Field(default=None, ge=1)
    currency: str | None = None


class ExpiryBody(InvoiceSelector, WebhookOptions):
    """The end of an invoice's time."""


class RefundOutcomeBody(WebhookOptions):
    """How a refund ends."""

    refund_id: str
    status: Literal["SUCCEEDED", "FAILED", "CANCELLED"] = "SUCCEEDED"
    failure_code: str | None = None


class PayoutOutcomeBody(WebhookOptions):
    """What becomes of a payout; any status and failure code, for those the SDK does not know exist."""

    payout_id: str | None = None
    reference_id: str | None = None
    status: str = "SUCCEEDED"
    failure_code: str | None = None


class WebhookBody(WebhookOptions):
    """A webhook with any body."""

    kind: Literal["invoice", "refund", "payout"]
    body: dict[str, Any]


class ResendBody(WebhookOptions):
    """The last delivery of an invoice, or one particular delivery, again."""

    delivery_id: str | None = None
    invoice_id: str | None = None
    new_webhook_id: bool = True


class ClockAdvanceBody(ControlBody):
    """How far the clock moves."""

    seconds: float = Field(ge=0)
    wait_seconds: float = Field(default=0, ge=0)


class WebhookWaitBody(ControlBody):
    """How long to wait at most."""

    timeout_seconds: float = Field(default=5, ge=0)


class AccountChangeBody(ControlBody):
    """What to change about an account; only fields that are given change."""

    webhook_target: str | None = None
    """A URL; `{name}` in it becomes the function's name. Null sends nothing."""

    callback_token: str = ""
    retry_seconds: list[float] = Field(default_factory=list)
    delivery_timeout_seconds: float = Field(default=30, gt=0)
    payout_seconds: float | None = None
    """How long a payout takes; null leaves it accepted until told."""

    refund_seconds: float | None = None
    """How long a refund takes; null leaves it pending until told."""

    balance: int = 0
    merchant_name: str = ""
