"""Draw the packages by their layers: `docs/images/architecture.svg`, from `pyproject.toml`.

The contract that import-linter checks is the only place where the layers stand. A test
compares the drawing with it.
"""

from collections.abc import Iterator
from pathlib import Path

import tomllib

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "images" / "architecture.svg"
WIDTH, LEFT, TOP = 960, 150, 70
ROW, BOX, GAP = 46, 34, 10
PLATFORM = "audit"
"""The first package, from the top, of the layers that know no subject."""
INSTALLATION = "install"
"""Stands among the subjects, and is none."""
GROUPS = ("Subjects", "Platform", "Core")

STYLE = """
text { font: 13px sans-serif; fill: #212529; }
.name { font: bold 13px monospace; text-anchor: middle; }
.group { font: bold 13px sans-serif; fill: #495057; }
.note { fill: #495057; }
.Installation { fill: #fff3bf; stroke: #868e96; }
.Subjects { fill: #e7f5ff; stroke: #1971c2; }
.Platform { fill: #f3f0ff; stroke: #5f3dc4; }
.Core { fill: #ebfbee; stroke: #2b8a3e; }
.arrow { fill: none; stroke: #495057; stroke-width: 2; }
"""


def layers() -> list[list[str]]:
    """Return the packages of each layer, from the top."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    (contract,) = (one for one in contracts if one["id"] == "packages")
    return [[name.strip() for name in line.split("|")] for line in contract["layers"]]


def group_of(number: int, rows: list[list[str]]) -> str:
    """Return under which heading a layer stands."""
    platform = next(at for at, row in enumerate(rows) if PLATFORM in row)
    if number == len(rows) - 1:
        return GROUPS[2]
    return GROUPS[0] if number < platform else GROUPS[1]


def boxes(rows: list[list[str]]) -> Iterator[str]:
    """Draw the packages, and the heading beside the first layer of each group."""
    seen = set()
    room = WIDTH - LEFT - 20
    for number, row in enumerate(rows):
        group, top = group_of(number, rows), TOP + number * ROW
        if group not in seen:
            seen.add(group)
            yield f'<text class="group" x="40" y="{top + 22}">{group}</text>'
        width = (room - GAP * (len(row) - 1)) // len(row)
        for at, name in enumerate(row):
            left = LEFT + at * (width + GAP)
            look = "Installation" if name == INSTALLATION else group
            yield f'<rect class="{look}" x="{left}" y="{top}" width="{width}" height="{BOX}" rx="5"/>'  # fmt: skip
            yield f'<text class="name" x="{left + width // 2}" y="{top + 22}">{name}/</text>'  # fmt: skip


def drawing() -> str:
    """Return the picture."""
    rows = layers()
    bottom = TOP + len(rows) * ROW - (ROW - BOX)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {bottom + 20}" role="img" aria-labelledby="title description">',
        '<title id="title">Packages of sonla.pbgdpl by layers</title>',
        '<desc id="description">Each package imports from packages on lines below its own, and from no neighbour on its line.</desc>',
        f"<style>{STYLE}</style>",
        f'<rect width="{WIDTH}" height="{bottom + 20}" fill="#ffffff"/>',
        '<text class="note" x="40" y="30">A package imports from packages on lines below its own,</text>',
        '<text class="note" x="40" y="48">and from no neighbour on its line.</text>',
        f'<path class="arrow" d="M20,{TOP} V{bottom} m-5,-9 l5,9 l5,-9"/>',
        *boxes(rows),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PICTURE.write_text(drawing(), encoding="utf-8")
