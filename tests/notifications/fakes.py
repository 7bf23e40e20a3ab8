"""Fakes of vendors for the tests of notifications."""

from shared.contracts.text_messages import TextMessage, TextRefusalCause, TextRefused


class FakeTexts:
    """Provider of text messages that records what it takes, and refuses what it is told to refuse.

    Attributes:
        sent: Messages that were taken.
        refusal: Cause for which the next messages are refused; None to take them.
    """

    def __init__(self) -> None:
        self.sent: list[TextMessage] = []
        self.refusal: TextRefusalCause | None = None

    async def send(self, message: TextMessage) -> str:
        """Take or refuse a message."""
        if self.refusal is not None:
            raise TextRefused(cause=self.refusal, code_of_provider=63024)
        self.sent.append(message)
        return f"SM{len(self.sent):032x}"
