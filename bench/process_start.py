"""What a process of Zope has cost when it is ready: processor time and memory.

`python -m bench.process_start with|without`: prints both, as JSON.
"""

from bench.memory import megabytes
from bench.zope_process import hide_addon
from bench.zope_process import load_zope
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import gc
import json
import os
import subprocess
import sys

DISTRIBUTIONS = ("sonla.demonstration", "sonla.referenceserver")
"""Of this repository, in its environment and in no portal."""


def cost_of_start(with_addon: bool) -> dict[str, float]:
    """Return what a process of its own takes.

    It keeps compiled modules, as every installed package has them: what compiling takes is no part of a start.
    """
    side = "with" if with_addon else "without"
    done = subprocess.run(
        [sys.executable, "-m", "bench.process_start", side],
        check=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""},
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Start Zope in this process."""
    hide_addon(DISTRIBUTIONS)
    with TemporaryDirectory() as folder:
        load_zope(Path(folder), sys.argv[1] == "with")
        gc.collect()
        print(json.dumps({"seconds": process_time(), "megabytes": megabytes("VmRSS")}))


if __name__ == "__main__":
    main()
