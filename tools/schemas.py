"""Fetch the XML Schemas of OAI-PMH and Dublin Core, by which answers are tested.

They belong to others and are in no wheel, but two source distributions carry them,
which pip fetches from wherever it fetches all else. Their versions stand in
versions.cfg. Nothing of the two is installed.
"""

from collections.abc import Iterator
from pathlib import Path
from pathlib import PurePosixPath
from tempfile import TemporaryDirectory

import os
import subprocess
import sys
import tarfile

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".cache" / "schemas"
CONSTRAINTS = ROOT / "constraints.txt"
SOURCES = {
    "pyoai": ("OAI-PMH.xsd",),
    "core-oaipmh-provider-app": ("oai_dc.xsd", "simpledc20021212.xsd"),
}
"""Distribution → schemas in it."""
WANTED = frozenset(name for names in SOURCES.values() for name in names)


class Unavailable(Exception):
    """Raised with one line on why there are no schemas."""


def ensure(folder: Path = FOLDER) -> Path:
    """Return the folder with the schemas, fetched unless those of these versions are there."""
    stamp = folder / "versions.txt"
    if not stamp.is_file() or stamp.read_text("utf-8") != pinned():
        fetch(folder)
        stamp.write_text(pinned(), "utf-8")
    return folder


def pinned() -> str:
    """Return the lines of constraints.txt that name the two distributions."""
    lines = CONSTRAINTS.read_text("utf-8").splitlines()
    return "\n".join(line for line in lines if line.partition("==")[0] in SOURCES)


def fetch(folder: Path) -> None:
    """Put the schemas into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as temporary:
        download(Path(temporary))
        found = dict(found_in(Path(temporary)))
    if missing := WANTED - found.keys():
        lost = ", ".join(sorted(missing))
        raise Unavailable(f"The schemas of OAI-PMH are incomplete: no {lost}.")
    for name, content in found.items():
        (folder / name).write_bytes(content)


def download(folder: Path) -> None:
    """Have pip fetch the source distributions; it builds nothing but their metadata."""
    names = list(SOURCES)
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    command += ["download", "--no-deps", "--no-binary", ",".join(names)]
    command += ["-c", str(CONSTRAINTS), "-d", str(folder), *names]
    environment = {"PIP_BUILD_CONSTRAINT": str(CONSTRAINTS), **os.environ}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        reason = errors[0] if errors else f"pip ended with {done.returncode}."
        raise Unavailable(f"The schemas of OAI-PMH could not be fetched. {reason}")


def found_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield each schema that is wanted from the archives in a folder."""
    for path in sorted(folder.glob("*.tar.gz")):
        with tarfile.open(path) as archive:
            for member in archive:
                name = PurePosixPath(member.name).name
                if member.isfile() and name in WANTED:
                    yield name, archive.extractfile(member).read()


def main() -> int:
    """Fetch what is missing."""
    try:
        ensure()
    except Unavailable as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
