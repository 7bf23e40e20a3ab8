"""Firebase Auth emulator, run by firebase-tools."""

import json
from typing import Any

import httpx

from emulators.installed_tools import InstalledTools, MissingPart
from emulators.parts import Part
from emulators.settings import HOST, Settings, find_free_ports


def describe_part(settings: Settings, machine: InstalledTools) -> Part:
    """Describe how to run the Firebase Auth emulator.

    Raises:
        MissingPart: Node.js or firebase-tools is not installed.
    """
    if machine.find_program("node") is None:
        raise MissingPart("Node.js is missing. Install Node.js 20 or later with npm, then run `make setup`.")
    firebase = settings.root / "node_modules" / ".bin" / "firebase"
    if not firebase.exists():
        raise MissingPart("The Firebase Auth emulator (npm's firebase-tools) is missing. Run `make setup`.")
    hub, logging = find_free_ports(2)
    configuration = {
        "emulators": {
            "auth": {"host": HOST, "port": settings.ports.auth},
            "hub": {"host": HOST, "port": hub},
            "logging": {"host": HOST, "port": logging},
            "ui": {"enabled": False},
            "singleProjectMode": False,
        }
    }
    file = settings.local / "firebase.json"
    file.write_text(json.dumps(configuration, indent=2))
    options = ["--only", "auth", "--project", settings.project, "--config", str(file)]
    return Part(
        name="auth",
        command=(str(firebase), "emulators:start", *options),
        folder=settings.local,
        ready_url=settings.base_url("auth"),
        listens_on=("auth",),
        environment={"CI": "true"},
    )


async def sign_in_by_phone_code(client: httpx.AsyncClient, settings: Settings, number: str) -> dict[str, Any]:
    """Sign in by phone number at the Auth emulator.

    The emulator lists the SMS codes that it would send, so no phone is needed.

    Returns:
        Response of `signInWithPhoneNumber`: `localId`, `idToken` and more.

    Raises:
        httpx.HTTPStatusError: The emulator refused a call.
    """

    async def ask(method: str, body: dict[str, str]) -> Any:
        url = f"{settings.base_url('auth')}/identitytoolkit.googleapis.com/v1/accounts:{method}"
        return (await client.post(url, params={"key": "local"}, json=body)).raise_for_status().json()

    sent = (await ask("sendVerificationCode", {"phoneNumber": number}))["sessionInfo"]
    codes = await client.get(f"{settings.base_url('auth')}/emulator/v1/projects/{settings.project}/verificationCodes")
    found = codes.raise_for_status().json()["verificationCodes"]
    (code,) = [each["code"] for each in found if each["sessionInfo"] == sent]
    signed_in: dict[str, Any] = await ask("signInWithPhoneNumber", {"sessionInfo": sent, "code": code})
    return signed_in
