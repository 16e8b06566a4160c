"""Draw the picture that shows where somebody shares a page of the section: once, by hand.

usage: PBGDPL_CHROMIUM=… python tools/share_picture.py [FILE]

The font is the theme's own Roboto, which has all Vietnamese letters; the picture is the same
for each portal and so names none.
"""

from base64 import b64encode
from pathlib import Path
from playwright.sync_api import sync_playwright
from plonetheme import barceloneta

import os
import sys

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "src/sonla/pbgdpl/ui/static/share.png"
SIZE = {"width": 1200, "height": 630}
FONTS = Path(barceloneta.__file__).parent / "theme" / "roboto"
PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><style>
@font-face {{ font-family: Share; font-weight: 400; src: url(data:font/woff2;base64,{regular}); }}
@font-face {{ font-family: Share; font-weight: 700; src: url(data:font/woff2;base64,{bold}); }}
* {{ box-sizing: border-box; margin: 0; }}
body {{ background: #00527a; color: #fff; display: flex; flex-direction: column;
  font-family: Share; height: 630px; justify-content: center; padding: 0 96px;
  border-bottom: 20px solid #ffc72c; }}
svg {{ height: 96px; margin-bottom: 36px; width: 96px; }}
h1 {{ font-size: 96px; font-weight: 700; letter-spacing: -1px; line-height: 1.18; }}
p {{ font-size: 38px; line-height: 1.4; margin-top: 32px; }}
</style>
<svg viewBox="0 0 96 96" fill="none" stroke="#ffc72c" stroke-width="6"
  stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
<path d="M48 8v76M30 84h36M16 22h64"/>
<path d="M18 22 4 54h28zM78 22 64 54h28z"/>
<path d="M4 54c0 9 6 14 14 14s14-5 14-14M64 54c0 9 6 14 14 14s14-5 14-14"/>
</svg>
<h1>Phổ biến,<br>giáo dục pháp luật</h1>
<p>Văn bản mới, tài liệu và hỏi đáp pháp luật cho mọi người</p>
</html>"""


def page() -> str:
    """Write the page that is photographed."""
    fonts = {
        name: b64encode((FONTS / f"roboto-{name}.woff2").read_bytes()).decode()
        for name in ("regular", "bold")
    }
    return PAGE.format(**fonts)


def main() -> None:
    """Draw the picture, into the package unless an argument names another file."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("PBGDPL_CHROMIUM"), args=["--no-sandbox"]
        )
        tab = browser.new_page(viewport=SIZE)
        tab.set_content(page())
        tab.evaluate("document.fonts.ready")
        tab.screenshot(path=path)
        browser.close()


if __name__ == "__main__":
    main()
