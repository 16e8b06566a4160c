"""What of a situation is hard to read, and where its box and its steps disagree."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from sonla.pbgdpl.core.typed_text import normalized
from sonla.pbgdpl.core.vietnamese.folding import fold_words
from typing import Any

import re

_END = re.compile(r"(?<=[.!?…])\s+")
_BRACKETS = re.compile(r"\([^()]*\)")
MAX_SENTENCES = 5
"""Sentences of a summary: what somebody takes in on a phone."""

MAX_SYLLABLES = 30
"""Of a sentence that is still understood at once."""
MAX_AVERAGE = 20
"""Syllables of the sentences of a summary, on average."""


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

BOX = ("where", "duration", "deadline", "fee")
"""What stands in the box at the top of a page: fields in which somebody wrote it."""

_FREE = re.compile(r"(?:không(?! quá)|miễn|0 ?đ(?:ồng)?)\b", re.IGNORECASE)
_FEE_PARTS = re.compile(r";|\.\s")
_OFFICES = re.compile(r"[;,/]|\bhoặc\b", re.IGNORECASE)
_SMALL_WORDS = frozenset(("o", "tai", "noi", "va", "cua"))
_SUM = re.compile(
    r"(?<![\d.,])(\d[\d.,]*)\s*(đồng|đ|nghìn|triệu|%)(?!\w)", re.IGNORECASE
)
_SPAN = re.compile(
    r"(?<!\d)(\d+)\s*(ngày làm việc|ngày|giờ|phút|tuần|tháng|năm)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Disagreement:
    """What the box says and the steps don't bear out.

    `step` and `other` name the step that says something else; both are empty where none of
    the steps says so.
    """

    field: str
    said: str
    step: str = ""
    other: str = ""


def disagreements(
    box: Mapping[str, Any], steps: Sequence[Mapping[str, Any]]
) -> Iterator[Disagreement]:
    """Yield where the box and the steps say different things; steps that are silent never do.

    `box` has the fields of `BOX`; each step has its cells, and in `who` the words for its level.
    """
    said = {name: normalized((box.get(name) or "").strip()) for name in BOX}
    yield from _unknown_offices(said["where"], steps)
    limits, fees = _cells(steps, "time_limit"), _cells(steps, "fee")
    for name in ("duration", "deadline"):
        known = limits and [*limits, *_cells(steps, "what", "title")]
        yield from _unknown(name, _SPAN, said[name], known)
    if not _is_free(said["fee"]):
        yield from _unknown("fee", _SUM, said["fee"], fees)
    elif said["fee"]:
        for step in steps:
            for fee in _cells([step], "fee"):
                if not _is_free(fee):
                    title = (step.get("title") or "").strip()
                    yield Disagreement("fee", said["fee"], title, fee)


def _cells(steps: Iterable[Mapping[str, Any]], *names: str) -> list[str]:
    cells = ((step.get(name) or "").strip() for step in steps for name in names)
    return [normalized(cell) for cell in cells if cell]


def _unknown_offices(
    where: str, steps: Iterable[Mapping[str, Any]]
) -> Iterator[Disagreement]:
    known = [_cells([step], "office", "who") for step in steps]
    words = [set(fold_words(" ".join(cells)).split()) for cells in known]
    for office in filter(None, map(str.strip, _OFFICES.split(where))):
        needed = set(fold_words(office).split()) - _SMALL_WORDS
        if any(words) and not any(needed <= one for one in words):
            yield Disagreement("where", office)


def _unknown(
    name: str, pattern: re.Pattern[str], said: str, known: Iterable[str]
) -> Iterator[Disagreement]:
    keys = {_key(found) for text in known for found in pattern.finditer(text)}
    for found in pattern.finditer(said) if known else ():
        if _key(found) not in keys:
            yield Disagreement(name, found[0])


def _key(found: re.Match[str]) -> tuple[str, str]:
    """Compare 04 with 4, and 300.000 đồng with 300000đ; of any length, so not as numbers."""
    digits = "".join(filter(str.isdigit, found[1])).lstrip("0")
    return digits, found[2].casefold().removesuffix("ồng")


def _is_free(fee: str) -> bool:
    parts = filter(None, map(str.strip, _FEE_PARTS.split(fee)))
    return all(_FREE.match(part) for part in parts)
