"""Firestore's RPCs: batched gets, queries, counts, and one kind of commit that says what became of it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

import grpc
import grpc.aio
from google.api_core import retry_async
from google.api_core.exceptions import RetryError
from google.cloud.firestore_v1.types import document as _document
from google.cloud.firestore_v1.types import firestore as _firestore
from google.cloud.firestore_v1.types import query as _query
from google.protobuf.timestamp_pb2 import Timestamp

from shared.gateways.firestore import codec
from shared.gateways.firestore.document_queue import DocumentQueue
from shared.gateways.firestore.read_batcher import ReadBatcher
from shared.gateways.firestore.snapshots import Snapshot, SnapshotDecoder
from shared.kernel.document_versions import ignore_unknown
from shared.kernel.errors import OutcomeUnknown, Unavailable
from shared.kernel.ports import Query

T = TypeVar("T")

Document: Any = _document.Document.pb()
_StructuredQuery: Any = _query.StructuredQuery.pb()
_Cursor: Any = _query.Cursor.pb()
_AggregationQuery: Any = _query.StructuredAggregationQuery.pb()
_GetRequest: Any = _firestore.GetDocumentRequest.pb()
_BatchGetRequest: Any = _firestore.BatchGetDocumentsRequest.pb()
_BatchGetResponse: Any = _firestore.BatchGetDocumentsResponse.pb()
_RunQueryRequest: Any = _firestore.RunQueryRequest.pb()
_RunQueryResponse: Any = _firestore.RunQueryResponse.pb()
_AggregationRequest: Any = _firestore.RunAggregationQueryRequest.pb()
_AggregationResponse: Any = _firestore.RunAggregationQueryResponse.pb()
_CommitRequest: Any = _firestore.CommitRequest.pb()
_CommitResponse: Any = _firestore.CommitResponse.pb()

_OPERATORS = {
    "==": "EQUAL",
    "!=": "NOT_EQUAL",
    "<": "LESS_THAN",
    "<=": "LESS_THAN_OR_EQUAL",
    ">": "GREATER_THAN",
    ">=": "GREATER_THAN_OR_EQUAL",
    "in": "IN",
    "array_contains": "ARRAY_CONTAINS",
    "array_contains_any": "ARRAY_CONTAINS_ANY",
}
_RETRYABLE = {
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.RESOURCE_EXHAUSTED,
    grpc.StatusCode.INTERNAL,
    grpc.StatusCode.DEADLINE_EXCEEDED,
}
_PRECONDITION_FAILURES = {
    grpc.StatusCode.FAILED_PRECONDITION,
    grpc.StatusCode.NOT_FOUND,
    grpc.StatusCode.ALREADY_EXISTS,
    grpc.StatusCode.ABORTED,
}
_MESSAGE_SIZES = [("grpc.max_send_message_length", -1), ("grpc.max_receive_message_length", -1)]
CHANNEL_OPTIONS: Sequence[tuple[str, Any]] = [("grpc.keepalive_time_ms", 30_000), *_MESSAGE_SIZES]
"""As Google's own client sets them: an idle connection is kept alive, and Firestore alone limits a message's size."""
_MAX_REPORTED_VALUES = 200
_MAX_REPORTED_LENGTH = 80
_READ_SECONDS = 15.0
_COMMIT_SECONDS = 15.0
_COMMIT_ATTEMPTS = 3


class PreconditionFailed(Exception):
    """A precondition of the commit did not hold; nothing was written."""


@dataclass(slots=True)
class UsageMeter:
    """Meter of RPCs, reads and writes, for the cost table and the logs."""

    rpcs: int = 0
    round_trips: int = 0
    reads: int = 0
    writes: int = 0
    _in_flight: int = 0

    def __enter__(self) -> None:
        self.rpcs += 1
        self.round_trips += self._in_flight == 0
        self._in_flight += 1

    def __exit__(self, *_: object) -> None:
        self._in_flight -= 1


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """Address of one database. `emulator` is host:port, or None for Google's service."""

    project: str
    database: str = "(default)"
    emulator: str | None = None

    @property
    def root(self) -> str:
        return f"projects/{self.project}/databases/{self.database}"


def _raise_with_path(path: str, error: Exception) -> None:
    error.add_note(path)
    raise error


@dataclass(slots=True)
class Firestore:
    """Client of one database, built on first use and bound to the running event loop."""

    address: DatabaseAddress
    channel: grpc.aio.Channel
    meter: UsageMeter = field(default_factory=UsageMeter)
    on_unreadable: Callable[[str, Exception], None] = _raise_with_path
    """Called with each document that does not fit its model, when other documents can be used without it."""
    on_unknown_value: Callable[[str, Any], None] = ignore_unknown
    """Called once for each field and value that only a newer version knows."""
    document_queue: DocumentQueue = field(default_factory=DocumentQueue)
    """Queue of the calls that are about to change the same documents."""

    _documents: str = ""
    _unknown_values: set[tuple[str, str]] = field(default_factory=set)
    _decoder: SnapshotDecoder = field(default_factory=lambda: SnapshotDecoder(""))
    _read_batcher: ReadBatcher = field(init=False)
    _calls: dict[str, Any] = field(default_factory=dict)
    _metadata: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        self._read_batcher = ReadBatcher(self.batch_get)

    @classmethod
    def open(cls, address: DatabaseAddress) -> Self:
        """Connect to the emulator as its owner, or to Google with the instance's own credentials."""
        metadata = [
            ("google-cloud-resource-prefix", address.root),
            ("x-goog-request-params", f"project_id={address.project}&database_id={address.database}"),
        ]
        if address.emulator:
            channel = grpc.aio.insecure_channel(address.emulator, options=_MESSAGE_SIZES)
            metadata.append(("authorization", "Bearer owner"))
        else:
            from google.api_core import grpc_helpers_async

            channel = grpc_helpers_async.create_channel(
                "firestore.googleapis.com:443",
                scopes=["https://www.googleapis.com/auth/datastore"],
                options=CHANNEL_OPTIONS,
            )
        root = f"{address.root}/documents"
        self = cls(address, channel, _documents=root, _decoder=SnapshotDecoder(root), _metadata=tuple(metadata))
        for name, kind, response in (
            ("GetDocument", channel.unary_unary, Document),
            ("BatchGetDocuments", channel.unary_stream, _BatchGetResponse),
            ("RunQuery", channel.unary_stream, _RunQueryResponse),
            ("RunAggregationQuery", channel.unary_stream, _AggregationResponse),
            ("Commit", channel.unary_unary, _CommitResponse),
        ):
            self._calls[name] = kind(
                f"/google.firestore.v1.Firestore/{name}",
                request_serializer=lambda message: message.SerializeToString(),
                response_deserializer=response.FromString,
            )
        return self

    async def close(self) -> None:
        await self.channel.close()

    def report_unknown_value(self, field: str, value: Any) -> None:
        """Report that `field` holds a value which only a newer version knows: once for each value and instance."""
        known = (field, str(value)[:_MAX_REPORTED_LENGTH])
        if known not in self._unknown_values and len(self._unknown_values) < _MAX_REPORTED_VALUES:
            self._unknown_values.add(known)
            self.on_unknown_value(*known)

    def resource_name(self, path: str) -> str:
        """Return the resource name of the document at `path`."""
        return f"{self._documents}/{path}"

    async def get_all(self, paths: Sequence[str]) -> Mapping[str, Snapshot]:
        """Get the documents at `paths`, and perhaps others, each once, in one round trip with concurrent reads."""
        return await self._read_batcher.get(tuple(dict.fromkeys(paths))) if paths else {}

    async def batch_get(self, paths: Sequence[str]) -> dict[str, Snapshot]:
        """Get the documents at `paths` in a round trip of its own."""
        if not paths:
            return {}
        if len(paths) == 1 and (alone := await self._get(paths[0])):
            return {alone.path: alone}
        request = _BatchGetRequest(database=self.address.root, documents=[self.resource_name(path) for path in paths])
        found: dict[str, Snapshot] = {}
        for answer in await self._read_stream("BatchGetDocuments", request):
            if answer.WhichOneof("result") == "found":
                snapshot = self._decoder.decode_document(answer.found)
                found[snapshot.path] = snapshot
            elif answer.missing:
                path = self._decoder.path_from_name(answer.missing)
                found[path] = Snapshot(path, None, None)
        self.meter.reads += len(found)
        return found

    async def _get(self, path: str) -> Snapshot | None:
        """Get one document. A unary RPC takes half the CPU of a streaming one.

        None if the answer leaves open whether the document or the database is missing: a batched get then tells.
        """
        request = _GetRequest(name=self.resource_name(path))
        try:
            snapshot = self._decoder.decode_document(
                await self._with_retries(lambda: self._call_rpc("GetDocument", request))
            )
        except grpc.aio.AioRpcError as error:
            if error.code() is not grpc.StatusCode.NOT_FOUND:
                raise
            if request.name not in (error.details() or ""):
                return None
            snapshot = Snapshot(path, None, None)
        self.meter.reads += 1
        return snapshot

    async def run_query(self, query: Query[Any]) -> list[Snapshot]:
        """Run a query and return the documents that match."""
        parent, structured = self._structured_query(query)
        request = _RunQueryRequest(parent=parent, structured_query=structured)
        found = [
            self._decoder.decode_document(answer.document)
            for answer in await self._read_stream("RunQuery", request)
            if answer.HasField("document")
        ]
        # A query that finds nothing is billed as one read.
        self.meter.reads += max(1, len(found))
        return found

    async def aggregate(self, query: Query[Any], *sums: str) -> list[int]:
        """Count the matching documents and sum the fields `sums` over them, in one RPC and so at one moment."""
        parent, structured = self._structured_query(query)
        aggregations = [_AggregationQuery.Aggregation(alias="count")]
        aggregations[0].count.SetInParent()
        for place, name in enumerate(sums):
            aggregation = _AggregationQuery.Aggregation(alias=f"sum{place}")
            aggregation.sum.field.field_path = name
            aggregations.append(aggregation)
        request = _AggregationRequest(
            parent=parent,
            structured_aggregation_query=_AggregationQuery(structured_query=structured, aggregations=aggregations),
        )
        answers = await self._read_stream("RunAggregationQuery", request)
        fields = answers[0].result.aggregate_fields
        results = [int(codec.decode_value(fields[aggregation.alias]) or 0) for aggregation in aggregations]
        # One read a thousand index entries, at least one, however much is reckoned from them.
        self.meter.reads += max(1, -(-results[0] // 1_000))
        return results

    async def commit(self, writes: Sequence[Any]) -> list[Timestamp]:
        """Commit all of `writes` or none, and return the update time of each.

        Raises:
            PreconditionFailed: A document is not as its write requires; nothing was saved.
            OutcomeUnknown: No answer shows whether the writes were saved.
        """
        request = _CommitRequest(database=self.address.root, writes=writes)
        ambiguous = False
        for attempt in range(_COMMIT_ATTEMPTS):
            try:
                with self.meter:
                    answer = await self._calls["Commit"](request, metadata=self._metadata, timeout=_COMMIT_SECONDS)
            except grpc.aio.AioRpcError as error:
                if error.code() in _PRECONDITION_FAILURES:
                    # After a try that may have gone through, a failed precondition may be our own doing.
                    raise (OutcomeUnknown() if ambiguous else PreconditionFailed(error.details())) from error
                if error.code() not in _RETRYABLE:
                    raise
                ambiguous = True
                await asyncio.sleep(0.1 * 2**attempt)
            else:
                self.meter.writes += len(writes)
                return [result.update_time for result in answer.write_results]
        raise OutcomeUnknown()

    async def _read_stream(self, method: str, request: Any) -> list[Any]:
        """Read all answers of a streaming call."""

        async def once() -> list[Any]:
            return [answer async for answer in self._call_rpc(method, request)]

        return await self._with_retries(once)

    def _call_rpc(self, method: str, request: Any) -> Any:
        return self._calls[method](request, metadata=self._metadata, timeout=_READ_SECONDS)

    async def _with_retries(self, ask: Callable[[], Awaitable[T]]) -> T:
        async def once() -> T:
            with self.meter:
                return await ask()

        try:
            return await once()
        except grpc.aio.AioRpcError as error:
            if error.code() not in _RETRYABLE:
                raise
        again: Callable[[], Awaitable[T]] = retry_async.AsyncRetry(
            predicate=_is_retryable, initial=0.1, maximum=2.0, multiplier=1.5, timeout=_READ_SECONDS
        )(once)
        try:
            return await again()
        except RetryError as error:
            raise Unavailable("database_silent") from error

    def _structured_query(self, query: Query[Any]) -> tuple[str, Any]:
        parent, _, collection = query.collection.rpartition("/")
        structured = _StructuredQuery()
        selector = structured.from_.add()
        selector.collection_id, selector.all_descendants = collection, query.group
        filters = [self._filter(query, *condition) for condition in query.where]
        if len(filters) == 1:
            structured.where.CopyFrom(filters[0])
        elif filters:
            structured.where.composite_filter.op = _StructuredQuery.CompositeFilter.AND
            structured.where.composite_filter.filters.extend(filters)
        for name, direction in query.order:
            order = structured.order_by.add()
            order.field.field_path = _field_path(name)
            order.direction = "DESCENDING" if direction == "desc" else "ASCENDING"
        for cursor, values, before in (
            (structured.start_at, query.start, query.start_inclusive),
            (structured.end_at, query.end, True),
        ):
            if values is not None:
                cursor.before = before
                for (name, _direction), value in zip(query.order, values, strict=True):
                    cursor.values.append(self._operand(query, name, value))
        if query.limit is not None:
            structured.limit.value = query.limit
        return (f"{self._documents}/{parent}" if parent else self._documents), structured

    def _filter(self, query: Query[Any], name: str, operator: str, value: Any) -> Any:
        condition = _StructuredQuery.Filter()
        if value is None and operator in ("==", "!="):
            condition.unary_filter.field.field_path = _field_path(name)
            condition.unary_filter.op = "IS_NULL" if operator == "==" else "IS_NOT_NULL"
        else:
            condition.field_filter.field.field_path = _field_path(name)
            condition.field_filter.op = _OPERATORS[operator]
            condition.field_filter.value.CopyFrom(self._operand(query, name, value))
        return condition

    def _operand(self, query: Query[Any], name: str, value: Any) -> Any:
        if name != "id":
            return codec.encode_value(value)
        if isinstance(value, str):
            return codec.encode_value(self._document_name(query, value))
        return codec.encode_value([self._document_name(query, one) for one in value])

    def _document_name(self, query: Query[Any], id: str) -> codec.DocumentName:
        return codec.DocumentName(self.resource_name(id if query.group else f"{query.collection}/{id}"))


def _field_path(name: str) -> str:
    return "__name__" if name == "id" else name


def _is_retryable(error: BaseException) -> bool:
    return isinstance(error, grpc.aio.AioRpcError) and error.code() in _RETRYABLE
