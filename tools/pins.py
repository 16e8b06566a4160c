"""Keep constraints.txt equal to versions.cfg, and versions.cfg complete.

Buildout reads versions.cfg, pip reads constraints.txt: two forms of the same list, so
one is made from the other and `--check` compares them.  `--add` takes the versions
that the running environment has for distributions without a pin.
"""

from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

import argparse
import configparser
import re
import sys

ROOT = Path(__file__).resolve().parent.parent
VERSIONS = ROOT / "versions.cfg"
CONSTRAINTS = ROOT / "constraints.txt"
OWN = "sonla-pbgdpl"
HEADER = (
    "# Made from versions.cfg by `make pins`; change versions.cfg, not this file.\n"
)


def normalize(name: str) -> str:
    """Spell a distribution's name as PEP 503 does, so that spellings compare."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read_versions(path: Path = VERSIONS) -> dict[str, str]:
    """Return the pins of versions.cfg, in their order and spelling."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # distribution names keep their capitals
    parser.read(path, encoding="utf-8")
    return dict(parser["versions"])


def constraints(pins: dict[str, str]) -> str:
    """Return what constraints.txt must contain."""
    return HEADER + "".join(f"{name}=={pins[name]}\n" for name in pins)


def problems(pins: dict[str, str], stored: str) -> Iterator[str]:
    """Tell what is wrong with the two files."""
    if stored != constraints(pins):
        yield "constraints.txt differs from versions.cfg: run `make pins`."
    names = [normalize(name) for name in pins]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"versions.cfg pins {name} twice."
    if names != sorted(names):
        yield "versions.cfg is not in alphabetical order: run `make pins`."
    for name, version in pins.items():
        if not re.fullmatch(r"\d[\w.+!-]*", version):
            yield f"versions.cfg: {name} = {version} is not one exact version."


def missing(pins: dict[str, str]) -> dict[str, str]:
    """Return the installed distributions that have no pin."""
    known = {OWN, *map(normalize, pins)}
    return {
        dist.metadata["Name"]: dist.version
        for dist in distributions()
        if normalize(dist.metadata["Name"]) not in known
    }


def write(pins: dict[str, str]) -> None:
    """Write both files; what stands above the list in versions.cfg is kept."""
    pins = dict(sorted(pins.items(), key=lambda pin: normalize(pin[0])))
    head, mark, _ = VERSIONS.read_text(encoding="utf-8").partition("[versions]\n")
    body = "".join(f"{name} = {version}\n" for name, version in pins.items())
    VERSIONS.write_text(head + mark + body, encoding="utf-8")
    CONSTRAINTS.write_text(constraints(pins), encoding="utf-8")


def main() -> int:
    """Check or write the two files, as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing")
    parser.add_argument("--add", action="store_true", help="pin what is installed")
    options = parser.parse_args()
    pins = read_versions()
    if options.check:
        stored = CONSTRAINTS.read_text(encoding="utf-8") if CONSTRAINTS.exists() else ""
        found = list(problems(pins, stored))
        for line in found:
            print(line, file=sys.stderr)
        return bool(found)
    write(pins | (missing(pins) if options.add else {}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
