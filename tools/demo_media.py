"""Make the sample files of the demonstration: leaflet, infographic, pictures, video, sound.

usage: .venv/bin/python tools/demo_media.py

Run by hand when the samples shall change; the files are part of the package. Pictures are
drawn as SVG in the distribution's `drawings`. Needs an installed Chromium (PBGDPL_CHROMIUM), and
lameenc beside it for the sound, a struck bell.
"""

from base64 import b64decode
from io import BytesIO
from pathlib import Path
from PIL import Image
from playwright.sync_api import Page
from playwright.sync_api import sync_playwright
from struct import pack

import lameenc
import math
import os
import re

TARGET = Path("distributions/demonstration/src/sonla/demonstration/data")
CHROMIUM = os.environ.get("PBGDPL_CHROMIUM", "/usr/bin/chromium")
STYLE = """
  * { box-sizing: border-box; margin: 0 }
  body { font: 20px/1.5 "Noto Sans", "DejaVu Sans", sans-serif; color: #14213d }
  .sheet { padding: 48px; height: 100%; background: #fff }
  h1 { font-size: 1.7em; line-height: 1.25; margin-bottom: .6em; color: #8f1d14 }
  .mark { display: inline-block; padding: 2px 12px; border: 2px solid; color: #555;
          margin-bottom: 1em; font-size: .8em }
  li { margin: .5em 0 } ol { padding-left: 1.4em }
  .picture { width: 100%; height: 100%; display: grid; place-items: center;
             color: #fff; font-size: 2em; text-align: center; padding: 1em }
  .boxes { display: grid; grid-template-columns: 1fr 1fr; gap: 20px }
  .box { border-left: 8px solid #8f1d14; background: #f3f0e8; padding: 18px }
  .box b { font-size: 1.5em; display: block }
"""
LEAFLET = """
<div class=sheet><div class=mark>TỜ GẤP MẪU</div>
<h1>Luật Phổ biến, giáo dục pháp luật</h1>
<ol><li>Số, ký hiệu: 14/2012/QH13.</li>
<li>Cơ quan ban hành: Quốc hội.</li>
<li>Ngày ban hành: 20/6/2012.</li>
<li>Ngày có hiệu lực: 01/01/2013.</li></ol>
<p>Tài liệu này được tạo ra để minh họa chuyên trang, không phải ấn phẩm của cơ quan nhà
nước.</p></div>
"""
INFOGRAPHIC = """
<div class=sheet><div class=mark>INFOGRAPHIC MẪU</div>
<h1>Bốn luật có hiệu lực từ ngày 01/7/2025 hoặc 01/01/2026</h1><div class=boxes>
<div class=box><b>01/7/2025</b>Luật Bảo hiểm xã hội, số 41/2024/QH15</div>
<div class=box><b>01/7/2025</b>Luật Phòng, chống mua bán người, số 53/2024/QH15</div>
<div class=box><b>01/01/2026</b>Luật Tư pháp người chưa thành niên, số 59/2024/QH15</div>
<div class=box><b>01/01/2026</b>Luật Bảo vệ dữ liệu cá nhân, số 91/2025/QH15</div>
</div></div>
"""
DRAWINGS = Path("distributions/demonstration/drawings")
COLOURS = 96
"""Enough for flat drawings, and small."""
RATE = 16_000
"""Samples of the sound in a second."""
HERTZ = (523.25, 659.25, 783.99)
SLIDES = [
    "Video mẫu",
    "Luật Phổ biến, giáo dục pháp luật",
    "Số 14/2012/QH13, có hiệu lực từ 01/01/2013",
]
RECORD = """
async (slides) => {
  const canvas = document.createElement("canvas");
  canvas.width = 640; canvas.height = 360;
  const pen = canvas.getContext("2d");
  const draw = (text) => {
    pen.fillStyle = "#14213d"; pen.fillRect(0, 0, 640, 360);
    pen.fillStyle = "#ffffff"; pen.font = "26px 'Noto Sans', 'DejaVu Sans', sans-serif";
    pen.textAlign = "center"; pen.fillText(text, 320, 190);
  };
  draw(slides[0]);
  const recorder = new MediaRecorder(canvas.captureStream(5),
    {mimeType: "video/webm;codecs=vp8", videoBitsPerSecond: 60000});
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  const stopped = new Promise((resolve) => { recorder.onstop = resolve; });
  recorder.start();
  for (const slide of slides)
    for (let i = 0; i < 10; i++) {
      draw(slide); await new Promise((resolve) => setTimeout(resolve, 200));
    }
  recorder.stop();
  await stopped;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
"""


def show(page: Page, body: str, width: int, height: int) -> None:
    """Show a piece of HTML in a window of the given size (CSS pixels)."""
    page.set_viewport_size({"width": width, "height": height})
    page.set_content(
        f"<!doctype html><html lang=vi style='height:100%'><title>Mẫu</title>"
        f"<style>{STYLE}</style><body style='height:100%'>{body}"
    )


def draw(page: Page, drawing: Path) -> None:
    """Write a drawing as a picture, as large as it says."""
    svg = drawing.read_text(encoding="utf-8")
    width, height = map(int, re.search(r'viewBox="0 0 (\d+) (\d+)"', svg).groups())
    page.set_viewport_size({"width": width, "height": height})
    page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{svg}")
    with Image.open(BytesIO(page.screenshot())) as picture:
        reduced = picture.convert("RGB").quantize(COLOURS)
    reduced.save(TARGET / f"{drawing.stem}.png", optimize=True)


def bell() -> bytes:
    """Return two seconds of a bell as MP3."""
    times = [number / RATE for number in range(2 * RATE)]
    tones = [
        math.exp(-2.5 * time)
        * sum(math.sin(math.tau * hertz * time) for hertz in HERTZ)
        for time in times
    ]
    encoder = lameenc.Encoder()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(RATE)
    encoder.set_bit_rate(32)
    encoder.silence()
    samples = [round(8000 * tone) for tone in tones]
    encoded = encoder.encode(pack(f"<{len(samples)}h", *samples))
    return bytes(encoded + encoder.flush())


def make_all(page: Page) -> None:
    """Write every file."""
    show(page, LEAFLET, 794, 560)
    page.pdf(path=TARGET / "to-gap-mau.pdf", format="A5", landscape=True, tagged=True)
    show(page, INFOGRAPHIC, 900, 560)
    page.screenshot(path=TARGET / "infographic-mau.png")
    for drawing in sorted(DRAWINGS.glob("*.svg")):
        draw(page, drawing)
    (TARGET / "am-thanh-mau.mp3").write_bytes(bell())
    (TARGET / "video-mau.webm").write_bytes(b64decode(page.evaluate(RECORD, SLIDES)))


def main() -> None:
    """Start the browser and make the files."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        make_all(browser.new_page())
        browser.close()


if __name__ == "__main__":
    main()
