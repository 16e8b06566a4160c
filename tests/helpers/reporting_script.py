"""Programs of the tests that end with a report: each in a process of its own."""

from source_tree import HELPERS
from source_tree import path_with_tests
from typing import Any

import json
import os
import subprocess
import sys


def report_of(script: str, *arguments: Any) -> Any:
    """Return what a program of the helpers reports; None where it only does something."""
    done = subprocess.run(
        [sys.executable, str(HELPERS / script), *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": path_with_tests()},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    _before, mark, report = done.stdout.rpartition("REPORT ")
    return json.loads(report) if mark else None
