"""What in a situation still waits to be filled in, and which step answers first."""

from collections.abc import Iterable
from collections.abc import Mapping
from typing import Any
from unicodedata import normalize

MAX_SENTENCES = 5
"""Sentences of a summary: what somebody takes in on a phone."""

PLACEHOLDER = "chờ điền"
"""Stands in a draft where a fact is still missing, such as the telephone of an office."""


def holds_placeholder(value: Any) -> bool:
    """Return whether a text, or one in a list or a row, says that a fact is missing."""
    if isinstance(value, str):
        return PLACEHOLDER in " ".join(normalize("NFC", value).casefold().split())
    if isinstance(value, Mapping):
        return any(map(holds_placeholder, value.values()))
    if isinstance(value, Iterable):
        return any(map(holds_placeholder, value))
    return False


def main_step(steps: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return the step that answers where, how long and how much; empty without steps.

    The first that has an office and a limit or a fee, and is not done at home.
    """
    known = list(steps)
    ranked = sorted(known, key=_weight, reverse=True)
    return ranked[0] if ranked else {}


AT_HOME = "tu-lam"
LOCAL = (
    "to-hoa-giai",
    "ubnd-xa",
    "hcc",
    "cong-an-xa",
    "co-so-y-te",
    "toa-khu-vuc",
    "van-phong-dkdd",
    "thi-hanh-an",
)
"""What people go to in their own commune, or in the place that serves it."""


def _weight(step: Mapping[str, Any]) -> tuple[bool, int]:
    filled = sum(bool(step.get(name)) for name in ("office", "time_limit", "fee"))
    return step.get("level") != AT_HOME, filled
