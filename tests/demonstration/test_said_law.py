"""What the demonstration, forms and handbook say of the law: nothing unfinished, crossed or ended."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from sonla.demonstration.values import DATA
from sonla.pbgdpl.core.html import plain_text
from sonla.pbgdpl.legal_review.working_notes import notes_in
from sonla.pbgdpl.situations import LEVELS
from sonla.pbgdpl.situations.rules import BOX
from sonla.pbgdpl.situations.rules import disagreements
from sonla.pbgdpl.vocabularies.terms import all_terms
from source_tree import ROOT
from typing import Any

import json
import pytest
import re

pytestmark = pytest.mark.sample(None)

ENDED = {
    "144/2021/NĐ-CP": "15/12/2025",
    "13/2023/NĐ-CP": "01/01/2026",
    "151/2025/NĐ-CP, Điều 5": "31/01/2026",
    "151/2025/NĐ-CP, Phụ lục I": "31/01/2026",
    "73/2021/QH14": "01/7/2026",
    "24/2018/QH14": "01/7/2026",
    "42/2022/NĐ-CP": "01/7/2026",
    "104/2016/QH13": "01/9/2026",
}
"""Documents, or a part of one, that have ended: whoever cites one also says on which day."""

ENDED_RATES = ("70.000 đồng", "73/2024/TT-BTC")
"""What stood in the texts until those who pay were told something else."""

NUMBER = re.compile(r"\d+/\d{4}/[A-ZĐ]+\d*(?:-[A-ZĐ]+)*")
AMENDED = re.compile(r"\((?:sửa đổi|bổ sung)[^()]*\)")
PLACE = re.compile(r"(?:Điều|Phụ lục|Mục|Chương|Danh mục|Quy định) ?")
HANDBOOK = ("docs/vi/*.rst", "docs/*.rst")
FORMS = (
    "src/sonla/pbgdpl/**/*.po",
    "src/sonla/pbgdpl/**/*.pt",
    "src/**/english.txt",
    "distributions/**/laws.json",
)


def strings(value: Any) -> Iterator[str]:
    """Yield each text in a value of JSON, without its markup."""
    if isinstance(value, str):
        yield plain_text(value)
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


@cache
def demonstration() -> tuple[tuple[str, str], ...]:
    """List the texts of the demonstration with the names of their files, drawings included."""
    found = []
    for path in sorted(DATA.iterdir()):
        if path.suffix == ".json":
            found += [(path.name, one) for one in strings(json.loads(path.read_text()))]
        elif path.suffix in (".csv", ".toml", ".vtt"):
            found += [(path.name, one) for one in path.read_text().splitlines()]
    for path in sorted((ROOT / "distributions/demonstration/drawings").glob("*.svg")):
        found.append((path.name, plain_text(path.read_text())))
    return tuple(found)


@cache
def said_elsewhere() -> tuple[tuple[str, str], ...]:
    """List the paragraphs of handbook, messages and pages with the names of their files."""
    return tuple(
        (str(path.relative_to(ROOT)), " ".join(part.split()))
        for pattern in (*HANDBOOK, *FORMS)
        for path in sorted(ROOT.glob(pattern))
        for part in path.read_text(encoding="utf-8").split("\n\n")
    )


@cache
def all_situations() -> list[dict[str, Any]]:
    return json.loads((DATA / "situations.json").read_text())["situations"]


def cites(text: str, ended: str) -> bool:
    """Return whether a text cites a document, or the part of one that is named."""
    number, _comma, part = ended.partition(", ")
    found = re.search(rf"(?<![\d/]){re.escape(number)}", text)
    return bool(found) and bool(re.search(rf"{part}(?!\d)", text))


def test_no_working_note_is_left():
    files = {path.name for path in DATA.iterdir()}
    noted = {
        (name, note)
        for name, text in demonstration()
        if text not in files
        for note in notes_in(text)
    }
    assert noted == set()


@pytest.mark.parametrize("ended", ENDED)
def test_what_has_ended_is_cited_with_its_day(ended):
    undated = [
        (name, text[:120])
        for name, text in (*demonstration(), *said_elsewhere())
        if cites(text, ended) and ENDED[ended] not in text
    ]
    assert undated == []


def test_no_rate_is_left_that_is_paid_no_more():
    found = [
        (name, text)
        for name, text in demonstration()
        if any(r in text for r in ENDED_RATES)
    ]
    assert found == []


def citations(situation: dict[str, Any]) -> Iterator[str]:
    """Yield each basis of a situation: those of its steps one by one, and those looked at."""
    for step in situation["steps"]:
        yield from filter(None, step["legal_basis"].split("; "))
    for fact in situation["sources"]:
        yield fact["basis"]


@pytest.mark.parametrize("situation", all_situations(), ids=lambda one: one["id"])
class TestSituation:
    def test_one_basis_is_one_place_in_one_document(self, situation):
        """Lists of articles and of numbers side by side give one law's article to another."""
        for basis in citations(situation):
            assert PLACE.match(basis), basis
            assert len(NUMBER.findall(AMENDED.sub("", basis))) == 1, basis

    def test_changes_ahead_were_ahead_when_it_was_checked(self, situation):
        checked = date.fromisoformat(situation["checked_on"])
        for row in situation["changes_ahead"]:
            assert date.fromisoformat(row["date"]) > checked, row

    def test_its_box_is_borne_out_by_its_steps(self, situation):
        titles = {term.token: term.title for term in all_terms(LEVELS)}
        steps = [
            {**step, "who": titles.get(step["level"], "")}
            for step in situation["steps"]
        ]
        box = {name: situation.get(name) for name in BOX}
        assert list(disagreements(box, steps)) == []


def test_most_boxes_are_filled_and_none_where_readers_are_in_danger():
    filled = {one["id"]: any(one.get(name) for name in BOX) for one in all_situations()}
    sensitive = {one["id"] for one in all_situations() if one["sensitive"]}
    assert {name for name, has_box in filled.items() if not has_box} == sensitive
