"""Actions on the devices of people: register, forget, and drop dead tokens."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from shared.contracts.events.people import DeviceRegistered
from shared.kernel.ids import UserId
from shared.kernel.ports import Reader, UnitOfWork
from shared.notifications import store
from shared.notifications.device_models import Device, Platform, PushDevices, PushTokenOwner

MAX_DEVICES = 20
"""Most devices of one person."""
STALE_AFTER = timedelta(days=60)
"""Time after which a device that has not registered again gets no pushes."""
REFRESH_INTERVAL = timedelta(days=1)
"""Time in which a repeated registration writes nothing."""
_MOST_KNOWN = 50


async def get_devices(reader: Reader, uid: UserId) -> PushDevices:
    """Get the devices of a person, of whom none may be known."""
    return await reader.get(store.devices_ref(uid)) or PushDevices(id=uid)


async def register_device(
    uow: UnitOfWork,
    uid: UserId,
    token: str,
    *,
    platform: Platform,
    app: str,
    name: str,
    signed_in_at: datetime | None,
    now: datetime,
) -> PushDevices:
    """Register a device for pushes to a person. A token that another person had is theirs no longer.

    The person is told of a device that the account never had, except of the first one.

    Args:
        uow: Unit of work.
        uid: Id of the person who is signed in on the device.
        token: Token of the push service.
        platform: Operating system, or `web`.
        app: Name and version of the app.
        name: Name of the device; may be empty.
        signed_in_at: Instant in UTC of the sign-in on the device; None if the sign-in does not tell.
        now: Present instant.
    """
    key = store.compute_token_hash(token)
    owner, found = await uow.get_many(store.token_owner_ref(key), store.devices_ref(uid))
    mine = found or PushDevices(id=uid)
    earlier = mine.devices.get(key)
    if owner is not None and owner.uid != uid:
        await _take_device(uow, owner.uid, key)
    device = Device(
        token=token,
        platform=platform,
        app=app,
        name=name,
        registered_at=earlier.registered_at if earlier else now,
        seen_at=now,
        signed_in_at=signed_in_at,
    )
    if earlier is not None and owner is not None and owner.uid == uid:
        is_same = earlier == device.having(seen_at=earlier.seen_at)
        # A device that an earlier sign-in had registered may have been signed out since.
        is_of_this_sign_in = signed_in_at is not None and signed_in_at <= earlier.seen_at
        if is_same and is_of_this_sign_in and now - earlier.seen_at < REFRESH_INTERVAL:
            return mine
    changed = _with_device(mine, key, device)
    uow.put(store.devices_ref(uid), changed)
    uow.put(store.token_owner_ref(key), PushTokenOwner(uid=uid, claimed_at=now))
    for dropped in mine.devices.keys() - changed.devices.keys():
        uow.delete(store.token_owner_ref(dropped))
    if found is not None and is_new_device(found, key, signed_in_at=signed_in_at):
        uow.emit(DeviceRegistered(user_id=uid, device=key, platform=platform, name=name, at=now))
    return changed


def is_new_device(of: PushDevices, key: str, *, signed_in_at: datetime | None) -> bool:
    """Return whether the account never had the device.

    An app whose token has changed is the same device: the app is still signed in by the same sign-in.

    Args:
        of: Devices of the account before the registration.
        key: Hash of the device's token.
        signed_in_at: Instant in UTC of the sign-in on the device; None if the sign-in does not tell.
    """
    if key in of.devices or key in of.known:
        return False
    return signed_in_at is None or all(device.signed_in_at != signed_in_at for device in of.devices.values())


async def forget_device(uow: UnitOfWork, uid: UserId, token: str) -> bool:
    """Forget a device of a person, as at sign-out; return whether it was known."""
    key = store.compute_token_hash(token)
    owner, mine = await uow.get_many(store.token_owner_ref(key), store.devices_ref(uid))
    if owner is not None and owner.uid == uid:
        uow.delete(store.token_owner_ref(key))
    return mine is not None and _drop_devices(uow, mine, [key])


async def forget_all_devices(uow: UnitOfWork, uid: UserId) -> int:
    """Forget all devices of a person, as at suspension or erasure; return how many there were."""
    mine = await uow.get(store.devices_ref(uid))
    if mine is None or not mine.devices:
        return 0
    for key in mine.devices:
        uow.delete(store.token_owner_ref(key))
    _drop_devices(uow, mine, mine.devices)
    return len(mine.devices)


async def drop_dead_devices(uow: UnitOfWork, uid: UserId, keys: Iterable[str]) -> None:
    """Drop devices whose tokens the push service does not know any more."""
    mine = await uow.get(store.devices_ref(uid))
    dead = [key for key in keys if mine is not None and key in mine.devices]
    if mine is not None and dead:
        for key in dead:
            uow.delete(store.token_owner_ref(key))
        _drop_devices(uow, mine, dead)


async def _take_device(uow: UnitOfWork, uid: UserId, key: str) -> None:
    theirs = await uow.get(store.devices_ref(uid))
    if theirs is not None:
        _drop_devices(uow, theirs, [key])


def _drop_devices(uow: UnitOfWork, of: PushDevices, keys: Iterable[str]) -> bool:
    gone = set(keys)
    kept = {key: device for key, device in of.devices.items() if key not in gone}
    if len(kept) == len(of.devices):
        return False
    uow.put(store.devices_ref(of.id), of.having(devices=kept, known=_list_known(of)))
    return True


def _list_known(of: PushDevices, *also: str) -> tuple[str, ...]:
    """List the hashes of the tokens that a person has had, the latest last."""
    return tuple(dict.fromkeys(reversed((*of.known, *of.devices, *also))))[:_MOST_KNOWN][::-1]


def _with_device(of: PushDevices, key: str, device: Device) -> PushDevices:
    devices = {**of.devices, key: device}
    newest = sorted(devices, key=lambda one: devices[one].seen_at, reverse=True)[:MAX_DEVICES]
    kept = {one: devices[one] for one in devices if one in newest}
    return of.having(devices=kept, known=_list_known(of, key))


def list_live_devices(of: PushDevices, *, signed_out_at: datetime | None, now: datetime) -> dict[str, Device]:
    """List the devices to which pushes may go, by the hash of their tokens.

    Args:
        of: Devices of a person.
        signed_out_at: Instant in UTC at which all sign-ins of the account ended; None if they never did. Devices that
            have not registered since then get nothing: whoever had the account before may hold them.
        now: Present instant. Devices that have not registered for 60 days get nothing.
    """
    return {
        key: device
        for key, device in of.devices.items()
        if now - device.seen_at < STALE_AFTER and (signed_out_at is None or device.seen_at >= signed_out_at)
    }
