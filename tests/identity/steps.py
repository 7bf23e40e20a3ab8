"""Steps of accounts: sign up and in as apps do, register, and get the link that verifies an address."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from functions.identity.register_user import register_user
from functions.identity.request_email_verification import request_email_verification
from tests.world import Person, World, create_http_client


def find_confirmation_token(mail: dict[str, Any]) -> str:
    """Find the token of the link in a confirmation mail."""
    found = re.search(r"show-email-confirmation\?token=(\S+)", mail["text"])
    assert found, mail["text"]
    return found[1]


async def request_verification_link(world: World, person: Person, address: str) -> str:
    """Register a person with an address, ask for the verification mail, and return the token of its link."""
    await world.call(register_user, {"full_name": "Ana Wijaya", "email": address}, as_=person)
    await world.call(request_email_verification, as_=person)
    await world.deliver()
    return find_confirmation_token((await world.sent_mails())[-1])


async def sign_up(auth_emulator: str, world: World, **how: Any) -> dict[str, Any]:
    """Create an account as an app does, without our functions."""
    project = world.runtime.settings.google_cloud_project
    url = f"http://{auth_emulator}/identitytoolkit.googleapis.com/v1/projects/{project}/accounts"
    async with create_http_client(headers={"authorization": "Bearer owner"}) as app:
        answer = await app.post(url, json=how)
    told: dict[str, Any] = answer.raise_for_status().json()
    return told


async def sign_in(auth_emulator: str, world: World, email: str, password: str) -> str:
    """Sign in as an app does, and return the ID token."""
    url = f"http://{auth_emulator}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword"
    body = {"email": email, "password": password, "returnSecureToken": True}
    tenant = {"targetProjectId": world.runtime.settings.google_cloud_project}
    async with create_http_client(headers={"authorization": "Bearer owner"}) as app:
        answer = await app.post(url, params={"key": "any"}, json=body | tenant)
    token: str = answer.raise_for_status().json()["idToken"]
    return token


async def choose_password(auth_emulator: str, world: World, link: str, password: str) -> int:
    """Choose a password as the page behind Firebase's link does, and return the status of the answer."""
    url = f"http://{auth_emulator}/identitytoolkit.googleapis.com/v1/accounts:resetPassword"
    code = parse_qs(urlsplit(link).query)["oobCode"][0]
    body = {"oobCode": code, "newPassword": password}
    tenant = {"targetProjectId": world.runtime.settings.google_cloud_project}
    async with create_http_client(headers={"authorization": "Bearer owner"}) as page:
        return (await page.post(url, params={"key": "any"}, json=body | tenant)).status_code
