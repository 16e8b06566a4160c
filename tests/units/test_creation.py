"""Many units at once: folder, group, local role; safe to repeat."""

from new_items import create
from plone import api
from plone.app.testing import login
from plone.app.testing import TEST_USER_NAME
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.tables.csv_files import read_csv
from sonla.pbgdpl.units.creation import make_units
from sonla.pbgdpl.units.creation import units_by_code
from sonla.pbgdpl.units.proposals import choosable
from sonla.pbgdpl.units.proposals import from_agencies
from sonla.pbgdpl.units.proposals import from_rows
from sonla.pbgdpl.units.proposals import from_territories
from sonla.pbgdpl.units.proposals import TERRITORIES
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import pytest

GOOD = "code,name,agency,territory\nca-tinh,Công an tỉnh,so tu phap,Phường Chiềng An"


def statuses(results):
    return [result.status for result in results]


def test_folder_group_and_role(section):
    [result] = make_units(section, from_rows(read_csv(GOOD)))
    unit = units_by_code(section)["ca-tinh"]
    assert result.status == "made"
    assert unit.agency == "so-tu-phap" and unit.territory == ("03664",)
    assert unit.getId() == "cong-an-tinh"
    assert dict(unit.get_local_roles())["pbgdpl-unit-ca-tinh"] == (
        "PBGDPL Contributor",
    )
    group = api.group.get(groupname="pbgdpl-unit-ca-tinh")
    assert set(group.getRoles()) <= {"Authenticated"}


def test_again_changes_nothing_and_mends_what_is_missing(section):
    proposals = from_rows(read_csv(GOOD))
    make_units(section, proposals)
    assert statuses(make_units(section, proposals)) == ["existing"]
    unit = units_by_code(section)["ca-tinh"]
    unit.manage_delLocalRoles(["pbgdpl-unit-ca-tinh"])
    assert statuses(make_units(section, proposals)) == ["completed"]
    assert len(units_by_code(section)) == 1


def test_a_text_in_a_unit_changes_nothing_of_its_rights(section):
    make_units(section, from_rows(read_csv(GOOD)))
    unit = units_by_code(section)["ca-tinh"]
    unit.manage_delLocalRoles(["pbgdpl-unit-ca-tinh"])
    create(unit, "LegalNews", title="Tin mới")
    assert "pbgdpl-unit-ca-tinh" not in dict(unit.get_local_roles())
    notify(ObjectModifiedEvent(unit))
    assert "pbgdpl-unit-ca-tinh" in dict(unit.get_local_roles())


def test_member_writes_in_own_unit_only(portal, section):
    make_units(section, from_agencies(["so-tu-phap", "ubnd-tinh"]))
    units = units_by_code(section)
    api.user.create("a@example.vn", "can-bo", "Mat-khau-1234")
    api.group.add_user(groupname="pbgdpl-unit-so-tu-phap", username="can-bo")
    login(portal, "can-bo")
    add = "sonla.pbgdpl: Add LegalNews"
    may = {
        code: api.user.has_permission(add, username="can-bo", obj=unit)
        for code, unit in units.items()
    }
    assert may == {"so-tu-phap": True, "ubnd-tinh": False}
    assert not api.user.has_permission(add, username="can-bo", obj=section)
    login(portal, TEST_USER_NAME)


@pytest.mark.parametrize(
    "number", [5, pytest.param(75, marks=pytest.mark.long)], ids=["some", "all"]
)
def test_communes_at_once(section, number):
    tokens = [term.token for term in choosable(TERRITORIES) if term.token != "14"]
    assert len(tokens) == 75
    results = make_units(section, from_territories(tokens[:number]), publish=True)
    assert set(statuses(results)) == {"made"} and len(results) == number
    states = {api.content.get_state(u) for u in units_by_code(section).values()}
    assert states == {"published"}


@pytest.mark.parametrize(
    "row, error",
    [
        ("Ấn,Tên,,", "msg_bad_unit_code"),
        ("a b,Tên,,", "msg_bad_unit_code"),
        ("../x,Tên,,", "msg_bad_unit_code"),
        ("ok,,,", "msg_unit_name_missing"),
        ("ok,Tên,Không có,", "msg_not_in_lists"),
        ("ok,Tên,,Xã không có", "msg_not_in_lists"),
    ],
)
def test_bad_rows_are_refused_alone(section, row, error):
    rows = read_csv(f"code,name,agency,territory\n{row}\ntot,Tốt,,")
    proposals = from_rows(rows)
    assert [proposal.error for proposal in proposals] == [error, ""]
    assert statuses(make_units(section, proposals)) == ["refused", "made"]


def test_repeated_code_is_refused(section):
    rows = read_csv("mã;tên\nmot;Một\nMOT;Hai")
    assert [p.error for p in from_rows(rows)] == ["", "msg_code_twice"]


def test_an_error_is_told_in_words_and_logged(section, post, monkeypatch, caplog):
    def fail(*_told):
        raise RuntimeError("disk on fire")

    monkeypatch.setattr("sonla.pbgdpl.units.creation.create_folder", fail)
    form = {"table": "code\tname\nx\tĐơn vị X"}
    view, html = post("pbgdpl-units-make", apply="1", publish="1", **form)
    (line,) = view.lines()
    assert line["note"] == "msg_unit_not_made" and line["bad"]
    assert "the others were" in html
    assert "disk on fire" not in html
    assert "disk on fire" in caplog.text


def test_the_reason_of_a_refusal_is_told(section, monkeypatch):
    def refuse(*_told):
        raise InvalidInput(_("msg_sample", default="Mẫu"))

    monkeypatch.setattr("sonla.pbgdpl.units.creation.create_folder", refuse)
    [result] = make_units(section, from_rows(read_csv(GOOD)))
    assert (result.status, result.note) == ("failed", "msg_sample")


def test_page_previews_and_makes(section, post):
    form = {"territories": ["03664"], "table": "code\tname\nx\tĐơn vị X"}
    view, html = post("pbgdpl-units-make", preview="1", **form)
    assert view.step == "confirm" and "Đơn vị X" in html
    assert units_by_code(section) == {}
    view, html = post("pbgdpl-units-make", apply="1", publish="1", **form)
    assert set(units_by_code(section)) == {"03664", "x"}
    view, html = post("pbgdpl-units-make", preview="1")
    assert view.step == "form" and view.error
    _view, html = post("pbgdpl-units")
    assert "Đơn vị X" in html


def test_unreadable_upload_has_a_message(section, post):
    class Upload:
        filename = "a.csv"

        def read(self, size=-1):
            return b"PK\x03\x04\x00\xff\xfe"

        def seek(self, at):
            pass

    view, _html = post("pbgdpl-units-make", preview="1", upload=Upload())
    assert view.error == "msg_unreadable_csv" and view.step == "form"


def test_table_with_an_endless_cell_has_a_message(section, post):
    table = "code,name\nx," + "x" * 131_073
    view, _html = post("pbgdpl-units-make", preview="1", table=table)
    assert view.error == "msg_unreadable_csv" and view.step == "form"
    assert view.request.form["table"] == table


@pytest.mark.long
def test_all_communes_of_the_list_after_a_preview(section, post):
    view, _html = post("pbgdpl-units-make", all_communes="1")
    assert view.step == "confirm" and len(view.lines()) == 75
    assert units_by_code(section) == {}
    rows = view.chosen_territories
    post("pbgdpl-units-make", territories=rows, apply="1", publish="selected")
    units = units_by_code(section)
    communes = [term for term in choosable(TERRITORIES) if term.token != "14"]
    assert len(units) == len(communes) == 75
    unit = units["03664"]
    assert unit.territory == ("03664",) and unit.agency == "ubnd-03664"
    assert api.content.get_state(unit) == "published"
    post("pbgdpl-units-make", territories=rows, apply="1", publish="selected")
    assert len(units_by_code(section)) == 75


def test_committees_of_communes_are_not_offered_twice(section, post):
    view, _html = post("pbgdpl-units-make", preview="1")
    tokens = {option["token"] for option in view.agencies()}
    assert "so-tu-phap" in tokens
    assert not any(token.startswith("ubnd-0") for token in tokens)
