"""Rows that a report adds, over REST: read, written as a whole, refused in words."""

from collections import namedtuple
from plone import api
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.statistics.cells.reported import values
from sonla.pbgdpl.statistics.forms.files import raw_form
from sonla.pbgdpl.statistics.forms.files import write_form
from sonla.pbgdpl.statistics.forms.store import RECORD
from sonla.pbgdpl.statistics.forms.store import shipped_texts
from statistics_content import put_report
from statistics_content import report
from web_requests import Person

import json
import pytest
import transaction

FORM = "04c-tp-pbgdpl"
PASSWORD = "Mat-khau-123456"
Reply = namedtuple("Reply", "status data")


@pytest.fixture
def item(served_unit):
    raw = next(raw_form(text) for text in shipped_texts() if f'"{FORM}"' in text)
    raw["offered"] = True
    for period in raw["period"]:
        period["deadline"] = [{"from": "province", "day": "next-01-10"}]
    api.portal.set_registry_record(RECORD, [write_form(raw)])
    for name in ("nguoi-nhap", "nguoi-la"):
        api.user.create(f"{name}@example.org", name, PASSWORD)
    served_unit.manage_setLocalRoles("nguoi-nhap", ["PBGDPL Contributor"])
    served_unit.reindexObjectSecurity()
    made = report(served_unit, FORM, "so_bo_6_thang")
    transaction.commit()
    return made


def ask(item, method="GET", rows=None, name="nguoi-nhap", address="/@added-rows"):
    """Return status and data of an answer."""
    person, accept = Person(name, PASSWORD), {"Accept": "application/json"}
    path = f"{path_of(item)}{address}"
    answer = person.ask(path, method, json=rows, headers=accept)
    transaction.begin()
    return Reply(answer.status, json.loads(answer.body) if answer.body else None)


def test_rows_are_written_read_filled_renamed_and_taken_out(item):
    assert ask(item).data["rows"] == {"tu_do": []}
    titles = ["Ngày Pháp luật", "Hội thi ở bản"]
    answer = ask(item, "PATCH", {"rows": {"tu_do": titles}})
    first, second = answer.data["rows"]["tu_do"]
    assert [first["title"], second["title"]] == titles
    assert ask(item).data["rows"] == answer.data["rows"]

    rows = ask(item, address="").data["rows"]
    assert {row["indicator"].partition(".")[0] for row in rows} == {
        first["id"],
        second["id"],
    }
    typed = [{**row, "actual": 4} for row in rows]
    assert ask(item, "PATCH", {"rows": typed}, address="").status == 204

    renamed = {"id": first["id"], "title": "Ngày Pháp luật Việt Nam"}
    answer = ask(item, "PATCH", {"tu_do": [renamed, "Tủ sách"]})
    kept, new = answer.data["rows"]["tu_do"]
    assert (kept["title"], new["title"]) == ("Ngày Pháp luật Việt Nam", "Tủ sách")
    done = values(item.form(), item.rows)
    column = item.form().columns[0].id
    assert (done[kept["id"], column], done[new["id"], column]) == (4, None)
    assert not [key for key in done if key[0] == second["id"]]


@pytest.mark.parametrize(
    "sent",
    [
        [],
        {"rows": {"khac": ["A"]}},
        {"rows": {"tu_do": "A"}},
        {"rows": {"tu_do": [1]}},
        {"rows": {"tu_do": ["A\nB"]}},
        {"rows": {"tu_do": ["  "]}},
        {"rows": {"tu_do": ["A", "a"]}},
        {"rows": {"tu_do": ["A" * 301]}},
        {"rows": {"tu_do": [f"Dòng {number}" for number in range(400)]}},
        {"rows": {"tu_do": [{"id": "x"}]}},
    ],
    ids=range(10),
)
def test_what_cant_be_stored_is_refused_in_words_and_changes_nothing(item, sent):
    before = ask(item, "PATCH", {"rows": {"tu_do": ["Tủ sách"]}}).data
    answer = ask(item, "PATCH", sent)
    assert answer.status == 400 and answer.data["message"]
    assert ask(item).data == before


def test_a_sent_report_and_strangers_are_refused(item):
    ask(item, "PATCH", {"rows": {"tu_do": ["Tủ sách"]}})
    for method, rows in (("GET", None), ("PATCH", {"tu_do": []})):
        assert ask(item, method, rows, name="nguoi-la").status in (401, 403, 404)
    put_report(item, "submitted")
    transaction.commit()
    assert ask(item, "PATCH", {"tu_do": []}).status in (400, 401)
    assert [row.title for row in item.form().rows][1:] == ["Tủ sách"]
