"""Log lines: one JSON line a call, as Cloud Logging reads it, without message texts, addresses or phone numbers."""

import json
import sys
import traceback
from typing import Any, TextIO

# Made once: `json.dumps` would make one for each line.
_encode_json = json.JSONEncoder(ensure_ascii=False, default=str).encode


class Log:
    """Writes to `stream`, which is standard output by default.

    Standard output is looked up at each line, so that it can be redirected. With `include_error_text`, a crash is
    written with the text of its error. That text may hold personal data, so the option is for local runs only.
    """

    def __init__(self, *, project: str, stream: TextIO | None = None, include_error_text: bool = False) -> None:
        self._project = project
        self._include_error_text = include_error_text
        self._stream = stream

    def write_line(self, severity: str, message: str, *, trace: str | None = None, **fields: Any) -> None:
        """Write one line. Fields that are None are left out."""
        record: dict[str, Any] = {"severity": severity, "message": message}
        record |= {name: value for name, value in fields.items() if value is not None}
        if trace:
            record["logging.googleapis.com/trace"] = f"projects/{self._project}/traces/{trace}"
        stream = self._stream or sys.stdout
        stream.write(_encode_json(record) + "\n")
        stream.flush()

    def write_crash(self, error: BaseException, **fields: Any) -> None:
        """Write a bug in the form that Error Reporting groups: where it happened, without values."""
        frames = "".join(traceback.format_tb(error.__traceback__))
        text = f"Traceback (most recent call last):\n{frames}{type(error).__name__}"
        cause = error.__cause__ or error.__context__
        if cause is not None:
            text += f" (from {type(cause).__name__})"
        if self._include_error_text:
            text += f": {error}"
        self.write_line(
            "ERROR",
            text,
            **{"@type": "type.googleapis.com/google.devtools.clouderrorreporting.v1beta1.ReportedErrorEvent"},
            **fields,
        )
