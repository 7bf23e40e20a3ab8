"""Makefile: its effect on the folders of a checkout."""

import shutil
import subprocess
from pathlib import Path

import pytest

from infra.build.discovery import ROOT


@pytest.mark.parametrize("folder", [".venv", "node_modules"])
def test_setup_leaves_the_folder_behind_a_link_alone(tmp_path: Path, folder: str) -> None:
    """Two worktrees may share their packages by a link; installing in one must not empty the folder of the other."""
    shared = tmp_path / "shared"
    checkout = tmp_path / "checkout"
    shared.mkdir()
    (shared / "package").touch()
    shutil.copytree(ROOT / ".ci", checkout / ".ci")
    for file in ("Makefile", "requirements.txt", "requirements-dev.txt", "package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / file, checkout)
    (checkout / folder).symlink_to(shared)

    made = subprocess.run(
        ["make", f"{folder}/ready"], cwd=checkout, capture_output=True, text=True, check=False, timeout=60
    )

    assert made.returncode != 0
    assert f"{folder} is a link to {shared}" in made.stderr
    assert [file.name for file in shared.iterdir()] == ["package"]
