"""Forms of other circulars, entered and compared with figures worked out outside of the product."""

from contextlib import contextmanager
from pathlib import Path
from plone import api
from sonla.pbgdpl.statistics.cells.formulas import lacking
from sonla.pbgdpl.statistics.cells.reported import all_failures
from sonla.pbgdpl.statistics.cells.reported import values
from sonla.pbgdpl.statistics.forms.faults import FormRefused
from sonla.pbgdpl.statistics.forms.files import raw_form
from sonla.pbgdpl.statistics.forms.files import write_form
from sonla.pbgdpl.statistics.forms.store import RECORD
from sonla.pbgdpl.statistics.forms.store import refuse_bad_forms
from sonla.pbgdpl.statistics.interfaces import IOrganisationList
from sonla.pbgdpl.statistics.organisations import Organisation
from statistics_content import report
from statistics_content import token
from statistics_content import view
from zope.component import getGlobalSiteManager
from zope.interface import implementer

import pytest

FORMS = Path(__file__).parent / "foreign_forms"
DEADLINE = {"from": "province", "day": "next-01-10"}


def offered(name, role="province"):
    """Return the text of a form, as one by which people report."""
    raw = raw_form((FORMS / f"{name}.toml").read_text("utf-8")) | {"offered": True}
    for period in raw["period"]:
        period.setdefault("deadline", [DEADLINE | {"from": role}])
    return write_form(raw)


def offer(*asked):
    """Store a form as one by which people report."""
    api.portal.set_registry_record(RECORD, [offered(*asked)])


def enter(item, numbers):
    """Type into the page of cells, and return it."""
    stamp = view(item, "pbgdpl-cells").stamp
    sent = {f"actual-{name}": str(number) for name, number in numbers.items()}
    form = {**sent, "stamp": stamp, "save": "1", "_authenticator": token(item)}
    return view(item, "pbgdpl-cells", "POST", **form)()


@implementer(IOrganisationList)
class Notaries:
    """List three notary offices."""

    def facts(self):
        return ("group",)

    def organisations(self, section):
        for code, group in (
            ("pcc-1", "phong-cong-chung"),
            ("vpcc-1", "van-phong-cong-chung"),
            ("vpcc-2", "van-phong-cong-chung"),
        ):
            yield Organisation(code, f"Tổ chức {code}", facts={"group": group})


@contextmanager
def registered(component, name):
    components = getGlobalSiteManager()
    components.registerUtility(component, IOrganisationList, name)
    yield
    components.unregisterUtility(component, IOrganisationList, name)


NOTARY_COLUMNS = [f"c{number}" for number in range(1, 19)]
NOTARIES = {
    "i_dv:pcc-1": (
        *(4, 1_250, 800, 20, 450, 5, 1_900_000_000, 12_000_000, 85_000_000),
        *(0, 9_400, 310, 18_800_000, 640, 6_400_000, 55, 550_000, 402_000_000),
    ),
    "ii_dv:vpcc-1": (
        *(2, 610, 420, 0, 190, 0, 700_000_000, 3_500_000, 41_000_000),
        *(1_000_000, 3_100, 0, 6_200_000, 210, 2_100_000, 9, 90_000, 131_000_000),
    ),
    "ii_dv:vpcc-2": (
        *(3, 340, 200, 1, 140, 2, 512_345_678, 2_000_000, 9_000_000),
        *(0, 1_500, 12, 3_000_000, 80, 800_000, 0, 0, 66_000_000),
    ),
}
NOTARY_TOTALS = (
    *(9, 2_200, 1_420, 21, 780, 7, 3_112_345_678, 17_500_000, 135_000_000),
    *(1_000_000, 14_000, 322, 28_000_000, 930, 9_300_000, 64, 640_000, 599_000_000),
)
"""Added up by hand."""


def test_nineteen_columns_of_notaries(section):
    with registered(Notaries(), "organisations"):
        offer("10b-tp-cc")
        item = report(section, "10b-tp-cc", "tron_nam")
    enter(
        item,
        {
            f"{row}.{column}": number
            for row, numbers in NOTARIES.items()
            for column, number in zip(NOTARY_COLUMNS, numbers, strict=True)
        }
        | {"ii_dv:vpcc-2.c19": "Thành lập tháng 7"},
    )
    form, done = item.form(), values(item.form(), item.rows)
    assert tuple(done["tong", one] for one in NOTARY_COLUMNS) == NOTARY_TOTALS
    assert tuple(done["i", one] for one in NOTARY_COLUMNS) == NOTARIES["i_dv:pcc-1"]
    assert lacking(form, done) == {}
    assert not all_failures(form, item.rows)
    assert "Thành lập tháng 7" in view(item, "view")()
    assert [row.code for row in form.rows] == ["", "I", "1", "II", "1", "2"]
    enter(item, {"ii_dv:vpcc-2.c3": 201})
    assert {one.check.id for one in all_failures(form, item.rows)} == {"br07"}


BUSINESS_COLUMNS = [f"c{number}" for number in range(1, 14)]
BUSINESS = {
    "so-tu-phap": (25, 4, 2, 10, 31, 60, 55, 10, 20, 25, 150_000_000, 40_000_000, 0),
    "so-tai-chinh": (0, 2, 3, 4, 0, 12, 15, 5, 5, 5, 0, 20_000_000, 7_500_000),
}
BUSINESS_TOTALS = (
    25,
    6,
    5,
    14,
    31,
    72,
    70,
    15,
    25,
    30,
    150_000_000,
    60_000_000,
    7_500_000,
)


def test_thirteen_columns_and_a_note_by_agency(section):
    record = "sonla.pbgdpl.vocabularies.agencies"
    terms = api.portal.get_registry_record(record)
    api.portal.set_registry_record(
        record, [one for one in terms if one["token"] in BUSINESS]
    )
    offer("21b-tp")
    item = report(section, "21b-tp", "tron_nam")
    enter(
        item,
        {
            f"dv:{row}.{column}": number
            for row, numbers in BUSINESS.items()
            for column, number in zip(BUSINESS_COLUMNS, numbers, strict=True)
        },
    )
    done = values(item.form(), item.rows)
    assert tuple(done["tong", one] for one in BUSINESS_COLUMNS) == BUSINESS_TOTALS
    failed = all_failures(item.form(), item.rows)
    assert {(one.check.id, one.cells[0][0]) for one in failed} == {
        ("tiep_nhan", "dv:so-tai-chinh")
    }


def test_four_levels_of_heads_of_an_old_form(unit):
    offer("08c-hau-giang-2012", "body")
    item = report(unit, "08c-hau-giang-2012", "year", 2013)
    numbers = dict(
        zip(
            "c1 c3 c4 c5 c6 c7 c8 c9 c10 c11".split(),
            (20, 3, 9, 2, 6, 11, 9, 13, 7, 4),
            strict=True,
        )
    )
    enter(item, {f"don_vi.{name}": number for name, number in numbers.items()})
    done = values(item.form(), item.rows)
    assert done["don_vi", "c2"] == 14
    assert not all_failures(item.form(), item.rows)
    assert max(len(one.path) for one in item.form().columns) == 5
    enter(item, {"don_vi.c7": 12})
    assert {one.check.id for one in all_failures(item.form(), item.rows)} == {"gioi"}


def test_a_form_over_a_list_that_nobody_keeps_is_not_offered(portal):
    with pytest.raises(FormRefused) as refused:
        refuse_bad_forms([offered("10b-tp-cc")])
    assert [one.place for one in refused.value.faults] == [
        "row.i_dv.over",
        "row.ii_dv.over",
    ]
    assert "agencies" in refused.value.faults[0].message.mapping["known"]
