"""Keep the constraints equal to the lists of versions, and those complete.

Buildout reads versions.cfg, pip reads constraints.txt: two forms of the same list, so
one is made from the other and `--check` compares them. versions-6.1.cfg extends that
list as buildout would, and has constraints of its own. Beside each stand the few pins
that a portal needs which has Plone's own list (constraints-addon.txt). `--add` takes the
versions that the running environment has for distributions without a pin, into the list
of its Plone.
"""

from collections.abc import Iterator
from importlib.metadata import distributions
from importlib.metadata import version
from pathlib import Path

import argparse
import configparser
import re
import sys

ROOT = Path(__file__).resolve().parent.parent
VERSIONS = ROOT / "versions.cfg"
OLDER = ROOT / "versions-6.1.cfg"
LISTS = (VERSIONS, OLDER)
OWN = ("sonla-pbgdpl", "sonla-demonstration", "sonla-referenceserver")
NOT_IN_PLONE = (
    "altcha",
    "cobble",
    "collective.z3cform.datagridfield",
    "defusedxml",
    "et_xmlfile",
    "fonttools",
    "fpdf2",
    "jmespath",
    "mammoth",
    "nh3",
    "oauthlib",
    "openpyxl",
    "python-docx",
    "rfc8785",
    "segno",
    "tinytag",
    "tomli-w",
)
"""What the add-on needs at run time and Plone does not bring."""

HEADER = "# Made from {name} by `make pins`; change {name}, not this file.\n"


def normalize(name: str) -> str:
    """Spell a distribution's name as PEP 503 does, so that spellings compare."""
    return re.sub(r"[-_.]+", "-", name).lower()


def constraints_of(path: Path) -> Path:
    """Name the constraints that are made from a list of versions."""
    return path.with_name(path.stem.replace("versions", "constraints") + ".txt")


def addon_constraints_of(path: Path) -> Path:
    """Name the constraints for a portal that has Plone's own list."""
    return path.with_name(path.stem.replace("versions", "constraints-addon") + ".txt")


def addon_pins(pins: dict[str, str]) -> dict[str, str]:
    """Return the pins of what Plone does not bring; those that a list has."""
    return {name: pins[name] for name in NOT_IN_PLONE if name in pins}


def parsed(path: Path) -> configparser.ConfigParser:
    """Read a list of versions as buildout would."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # distribution names keep their capitals
    parser.read(path, encoding="utf-8")
    return parser


def own_versions(path: Path) -> dict[str, str]:
    """Return the pins that stand in a list itself, in their order and spelling."""
    return dict(parsed(path)["versions"])


def inherited_versions(path: Path) -> dict[str, str]:
    """Return the pins of the list that a list extends; none if it extends none."""
    base = parsed(path).get("buildout", "extends", fallback="")
    return read_versions(path.with_name(base)) if base else {}


def read_versions(path: Path = VERSIONS) -> dict[str, str]:
    """Return all pins of a list: its own, and what it leaves as it is elsewhere."""
    own, inherited = own_versions(path), inherited_versions(path)
    return ordered(inherited | own) if inherited else own


def ordered(pins: dict[str, str]) -> dict[str, str]:
    """Sort pins by name as PEP 503 spells it."""
    return dict(sorted(pins.items(), key=lambda pin: normalize(pin[0])))


def list_in_use() -> Path:
    """Return the list that the running environment was made from: the one of its Plone."""
    installed = version("Products.CMFPlone")
    return next(
        path for path in LISTS if read_versions(path)["Products.CMFPlone"] == installed
    )


def constraints(pins: dict[str, str], name: str = VERSIONS.name) -> str:
    """Return what the constraints must contain."""
    lines = (f"{one}=={pins[one]}\n" for one in pins)
    return HEADER.format(name=name) + "".join(lines)


def problems(pins: dict[str, str], stored: str, path: Path = VERSIONS) -> Iterator[str]:
    """Yield what is wrong with a list, given its own pins, and with its constraints."""
    inherited = inherited_versions(path)
    whole = ordered(inherited | pins) if inherited else pins
    if stored != constraints(whole, path.name):
        yield f"{constraints_of(path).name} differs from {path.name}: run `make pins`."
    few = addon_constraints_of(path)
    if few.exists() and few.read_text() != constraints(addon_pins(whole), path.name):
        yield f"{few.name} differs from {path.name}: run `make pins`."
    names = [normalize(name) for name in pins]
    every = [normalize(name) for name in whole]
    for name in sorted({name for name in every if every.count(name) > 1}):
        yield f"{path.name} pins {name} twice."
    if names != sorted(names):
        yield f"{path.name} is not in alphabetical order: run `make pins`."
    for name, pinned in pins.items():
        if not re.fullmatch(r"\d[\w.+!-]*", pinned):
            yield f"{path.name}: {name} = {pinned} is not one exact version."
        if inherited.get(name) == pinned:
            yield f"{path.name}: {name} = {pinned} is what the extended list says."


def found(path: Path) -> list[str]:
    """List what is wrong with a list as it is stored."""
    made = constraints_of(path)
    stored = made.read_text(encoding="utf-8") if made.exists() else ""
    return list(problems(own_versions(path), stored, path))


def missing(pins: dict[str, str]) -> dict[str, str]:
    """Return the installed distributions that have no pin."""
    known = {*OWN, *map(normalize, pins)}
    return {
        dist.metadata["Name"]: dist.version
        for dist in distributions()
        if normalize(dist.metadata["Name"]) not in known
    }


def write(path: Path, more: dict[str, str]) -> None:
    """Write a list and its constraints; what stands above the list is kept."""
    pins = ordered(own_versions(path) | more)
    head, mark, _ = path.read_text(encoding="utf-8").partition("[versions]\n")
    body = "".join(f"{name} = {pinned}\n" for name, pinned in pins.items())
    path.write_text(head + mark + body, encoding="utf-8")
    whole = read_versions(path)
    for file, chosen in (
        (constraints_of(path), whole),
        (addon_constraints_of(path), addon_pins(whole)),
    ):
        file.write_text(constraints(chosen, path.name), encoding="utf-8")


def main() -> int:
    """Check or write the files, as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing")
    parser.add_argument("--add", action="store_true", help="pin what is installed")
    options = parser.parse_args()
    if options.check:
        faults = [line for path in LISTS for line in found(path)]
        for line in faults:
            print(line, file=sys.stderr)
        return bool(faults)
    target = list_in_use() if options.add else None
    for path in LISTS:
        write(path, missing(read_versions(path)) if path == target else {})
    return 0


if __name__ == "__main__":
    sys.exit(main())
