"""The notice of September: what communes note, who is missing, who is told."""

from datetime import date
from desk_content import make_unit
from people import on_day
from plone import api
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.options.requests.duties.mail import criteria_notices
from sonla.pbgdpl.options.requests.duties.mail import reminding_days
from sonla.pbgdpl.options.requests.duties.notices import note_notice
from sonla.pbgdpl.options.requests.duties.notices import notice_of
from sonla.pbgdpl.options.requests.duties.notices import notices_of
from sonla.pbgdpl.options.requests.duties.pages.desk_section import DutiesSection
from statistics_content import token
from statistics_content import view

import lxml.html
import pytest

DAY = date(2026, 9, 10)
PLACE = "Bảng tin 12 bản, loa truyền thanh xã"


def duties(context):
    return DutiesSection(context, context.REQUEST).lines()


@pytest.fixture
def commune(section):
    return make_unit(section, "Xã Mẫu", "tac-gia", code="03679")


def test_a_commune_notes_day_and_place_and_the_office_sees_who_is_missing(
    section, commune, unit, acting
):
    make_unit(section, "Xã Chưa Ghi", code="03682")
    with on_day(DAY):
        assert [one.unit.Title() for one in notices_of(section, 2026)] == [
            "Xã Chưa Ghi",
            "Xã Mẫu",
        ], "bodies of the province give no such notice"
        with api.env.adopt_user(username="tac-gia"):
            form = {"day": "10/9/2026", "place": PLACE, "year": "2026"}
            form["address"] = "https://xamau.example.vn/thong-bao"
            form["_authenticator"] = token(commune)
            assert "Xã Mẫu" in [line.place for line in duties(commune)]
            view(commune, "pbgdpl-criteria-notice", "POST", **form)()
            page = view(commune, "pbgdpl-criteria-notice")()
            assert PLACE in page and "10/09/2026" in page
            assert "Xã Mẫu" not in [line.place for line in duties(commune)]
        with acting("PBGDPL Approver"):
            page = lxml.html.fromstring(view(section, "pbgdpl-criteria-notices")())
            rows = [
                row.text_content()
                for row in page.cssselect("#pbgdpl-criteria tbody tr")
            ]
            assert "Xã Chưa Ghi" in rows[0] and PLACE in rows[1]
            assert page.cssselect('a[href="https://xamau.example.vn/thong-bao"]')
            (line,) = duties(section)
            assert line.url.endswith("/@@pbgdpl-criteria-notices")
    for role in ("PBGDPL Contributor", "Member"):
        with acting(role), pytest.raises(Exception, match="register"):
            view(section, "pbgdpl-criteria-notices")()
    with acting("Member"), pytest.raises(Exception, match="commune"):
        view(commune, "pbgdpl-criteria-notice")()


@pytest.mark.parametrize(
    ("day", "place", "address", "message"),
    [
        (date(2025, 9, 1), PLACE, "", "day"),
        (date(2026, 9, 11), PLACE, "", "day"),
        (DAY, " ", "", "place"),
        (DAY, PLACE, "javascript:alert(1)", "address"),
        (DAY, PLACE, "bảng tin", "address"),
    ],
)
def test_what_proves_nothing_is_refused(commune, day, place, address, message):
    with on_day(DAY):
        with pytest.raises(InvalidInput, match=message):
            note_notice(commune, 2026, day, place, address)
        assert notice_of(commune, 2026) is None


def test_communes_without_a_notice_are_told_twice(section, commune):
    assert reminding_days(2026) == (date(2026, 9, 1), date(2026, 9, 23))
    (mail,) = criteria_notices(section, [date(2026, 9, 1)])
    assert (mail.kind, mail.recipient.user_id) == ("criteria_notice", "tac-gia")
    assert "30/09/2026" in mail.title
    assert list(criteria_notices(section, [date(2026, 9, 2)])) == []
    with on_day(DAY):
        note_notice(commune, 2026, DAY, PLACE, "")
    assert list(criteria_notices(section, [date(2026, 9, 23)])) == []
