"""Draw how pages grow with content, as SVG: the same results give the same bytes."""

from bench.measuring import Result
from collections.abc import Iterator
from html import escape
from math import ceil
from math import log10

Point = tuple[int, float]
"""How many texts, and milliseconds."""
Curves = dict[str, tuple[list[Point], list[Point]]]
"""Page → points with the add-on and without."""

PANEL_WIDTH, PANEL_HEIGHT, GAP = 190, 150, 56
LEFT, TOP, BOTTOM = 52, 74, 46
SIDES = (("with", "with the add-on"), ("without", "Plone alone"))
STYLE = """\
text { font: 12px sans-serif; fill: #212529; }
.name { font: bold 13px sans-serif; }
.axis { stroke: #868e96; fill: none; }
.grid { stroke: #e9ecef; fill: none; }
.with, .without { fill: none; stroke: #a61e4d; stroke-width: 2.5; }
.without { stroke: #0b7285; stroke-dasharray: 6 4; }
.with-dot { fill: #a61e4d; }
.without-dot { fill: #0b7285; }
.middle { text-anchor: middle; }
.end { text-anchor: end; }"""


def growth_chart(results: list[Result]) -> str:
    """Draw a panel for each page: milliseconds over the number of texts."""
    curves = curves_of(results)
    width = LEFT + len(curves) * (PANEL_WIDTH + GAP)
    height = TOP + PANEL_HEIGHT + BOTTOM
    top = ceiling(point[1] for pair in curves.values() for one in pair for point in one)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        ' role="img" aria-labelledby="title description">',
        '<title id="title">Milliseconds a page, by number of texts</title>',
        f'<desc id="description">{escape(description_of(curves))}</desc>',
        f"<style>\n{STYLE}\n</style>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *legend(),
    ]
    for number, (page, pair) in enumerate(curves.items()):
        lines += panel(LEFT + number * (PANEL_WIDTH + GAP), page, pair, top)
    return "\n".join((*lines, "</svg>", ""))


def curves_of(results: list[Result]) -> Curves:
    """Read pages and sizes from the names of the lines: `homepage, 1,000 texts`."""
    curves: Curves = {}
    for result in results:
        page, _comma, size = result.what.partition(", ")
        texts = int(size.removesuffix(" texts").replace(",", ""))
        ours, stock = curves.setdefault(page, ([], []))
        ours.append((texts, result.candidate))
        stock.append((texts, result.baseline or 0.0))
    return curves


def description_of(curves: Curves) -> str:
    """Say in words what the picture shows."""
    return " ".join(
        f"{page}: {name} "
        + ", ".join(f"{value:.0f} ms at {texts:,}" for texts, value in points)
        + "."
        for page, pair in curves.items()
        for (_side, name), points in zip(SIDES, pair, strict=True)
    )


def ceiling(values: Iterator[float]) -> float:
    """Return a round number that is above all."""
    most = max(values)
    step = 10 ** (len(str(int(most))) - 1)
    return float(ceil(most / step) * step)


def legend() -> Iterator[str]:
    """Name the two lines."""
    for number, (side, name) in enumerate(SIDES):
        left = LEFT + number * 170
        yield f'<path class="{side}" d="M{left},22 h32"/>'
        yield f'<text x="{left + 40}" y="26">{name}</text>'


def panel(
    left: int, page: str, pair: tuple[list[Point], list[Point]], top: float
) -> Iterator[str]:
    """Draw axes and both lines of one page."""
    right, bottom = left + PANEL_WIDTH, TOP + PANEL_HEIGHT
    yield f'<text class="name" x="{left}" y="{TOP - 16}">{escape(page)}</text>'
    for share in (0.0, 0.5, 1.0):
        y = bottom - share * PANEL_HEIGHT
        yield f'<path class="grid" d="M{left},{y:g} H{right}"/>'
        yield f'<text class="end" x="{left - 6}" y="{y + 4:g}">{share * top:g}</text>'
    yield f'<path class="axis" d="M{left},{TOP} V{bottom} H{right}"/>'
    sizes = [texts for texts, _value in pair[0]]
    for texts in sizes:
        x = across(texts, sizes, left)
        yield f'<text class="middle" x="{x:g}" y="{bottom + 18}">{texts:,}</text>'
    yield f'<text class="middle" x="{left + PANEL_WIDTH // 2}" y="{bottom + 36}">texts</text>'
    yield f'<text class="end" x="{left - 6}" y="{TOP - 16}">ms</text>'
    for (side, _name), points in zip(SIDES, pair, strict=True):
        placed = [
            (across(texts, sizes, left), bottom - value / top * PANEL_HEIGHT)
            for texts, value in points
        ]
        path = " L".join(f"{x:.1f},{y:.1f}" for x, y in placed)
        yield f'<path class="{side}" d="M{path}"/>'
        for x, y in placed:
            yield f'<circle class="{side}-dot" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'


def across(texts: int, sizes: list[int], left: int) -> float:
    """Place a number of texts on the axis, ten times as many always as far apart."""
    inset = 26
    first, last = log10(min(sizes)), log10(max(sizes))
    share = (log10(texts) - first) / ((last - first) or 1)
    return round(left + inset + share * (PANEL_WIDTH - 2 * inset), 1)
