"""What the deployment does for the database by itself: the last backup and the last pack.

Its scripts write a small file after each, which is named in zope.conf or the environment::

    <product-config sonla.pbgdpl>
      backup-state /srv/pbgdpl/var/backup.state
      pack-state /srv/pbgdpl/var/pack.state
    </product-config>

Each is one line: `ok` or `failed`, the moment in UTC such as `2026-11-27T01:30:00Z`, and
what there is to say. Where none is named nothing is told: other deployments have other
means. `backup-max-age` and `pack-max-age` are hours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from pathlib import Path
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.environment import read_options
from sonla.pbgdpl.core.health import Health
from sonla.pbgdpl.core.health import HealthCheck
from sonla.pbgdpl.core.health import say
from sonla.pbgdpl.core.health import written
from typing import ClassVar
from zope.i18nmessageid import Message

LONGEST_LINE = 500
"""Characters that are read of such a file."""


@dataclass(frozen=True)
class UpkeepState:
    """What a file says; `at` is None where it can't be read."""

    done: bool = False
    at: datetime | None = None
    detail: str = ""


def read_state(path: Path) -> UpkeepState:
    """Read a file of the deployment; one that is missing or means nothing is no success."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            words = file.read(LONGEST_LINE).split(maxsplit=2)
        at = datetime.fromisoformat(words[1])
    except (OSError, ValueError, IndexError) as error:
        return UpkeepState(detail=type(error).__name__)
    moment = at if at.tzinfo else at.replace(tzinfo=UTC)
    return UpkeepState(words[0] == "ok", moment, "".join(words[2:]).strip())


class UpkeepHealth(HealthCheck):
    """The base: compare result and age of what one file tells."""

    option: ClassVar[str]
    hours: ClassVar[int]
    """How old it may be where the deployment doesn't say."""

    def __call__(self) -> Health | None:
        """Return result and age; None where the deployment tells of none."""
        options = read_options()
        path = options.get(f"{self.option}-state")
        if not path:
            return None
        state = read_state(Path(path))
        age = timedelta(hours=max_age(options, self.option, self.hours))
        late = state.at is None or utc_now() - state.at > age
        detail = f"{say(self.words(state, late))} {state.detail}".strip()
        return Health(state.done and not late, detail, oldest=state.at)

    def words(self, state: UpkeepState, late: bool) -> Message:
        """Return how it went last."""
        mapping = {"since": written(state.at)}
        if state.at is None:
            return _(
                "health_upkeep_unknown", default="nothing is known of the last one:"
            )
        if not state.done:
            return _(
                "health_upkeep_failed", default="failed at ${since}:", mapping=mapping
            )
        if late:
            return _(
                "health_upkeep_late",
                default="too long ago, at ${since}.",
                mapping=mapping,
            )
        return _("health_upkeep_done", default="done at ${since}.", mapping=mapping)


class BackupHealth(UpkeepHealth):
    """Check that a backup was taken not long ago."""

    option = "backup"
    hours = 36


class PackHealth(UpkeepHealth):
    """Check that the database was packed not long ago."""

    option = "pack"
    hours = 9 * 24


def max_age(options: Mapping[str, str], name: str, default: int) -> int:
    """Return the hours that a deployment allows; the default for what is no number."""
    text = options.get(f"{name}-max-age", "")
    return int(text) if text.isascii() and text.isdigit() else default
