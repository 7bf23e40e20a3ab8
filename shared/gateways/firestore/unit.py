"""The unit of work over Firestore: reads remember what they saw, writes wait, one commit carries it all."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from shared.gateways.firestore import client
from shared.gateways.firestore.client import Firestore
from shared.gateways.firestore.snapshots import Snapshot
from shared.kernel import outbox
from shared.kernel.ids import Id
from shared.kernel.ports import EntityT, Query, Ref, Sighting
from shared.kernel.schemas import Event, Job


class Documents:
    """The `Reader` port: documents as they are now."""

    def __init__(self, db: Firestore) -> None:
        self._db = db

    async def get(self, ref: Ref[EntityT]) -> EntityT | None:
        return (await self.get_all([ref]))[0]

    async def get_all(self, refs: Sequence[Ref[EntityT]]) -> list[EntityT | None]:
        found = await self._snapshots([ref.path for ref in refs])
        return [found[ref.path].entity(ref.model) for ref in refs]

    async def query(self, query: Query[EntityT]) -> list[EntityT]:
        found = []
        for snapshot in await self._run(query):
            try:
                if (entity := snapshot.entity(query.model)) is not None:
                    found.append(entity)
            except ValidationError as error:
                # One that cannot be read must not hide the others from a sweep.
                self._db.unreadable(snapshot.path, error)
        return found

    async def count(self, query: Query[Any]) -> int:
        return (await self._db.aggregate(query))[0]

    async def totals(self, query: Query[Any], *fields: str) -> list[int]:
        return await self._db.aggregate(query, *fields)

    async def _snapshots(self, paths: Sequence[str]) -> Mapping[str, Snapshot]:
        return await self._db.get_all(paths)

    async def _run(self, query: Query[Any]) -> list[Snapshot]:
        return await self._db.run_query(query)


class Unit(Documents):
    """One attempt of one action. Built anew for each attempt, so nothing of a failed one is left over."""

    def __init__(
        self,
        db: Firestore,
        *,
        request_id: str,
        now: datetime,
        hints: dict[str, Any],
        attempt: int = 0,
        known: Mapping[str, Snapshot] | None = None,
    ) -> None:
        super().__init__(db)
        self.attempt = attempt
        self.request_id = request_id
        self.hints = hints
        self.seen: dict[str, Snapshot] = dict(known or {})
        self.entries: list[outbox.Entry] = []
        self._now = now
        self._changes: dict[str, dict[str, Any] | None] = {}
        self._new: set[str] = set()
        self._there: set[str] = set()
        self._fixed: set[str] = set()
        self._sums: dict[tuple[str, str], int] = {}

    async def _snapshots(self, paths: Sequence[str]) -> Mapping[str, Snapshot]:
        missing = [path for path in paths if path not in self.seen]
        if missing:
            found = await super()._snapshots(missing)
            for path in missing:
                self.seen[path] = found[path]
        return {path: self._own(self.seen[path]) for path in paths}

    async def _run(self, query: Query[Any]) -> list[Snapshot]:
        snapshots = await super()._run(query)
        for snapshot in snapshots:
            # The first sight counts: what was decided on it must still be so at the commit.
            self.seen.setdefault(snapshot.path, snapshot)
        return snapshots

    async def sight(self, query: Query[EntityT]) -> list[Sighting[EntityT]]:
        return [Sighting(Ref(snapshot.path, query.model), snapshot) for snapshot in await self._db.run_query(query)]

    def trust(self, sighting: Sighting[Any]) -> None:
        self.seen.setdefault(sighting.ref.path, sighting.version)

    def _own(self, snapshot: Snapshot) -> Snapshot:
        """What the action itself has written hides what it read."""
        if snapshot.path not in self._changes:
            return snapshot
        return Snapshot(snapshot.path, self._changes[snapshot.path], snapshot.update_time)

    def create(self, ref: Ref[EntityT], entity: EntityT) -> None:
        self._new.add(ref.path)
        self._changes[ref.path] = entity.model_dump()

    def put(self, ref: Ref[EntityT], entity: EntityT) -> None:
        self._changes[ref.path] = entity.model_dump()

    def delete(self, ref: Ref[Any]) -> None:
        self._changes[ref.path] = None

    def consume(self, ref: Ref[Any]) -> None:
        self._there.add(ref.path)
        self._changes[ref.path] = None

    def replace(self, ref: Ref[EntityT], entity: EntityT) -> None:
        self._there.add(ref.path)
        self._changes[ref.path] = entity.model_dump()

    def wrote(self, ref: Ref[Any]) -> bool:
        return ref.path in self._changes

    def increment(self, ref: Ref[Any], field: str, by: int = 1) -> None:
        self._sums[ref.path, field] = self._sums.get((ref.path, field), 0) + by

    def verify(self, ref: Ref[Any]) -> None:
        if ref.path not in self.seen:
            raise LookupError(f"{ref.path} was not read, so there is nothing to verify")
        self._fixed.add(ref.path)

    def emit(self, event: Event) -> None:
        self._send(outbox.event_entry(event, id=Id.new(), request_id=self.request_id, now=self._now))

    def schedule(self, job: Job, *, at: datetime | None = None, key: str | None = None, precise: bool = True) -> None:
        id = outbox.job_id(type(job), key) if key else Id.new()
        due = at or self._now
        self._send(outbox.job_entry(job, id=id, at=due, precise=precise, request_id=self.request_id, now=self._now))

    def schedule_once(self, job: Job, *, at: datetime, key: str) -> None:
        id = outbox.job_id(type(job), key)
        self.entries.append(outbox.fleeting_entry(job, id=id, at=at, request_id=self.request_id))

    def cancel(self, job: type[Job], key: str) -> None:
        self.delete(outbox.entry(outbox.job_id(job, key)))

    def _send(self, entry: outbox.Entry) -> None:
        self.entries.append(entry)
        self.put(outbox.entry(entry.id), entry)

    def writes(self) -> list[Any]:
        """Everything that the action wants, each write with its precondition."""
        writes = [self._write(path, data) for path, data in self._changes.items()]
        writes += [
            client.verified(self._db.name(path), self.seen[path].update_time)
            for path in self._fixed - self._changes.keys()
        ]
        writes += [client.added(self._db.name(path), name, by) for (path, name), by in self._sums.items()]
        return writes

    @property
    def guarded(self) -> list[str]:
        """The documents that it changes, and that must not have moved by then."""
        sure = self._new | self._there | self.seen.keys()
        return [path for path in self._changes if path in sure]

    def kept(self, times: Sequence[Any]) -> dict[str, Snapshot]:
        """What the documents written are now, given the update times that the commit came back with."""
        return {
            path: Snapshot(path, data, None if data is None else time)
            for (path, data), time in zip(self._changes.items(), times, strict=False)
            if path not in self.summed
        }

    @property
    def summed(self) -> set[str]:
        """The documents that were added to without being read: what they are now is not known."""
        return {path for path, _ in self._sums}

    def _write(self, path: str, data: dict[str, Any] | None) -> Any:
        name = self._db.name(path)
        write = client.deleted(name) if data is None else client.written(name, data)
        seen = self.seen.get(path)
        if path in self._there:
            write.current_document.exists = True
        elif path in self._new or (seen and seen.update_time is None):
            write.current_document.exists = False
        elif seen:
            write.current_document.update_time.CopyFrom(seen.update_time)
        return write
