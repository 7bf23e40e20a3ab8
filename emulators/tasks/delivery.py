"""Delivery of a task over HTTP with Cloud Tasks' headers, identity token and deadline."""

import contextlib

import httpx
from google.cloud import tasks_v2

from emulators.identity_tokens import IdentityTokenSigner
from emulators.tasks.queue import DeliveryResult, QueuedTask


class TaskDelivery:
    """HTTP client that delivers tasks."""

    def __init__(self, client: httpx.AsyncClient, identity: IdentityTokenSigner) -> None:
        self._client = client
        self._identity = identity

    async def __call__(self, entry: QueuedTask) -> DeliveryResult:
        """Make one attempt to deliver a task."""
        request = entry.task.http_request
        unsaid = request.http_method == tasks_v2.HttpMethod.HTTP_METHOD_UNSPECIFIED
        try:
            response = await self._client.request(
                "POST" if unsaid else request.http_method.name,
                request.url,
                content=request.body,
                headers=self._headers(entry),
                timeout=entry.task.dispatch_deadline.total_seconds(),
            )
        except httpx.HTTPError as error:
            return DeliveryResult(None, error=f"{type(error).__name__}: {error}")
        said = "" if response.is_success else response.text[:500]
        return DeliveryResult(response.status_code, _retry_after(response), said)

    def _headers(self, entry: QueuedTask) -> dict[str, str]:
        request = entry.task.http_request
        queue, _, task = entry.name.partition("/tasks/")
        headers = {
            "User-Agent": "Google-Cloud-Tasks",
            **dict(request.headers),
            "X-CloudTasks-QueueName": queue.rpartition("/")[2],
            "X-CloudTasks-TaskName": task,
            "X-CloudTasks-TaskRetryCount": str(entry.dispatches),
            "X-CloudTasks-TaskExecutionCount": str(entry.answers),
            "X-CloudTasks-TaskETA": f"{entry.due:.6f}",
        }
        if entry.last is not None and entry.last.status is not None:
            headers["X-CloudTasks-TaskPreviousResponse"] = str(entry.last.status)
        if email := request.oidc_token.service_account_email:
            audience = request.oidc_token.audience or request.url
            headers["Authorization"] = f"Bearer {self._identity.issue_token(audience, email)}"
        return headers


def _retry_after(response: httpx.Response) -> float:
    with contextlib.suppress(ValueError):
        return float(response.headers.get("Retry-After", "0"))
    return 0.0
