"""While writing forms is switched off, reports go on by the forms that there are, and drafts stay."""

from plone import api
from sonla.pbgdpl.core.names import FORMS
from sonla.pbgdpl.core.options import switch
from sonla.pbgdpl.core.personal_data import stores
from sonla.pbgdpl.options.forms.drafts import drafts
from sonla.pbgdpl.statistics.forms.store import all_forms
from sonla.pbgdpl.statistics.forms.store import RECORD
from statistics_content import report
from statistics_content import RESULTS
from statistics_content import token
from statistics_content import view

import pytest

pytestmark = pytest.mark.usefixtures("content_alone")


def page(portal, method="GET", **form):
    if method == "POST":
        form["_authenticator"] = token(portal)
    return view(portal, "pbgdpl-settings", method, page="statistics", **form)() or ""


def test_nothing_can_be_written_and_all_is_back_with_it(administrator):
    page(administrator, "POST", new="1", number="99/TK", new_title="Biểu đang soạn")
    (draft,) = drafts()
    texts = api.portal.get_registry_record(RECORD)
    switch(FORMS, on=False)
    for sent in (
        {"new": "1", "number": "98/TK", "new_title": "Biểu khác"},
        {"form": f"{RESULTS}@2019-1", "version": "1"},
        {"form": f"{RESULTS}@2019-1", "remove": "1", "confirmed": "1"},
        {"draft": draft.id, "do": "discard", "confirmed": "1"},
        {"draft": draft.id, "do": "publish"},
    ):
        answered = page(administrator, "POST", **sent)
        assert "pbgdpl-resting-form" in answered, sent
        assert list(drafts()) == [draft], sent
        assert api.portal.get_registry_record(RECORD) == texts, sent
    html = page(administrator, draft=draft.id)
    assert "Biểu đang soạn" not in html and "page=statistics" not in html
    assert "form_drafts" in dict(stores())
    switch(FORMS, on=True)
    assert "Biểu đang soạn" in page(administrator, draft=draft.id)


def test_reports_are_made_by_the_forms_that_there_are(administrator, section):
    forms = [form.key for form in all_forms()]
    switch(FORMS, on=False)
    assert [form.key for form in all_forms()] == forms
    made = report(section)
    html = view(made, "view")()
    assert made.title in html
    assert view(made, "pbgdpl-cells")()
