"""Tasks of the control center."""

from typing import ClassVar

from shared.kernel.ids import Id
from shared.kernel.schemas import Job


class FillDocuments(Job):
    """Fill the next page of documents of a run.

    Attributes:
        run_id: The run.
        page: Number of the page, from 0: a page that is done is not done again.
    """

    queue: ClassVar[str] = "fills"

    run_id: Id
    page: int
