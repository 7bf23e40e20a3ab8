"""Report of the demo's steps on the terminal: one line a step, with result and duration."""

import os
import shutil
import sys
import time
import traceback
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TextIO, TypeVar

from emulators.demo.expectations import UnexpectedResult
from emulators.demo.story import Step, Story

T = TypeVar("T")


@dataclass
class StepReporter:
    """Reporter of the demo's steps.

    Attributes:
        out: Stream to write to.
        interactive: True if a terminal shows the output, with colours and a line for the step in progress.
        steps: Number of steps that succeeded.
    """

    out: TextIO = field(default_factory=lambda: sys.stdout)
    interactive: bool = field(default_factory=lambda: sys.stdout.isatty() and not os.environ.get("NO_COLOR"))
    steps: int = 0

    async def run_stories(self, stories: Iterable[Story[T]], context: T) -> None:
        """Run every step of `stories` on `context`. The error of a step is printed and raised."""
        for story in stories:
            self.print_line(f"\n{self._bold(story.title)}")
            for step in story.steps:
                await self._run_step(step, context)

    async def _run_step(self, step: Step[T], context: T) -> None:
        intention = " ".join((step.__doc__ or "").split())
        self._print_pending(intention)
        began = time.monotonic()
        try:
            happened = await step(context)
        except Exception as error:
            self.print_line(f"  {self._red('✗')} {time.monotonic() - began:6.2f} s  {intention}")
            self._explain(error)
            raise
        self.steps += 1
        self.print_line(f"  {self._green('✓')} {time.monotonic() - began:6.2f} s  {happened}")

    def _explain(self, error: Exception) -> None:
        if isinstance(error, UnexpectedResult):
            self.print_line(
                f"      about     {error.what}\n      expected  {error.expected}\n      got       {error.got}"
            )
        else:
            self.print_line("".join(traceback.format_exception(error, limit=-3)).rstrip())

    def print_line(self, text: str) -> None:
        """Print a line, and replace the line of the step in progress."""
        self.out.write(f"\r\033[K{text}\n" if self.interactive else f"{text}\n")
        self.out.flush()

    def _print_pending(self, text: str) -> None:
        if self.interactive:
            # Only a line that does not wrap can be replaced later.
            room = shutil.get_terminal_size().columns - 15
            self.out.write(f"\033[2m  …           {text[:room]}\033[0m")
            self.out.flush()

    def print_part_ready(self, name: str) -> None:
        """Print the name of a part of the local cloud that is ready, on the current line."""
        self.out.write(f" {name}")
        self.out.flush()

    def _bold(self, text: str) -> str:
        return f"\033[1m{text}\033[0m" if self.interactive else text

    def _green(self, text: str) -> str:
        return f"\033[32m{text}\033[0m" if self.interactive else text

    def _red(self, text: str) -> str:
        return f"\033[31m{text}\033[0m" if self.interactive else text
