"""What a name in the documents means: a file, a dotted name of ours, an identifier."""

from collections.abc import Iterator
from docutils import nodes
from functools import cache
from handbook_pages import tree
from importlib import import_module
from pathlib import Path
from source_tree import ROOT
from typing import Any
from zope.interface.interface import InterfaceClass

import re

PACKAGE = "sonla.pbgdpl"
SOURCES = ROOT / "src" / "sonla" / "pbgdpl"
FOLDERS = ("src", "distributions", "tests", "tools", "bench", "deploy", "docs")
SUBJECTS = sorted(path.name for path in SOURCES.iterdir() if (path / "__init__.py").exists())  # fmt: skip
PATH = re.compile(
    r"[\w.*+-]+(/[\w.*+-]+)*/|[\w.*+-]+(/[\w.*+-]+)+"
    r"|[\w.*-]+\.(py|pt|zcml|xml|rst|csv|cfg|toml|txt|svg|css|js|xsd|json|tsv)"
)
DOTTED = re.compile(r"[a-z]\w*(\.\w+)+")
WORD = re.compile(r"[A-Za-z_][\w.]*\w(\(\))?")


def literals(page: Path) -> Iterator[str]:
    """Yield what a page shows as code inside of its text."""
    return (node.astext() for node in tree(page).findall(nodes.literal))


def file_of(text: str) -> bool:
    """Return whether there is a file or folder of that name, from the top or from a package."""
    name = text.rstrip("/")
    places = (ROOT, SOURCES, SOURCES / "profiles", *(SOURCES / one for one in SUBJECTS))
    if any(list(place.glob(name)) for place in places):
        return True
    return "/" not in name and name in file_names()


@cache
def file_names() -> frozenset[str]:
    """Return how the files of the repository are called."""
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    return frozenset(path.name for path in (*paths, *ROOT.iterdir()))


def is_dotted(text: str) -> bool:
    """Return whether it names something inside of our package, with or without its name."""
    inside = text.removeprefix(f"{PACKAGE}.").partition(".")[0]
    return bool(DOTTED.fullmatch(text)) and inside in SUBJECTS


def find(text: str) -> Any:
    """Return what a dotted name of ours means; raise LookupError where it means nothing."""
    names = text.removeprefix(f"{PACKAGE}.").split(".")
    for length in range(len(names), 0, -1):
        try:
            found = import_module(".".join((PACKAGE, *names[:length])))
        except ModuleNotFoundError:
            continue
        for name in names[length:]:
            found = part_of(found, name)
        return found
    raise LookupError(text)


def part_of(thing: Any, name: str) -> Any:
    """Return what a module, class or interface has under a name."""
    if isinstance(thing, InterfaceClass) and thing.get(name) is not None:
        return thing[name]
    try:
        return getattr(thing, name)
    except AttributeError:
        raise LookupError(name) from None


def leads_somewhere(text: str) -> bool:
    """Return whether a dotted name of ours is that of something."""
    try:
        find(text)
    except LookupError:
        return False
    return True


@cache
def known_words() -> frozenset[str]:
    """Return every name that occurs in what we wrote, documents left out."""
    words: set[str] = set()
    for folder in (*FOLDERS[:-1], "profiles", "stubs"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix not in (".png", ".pyc", ".mo", ".zip"):
                text = path.read_text(encoding="utf-8", errors="replace")
                words.update(re.findall(r"[A-Za-z_]\w*", text))
    return frozenset(words)


def unknown_words(text: str) -> list[str]:
    """Return the parts of an identifier that occur nowhere."""
    return [
        word for word in re.findall(r"[A-Za-z_]\w*", text) if word not in known_words()
    ]
