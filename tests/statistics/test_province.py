"""The province is the sum of its communes, exactly, and its report is quick to work with."""

from desk_content import make_unit
from plone import api
from random import Random
from sonla.pbgdpl.statistics.cells.reported import number_of
from sonla.pbgdpl.statistics.cells.reported import values
from sonla.pbgdpl.statistics.forms.files import raw_form
from sonla.pbgdpl.statistics.forms.files import write_form
from sonla.pbgdpl.statistics.forms.store import RECORD
from sonla.pbgdpl.statistics.forms.store import shipped_texts
from sonla.pbgdpl.vocabularies.terms import all_terms
from statistics_content import put_report
from statistics_content import report
from statistics_content import token
from statistics_content import view

import pytest

FORM = "04a-tp-pbgdpl"
KINDS = ("so_bo_6_thang", "so_bo_nam", "tron_nam")
YEARS = (2026, 2027)
NOT_ADDED = "bcv_truc_tiep"


def shipped_form():
    """Return the keys of the form for the whole province, offered for reports."""
    found = next(raw_form(x) for x in shipped_texts() if f'"{FORM}"' in x)
    return found | {"offered": True}


@pytest.fixture
def communes(section):
    """Make a unit of each of the 75 communes, and offer the form to them."""
    api.portal.set_registry_record(RECORD, [write_form(shipped_form())])
    terms = all_terms("AdministrativeUnits")
    current = [one for one in terms if one.token != "14" and one.valid_to is None]
    made = [make_unit(section, one.title, code=one.token) for one in current]
    assert len(made) == 75
    return made


def fill_in(item, random):
    """Type random numbers, up to those of funds; some do not arise."""
    rows = []
    for row in item.rows:
        absent = random.random() < 0.05
        number = None if absent else random.randrange(10**12)
        rows.append({**row, "actual": number, "not_arising": absent, "note": "Sổ"})
    item.rows = rows


@pytest.mark.long
def test_the_province_is_the_sum_of_75_communes(section, communes):
    random = Random(75)
    for year in YEARS:
        for kind in KINDS:
            sums: dict[str, int] = {}
            for unit in communes:
                own = report(unit, FORM, kind, year)
                fill_in(own, random)
                put_report(own, "approved")
                for row in own.rows:
                    column = row["indicator"].rpartition(".")[2]
                    sums[column] = sums.get(column, 0) + (number_of(row) or 0)
            total = report(section, FORM, kind, year)
            done = values(total.form(), total.rows)
            for column, number in sums.items():
                if column != NOT_ADDED:
                    assert done["xa", column] == number, (year, kind, column)
            funds = ("kp_thuong_xuyen", "kp_chuong_trinh", "kp_khac")
            assert done["xa", "kp"] == sum(sums[name] for name in funds)


def test_a_report_of_1300_figures_is_opened_and_saved(section):
    raw = shipped_form()
    for row in raw["row"]:
        if row.get("over") == "units":
            row["over"] = "agencies"
    api.portal.set_registry_record(RECORD, [write_form(raw)])
    total = report(section, FORM, "tron_nam", 2026)
    assert len(total.rows) > 1_100
    assert len(list(total.form().cells())) > 1_300

    page, html = view(total, "view")(), view(total, "pbgdpl-cells")()
    assert "UBND xã Mường Lạn" in page and "UBND phường Tô Hiệu" in html
    sent = {
        f"actual-{row['indicator']}": str(number)
        for number, row in enumerate(total.rows)
    }
    counted = [row["indicator"] for row in total.rows if row["counted"] is not None]
    sent |= {f"note-{cell}": "Sổ" for cell in counted}
    stamp = view(total, "pbgdpl-cells").stamp
    form = {**sent, "stamp": stamp, "save": "1", "_authenticator": token(total)}
    view(total, "pbgdpl-cells", "POST", **form)()
    typed = [row["actual"] for row in total.rows]
    assert typed == list(range(len(typed)))
