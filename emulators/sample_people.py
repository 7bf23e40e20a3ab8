"""Sample people to try the functions as: Auth emulator accounts, and a partner with an API key."""

import hashlib
import json
from typing import Any

import httpx

from emulators.auth import sign_in_by_phone_code
from emulators.settings import Settings

ROLES = ("customer", "expert", "admin")
_PASSWORD = "only-on-this-machine"
_SCOPES = ["tickets.read", "tickets.sell", "tickets.check_in"]


class SamplePeople:
    """Sample accounts, each created at its first use and signed in again afterwards."""

    def __init__(self, client: httpx.AsyncClient, settings: Settings) -> None:
        self._client = client
        self._settings = settings

    async def sign_in_as(self, role: str, *, name: str, verified: bool = False) -> dict[str, Any]:
        """Sign in the sample person `name` with a role.

        Args:
            role: Role to give to the account.
            name: Name that also determines email address and phone number.
            verified: True if the person signs in by phone. Experts always do.

        Returns:
            Role, uid, ID token and the credentials of the account.
        """
        verified = verified or role == "expert"
        number = f"+62899{int(hashlib.sha256(name.encode()).hexdigest(), 16) % 10**8:08}"
        person = {"email": f"{name}@temani.example", "password": _PASSWORD, "returnSecureToken": True}
        made = await self._auth("accounts:signUp", person)
        if "localId" not in made:
            made = await self._auth("accounts:signInWithPassword", person)
        claims = {"role": role} | ({"admin_scopes": ["owner"]} if role == "admin" else {})
        told = {
            "localId": made["localId"],
            "customAttributes": json.dumps(claims),
            "emailVerified": True,
        }
        await self._auth(
            f"projects/{self._settings.project}/accounts:update",
            told | ({"phoneNumber": number} if verified else {}),
            headers={"Authorization": "Bearer owner"},
        )
        # The token of the first sign-in does not contain the role, so the person signs in again.
        if verified:
            signed_in = await sign_in_by_phone_code(self._client, self._settings, number)
        else:
            signed_in = await self._auth("accounts:signInWithPassword", person)
        known = {"role": role, "uid": signed_in["localId"], "id_token": signed_in["idToken"]}
        return known | {"email": person["email"], "password": _PASSWORD, "phone": number if verified else None}

    async def create_partner_key(self) -> dict[str, Any]:
        """Create an API key for a front-end that may list and sell tickets and check them in."""
        admin = await self.sign_in_as("admin", name="admin")
        answer = await self._client.post(
            self._settings.function_url("create-partner-key"),
            json={"partner_id": "front-end", "name": "Made on the overview page", "scopes": _SCOPES},
            headers={"Authorization": f"Bearer {admin['id_token']}"},
        )
        made: dict[str, Any] = answer.raise_for_status().json()
        return made

    async def _auth(
        self, method: str, body: dict[str, Any], *, headers: dict[str, str] | None = None
    ) -> dict[str, Any]:
        url = f"{self._settings.base_url('auth')}/identitytoolkit.googleapis.com/v1/{method}"
        answer = await self._client.post(url, params={"key": "local"}, json=body, headers=headers)
        result: dict[str, Any] = answer.json()
        return result
