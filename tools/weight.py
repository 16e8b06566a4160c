"""Print what the add-on weighs by package, or compare it with its ceiling.

Statements are those of Python without imports and docstrings. A message belongs to the file
that stands first beside it in the catalogue; a hand-made form is a `method="post"` in a
template of ours. Tests are counted in lines, for all packages together. The ceiling only
falls (`--lower` writes what was saved), but by what is granted to a subject: a row of its own
in the file, with a reason.
"""

from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from zope.schema import getFieldNames

import argparse
import ast
import csv
import re
import sys

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "sonla" / "pbgdpl"
CEILING = ROOT / "tools" / "weight-ceiling.csv"
MEASURES = (
    "statements",
    "templates",
    "messages",
    "pages",
    "settings",
    "jobs",
    "forms",
    "tests",
)
TESTS = "tests"
PARENTS = frozenset({"options"})
"""Folders whose own folders are counted one by one."""
PATTERNS = {
    ".zcml": {
        "pages": r"<(?:browser:page|plone:service)\b",
        "jobs": r'"sonla\.pbgdpl\.jobs\.interfaces\.IScheduledJob"',
    },
    ".pt": {"templates": r"\n", "forms": r'method="post"'},
}
Weight = dict[str, Counter[str]]


def statements(source: str) -> int:
    """Return how many statements a module has, without imports and docstrings."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = list(ast.walk(tree))
    docstrings = sum(
        isinstance(node, documented) and ast.get_docstring(node) is not None
        for node in nodes
    )
    counted = sum(
        isinstance(node, ast.stmt) and not isinstance(node, ast.Import | ast.ImportFrom)
        for node in nodes
    )
    return counted - docstrings


def package_of(path: Path) -> str:
    """Return the package of a file, by its path below the add-on."""
    folders = path.parts[:-1]
    depth = 2 if folders and folders[0] in PARENTS else 1
    return "/".join(folders[:depth]) or "."


def messages() -> Iterator[Path]:
    """Yield for each message the first file that it stands in."""
    catalogue = (PACKAGE / "locales" / "sonla.pbgdpl.pot").read_text("utf-8")
    for entry in catalogue.split("\n\n"):
        if found := re.search(r"^#: \./([^:\s]+)", entry, re.MULTILINE):
            yield Path(found.group(1))


def settings() -> Iterator[tuple[str, int]]:
    """Yield packages with how many records each of their schemas has in the registry."""
    for path in (PACKAGE / "profiles" / "default" / "registry").glob("sonla.*.xml"):
        module, _dot, name = path.stem.rpartition(".")
        names = getFieldNames(getattr(import_module(module), name))
        folders = module.split(".")[2:]
        yield package_of(Path(*folders)), len(names)


def weigh() -> Weight:
    """Return the weight by package and measure."""
    found: Weight = {}
    for path in PACKAGE.rglob("*"):
        counts = found.setdefault(package_of(path.relative_to(PACKAGE)), Counter())
        if path.suffix == ".py":
            counts["statements"] += statements(path.read_text("utf-8"))
        for measure, pattern in PATTERNS.get(path.suffix, {}).items():
            counts[measure] += len(re.findall(pattern, path.read_text("utf-8")))
    for path in messages():
        found[package_of(path)]["messages"] += 1
    for package, number in settings():
        found[package]["settings"] += number
    found[TESTS] = Counter(
        tests=sum(
            path.read_text("utf-8").count("\n")
            for path in (ROOT / "tests").rglob("*.py")
        )
    )
    return {package: counts for package, counts in found.items() if counts.total()}


def total(weight: Weight) -> Counter[str]:
    """Return the sum over all packages."""
    return sum(weight.values(), Counter())


def ceiling() -> Counter[str]:
    """Return the most that each measure may be: the rows of the file together."""
    with CEILING.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return Counter(
        {measure: sum(int(row[measure] or 0) for row in rows) for measure in MEASURES}
    )


def lower(sums: Counter[str]) -> None:
    """Write what was saved into the first row; nothing is ever raised."""
    with CEILING.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    most = ceiling()
    for measure in MEASURES:
        saved = max(0, most[measure] - sums[measure])
        rows[0][measure] = str(int(rows[0][measure]) - saved)
    with CEILING.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def table(weight: Weight) -> Iterator[str]:
    """Yield the lines of a table, the heaviest package first."""
    rows = sorted(weight.items(), key=lambda row: -row[1]["statements"])
    yield "".join((f"{'':<24}", *(f"{measure:>12}" for measure in MEASURES)))
    for package, counts in (*rows, ("all", total(weight)), ("ceiling", ceiling())):
        cells = (f"{counts[measure] or '':>12}" for measure in MEASURES)
        yield "".join((f"{package:<24}", *cells))


def main() -> int:
    """Print the table; with `--check` what is above the ceiling, and fail if anything is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--lower", action="store_true")
    options = parser.parse_args()
    weight = weigh()
    sums = total(weight)
    if options.lower:
        lower(sums)
    if not options.check:
        print("\n".join(table(weight)))
        return 0
    most = ceiling()
    above = [measure for measure in MEASURES if sums[measure] > most[measure]]
    for measure in above:
        print(
            f"{measure}: {sums[measure]}, {most[measure]} at most: take out what the new makes"
            f" unnecessary, or grant it in {CEILING.relative_to(ROOT)}"
        )
    return 1 if above else 0


if __name__ == "__main__":
    sys.exit(main())
