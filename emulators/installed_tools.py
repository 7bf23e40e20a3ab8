"""What this machine has: Java, Google Cloud's SDK, Node; and what to install where something is missing."""

import re
import shutil
import subprocess
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

MIN_JAVA_VERSION = 17


class MissingPart(Exception):
    """Something the local cloud needs is not installed; the message says how to install it."""


@dataclass(frozen=True)
class InstalledTools:
    """Where to look for programs; an empty *path* means the process's own PATH."""

    path: str | None = None
    home: Path = field(default_factory=Path.home)

    def find_program(self, program: str) -> str | None:
        """Return where *program* is, if it is installed."""
        return shutil.which(program, path=self.path)

    def require_java(self) -> None:
        """Refuse a machine without a Java that runs Google's emulators."""
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
        """Return the folder of Google Cloud's SDK, as gcloud itself tells it."""
        gcloud = self.find_program("gcloud")
        if gcloud is None:
            return None
        command = [gcloud, "info", "--format=value(installation.sdk_root)"]
        root = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
        return Path(root) if root else None

    def find_sdk_file(self, *names: str) -> Path | None:
        """Return a file below the SDK's folder, if it is there."""
        root = self.google_cloud_sdk
        file = root.joinpath(*names) if root else None
        return file if file and file.exists() else None
