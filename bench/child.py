"""Talk with a process of its own: a line of JSON to it, a line of JSON back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from typing import Self

import json
import os
import subprocess
import sys

READY = "ready"


class Child:
    """Start a module with arguments, and stop it at the end of a `with` block."""

    def __init__(
        self, module: str, *arguments: str, packages: Path | None = None
    ) -> None:
        """Start it; `packages` is a folder of what it alone shall have."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment_with(packages),
        )
        if self.process.stdout.readline().strip() != READY:
            raise RuntimeError(f"{module} {' '.join(arguments)} did not start")

    def __enter__(self) -> Self:
        """Be used in a `with` block."""
        return self

    def __exit__(self, *error: Any) -> None:
        """Let the child end by itself."""
        self.process.stdin.close()
        self.process.wait(timeout=60)

    def ask(self, **order: Any) -> Any:
        """Send an order and return its answer; raise when the child has died."""
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"no answer to {order}")
        return json.loads(line)


def environment_with(packages: Path | None) -> dict[str, str]:
    """Return this process's environment, with one more folder to import from."""
    paths = (str(packages or ""), os.environ.get("PYTHONPATH", ""))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def answer_orders(start: Callable[[], Callable[[dict[str, Any]], Any]]) -> None:
    """Answer orders until the parent closes the pipe; `start` gives what answers them.

    What is printed by others goes to the error output: it must not mix with answers.
    """
    answers = sys.stdout
    sys.stdout = sys.stderr
    answer = start()
    print(READY, file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), file=answers, flush=True)
