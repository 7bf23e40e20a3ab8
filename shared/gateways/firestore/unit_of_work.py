"""The unit of work over Firestore: reads remember what they saw, writes wait, one commit carries it all."""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, overload

from pydantic import ValidationError

from shared.gateways.firestore import document_writes
from shared.gateways.firestore.client import Firestore
from shared.gateways.firestore.snapshots import Snapshot
from shared.kernel import outbox
from shared.kernel.document_versions import dump_entity, fields_decided_by
from shared.kernel.ids import Id
from shared.kernel.ports import (
    EntityT,
    FifthT,
    FirstT,
    FourthT,
    Query,
    Ref,
    SecondT,
    SixthT,
    ThirdT,
    VersionedRef,
    Wanted,
)
from shared.kernel.rate_limits import RateLimitStatus
from shared.kernel.schemas import Event, Job


class FirestoreReader:
    """The `Reader` port: documents as they are now."""

    def __init__(self, db: Firestore) -> None:
        self._db = db

    async def get(self, ref: Ref[EntityT]) -> EntityT | None:
        return (await self.get_all([ref]))[0]

    async def get_all(self, refs: Sequence[Ref[EntityT]]) -> list[EntityT | None]:
        found = await self._snapshots([ref.path for ref in refs])
        return [found[ref.path].to_entity(ref.model, self._db.report_unknown_value) for ref in refs]

    @overload
    async def get_many(self, first: Wanted[FirstT], /) -> tuple[FirstT]: ...

    @overload
    async def get_many(self, first: Wanted[FirstT], second: Wanted[SecondT], /) -> tuple[FirstT, SecondT]: ...

    @overload
    async def get_many(
        self, first: Wanted[FirstT], second: Wanted[SecondT], third: Wanted[ThirdT], /
    ) -> tuple[FirstT, SecondT, ThirdT]: ...

    @overload
    async def get_many(
        self, first: Wanted[FirstT], second: Wanted[SecondT], third: Wanted[ThirdT], fourth: Wanted[FourthT], /
    ) -> tuple[FirstT, SecondT, ThirdT, FourthT]: ...

    @overload
    async def get_many(
        self,
        first: Wanted[FirstT],
        second: Wanted[SecondT],
        third: Wanted[ThirdT],
        fourth: Wanted[FourthT],
        fifth: Wanted[FifthT],
        /,
    ) -> tuple[FirstT, SecondT, ThirdT, FourthT, FifthT]: ...

    @overload
    async def get_many(
        self,
        first: Wanted[FirstT],
        second: Wanted[SecondT],
        third: Wanted[ThirdT],
        fourth: Wanted[FourthT],
        fifth: Wanted[FifthT],
        sixth: Wanted[SixthT],
        /,
    ) -> tuple[FirstT, SecondT, ThirdT, FourthT, FifthT, SixthT]: ...

    async def get_many(self, *wanted: Wanted[Any]) -> tuple[Any, ...]:
        found = await self._snapshots([path for one in wanted for path in one.paths])

        def load(ref: Ref[EntityT]) -> EntityT | None:
            return found[ref.path].to_entity(ref.model)

        return tuple(one.pick(load) for one in wanted)

    async def query(self, query: Query[EntityT]) -> list[EntityT]:
        found = []
        for snapshot in await self._run_query(query):
            try:
                if (entity := snapshot.to_entity(query.model, self._db.report_unknown_value)) is not None:
                    found.append(entity)
            except ValidationError as error:
                # One that cannot be read must not hide the others from a sweep.
                self._db.on_unreadable(snapshot.path, error)
        return found

    async def count(self, query: Query[Any]) -> int:
        return (await self._db.aggregate(query))[0]

    async def count_and_sum(self, query: Query[Any], *fields: str) -> list[int]:
        return await self._db.aggregate(query, *fields)

    async def _snapshots(self, paths: Sequence[str]) -> Mapping[str, Snapshot]:
        return await self._db.get_all(paths)

    async def _run_query(self, query: Query[Any]) -> list[Snapshot]:
        return await self._db.run_query(query)


class DocumentNotRead(LookupError):
    """An action verifies a document that it has not read: a mistake in the action, not of its caller."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"uow.verify({path!r}): the action has not read this document. Read it first, by `get`, `get_all`,"
            " `get_many` or `prefetch`: only what was read can be required to be unchanged at the commit."
        )


class FirestoreUnitOfWork(FirestoreReader):
    """Unit of work of one attempt of one action.

    Each attempt has a new one, so nothing of a failed attempt is left over.
    """

    def __init__(
        self,
        db: Firestore,
        *,
        request_id: str,
        now: datetime,
        instance_cache: dict[str, Any],
        attempt: int = 0,
        snapshots: Mapping[str, Snapshot] | None = None,
    ) -> None:
        super().__init__(db)
        self.attempt = attempt
        self.request_id = request_id
        self.instance_cache = instance_cache
        self.read_snapshots: dict[str, Snapshot] = dict(snapshots or {})
        self.outbox_entries: list[outbox.OutboxEntry] = []
        self.limit_status: RateLimitStatus | None = None
        self._now = now
        self._changes: dict[str, dict[str, Any] | None] = {}
        self._decided_fields: dict[str, tuple[str, ...]] = {}
        self._must_not_exist: set[str] = set()
        self._must_exist: set[str] = set()
        self._must_be_unchanged: set[str] = set()
        self._increments: dict[tuple[str, str], int] = {}
        self._read_along: str | None = None
        self._must_be_absent: set[str] = set()

    def random_below(self, limit: int) -> int:
        return secrets.randbelow(limit)

    async def _snapshots(self, paths: Sequence[str]) -> Mapping[str, Snapshot]:
        missing = [path for path in paths if path not in self.read_snapshots]
        if missing:
            if (along := self._take_read_along()) and along not in missing:
                missing.append(along)
            found = await super()._snapshots(missing)
            for path in missing:
                self.read_snapshots[path] = found[path]
        return {path: self._with_own_writes(self.read_snapshots[path]) for path in paths}

    async def _run_query(self, query: Query[Any]) -> list[Snapshot]:
        if along := self._take_read_along():
            _, snapshots = await asyncio.gather(self._snapshots([along]), super()._run_query(query))
        else:
            snapshots = await super()._run_query(query)
        for snapshot in snapshots:
            # The first sight counts: what was decided on it must still be so at the commit.
            self.read_snapshots.setdefault(snapshot.path, snapshot)
        return snapshots

    def read_along(self, ref: Ref[Any]) -> None:
        """Read a document together with the first documents that the action reads, without a round trip of its own."""
        if ref.path not in self.read_snapshots:
            self._read_along = ref.path

    def has_read(self, ref: Ref[Any]) -> bool:
        """Return whether this unit has read the document."""
        return ref.path in self.read_snapshots

    def require_absent(self, ref: Ref[Any]) -> None:
        """Require that a document which was not read does not exist at the commit."""
        self._must_be_absent.add(ref.path)

    def _take_read_along(self) -> str | None:
        path, self._read_along = self._read_along, None
        return path

    async def prefetch(self, *wanted: Wanted[object]) -> None:
        await self._snapshots([path for one in wanted for path in one.paths])

    async def query_versions(self, query: Query[EntityT]) -> list[VersionedRef[EntityT]]:
        return [VersionedRef(Ref(snapshot.path, query.model), snapshot) for snapshot in await self._db.run_query(query)]

    def get_read_version(self, ref: Ref[EntityT]) -> VersionedRef[EntityT]:
        """Get the version in which this unit has read a document."""
        return VersionedRef(ref, self.read_snapshots[ref.path])

    def require_version(self, versioned: VersionedRef[Any]) -> None:
        self.read_snapshots.setdefault(versioned.ref.path, versioned.version)

    def _with_own_writes(self, snapshot: Snapshot) -> Snapshot:
        """Replace what was read by what the action itself has written."""
        if snapshot.path not in self._changes:
            return snapshot
        return Snapshot(snapshot.path, self._changes[snapshot.path], snapshot.update_time)

    def create(self, ref: Ref[EntityT], entity: EntityT) -> None:
        self._must_not_exist.add(ref.path)
        self._changes[ref.path] = dump_entity(entity)
        self._decided_fields.pop(ref.path, None)

    def put(self, ref: Ref[EntityT], entity: EntityT) -> None:
        path, data, decided = ref.path, dump_entity(entity), fields_decided_by(entity)
        if path in self._changes:
            before = self._changes[path]
            # What this unit creates or replaces has no fields of others; what it changes twice keeps both changes.
            earlier = () if before is None else self._decided_fields.get(path, ())
            decided = tuple(dict.fromkeys((*earlier, *decided))) if earlier else ()
        else:
            before = self.read_snapshots[path].data if path in self.read_snapshots else {}
            decided = () if before is None and path not in self._must_exist else decided
        if decided:
            if before and not before.keys() <= data.keys():
                data = {name: value for name, value in before.items() if name not in fields_decided_by(entity)} | data
            self._decided_fields[path] = decided
        self._changes[path] = data

    def delete(self, ref: Ref[Any]) -> None:
        self._changes[ref.path] = None
        self._decided_fields.pop(ref.path, None)

    def delete_existing(self, ref: Ref[Any]) -> None:
        self._must_exist.add(ref.path)
        self.delete(ref)

    def put_existing(self, ref: Ref[EntityT], entity: EntityT) -> None:
        self._must_exist.add(ref.path)
        self.put(ref, entity)

    def has_written(self, ref: Ref[Any]) -> bool:
        return ref.path in self._changes

    def increment(self, ref: Ref[Any], field: str, by: int = 1) -> None:
        self._increments[ref.path, field] = self._increments.get((ref.path, field), 0) + by

    def verify(self, ref: Ref[Any]) -> None:
        if ref.path not in self.read_snapshots:
            raise DocumentNotRead(ref.path)
        self._must_be_unchanged.add(ref.path)

    def report_limit(self, status: RateLimitStatus) -> None:
        if self.limit_status is None or status.remaining < self.limit_status.remaining:
            self.limit_status = status

    def emit(self, event: Event) -> None:
        self._put_outbox_entry(
            outbox.entry_from_event(event, id=Id.new(self.random_below), request_id=self.request_id, now=self._now)
        )

    def schedule(self, job: Job, *, at: datetime | None = None, key: str | None = None, precise: bool = True) -> None:
        new = Id.new(self.random_below)
        self._put_outbox_entry(
            outbox.entry_from_job(
                job,
                id=outbox.job_entry_id(type(job), key) if key else new,
                generation=new if key else "",
                at=at or self._now,
                precise=precise,
                request_id=self.request_id,
                now=self._now,
            )
        )

    def schedule_once(self, job: Job, *, at: datetime, key: str) -> None:
        id = outbox.job_entry_id(type(job), key)
        self.outbox_entries.append(outbox.fleeting_entry_from_job(job, id=id, at=at, request_id=self.request_id))

    def cancel_job(self, job: type[Job], key: str) -> None:
        self.delete(outbox.entry_ref(outbox.job_entry_id(job, key)))

    def _put_outbox_entry(self, entry: outbox.OutboxEntry) -> None:
        self.outbox_entries.append(entry)
        self.put(outbox.entry_ref(entry.id), entry)

    def build_writes(self) -> list[Any]:
        """Build all writes of the action, each with its precondition."""
        writes = [self._build_write(path, data) for path, data in self._changes.items()]
        writes += [
            document_writes.verify_write(self._db.resource_name(path), self.read_snapshots[path].update_time)
            for path in self._must_be_unchanged - self._changes.keys()
        ]
        writes += [
            document_writes.verify_write(self._db.resource_name(path), None)
            for path in self._must_be_absent - self._changes.keys()
        ]
        writes += [
            document_writes.increment_write(self._db.resource_name(path), name, by)
            for (path, name), by in self._increments.items()
        ]
        return writes

    def list_changes(self) -> list[tuple[str, Mapping[str, Any] | None, Mapping[str, Any] | None]]:
        """List the changed documents: the path, the fields as they were read, and the fields as they will be.

        Fields as they were are None for a new document, and empty for one that was not read. Fields as they will be are
        None for a deleted document. What is incremented shows as the amount that is added.
        """
        changes = [(path, self._fields_before(path), data) for path, data in self._changes.items()]
        added: dict[str, dict[str, Any]] = {}
        for (path, name), by in self._increments.items():
            added.setdefault(path, {})[name] = f"{by:+}"
        return [*changes, *((path, {}, fields) for path, fields in added.items())]

    def _fields_before(self, path: str) -> Mapping[str, Any] | None:
        if seen := self.read_snapshots.get(path):
            return seen.data
        return None if path in self._must_not_exist else {}

    @property
    def guarded_paths(self) -> list[str]:
        """Paths of the documents that the action changes under a precondition."""
        sure = self._must_not_exist | self._must_exist | self.read_snapshots.keys()
        return [path for path in self._changes if path in sure]

    def committed_snapshots(self, times: Sequence[Any]) -> dict[str, Snapshot]:
        """Return the written documents as they are now, given the update times that the commit returned."""
        return {
            path: Snapshot(path, data, None if data is None else time)
            for (path, data), time in zip(self._changes.items(), times, strict=False)
            if path not in self.incremented_paths
        }

    @property
    def incremented_paths(self) -> set[str]:
        """Paths of the documents that were incremented without a read; their present values are not known."""
        return {path for path, _ in self._increments}

    def _build_write(self, path: str, data: dict[str, Any] | None) -> Any:
        name = self._db.resource_name(path)
        if data is None:
            write = document_writes.delete_write(name)
        elif decided := self._decided_fields.get(path):
            write = document_writes.merge_write(name, data, decided)
        else:
            write = document_writes.update_write(name, data)
        seen = self.read_snapshots.get(path)
        if path in self._must_exist:
            write.current_document.exists = True
        elif path in self._must_not_exist or (seen and seen.update_time is None):
            write.current_document.exists = False
        elif seen:
            write.current_document.update_time.CopyFrom(seen.update_time)
        return write
