"""Clients of everything but the functions: Auth emulator, provider servers and control server."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import httpx
import jwt

from emulators.auth import sign_in_by_phone_code
from emulators.demo.expectations import UnexpectedResult, poll_until_equal
from emulators.settings import Settings

_PASSWORD = "correct horse battery staple"


async def _json(answer: httpx.Response) -> Any:
    if not answer.is_success:
        raise UnexpectedResult(
            str(answer.request.url), expected="a success", got=f"{answer.status_code} {answer.text[:500]}"
        )
    return answer.json() if answer.content else None


class AuthClient:
    """Client of Firebase Auth, for sign-in by people and for roles given by a service account."""

    def __init__(self, client: httpx.AsyncClient, settings: Settings) -> None:
        self._client = client
        self._settings = settings

    async def sign_up_with_role(self, email: str, *, role: str | None = None) -> dict[str, str]:
        """Create an account with a `role`, sign in, and return the headers of the person's calls.

        The address counts as verified, as after a sign-in with Google.
        """
        person = {"email": email, "password": _PASSWORD, "returnSecureToken": True}
        made = await self._post("accounts:signUp", person)
        await self._update_account(made, {"emailVerified": True})
        if role:
            await self._set_role(made, role)
        return await self._sign_in(email)

    async def sign_up_anonymously(self) -> dict[str, str]:
        """Create an anonymous account, and return the headers of the person's calls."""
        return _headers(await self._post("accounts:signUp", {"returnSecureToken": True}))

    async def sign_in_by_phone(self, number: str, *, role: str | None = None) -> dict[str, str]:
        """Sign in by phone number with a `role`, and return the headers of the person's calls."""
        made = await sign_in_by_phone_code(self._client, self._settings, number)
        if role:
            await self._set_role(made, role)
            made = await sign_in_by_phone_code(self._client, self._settings, number)
        return _headers(made)

    async def sign_in_until_role(self, email: str, *, role: str) -> dict[str, str]:
        """Sign in again until the functions have given the account `role`.

        Returns:
            Headers of the person's calls.

        Raises:
            UnexpectedResult: The account has not received the role in time.
        """
        return await poll_until_equal(f"the role of {email}", lambda: self._sign_in(email), role, of=_role)

    async def _sign_in(self, email: str) -> dict[str, str]:
        person = {"email": email, "password": _PASSWORD, "returnSecureToken": True}
        return _headers(await self._post("accounts:signInWithPassword", person))

    async def _set_role(self, made: Any, role: str) -> None:
        # Only tokens issued from now on contain the role.
        claims = {"role": role} | ({"admin_scopes": ["owner"]} if role == "admin" else {})
        await self._update_account(made, {"customAttributes": json.dumps(claims)})

    async def _update_account(self, made: Any, changes: Mapping[str, Any]) -> None:
        owner = {"Authorization": "Bearer owner"}
        told = {"localId": made["localId"], **changes}
        await self._post(f"projects/{self._settings.project}/accounts:update", told, headers=owner)

    async def _post(self, what: str, body: Any, *, headers: Mapping[str, str] | None = None) -> Any:
        url = f"{self._settings.base_url('auth')}/identitytoolkit.googleapis.com/v1/{what}"
        return await _json(await self._client.post(url, params={"key": "local"}, json=body, headers=headers))


def _headers(made: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {made['idToken']}"}


def _role(headers: Mapping[str, str]) -> str | None:
    token = headers["Authorization"].removeprefix("Bearer ")
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims.get("role")


class XenditClient:
    """Client of the simulated Xendit's control endpoints."""

    def __init__(self, client: httpx.AsyncClient, settings: Settings) -> None:
        self._client = client
        self._settings = settings
        self._base = f"{settings.base_url('providers')}/xendit/_control"

    async def post_control(self, path: str, **body: Any) -> Any:
        """Call a control endpoint."""
        return await _json(await self._client.post(f"{self._base}/{path}", json=body))

    async def list_records(self, kind: str, **wanted: str) -> list[dict[str, Any]]:
        """List records of one kind: `invoices`, `deliveries` or `calls`."""
        found = await _json(await self._client.get(f"{self._base}/{kind}", params=wanted))
        items: list[dict[str, Any]] = found["items"]
        return items

    async def count_hanging_calls(self) -> int:
        """Count the calls of the API that have no answer at this moment, because of a fault."""
        count: int = (await _json(await self._client.get(f"{self._base}/faults")))["hanging"]
        return count

    async def end_faults(self) -> None:
        """End every fault, also for the calls that hang."""
        await _json(await self._client.delete(f"{self._base}/faults"))

    async def list_refunds(self, invoice_id: str) -> list[dict[str, Any]]:
        """List the refunds of an invoice by Xendit's own API."""
        auth = (self._settings.environment["XENDIT_SECRET_KEY"], "")
        url = f"{self._settings.base_url('providers')}/xendit/refunds"
        found = await _json(await self._client.get(url, params={"invoice_id": invoice_id}, auth=auth))
        refunds: list[dict[str, Any]] = found["data"]
        return refunds

    async def get_invoice(self, order_id: str) -> dict[str, Any]:
        """Return the only invoice of an order.

        Raises:
            UnexpectedResult: The order has no invoice or several.
        """
        found = await self.list_records("invoices", external_id=order_id)
        if len(found) != 1:
            raise UnexpectedResult(f"the invoices of {order_id}", expected="one", got=[each["id"] for each in found])
        return found[0]


class VideoClient:
    """Client of the simulated VideoSDK's control endpoints: what participants of a room do."""

    def __init__(self, client: httpx.AsyncClient, settings: Settings) -> None:
        self._client = client
        self._base = f"{settings.base_url('providers')}/videosdk/_control"

    async def post_control(self, path: str, **body: Any) -> Any:
        """Call a control endpoint."""
        return await _json(await self._client.post(f"{self._base}/{path}", json=body))


class InboxClient:
    """Client of the inbox, and of the simulated SendGrid's control endpoints."""

    def __init__(self, client: httpx.AsyncClient, settings: Settings) -> None:
        self._client = client
        self._base = settings.base_url("providers")

    async def list_mails(self, about: str, **wanted: str) -> list[dict[str, Any]]:
        """List the mails about an order, a booking or an expert, oldest first.

        `wanted` may filter by `to` and `subject`.
        """
        query = {"custom_arg": f"reference:{about}", **wanted}
        found = await _json(await self._client.get(f"{self._base}/sendgrid/_control/mails", params=query))
        items: list[dict[str, Any]] = found["items"]
        return items

    async def list_mails_to(self, address: str, subject: str) -> list[dict[str, Any]]:
        """List the mails to an address whose subject contains `subject`, oldest first."""
        query = {"to": address, "subject": subject}
        found = await _json(await self._client.get(f"{self._base}/sendgrid/_control/mails", params=query))
        items: list[dict[str, Any]] = found["items"]
        return items

    async def wait_for_mail(self, about: str, **wanted: str) -> dict[str, Any]:
        """Wait until `list_mails` finds exactly one mail, and return the mail."""
        found = await poll_until_equal(
            f"mails about {about} {wanted or ''}", lambda: self.list_mails(about, **wanted), 1, of=len
        )
        return found[0]

    async def list_pushes(self, pairing_id: str) -> list[dict[str, Any]]:
        """List the pushes about a call, oldest first."""
        found = await _json(await self._client.get(f"{self._base}/fcm/_control/pushes"))
        return [push for push in found["items"] if push["data"].get("pairing_id") == pairing_id]

    async def list_device_pushes(self, token: str) -> list[dict[str, Any]]:
        """List the pushes to one device, oldest first."""
        found = await _json(await self._client.get(f"{self._base}/fcm/_control/pushes", params={"token": token}))
        items: list[dict[str, Any]] = found["items"]
        return items

    async def list_texts(self, number: str, channel: str) -> list[dict[str, Any]]:
        """List the messages to a number on `channel`, `sms` or `whatsapp`, oldest first."""
        query = {"to": number, "channel": channel}
        found = await _json(await self._client.get(f"{self._base}/twilio/_control/messages", params=query))
        items: list[dict[str, Any]] = found["items"]
        return items

    async def wait_for_pushes(self, pairing_id: str) -> list[dict[str, Any]]:
        """Wait until there is a push about a call, and return all pushes about the call that were sent."""
        return await poll_until_equal(f"a push about {pairing_id}", lambda: self.list_pushes(pairing_id), True, of=bool)

    async def read_pictures(self, mail: dict[str, Any]) -> list[bytes]:
        """Return the PNG images attached to a mail."""
        return await self.read_files(mail, "image/png")

    async def read_files(self, mail: dict[str, Any], kind: str) -> list[bytes]:
        """Return the attachments of a mail that have the media type `kind`, whatever its parameters are."""
        urls = [each["url"] for each in mail["attachments"] if each["type"].partition(";")[0] == kind]
        return [(await self._client.get(f"{self._base}{url}")).content for url in urls]

    async def post_control(self, path: str, **body: Any) -> Any:
        """Call a control endpoint of the simulated SendGrid."""
        return await _json(await self._client.post(f"{self._base}/sendgrid/_control/{path}", json=body))

    async def report_event(self, event: str, *, to: str) -> None:
        """Let an event happen to the newest mail to an address, such as `bounce`, and wait until it is reported."""
        query, happens = {"to": to}, {"events": [event], "wait_seconds": 10}
        await _json(await self._client.post(f"{self._base}/sendgrid/_control/events", params=query, json=happens))

    async def receive_whatsapp(self, number: str, text: str) -> None:
        """Let a person write to us by WhatsApp, and wait until the functions have the text."""
        body = {"phone": number, "body": text, "wait_seconds": 10}
        await _json(await self._client.post(f"{self._base}/twilio/_control/inbound", json=body))

    async def approve_whatsapp_text(self, content_sid: str, text: str) -> None:
        """Have WhatsApp approve a text with places such as `{{1}}`, under Twilio's id of the template."""
        body = {"content_sid": content_sid, "body": text}
        await _json(await self._client.post(f"{self._base}/twilio/_control/templates", json=body))

    async def end_faults(self) -> None:
        """Remove all faults of the simulated SendGrid."""
        await _json(await self._client.delete(f"{self._base}/sendgrid/_control/faults"))


class ControlClient:
    """Client of the control server."""

    def __init__(self, client: httpx.AsyncClient, settings: Settings) -> None:
        self._client = client
        self._base = settings.base_url("control")

    async def run_schedule(self, schedule: str, *, due_at: str | None = None) -> Any:
        """Run a scheduled function with the due time `due_at`, and return the function's response."""
        query = {"due_at": due_at} if due_at else {}
        ran = await _json(await self._client.post(f"{self._base}/scheduler/{schedule}/run", params=query))
        return ran["answer"]

    async def move_clock(self, moment: datetime | None = None) -> datetime:
        """Move the clock of the functions and their tasks to a later moment, or back; return the time that it tells."""
        query = {"now": moment.isoformat()} if moment else {}
        moved = await _json(await self._client.post(f"{self._base}/clock", params=query))
        return datetime.fromisoformat(moved["now"])

    async def list_queues(self) -> list[dict[str, Any]]:
        """List the task queues, with waiting and finished tasks."""
        queues: list[dict[str, Any]] = (await _json(await self._client.get(f"{self._base}/tasks")))["queues"]
        return queues
