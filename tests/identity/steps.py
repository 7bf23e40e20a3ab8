"""Steps of accounts: register, and get the link that verifies an address."""

import re
from typing import Any

from functions.identity.register_user import register_user
from functions.identity.request_email_verification import request_email_verification
from tests.world import Person, World


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
