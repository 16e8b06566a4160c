"""What pages draw as SVG within HTML: icons of the sprite, bars of a chart, codes for telephones.

Templates write `structure context/@@pbgdpl-icons/ask`, or `structure context/@@pbgdpl-icons/?name`
with a name from elsewhere. An icon of `static/icons.svg` stands beside words, so it is hidden from screen readers.
"""

from functools import cache
from functools import lru_cache
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.static_files import read_static
from sonla.pbgdpl.ui.static_files import stable_path

import re

SPRITE = "icons.svg"
ANY = "file"
"""The icon of what has none of its own."""
PIXELS = 4
"""Width of one square of the code: on paper about a millimetre."""
QUIET_ZONE = 2
"""Squares that stay white around it."""


@cache
def icon_names() -> frozenset[str]:
    """Return the names of the symbols in the sprite."""
    return frozenset(re.findall('<symbol id="([a-z-]+)"', read_static(SPRITE).decode()))


def icon(name: str | None) -> str:
    """Return the HTML of an icon; of a sheet of paper where the sprite has none such."""
    shape = name if name in icon_names() else ANY
    return (
        '<svg class="pbgdpl-icon" aria-hidden="true" focusable="false">'
        f'<use href="{stable_path(SPRITE)}#{shape}"></use></svg>'
    )


class Icons(BrowserView):
    """Hand icons to templates by their names."""

    def __getitem__(self, name: str) -> str:
        """Return the HTML of an icon."""
        return icon(name)


def drawn_bar(value: int, largest: int) -> str:
    """Draw one horizontal bar beside others, the largest of which is full; `pbgdpl.css` styles it."""
    return (
        f'<svg viewBox="0 0 {largest} 1" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="is-now" width="{value}" height="1"/></svg>'
    )


@lru_cache(maxsize=256)
def qr_svg(address: str) -> str:
    """Return an address as a QR code, an `<svg>` for a page.

    Computing one takes 5 ms, hence the last ones are kept. Raises `ValueError` for what is too
    long for a code: more than 2,331 bytes.
    """
    # Imported where a code is drawn: it brings large tables.
    import segno

    code = segno.make_qr(address, error="m", boost_error=False)
    return code.svg_inline(
        scale=PIXELS, border=QUIET_ZONE, svgclass=None, lineclass=None, light="#fff"
    )
