"""Fill a portal with recognised people, quickly: real content without Plone's events."""

from bench.datasets import DataSet
from bench.publishing import publish
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

FAMILY = ("Nguyễn", "Trần", "Lò", "Cà", "Quàng", "Tòng", "Hoàng", "Giàng", "Vì", "Đinh")
MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Thanh", "Hồng", "A", "Thu", "Quốc", "Ngọc")
GIVEN = """
An Ân Anh Ánh Bình Bích Cường Chung Dũng Dung Đạt Đức Giang Hà Hạ Hải Hoa Hòa Hùng Hương
Khánh Lan Linh Long Mai Minh Nam Nga Nhung Oanh Phong Phúc Quân Quỳnh Sơn Tâm Thảo Thúy
Trang Tuấn Uyên Vân Việt Xuân Yến Ý
""".split()
POSITIONS = ("Trưởng phòng", "Phó Trưởng phòng", "Chuyên viên", "Chánh Thanh tra")


def people(folders: list[Any], dataset: DataSet) -> Iterator[Any]:
    """Yield stored, recognised people that wait for the catalog."""
    from sonla.pbgdpl.vocabularies.terms import all_terms

    def tokens(name: str) -> list[str]:
        return [term.token for term in all_terms(f"sonla.pbgdpl.{name}")]

    random = Random(dataset.items)
    terms = {
        name: tokens(name)
        for name in ("Agencies", "LegalFields", "Languages", "AdministrativeUnits")
    }
    for number in range(dataset.items):
        folder = folders[number % len(folders)]
        yield create_person(folder, number, random, terms)


def create_person(
    folder: Any, number: int, random: Random, terms: dict[str, list[str]]
) -> Any:
    """Store one person in force."""
    from DateTime import DateTime
    from plone.uuid.handlers import addAttributeUUID
    from sonla.pbgdpl.people.content import LegalReporter
    from sonla.pbgdpl.people.workflow import STATE_CHECKED_ON

    pick = random.choice
    person = LegalReporter(id=f"nguoi-{number}")
    person.portal_type = "LegalReporter"
    person.full_name = " ".join((pick(FAMILY), pick(MIDDLE), pick(GIVEN)))
    person.position = pick(POSITIONS)
    person.agency = pick(terms["Agencies"])
    person.legal_fields = (pick(terms["LegalFields"]),)
    person.languages = ("vi", pick(terms["Languages"]))
    person.recognitions = [recognition(number, pick(terms["AdministrativeUnits"]))]
    person.person_id = f"nguoi-{number}"
    person.language = "vi"
    person.effective_date = DateTime("2024-01-10")
    person.exclude_from_nav = True
    setattr(person, STATE_CHECKED_ON, date(2026, 1, 1))
    addAttributeUUID(person, None)
    folder._setObject(person.id, person, suppress_events=True)
    person = folder._getOb(person.id)
    publish(person, "recognise", "recognised")
    return person


def recognition(number: int, unit: str) -> dict[str, Any]:
    """Make a recognition in force, by the province or by a commune."""
    return {
        "level": "tinh" if unit == "14" or number % 3 else "xa",
        "unit": unit,
        "decision_number": f"{number % 400 + 1}/QĐ-UBND",
        "decision_date": date(2024, 1, 2),
        "issuer": "Chủ tịch UBND tỉnh Sơn La",
        "valid_from": date(2024, 1, 10),
        "ended_on": None,
        "end_kind": None,
        "end_reason": None,
        "end_decision": None,
    }
