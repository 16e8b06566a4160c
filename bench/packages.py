"""What only the bench compares with, apart from the environment of everything else.

In the environment itself Plone would take it into each portal that tests or `make start`
make.
"""

from bench.datasets import FOLDER
from pathlib import Path

import shutil
import subprocess
import sys

WANTED = Path(__file__).parent / "requirements.txt"


def packages() -> Path:
    """Return the folder of the packages, which are installed when their pins have changed."""
    folder = FOLDER / "packages"
    stamp = folder / "ready.txt"
    wanted = WANTED.read_text(encoding="utf-8")
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        install(folder)
        stamp.write_text(wanted, encoding="utf-8")
    return folder


def install(folder: Path) -> None:
    """Install them alone; what they need else, Plone has."""
    words = ("-m", "pip", "--disable-pip-version-check", "--quiet", "install")
    words += ("--no-deps", "--target", str(folder), "-r", str(WANTED))
    subprocess.run([sys.executable, *words], check=True)
