"""Conventional `get_order`: synchronous, with the SDKs of Firebase and Firestore.

A transaction surrounds the read.
"""

import os
from datetime import datetime
from typing import Any

import firebase_admin
from firebase_admin import auth
from flask import Request
from google.cloud import firestore

firebase_admin.initialize_app(options={"projectId": os.environ["GOOGLE_CLOUD_PROJECT"]})
db = firestore.Client()


@firestore.transactional
def _read_order(transaction: Any, order_id: str) -> dict[str, Any] | None:
    snapshot = db.collection("orders").document(order_id).get(transaction=transaction)
    found: dict[str, Any] | None = snapshot.to_dict()
    return found


def get_order(request: Request) -> tuple[dict[str, Any], int]:
    """Show the caller's order."""
    token = request.headers["Authorization"].removeprefix("Bearer ")
    uid = auth.verify_id_token(token)["uid"]
    order = _read_order(db.transaction(), request.args["order_id"])
    if order is None or order["customer"] != uid:
        return {"code": "order_not_found"}, 404
    return _order_view(order), 200


def _order_view(order: dict[str, Any]) -> dict[str, Any]:
    payment = order["payment"]
    names = ("kind", "product", "name", "quantity", "unit_price")
    return {
        "order_id": order["id"],
        "status": order["status"],
        "payment_status": payment["status"],
        "items": [
            {name: item[name] for name in names} | {"amount": item["quantity"] * item["unit_price"]}
            for item in order["items"]
        ],
        "subtotal": order["subtotal"],
        "admin_fee": order["admin_fee"],
        "total": {"amount": order["subtotal"] + order["admin_fee"], "currency": order["currency"]},
        "checkout_url": payment["checkout_url"] if order["status"] == "PENDING" else None,
        "created_at": _timestamp_text(order["created_at"]),
        "pay_before": _timestamp_text(order["pay_before"]),
        "paid_at": _timestamp_text(payment["paid_at"]),
        "channel": payment["channel"],
        "refunds": [],
    }


def _timestamp_text(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat().replace("+00:00", "Z")
