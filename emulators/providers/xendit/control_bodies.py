"""Request bodies of the control endpoints."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

OutOfOrderWebhook = Literal[
    "pending_before", "pending_after", "expired_before", "expired_after", "paid_before", "paid_after"
]


class ControlBody(BaseModel):
    """Request body that refuses unknown fields."""

    model_config = ConfigDict(extra="forbid")


class InvoiceSelector(ControlBody):
    """Choice of an invoice by its id or by its external id. The external id selects the newest payable invoice."""

    invoice_id: str | None = None
    external_id: str | None = None

    @model_validator(mode="after")
    def _names_one(self) -> "InvoiceSelector":
        if (self.invoice_id is None) == (self.external_id is None):
            raise ValueError("give either invoice_id or external_id")
        return self


class WebhookOptions(ControlBody):
    """Options for the delivery of webhooks."""

    deliveries: int = Field(default=1, ge=1, le=100)
    """Number of deliveries of the same webhook."""

    concurrent: bool = False
    """True if all deliveries are sent at the same time instead of one after the other."""

    distinct_webhook_ids: bool = False
    """True if each copy has its own webhook id."""

    delay_seconds: float = Field(default=0, ge=0)
    """Seconds before the delivery, by the account's clock."""

    drop: bool = False
    """True if the webhook is lost: recorded, but not sent."""

    out_of_order: bool | list[OutOfOrderWebhook] = False
    """Webhooks of other statuses to send before or after this one.

    True means `pending_after` and `expired_after`.
    """

    overrides: dict[str, Any] = Field(default_factory=dict)
    """Fields of the body to replace by false values. The API still returns the true values."""

    callback_token: str | None = None
    """Callback token to send instead of the account's token."""

    webhook_id: str | None = None
    wait_seconds: float = Field(default=0, ge=0)
    """Seconds to wait for the deliveries before the control call answers."""

    @property
    def out_of_order_webhooks(self) -> list[OutOfOrderWebhook]:
        """Return the names of the webhooks to send before or after."""
        if isinstance(self.out_of_order, list):
            return self.out_of_order
        return ["pending_after", "expired_after"] if self.out_of_order else []


class PaymentBody(InvoiceSelector, WebhookOptions):
    """Body of `pay`. `amount` and `currency` replace those of the invoice."""

    channel: str = "BCA_VIRTUAL_ACCOUNT"
    amount: int | None = Field(default=None, ge=1)
    currency: str | None = None


class ExpiryBody(InvoiceSelector, WebhookOptions):
    """Body of `expire`."""


class RefundOutcomeBody(WebhookOptions):
    """Body of `refund`: next status of a refund, even one that contradicts an earlier one."""

    refund_id: str
    status: Literal["PENDING", "SUCCEEDED", "FAILED", "CANCELLED"] = "SUCCEEDED"
    failure_code: str | None = None
    amount: int | None = Field(default=None, ge=1)
    """Amount that the API names from now on."""


class PayoutOutcomeBody(WebhookOptions):
    """Body of `payout`: next status of a payout. Statuses and failure codes that the SDK does not know are allowed."""

    payout_id: str | None = None
    reference_id: str | None = None
    status: str = "SUCCEEDED"
    failure_code: str | None = None
    amount: int | None = Field(default=None, ge=1)
    """Amount that the API names from now on."""


class WebhookBody(WebhookOptions):
    """Body of `webhook`: a webhook with any content."""

    kind: Literal["invoice", "refund", "payout"]
    body: dict[str, Any]


class ResendBody(WebhookOptions):
    """Body of `resend`: the delivery to repeat, or the invoice whose last delivery is repeated."""

    delivery_id: str | None = None
    invoice_id: str | None = None
    new_webhook_id: bool = True


class ClockAdvanceBody(ControlBody):
    """Body of `advance`.

    Attributes:
        seconds: Seconds by which to move the account's clock forward.
        wait_seconds: Most seconds to wait for deliveries that become due.
    """

    seconds: float = Field(ge=0)
    wait_seconds: float = Field(default=0, ge=0)


class WebhookWaitBody(ControlBody):
    """Body of `wait`.

    Attributes:
        timeout_seconds: Most seconds to wait.
    """

    timeout_seconds: float = Field(default=5, ge=0)


class AccountChangeBody(ControlBody):
    """Body of `account`. Only the fields that are given change."""

    webhook_target: str | None = None
    """URL of the receiver, in which `{name}` becomes the function's name. Null sends no webhooks."""

    callback_token: str = ""
    retry_seconds: list[float] = Field(default_factory=list)
    delivery_timeout_seconds: float = Field(default=30, gt=0)
    payout_seconds: float | None = None
    """Seconds until a payout ends. Null: the payout waits for the control call `payout`."""

    refund_seconds: float | None = None
    """Seconds until a refund ends. Null: the refund waits for the control call `refund`."""

    added_payout_channels: list[str] = Field(default_factory=list)
    """Codes of banks that Xendit adds to its payout channels, such as `ID_NEW`."""

    withdrawn_payout_channels: list[str] = Field(default_factory=list)
    """Codes of payout channels that Xendit no longer offers, such as `ID_BCA`."""

    balance: int = 0
    merchant_name: str = ""
