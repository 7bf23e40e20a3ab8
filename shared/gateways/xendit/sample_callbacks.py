"""Samples of Xendit's documentation, which the button "test" of its dashboard sends to our webhooks."""

from typing import NamedTuple


class SampleCallback(NamedTuple):
    """Ids in a documented sample: the provider's own id, and the reference that a merchant would have given."""

    id: str
    reference: str


# As in Xendit's descriptions of its webhooks and of its API, 2016 to 2026.
SAMPLE_CALLBACKS = frozenset(
    {
        SampleCallback("579c8d61f23fa4ca35e52da4", "invoice_123124123"),
        SampleCallback("6748105a77f16ebe0cc583a7", "payment-link-example"),
        SampleCallback("disb-571f3644d2b4edf0745e9703", "myref-1482928194"),
        SampleCallback("disb-7baa7335-a0b2-4678-bb8c-318c0167f332", "myref-1482928194"),
        SampleCallback("po-a1b2c3d4-e5f6-7890-abcd-ef1234567890", "payout-ref-001"),
        SampleCallback("po-b2c3d4e5-f6a7-8901-bcde-f23456789012", "payout-ref-002"),
        SampleCallback("rfd-6f4a377d-a201-437f-9119-f8b00cbbe857", "b2756a1e-e6cd-4352-9a68-0483aa2b6a2"),
        SampleCallback("rfd-69e77490-d2cc-4bf3-8319-e064e121db93", "90392f42-d98a-49ef-a7f3-abcezas123"),
    }
)


def is_sample_callback(id: object, reference: object) -> bool:
    """Return whether both ids are those of one documented sample. With one id of another source it is no sample."""
    return (id, reference) in SAMPLE_CALLBACKS
