"""Codes that a telephone reads from paper or a screen."""

from functools import lru_cache

import segno

PIXELS = 4
"""Width of one square of the code: on paper about a millimetre."""
QUIET_ZONE = 2
"""Squares that stay white around it."""


@lru_cache(maxsize=256)
def qr_svg(address: str) -> str:
    """Return an address as a QR code, an `<svg>` for a page.

    Computing one takes 5 ms, hence the last ones are kept. Raises `ValueError` for what is too
    long for a code: more than 2,331 bytes.
    """
    code = segno.make_qr(address, error="m", boost_error=False)
    return code.svg_inline(
        scale=PIXELS, border=QUIET_ZONE, svgclass=None, lineclass=None, light="#fff"
    )
