"""Reports about mails: the provider's signed report arrives over HTTP and moves the delivery."""

import secrets

import pytest

from emulators.demo.expectations import poll_until_equal
from emulators.demo.marketplace_context import MarketplaceContext
from shared.contracts.notices import Channel
from shared.identity import store as identity
from shared.notifications import decision_rules
from shared.notifications.delivery_models import DeliveryState
from tests.journeys.cloud_inspector import CloudInspector
from tests.journeys.notification_pages import tell_person

pytestmark = [pytest.mark.emulator, pytest.mark.slow]


async def test_a_delivered_mail_is_delivered_here_too(at: MarketplaceContext, inspector: CloudInspector) -> None:
    """
    The task sends the mail, the provider says that it has arrived, and the delivery knows.
    """
    uid, event = at.customer.id, f"payment:{secrets.token_hex(4)}"
    await verify_address(inspector, uid)
    delivery_id = decision_rules.compute_delivery_id(event, uid, Channel.EMAIL)

    await tell_person(inspector, uid, event, template="host.transaction")

    async def find_state() -> str | None:
        return await inspector.find_delivery_state(delivery_id)

    await poll_until_equal("the delivery", find_state, str(DeliveryState.DELIVERED), of=str)


async def verify_address(inspector: CloudInspector, uid: str) -> None:
    """Verify the address of an account, as the link in its mail does."""
    unit = inspector.new_unit_of_work()
    person = await unit.get(identity.user_ref(uid))
    assert person is not None
    unit.put(identity.user_ref(uid), person.having(email_verified=True))
    await inspector.commit_and_send(unit)
