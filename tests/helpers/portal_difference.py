"""How two snapshots of a portal differ, readable where a test fails."""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field
from difflib import unified_diff
from portal_snapshot import Snapshot
from typing import Any

DEPENDENCIES = (
    "components: utility IPlacefulWorkflowTool ",
    "configlets: placefulworkflow",
    "profiles: Products.CMFPlacefulWorkflow:base",
    "tools: portal_placeful_workflow",
)
"""What the add-on brings on which ours depends; it stays when ours goes."""


@dataclass
class Difference:
    """Hold what one snapshot has and another has not; names are `topic: entry`."""

    added: dict[str, str] = field(default_factory=dict)
    removed: dict[str, str] = field(default_factory=dict)
    changed: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    def __str__(self) -> str:
        lines = [f"+ {name} = {value[:300]}" for name, value in self.added.items()]
        lines += [f"- {name} = {value[:300]}" for name, value in self.removed.items()]
        for name, (old, new) in self.changed.items():
            diff = unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=1)
            lines += [f"~ {name}", *(f"    {line}" for line in list(diff)[2:])]
        return "\n".join(lines) or "no difference"

    def only(self, wanted: Callable[[str], Any]) -> "Difference":
        """Keep the entries whose names are wanted."""
        return Difference(
            *(
                {name: value for name, value in part.items() if wanted(name)}
                for part in (self.added, self.removed, self.changed)
            )
        )

    def without(self, *allowed: str) -> "Difference":
        """Leave out entries whose names begin with one of `allowed`."""
        return self.only(lambda name: not name.startswith(allowed))


def compare(before: Snapshot, after: Snapshot) -> Difference:
    """Return what the second snapshot has more, less or otherwise than the first."""
    old, new = flatten(before), flatten(after)
    return Difference(
        added={name: new[name] for name in new if name not in old},
        removed={name: old[name] for name in old if name not in new},
        changed={
            name: (old[name], new[name])
            for name in new
            if name in old and old[name] != new[name]
        },
    )


def flatten(snapshot: Snapshot) -> dict[str, str]:
    """Join topic and entry into one name."""
    return {
        f"{topic}: {name}": value
        for topic, entries in snapshot.items()
        for name, value in entries.items()
    }
