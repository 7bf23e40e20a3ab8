"""Free text in requests: texts that other people read follow the rules of public texts."""

from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, StringConstraints

from infra.build.discovery import Function
from shared.kernel.public_texts import Visible

OTHER_TEXTS = {
    "add_brief_file.file_name": "FileName refuses direction marks",
    "attach_product_file.file_name": "FileName refuses direction marks",
    "buy_product.buyer.full_name": "BuyerInput checks the name",
    "buy_service.buyer.full_name": "BuyerInput checks the name",
    "create_ticket_order.buyer.full_name": "BuyerInput checks the name",
    "deliver_assignment.files.file_name": "FileName refuses direction marks",
    "extend_session.buyer.full_name": "BuyerInput checks the name",
    "request_pairing.buyer.full_name": "BuyerInput checks the name",
    "register_device.app": "the owner of the device alone reads it",
    "register_device.name": "the owner of the device alone reads it",
    "check_in_ticket.gate": "staff of the event write and read it",
    "create_attachment_upload.name": "FileName refuses direction marks",
    "send_message.attachment.name": "FileName refuses direction marks, and the contact filter reads it",
    "send_message.body": "the contact filter reads it, as the settings say; people may write anything that is visible",
    "edit_message.body": "as the body of send_message",
    "list_experts.expertise": "a search that is not stored",
    "list_experts.style": "a search that is not stored",
    "report_message.notes": "admins read it as evidence, as it was written",
    "report_review.notes": "as in report_message",
    "set_refund_account.account_number": "the bank's number",
    "submit_refund_account.account_number": "the bank's number",
    "submit_refund_account.account_holder": "the name that the bank knows",
    "set_refund_account.account_holder": "the name that the bank knows",
}
"""Fields of free text that are no public texts, each with the reason."""


def list_free_texts(annotation: Any, place: str, outer: tuple[type, ...] = ()) -> Iterator[tuple[str, bool]]:
    """List the fields of free text within `annotation`, and whether invisible characters are removed from each."""
    if isinstance(annotation, type) and not get_args(annotation):
        if issubclass(annotation, BaseModel) and annotation not in outer:
            for name, field in annotation.model_fields.items():
                yield from list_free_texts(field.rebuild_annotation(), f"{place}.{name}", (*outer, annotation))
    elif get_origin(annotation) is Annotated and get_args(annotation)[0] is str:
        patterns = [one.pattern for one in get_args(annotation) if isinstance(one, StringConstraints)]
        # Ids, languages and the like list the characters that they may have; free text lists those that it may not.
        if any(isinstance(pattern, str) and pattern.startswith("^[^") for pattern in patterns):
            yield place, Visible in get_args(annotation)
    else:
        for one in get_args(annotation):
            yield from list_free_texts(one, place, outer)


def test_texts_that_others_read_are_public_texts(functions: list[Function]) -> None:
    """A new field of free text is a `PublicLine`, a `PublicText` or a name, or stands above with its reason.

    Texts that only admins write are their own.
    """
    requests = [one.spec for one in functions if one.spec.exposure != "internal" and one.spec.name != "update_settings"]
    found = [(spec, *text) for spec in requests for text in list_free_texts(spec.request_type, spec.name)]

    other = {place for spec, place, is_public in found if not is_public and spec.who != ("admin",)}
    assert other - OTHER_TEXTS.keys() == set()
    assert len([place for _, place, is_public in found if is_public]) >= 20
