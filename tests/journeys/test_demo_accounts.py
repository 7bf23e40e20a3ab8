"""People to try the functions as, as the control server makes them."""

from typing import Any

import httpx
import pytest

from emulators.cloud import LocalCloud
from emulators.demo.expectations import POLL_TIMEOUT

pytestmark = [pytest.mark.emulator, pytest.mark.slow]


async def person(cloud: LocalCloud, role: str, **wanted: str) -> Any:
    """Somebody who is signed in."""
    async with httpx.AsyncClient(base_url=cloud.settings.base_url("control"), timeout=POLL_TIMEOUT) as client:
        return (await client.post(f"/people/{role}", params=wanted)).raise_for_status().json()


async def test_an_expert_can_take_calls_at_once(cloud: LocalCloud) -> None:
    """They have signed in by phone, as experts have to."""
    putri = await person(cloud, "expert", name="putri")

    async with httpx.AsyncClient(
        headers={"Authorization": f"Bearer {putri['id_token']}"}, timeout=POLL_TIMEOUT
    ) as client:
        registered = await client.post(cloud.function_url("register-user"), json={"full_name": "Putri"})
        ready = await client.post(cloud.function_url("go-online"), json={})

    assert (registered.status_code, registered.json()["role"]) == (200, "expert")
    assert (ready.status_code, ready.json()["online"]) == (200, True)


async def test_somebody_stays_who_they_are(cloud: LocalCloud) -> None:
    """Whether or not they have shown their phone to be theirs meanwhile."""
    first = await person(cloud, "customer", name="rangga")
    shown = await person(cloud, "customer", name="rangga", phone="verified")
    again = await person(cloud, "customer", name="rangga")

    assert first["uid"] == shown["uid"] == again["uid"]
    assert (first["phone"], shown["phone"][:6], again["phone"]) == (None, "+62899", None)
