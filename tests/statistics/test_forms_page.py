"""Administrators edit the forms: checked as a whole, never lost, kept while needed."""

from datetime import date
from plone import api
from sonla.pbgdpl.statistics.forms.files import raw_form
from sonla.pbgdpl.statistics.forms.files import write_form
from sonla.pbgdpl.statistics.forms.store import all_forms
from sonla.pbgdpl.statistics.forms.store import form_for
from sonla.pbgdpl.statistics.forms.store import RECORD
from statistics_content import report
from statistics_content import RESULTS
from statistics_content import token
from statistics_content import view

import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

KEY = f"{RESULTS}@2019-1"


def page(portal, method="GET", **form):
    return view(portal, "pbgdpl-settings", method, page="statistics", **form)


def stamp(portal):
    html = page(portal, form=KEY)()
    return html.partition('name="stamp"')[2].partition('value="')[2].partition('"')[0]


def send(portal, **form):
    return page(
        portal,
        "POST",
        **{
            "stamp": stamp(portal),
            "_authenticator": token(portal),
            "form": KEY,
            **form,
        },
    )()


def raw():
    texts = api.portal.get_registry_record(RECORD)
    return next(raw_form(text) for text in texts if f'slug = "{RESULTS}"' in text)


def test_forms_are_listed_and_opened(administrator):
    html = page(administrator)()
    assert "pbgdpl-forms" in html and "Kết quả phổ biến" in html
    assert "so_cuoc" in page(administrator, form=KEY)()
    assert "pbgdpl-forms" in page(administrator, form="nothing@1")()


def test_a_form_is_changed(administrator):
    changed = raw()
    changed["status"] = "checked"
    send(administrator, text=write_form(changed))
    form, _period = form_for(RESULTS, "year", 2026)
    assert form.status == "checked"
    assert len(all_forms()) == 7


def test_another_version_stands_beside_and_counts_from_its_day(administrator):
    changed = raw() | {"version": "2026-1", "valid_from": date(2026, 1, 1)}
    send(administrator, text=write_form(changed))
    assert form_for(RESULTS, "year", 2025)[0].version == "2019-1"
    assert form_for(RESULTS, "year", 2026)[0].version == "2026-1"


def test_what_cant_be_read_is_not_stored_and_stays_in_the_form(administrator):
    html = send(administrator, text='code = "Sai"')
    assert "pbgdpl-form-error" in html and "Sai" in html
    assert len(all_forms()) == 7


def test_a_misspelt_source_is_not_taken_for_typed_numbers(administrator):
    changed = raw()
    changed["column"][0]["source"] = "activities.sesions"
    html = send(administrator, text=write_form(changed))
    assert "activities.sessions" in html and "activities.sesions" in html
    assert all(one.source != "activities.sesions" for one in all_forms()[0].columns)


def test_nobody_writes_over_what_another_saved_meanwhile(administrator):
    old = stamp(administrator)
    changed = raw() | {"status": "checked"}
    send(administrator, text=write_form(changed))
    html = send(administrator, text=write_form(raw() | {"title": "X"}), stamp=old)
    assert "pbgdpl-form-error" in html
    assert form_for(RESULTS, "year", 2026)[0].title != "X"


def test_a_form_is_removed_unless_reports_need_it(administrator, unit):
    report(unit)
    assert "pbgdpl-form-error" in send(administrator, remove="1", confirmed="1")
    assert "pbgdpl-confirmation" in send(
        administrator, form="bcv-ttv@2019-1", remove="1"
    )
    assert len(all_forms()) == 7
    send(administrator, form="bcv-ttv@2019-1", remove="1", confirmed="1")
    assert "bcv-ttv" not in [form.code for form in all_forms()]
    assert len(all_forms()) == 6
