"""What a run tells its caller, free of anything that others must not read."""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from typing import Any

DONE = "done"
IDLE = "idle"
PARTIAL = "partial"
HELD = "held"
FAILED = "failed"
BUSY = "busy"
LOST = "lost"
"""States of a run: all was done; nothing was due; the next run goes on; somebody must
look; something went wrong; another run was going on; another run took over."""

SEVERITY = (DONE, PARTIAL, HELD, FAILED)
EXIT_CODES = {FAILED: 1, HELD: 2, BUSY: 3, LOST: 3}


@dataclass(frozen=True)
class Outcome:
    """How one part of a run ended.

    `code` is the class of the failure (`jobs.failures`), empty without one; `detail` is
    for administrators only.
    """

    part: str
    state: str
    code: str = ""
    detail: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class RunResult:
    """How a run ended; `run` is its number in the journal, None without one."""

    state: str
    run: int | None = None
    seconds: float = 0.0
    outcomes: tuple[Outcome, ...] = ()
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    dry_run: bool = False
    held: tuple[Outcome, ...] = ()
    """Parts that were not done, because somebody has to look since an earlier run."""

    @property
    def exit_code(self) -> int:
        """The exit code of a command: 0 done, 1 failed, 2 held, 3 busy.

        It is 2 as long as anything is held, not only in the run that found it out.
        """
        return EXIT_CODES.get(self.state, EXIT_CODES[HELD] if self.held else 0)

    def as_json(self) -> dict[str, Any]:
        """Describe the result without details, which may quote what a partner sent."""
        return {
            "state": self.state,
            "run": self.run,
            "seconds": round(self.seconds, 3),
            "dry_run": self.dry_run,
            "counts": {part: dict(counts) for part, counts in self.counts.items()},
            "parts": {
                one.part: {
                    "state": one.state,
                    **({"code": one.code} if one.code else {}),
                }
                for one in (*self.outcomes, *self.held)
            },
        }


def worst(outcomes: Iterable[Outcome]) -> str:
    """Return the gravest state among those of the parts."""
    return max((one.state for one in outcomes), key=SEVERITY.index, default=DONE)
