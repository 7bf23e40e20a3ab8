"""Errors of the control center."""

from shared.kernel.errors import Conflict, NotFound


class FillRunNotFound(NotFound):
    """No run of a fill has this id."""

    title = "There is no such run of a fill"
    code = "fill_run_not_found"


class FillNotResumable(Conflict):
    """A run can go on only when it stopped at its limit."""

    title = "This run of a fill cannot be resumed"
    code = "fill_not_resumable"
