"""No address tells the public what a report says of single people, or to its own office."""

from people import enter
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.namedfile.file import NamedBlobFile
from public_content import make_section
from sonla.pbgdpl.statistics import STATISTICS_WORKFLOW
from statistics_content import correct
from statistics_content import PEOPLE
from statistics_content import report
from web_requests import UNTHEMED

import pytest
import requests
import transaction

MARKS = {
    "765432": "the number of women",
    "765.432": "the number of women",
    "DAUGHICHU": "the note of a cell",
    "DAUYKIEN": "why a report was returned",
    "DAUBANKY": "the signed copy, which has every number",
}
NAMES = (
    "",
    "view",
    "edit",
    "@@full_view",
    "summary_view",
    "@@historyview",
    "@@content-history",
    "manage_FTPget",
    "manage_DAVget",
    "document_src",
    "SearchableText",
    "propertyItems",
    "__dict__",
    "rows",
    "file",
    "_pbgdpl_form",
    "@@download/file",
    "@@download/file/bao-cao.pdf",
    "@@display-file/file",
    "@@images/file",
    "@@edit/++widget++form.widgets.file/@@download",
    "++widget++form.widgets.file/@@download",
    "++widget++form.widgets.rows",
    "@@pbgdpl-report.xlsx",
    "@@pbgdpl-report.docx",
    "@@pbgdpl-report.pdf",
    "@@pbgdpl-paper",
    "@@pbgdpl-cells",
    "@@pbgdpl-cells-from-file",
    "@@pbgdpl-records?cell=cong.nu",
    "@@pbgdpl-new-version",
    "@@pbgdpl-transition?workflow_action=return",
    "@@pbgdpl-record",
    "khong-co",
)
FIGURES = "form=bcv-ttv&kind=year&year=2026&source=reports"
PLACES = (
    "",
    f"/@@pbgdpl-statistics?{FIGURES}",
    f"/@@pbgdpl-statistics?{FIGURES}&indicator=cong.nu",
    f"/@@pbgdpl-statistics.csv?{FIGURES}",
    f"/@@pbgdpl-statistics.json?{FIGURES}",
    f"/@@pbgdpl-statistics.xlsx?{FIGURES}",
    "/@@pbgdpl-reports",
    "/@@pbgdpl-centre",
    "/@@oai?verb=ListRecords&metadataPrefix=pbgdpl",
    "/@@oai?verb=ListRecords&metadataPrefix=oai_dc",
    "/@@search?SearchableText=bao+cao",
    "/atom.xml",
)
REST = ("", "?fullobjects=1", "/@history", "/@workflow", "/@types/StatisticsReport")


@pytest.fixture
def served(functional_portal):
    """Serve an approved report that was returned once, all its private parts marked."""
    section = make_section(functional_portal)
    with api.env.adopt_user(username=SITE_OWNER_NAME):
        unit = api.content.create(
            section, "ContributingUnit", "xa-mau", "Xã Mẫu", code="xa-mau"
        )
        enter(unit, "Lò Thị Mẫu", gender="female")
        made = report(unit, code=PEOPLE)
        correct(made, "bcv_tinh.nu", actual=765432, note="DAUGHICHU")
        made.file = NamedBlobFile(
            b"%PDF-1.7 DAUBANKY", "application/pdf", "bao-cao.pdf"
        )
        workflow = api.portal.get_tool("portal_workflow")[STATISTICS_WORKFLOW]
        for action in ("submit", "return", "submit", "approve"):
            workflow.doActionFor(made, action, comment="DAUYKIEN")
        made.reindexObject()
    transaction.commit()
    return functional_portal, section, unit, made


def test_no_address_tells(served):
    portal, section, unit, made = served
    json = {"Accept": "application/json"}
    asked = [(f"{made.absolute_url()}/{name}", {}) for name in NAMES]
    asked += [
        (f"{place.absolute_url()}{path}", {})
        for place in (portal, section, unit)
        for path in PLACES
    ]
    asked += [(f"{made.absolute_url()}{path}", json) for path in REST]
    asked += [(f"{unit.absolute_url()}?fullobjects=1", json)]
    asked += [
        (f"{portal.absolute_url()}/@search?portal_type=StatisticsReport&{how}", json)
        for how in ("fullobjects=1", "metadata_fields=_all")
    ]
    found, fine = {}, 0
    for url, headers in asked:
        answer = requests.get(url, headers={**headers, **UNTHEMED}, timeout=60)
        fine += answer.status_code == 200
        leaked = [mark for mark in MARKS if mark in answer.text]
        if leaked:
            found[url] = leaked
    assert found == {}
    assert fine > 25  # the walk is no row of refusals


def test_those_inside_are_told(served):
    """The marks are really there: else nothing above could fail."""
    _portal, _section, _unit, made = served
    owner = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    page = requests.get(made.absolute_url(), auth=owner, timeout=60).text
    assert "765.432" in page and "DAUGHICHU" in page
    data = requests.get(
        made.absolute_url(),
        auth=owner,
        headers={"Accept": "application/json"},
        timeout=60,
    )
    assert "765432" in data.text and data.json()["file"]["filename"] == "bao-cao.pdf"
    for name in ("@@download/file", "@@edit/++widget++form.widgets.file/@@download"):
        copy = requests.get(f"{made.absolute_url()}/{name}", auth=owner, timeout=60)
        assert "DAUBANKY" in copy.text
