"""Make the pictures of the documents small: `pictures.py FROM TO`.

Tests take them as large as the screen (`make pictures`); in a document they stand half as
wide, and a palette of 128 colours is a quarter of the bytes.
"""

from pathlib import Path
from PIL import Image

import argparse
import re

MAX_WIDTH = 960
COLOURS = 128


def small(picture: Image.Image) -> Image.Image:
    """Return the picture no wider than documents show it, with few colours."""
    picture = picture.convert("RGB")
    if picture.width > MAX_WIDTH:
        height = round(picture.height * MAX_WIDTH / picture.width)
        picture = picture.resize((MAX_WIDTH, height), Image.Resampling.LANCZOS)
    return picture.quantize(COLOURS, dither=Image.Dither.NONE)


def main() -> None:
    """Renew each picture; those that are not taken any more go."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("taken", type=Path)
    parser.add_argument("kept", type=Path)
    options = parser.parse_args()
    taken = {
        re.sub(r"-\d+$", "", path.stem): path for path in options.taken.rglob("*.png")
    }
    for path in options.kept.glob("*.png"):
        if path.stem not in taken:
            path.unlink()
    for name, path in taken.items():
        with Image.open(path) as picture:
            small(picture).save(options.kept / f"{name}.png", optimize=True)
    print(f"{len(taken)} pictures in {options.kept}")


if __name__ == "__main__":
    main()
