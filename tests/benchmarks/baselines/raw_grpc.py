"""Hand-written `get_order`: no model, no context, one raw gRPC call and a JSON answer.

Python gets no faster than this.
"""

import json
import os
from datetime import UTC, datetime
from typing import Any

import firebase_admin
import grpc.aio
from firebase_admin import auth
from google.cloud.firestore_v1.types import document, firestore
from starlette.requests import Request
from starlette.responses import Response

PROJECT = os.environ["GOOGLE_CLOUD_PROJECT"]
ROOT = f"projects/{PROJECT}/databases/(default)"
METADATA = (("google-cloud-resource-prefix", ROOT), ("authorization", "Bearer owner"))
GetDocument: Any = firestore.GetDocumentRequest.pb()
Document: Any = document.Document.pb()

_calls: dict[str, Any] = {}
_verified: dict[str, str] = {}


async def get_order(request: Request) -> Response:
    """Show the caller's order."""
    token = request.headers["authorization"].removeprefix("Bearer ")
    uid = _verified.get(token) or _verify(token)
    name = f"{ROOT}/documents/orders/{request.query_params['order_id']}"
    order = (await _get_document_call()(GetDocument(name=name), metadata=METADATA, timeout=15)).fields
    if order["customer"].string_value != uid:
        return Response(b'{"code":"order_not_found"}', status_code=404)
    return Response(json.dumps(_order_view(order), separators=(",", ":")), media_type="application/json")


def _verify(token: str) -> str:
    if not _verified:
        firebase_admin.initialize_app(options={"projectId": PROJECT})
    _verified[token] = auth.verify_id_token(token)["uid"]
    return _verified[token]


def _get_document_call() -> Any:
    if not _calls:
        channel = grpc.aio.insecure_channel(os.environ["FIRESTORE_EMULATOR_HOST"])
        _calls["get"] = channel.unary_unary(
            "/google.firestore.v1.Firestore/GetDocument",
            request_serializer=GetDocument.SerializeToString,
            response_deserializer=Document.FromString,
        )
    return _calls["get"]


def _order_view(order: Any) -> dict[str, Any]:
    payment = order["payment"].map_value.fields
    items = [item.map_value.fields for item in order["items"].array_value.values]
    subtotal, fee = order["subtotal"].integer_value, order["admin_fee"].integer_value
    pending = order["status"].string_value == "PENDING"
    return {
        "order_id": order["id"].string_value,
        "status": order["status"].string_value,
        "payment_status": payment["status"].string_value,
        "items": [
            {
                "kind": item["kind"].string_value,
                "product": item["product"].string_value,
                "name": item["name"].string_value,
                "quantity": item["quantity"].integer_value,
                "unit_price": item["unit_price"].integer_value,
                "amount": item["quantity"].integer_value * item["unit_price"].integer_value,
            }
            for item in items
        ],
        "subtotal": subtotal,
        "admin_fee": fee,
        "total": {"amount": subtotal + fee, "currency": order["currency"].string_value},
        "checkout_url": (payment["checkout_url"].string_value or None) if pending else None,
        "created_at": _timestamp_text(order["created_at"]),
        "pay_before": _timestamp_text(order["pay_before"]),
        "paid_at": _timestamp_text(payment["paid_at"]) if payment["paid_at"].HasField("timestamp_value") else None,
        "channel": payment["channel"].string_value or None,
        "refunds": [],
    }


def _timestamp_text(value: Any) -> str:
    stamp = value.timestamp_value
    moment = datetime.fromtimestamp(stamp.seconds, UTC).replace(microsecond=stamp.nanos // 1000)
    return moment.isoformat().replace("+00:00", "Z")
