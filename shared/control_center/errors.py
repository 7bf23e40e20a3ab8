"""Errors of the control center."""

from shared.kernel.errors import Conflict, NotFound


class FillRunNotFound(NotFound):
    """No run of a fill has this id."""

    code = "fill_run_not_found"


class FillNotResumable(Conflict):
    """A run can go on only when it stopped at its limit."""

    code = "fill_not_resumable"
