"""What in a situation still waits to be filled in, and which step answers first."""

from collections.abc import Iterable
from collections.abc import Mapping
from typing import Any
from unicodedata import normalize

import re

_END = re.compile(r"(?<=[.!?…])\s+")
_BRACKETS = re.compile(r"\([^()]*\)")
MAX_SENTENCES = 5
"""Sentences of a summary: what somebody takes in on a phone."""

MAX_SYLLABLES = 30
"""Of a sentence that is still understood at once."""
MAX_AVERAGE = 20
"""Syllables of the sentences of a summary, on average."""

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


def sentences(lines: Iterable[str]) -> list[str]:
    """Part lines into their sentences."""
    parts = (part for line in lines for part in _END.split(line))
    return [part for part in map(str.strip, parts) if part]


def syllables(sentence: str) -> int:
    """Count the syllables of a sentence, without what stands in brackets."""
    return len(_BRACKETS.sub(" ", sentence).split())


def long_sentences(lines: Iterable[str]) -> list[tuple[str, int]]:
    """List the sentences that are too long to be understood at once, and how long they are."""
    counted = ((one, syllables(one)) for one in sentences(lines))
    return [(one, count) for one, count in counted if count > MAX_SYLLABLES]


def average_syllables(lines: Iterable[str]) -> float:
    """Return how long sentences are on average; 0 without any."""
    counts = [syllables(one) for one in sentences(lines)]
    return sum(counts) / len(counts) if counts else 0.0


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
