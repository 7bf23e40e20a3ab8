"""Hand-written reads of the catalogue: the same documents by raw gRPC, shown field by field.

Nothing is computed from the documents.
"""

import json
import os
from typing import Any

import grpc.aio
from google.cloud.firestore_v1.types import firestore, query
from starlette.requests import Request
from starlette.responses import Response

PROJECT = os.environ["GOOGLE_CLOUD_PROJECT"]
DATABASE = f"projects/{PROJECT}/databases/(default)"
DOCUMENTS = f"{DATABASE}/documents"
METADATA = (("google-cloud-resource-prefix", DATABASE), ("authorization", "Bearer owner"))
RunQuery: Any = firestore.RunQueryRequest.pb()
RunQueryResult: Any = firestore.RunQueryResponse.pb()
BatchGet: Any = firestore.BatchGetDocumentsRequest.pb()
BatchGetResult: Any = firestore.BatchGetDocumentsResponse.pb()
StructuredQuery: Any = query.StructuredQuery.pb()
TEXTS = ("slug", "full_name", "headline", "company", "city")
NUMBERS = ("years", "rating", "rating_count", "response_minutes", "completion_percent", "price_from")

_calls: dict[str, Any] = {}


async def list_experts(request: Request) -> Response:
    """List the best rated of all listed experts."""
    asked = StructuredQuery()
    asked.from_.add().collection_id = "experts"
    asked.where.field_filter.field.field_path = "keys"
    asked.where.field_filter.op = "ARRAY_CONTAINS"
    asked.where.field_filter.value.string_value = "*"
    for name, direction in (("rating", "DESCENDING"), ("price_from", "ASCENDING"), ("__name__", "ASCENDING")):
        order = asked.order_by.add()
        order.field.field_path, order.direction = name, direction
    asked.limit.value = int(request.query_params["limit"]) + 1
    call = _call("RunQuery", RunQuery, RunQueryResult)(
        RunQuery(parent=DOCUMENTS, structured_query=asked), metadata=METADATA
    )
    shown = [_card(answer.document.fields) async for answer in call if answer.HasField("document")]
    return Response(json.dumps({"items": shown}), media_type="application/json")


def _card(fields: Any) -> dict[str, Any]:
    return {
        **{name: fields[name].string_value for name in TEXTS},
        **{name: fields[name].integer_value for name in NUMBERS},
        "expertise": [one.string_value for one in fields["expertise"].array_value.values],
    }


async def list_free_slots(request: Request) -> Response:
    """Read the documents that free slots depend on: the expert, the service, the hours, a month's quarters."""
    expert = f"{DOCUMENTS}/experts/{request.query_params['expert_id']}"
    places = [expert, f"{expert}/services/{request.query_params['service_id']}", f"{expert}/calendar/hours"]
    asked = StructuredQuery()
    asked.from_.add().collection_id = "slots"
    order = asked.order_by.add()
    order.field.field_path, order.direction = "__name__", "ASCENDING"
    got = _call("BatchGetDocuments", BatchGet, BatchGetResult)(
        BatchGet(database=DATABASE, documents=places), metadata=METADATA
    )
    taken = _call("RunQuery", RunQuery, RunQueryResult)(
        RunQuery(parent=expert, structured_query=asked), metadata=METADATA
    )
    documents = [answer.found.name async for answer in got]
    quarters = [answer.document.name async for answer in taken if answer.HasField("document")]
    return Response(json.dumps({"documents": documents, "taken": quarters}), media_type="application/json")


def _call(name: str, asked: Any, answered: Any) -> Any:
    if name not in _calls:
        if "channel" not in _calls:
            _calls["channel"] = grpc.aio.insecure_channel(os.environ["FIRESTORE_EMULATOR_HOST"])
        _calls[name] = _calls["channel"].unary_stream(
            f"/google.firestore.v1.Firestore/{name}",
            request_serializer=asked.SerializeToString,
            response_deserializer=answered.FromString,
        )
    return _calls[name]
