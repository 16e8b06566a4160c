"""Check the news fragments: towncrier passes over a file whose name it does not know."""

from pathlib import Path

import re
import subprocess
import sys
import tomllib

ROOT = Path(__file__).resolve().parent.parent


def problems(folder: Path, types: set[str]) -> list[str]:
    """Return which files in the folder would not get into CHANGES.rst as meant."""
    found = []
    for path in sorted(folder.iterdir()):
        if path.name == "README.rst" or path.name.startswith("."):
            continue
        match = re.fullmatch(r"(?:\d+|\+[\w-]+)\.(\w+)(?:\.\d+)?\.rst", path.name)
        if not match or match[1] not in types:
            names = ", ".join(sorted(types))
            found.append(
                f"news/{path.name}: the name must be <number or +word>.<type>.rst, "
                f"with one of the types {names}."
            )
        elif not path.read_text(encoding="utf-8").strip():
            found.append(f"news/{path.name} is empty.")
    return found


def main() -> int:
    """Check names and contents, then let towncrier make a draft."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    types = {
        row["directory"] for row in tomllib.loads(text)["tool"]["towncrier"]["type"]
    }
    found = problems(ROOT / "news", types)
    for line in found:
        print(line, file=sys.stderr)
    towncrier = Path(sys.executable).with_name("towncrier")
    draft = subprocess.run(
        [towncrier, "build", "--draft", "--version", "0"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if draft.returncode:
        print(draft.stdout + draft.stderr, file=sys.stderr)
    return bool(found or draft.returncode)


if __name__ == "__main__":
    sys.exit(main())
