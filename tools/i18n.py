"""Bring the message catalogues up to date, check that they are, or compile them.

Each package has a domain of its own name. Its sources decide what is in the .pot file;
each .po file follows the .pot file. Catalogues of other domains (`plone`: titles of ours that
Plone looks up there, and what Plone left in English) have no .pot file here and are only checked.
"""

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zope.i18n.compile import compile_mo_file

import argparse
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = Path(__file__).resolve().parent.parent
COMPLETE = "vi"  # the language in which nothing may be missing
FUZZY_HEADER = re.compile(r'\A((?:#[^,].*\n|#\n|\n)*)#, fuzzy\n(?=msgid ""\n)')
DATE = re.compile(r'^"(POT-Creation-Date|PO-Revision-Date): .*\n', re.MULTILINE)


@dataclass(frozen=True)
class Package:
    """Hold where sources and catalogues of a domain are."""

    domain: str
    folder: Path

    @property
    def locales(self) -> Path:
        """The folder of its catalogues."""
        return self.folder / "locales"

    @property
    def pot(self) -> Path:
        """The file of all messages."""
        return self.locales / f"{self.domain}.pot"

    def catalogues(self, domain: str = "*") -> list[Path]:
        """Return the .po files of a domain."""
        return sorted(self.locales.glob(f"*/LC_MESSAGES/{domain}.po"))


PACKAGES = (
    Package("sonla.pbgdpl", ROOT / "src/sonla/pbgdpl"),
    Package(
        "sonla.demonstration",
        ROOT / "distributions/demonstration/src/sonla/demonstration",
    ),
)
PLONE_WORDS = Package(
    "plone", ROOT / "distributions/plonevietnamese/src/sonla/plonevietnamese"
)
"""What Plone left in English: its domains, without sources here."""


def i18ndude(folder: Path, *arguments: str | Path) -> None:
    """Run i18ndude in a folder; what it says is shown only when it fails."""
    program = Path(sys.executable).with_name("i18ndude")
    result = subprocess.run(
        [program, *map(str, arguments)],
        cwd=folder,  # the catalogues name source files from here
        capture_output=True,
        text=True,
    )
    if result.returncode:
        raise SystemExit(result.stdout + result.stderr)


def rebuild(package: Package, pot: Path) -> None:
    """Make a .pot file from the sources; a date alone is not a change."""
    pot.parent.mkdir(parents=True, exist_ok=True)
    old = pot.read_text(encoding="utf-8") if pot.exists() else ""
    how = ("--no-line-numbers", "--pot", pot, "--create", package.domain)
    i18ndude(package.folder, "rebuild-pot", *how, ".")
    new = pot.read_text(encoding="utf-8")
    if DATE.sub("", old) == DATE.sub("", new):
        pot.write_text(old, encoding="utf-8")


def sync(package: Package) -> None:
    """Bring each .po file to the messages of the .pot file, no more and no less."""
    for path in package.catalogues(package.domain):
        old = path.read_text(encoding="utf-8")
        i18ndude(package.folder, "sync", "--pot", package.pot, path)
        new = path.read_text(encoding="utf-8")
        if DATE.sub("", old) == DATE.sub("", new):
            path.write_text(old, encoding="utf-8")


def load(path: Path) -> Catalog:
    """Read a catalogue; a syntax error is an error, not a warning."""
    with path.open("rb") as stream:
        return read_po(stream, abort_invalid=True)


def stale(package: Package) -> Iterator[str]:
    """Yield which files `make i18n` would change."""
    with tempfile.TemporaryDirectory() as folder:
        pot = Path(folder) / package.pot.name
        if not package.pot.exists():
            yield f"{package.pot.relative_to(ROOT)} is missing: run `make i18n`."
            return
        shutil.copy(package.pot, pot)
        rebuild(package, pot)
        if pot.read_bytes() != package.pot.read_bytes():
            yield f"{package.pot.relative_to(ROOT)} is stale: run `make i18n`."
        wanted = {message.id for message in load(pot) if message.id}
    for path in package.catalogues(package.domain):
        if {message.id for message in load(path) if message.id} != wanted:
            yield f"{path.relative_to(ROOT)} is stale: run `make i18n`."


def settle(path: Path) -> None:
    """Take the mark "fuzzy" off the header, which some editors put there.

    A fuzzy message is not compiled; without its header a catalogue has no encoding, and
    Zope stops at start at the first accented letter.
    """
    text = path.read_text(encoding="utf-8")
    path.write_text(FUZZY_HEADER.sub(r"\1", text, count=1), encoding="utf-8")


def incomplete(package: Package) -> Iterator[str]:
    """Yield which messages of the complete language lack a sure translation."""
    found = [path for path in package.catalogues() if path.parts[-3] == COMPLETE]
    if not any(path.stem == package.domain for path in found):
        yield f"There is no catalogue {COMPLETE}/LC_MESSAGES/{package.domain}.po."
    for path in found:
        if FUZZY_HEADER.match(path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(ROOT)} has a fuzzy header: run `make i18n`."
        for message in load(path):
            if not message.id:
                continue
            where = f"{path.relative_to(ROOT)}: {message.id!r}"
            if message.fuzzy:
                yield f"{where} is fuzzy."
            elif not message.string:
                yield f"{where} is not translated."
            elif placeholders(default(message)) - placeholders(str(message.string)):
                yield f"{where} lost a placeholder."


def default(message) -> str:
    """Return the text that a message has in the sources."""
    for comment in message.auto_comments:
        if comment.startswith("Default: "):
            return comment.removeprefix("Default: ").strip('"')
    return str(message.id)


def placeholders(text: str) -> set[str]:
    """Return the names that are filled in when the message is shown."""
    return set(re.findall(r"\$\{\w+\}", text))


def update(package: Package) -> None:
    """Bring every catalogue of a package up to date."""
    rebuild(package, package.pot)
    folder = package.locales / COMPLETE / "LC_MESSAGES"
    complete = folder / f"{package.domain}.po"
    if not complete.exists():
        complete.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(package.pot, complete)
    sync(package)
    for path in package.catalogues():
        settle(path)


def check() -> int:
    """Return what is stale or incomplete."""
    found = [line for one in PACKAGES for line in stale(one)]
    found += [line for one in (*PACKAGES, PLONE_WORDS) for line in incomplete(one)]
    for line in found:
        print(line, file=sys.stderr)
    return len(found)


def compile_all(folder: Path) -> None:
    """Compile what changed below a folder, as Zope does when it starts.

    Processes that start at once would otherwise read what another is still writing.
    """
    for path in folder.rglob("LC_MESSAGES/*.po"):
        compile_mo_file(path.stem, str(path.parent))


def forget_removed(folder: Path) -> None:
    """Remove what was compiled of a catalogue of ours that is gone: Zope would still read it."""
    for path in folder.rglob("LC_MESSAGES/*.mo"):
        if not path.with_suffix(".po").exists():
            path.unlink()


def main() -> int:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--check", action="store_true", help="change nothing")
    choice.add_argument(
        "--compile",
        metavar="FOLDER",
        nargs="?",
        const=ROOT,
        type=Path,
        help="only make the .mo files of a folder, or ours",
    )
    chosen = parser.parse_args()
    if chosen.check:
        return bool(check())
    if chosen.compile == ROOT:
        for package in (*PACKAGES, PLONE_WORDS):
            compile_all(package.locales)
            forget_removed(package.locales)
    elif chosen.compile:
        compile_all(chosen.compile)
    else:
        for package in PACKAGES:
            update(package)
    return 0


if __name__ == "__main__":
    sys.exit(main())
