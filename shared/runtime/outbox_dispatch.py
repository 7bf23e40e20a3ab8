"""Dispatch of the outbox: publish events and enqueue tasks after a commit, then mark published events."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from shared.gateways import request_records
from shared.kernel import outbox
from shared.kernel.outbox import OutboxEntry
from shared.runtime.call_info import CallInfo


@dataclass(frozen=True, slots=True)
class TrailingWrites:
    """Writes that change nothing a rule depends on, and so wait for the next commit of the call.

    Attributes:
        published: Events that are published, so that their entries can say so.
        records: Records of requests to vendors.
        writes: Both, as writes of a commit.
    """

    published: tuple[OutboxEntry, ...]
    records: tuple[request_records.RequestRecord, ...]
    writes: tuple[Any, ...]


_NOTHING = TrailingWrites((), (), ())


class OutboxDispatch:
    """Outbox entries of one call, on their way to Pub/Sub and Cloud Tasks. `relay_outbox` sends the rest."""

    def __init__(self, call: CallInfo) -> None:
        self._call = call
        self._in_flight: list[tuple[OutboxEntry, asyncio.Task[None]]] = []
        self._records = request_records.open_request_records(call.request_id, call.now)

    def start_sending(self, entries: Iterable[OutboxEntry]) -> None:
        """Start to send committed entries; the sweep sends those that are due much later."""
        for entry in entries:
            if not entry.is_sent_by_sweep_only(self._call.now):
                self._in_flight.append((entry, asyncio.ensure_future(self.send_entry(entry))))

    async def send_entry(self, entry: OutboxEntry) -> None:
        """Publish an event or enqueue a task.

        Raises:
            Unavailable: Pub/Sub or Cloud Tasks did not accept the entry.
        """
        gateways = self._call.runtime.gateways
        if entry.kind == "event":
            await gateways.events.publish(entry)
        else:
            await gateways.tasks.enqueue(entry)

    def collect_trailing_writes(self) -> TrailingWrites:
        """Collect the marks of published entries, and the records of requests to vendors."""
        if not self._in_flight and not self._records.records:
            return _NOTHING
        from shared.gateways.firestore.document_writes import update_write

        documents = self._call.runtime.gateways.documents
        published = tuple(
            entry
            for entry, sending in self._in_flight
            if entry.kind == "event" and sending.done() and not sending.exception()
        )
        records = tuple(self._records.records)
        return TrailingWrites(
            published,
            records,
            (
                *(self._mark_published(entry) for entry in published),
                *(update_write(documents.resource_name(ref.path), record.model_dump()) for ref, record in records),
            ),
        )

    def _mark_published(self, entry: OutboxEntry) -> Any:
        from shared.gateways.firestore.document_writes import update_write

        name = self._call.runtime.gateways.documents.resource_name(outbox.entry_ref(entry.id).path)
        return update_write(name, outbox.with_publication(entry, now=self._call.now).model_dump())

    def forget_trailing_writes(self, trailing: TrailingWrites) -> None:
        """Drop writes that a commit has carried."""
        self._in_flight = [(entry, task) for entry, task in self._in_flight if entry not in trailing.published]
        self._records.records = self._records.records[len(trailing.records) :]

    async def finish_sending(self) -> None:
        """Wait until every entry is sent, then commit the trailing writes. Failures are logged, never raised."""
        if self._in_flight:
            await asyncio.wait([sending for _, sending in self._in_flight])
        for entry, sending in self._in_flight:
            error = sending.exception()
            if error is not None:
                self._log_unsent_entry(entry, error)
        trailing = self.collect_trailing_writes()
        self._in_flight, self._records.records = [], []
        if trailing.writes:
            await self._commit_trailing_writes(trailing)

    async def _commit_trailing_writes(self, trailing: TrailingWrites) -> None:
        try:
            await self._call.runtime.gateways.documents.commit(trailing.writes)
        except Exception as error:  # noqa: BLE001 (the caller's work is committed; the sweep sends these entries)
            for entry in trailing.published:
                self._log_unsent_entry(entry, error)
            if trailing.records:
                self._call.log(
                    "WARNING",
                    f"{len(trailing.records)} records of vendor requests were not saved: {type(error).__name__}",
                )

    def _log_unsent_entry(self, entry: OutboxEntry, error: BaseException) -> None:
        why = type(error).__name__
        if entry.fleeting:
            self._call.log(
                "INFO", f"{entry.type} was not sent and is dropped, because it has no later use: {why}", entry=entry.id
            )
        else:
            self._call.log(
                "WARNING", f"{entry.type} was not sent; the outbox sweep will send it: {why}", entry=entry.id
            )
