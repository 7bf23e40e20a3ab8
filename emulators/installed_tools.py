"""Tools that the local cloud needs on this machine: Java, Google Cloud SDK, Node.js."""

import re
import shutil
import subprocess
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

MIN_JAVA_VERSION = 17


class MissingPart(Exception):
    """A tool that the local cloud needs is not installed. The message says how to install it."""


@dataclass(frozen=True)
class InstalledTools:
    """Search for installed programs.

    Attributes:
        path: Folders to search, as in the variable PATH. None means this process's own PATH.
        home: Home folder, in which firebase-tools keeps its downloads.
    """

    path: str | None = None
    home: Path = field(default_factory=Path.home)

    def find_program(self, program: str) -> str | None:
        """Return the path of `program`, or None if the program is not installed."""
        return shutil.which(program, path=self.path)

    def require_java(self) -> None:
        """Check that Java is installed and recent enough for Google's emulators.

        Raises:
            MissingPart: Java is missing or too old.
        """
        java = self.find_program("java")
        if java is None:
            raise MissingPart(
                f"Java is missing. Install Java {MIN_JAVA_VERSION} or later "
                f"(Debian: openjdk-{MIN_JAVA_VERSION}-jre-headless)."
            )
        said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
        version = re.search(r'version "(?:1\.)?(\d+)', said)
        if version is None or int(version[1]) < MIN_JAVA_VERSION:
            found = version[0] if version else "an unknown version"
            raise MissingPart(f"Java {MIN_JAVA_VERSION} or later is needed; this machine has {found} at {java}.")

    @cached_property
    def google_cloud_sdk(self) -> Path | None:
        """Return the folder of the Google Cloud SDK as gcloud reports it, or None."""
        gcloud = self.find_program("gcloud")
        if gcloud is None:
            return None
        command = [gcloud, "info", "--format=value(installation.sdk_root)"]
        root = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
        return Path(root) if root else None

    def find_sdk_file(self, *names: str) -> Path | None:
        """Return a file in the Google Cloud SDK, or None if the file does not exist."""
        root = self.google_cloud_sdk
        file = root.joinpath(*names) if root else None
        return file if file and file.exists() else None
