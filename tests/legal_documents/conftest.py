"""A section with items that cite the same documents in several spellings."""

from DateTime import DateTime
from datetime import date
from made_once import made_once
from plone import api
from sample_values import LAND_LAW
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from typing import Any
from zope.interface import alsoProvides

import pytest

DECISION = {
    **LAND_LAW,
    "document_type": "quyet-dinh",
    "number": "218/QĐ-UBND",
    "issuer": "Ủy ban nhân dân tỉnh Sơn La",
    "issued_on": date(2025, 1, 25),
    "effective_on": date(2025, 1, 25),
    "validity": None,
    "summary": "Quyết định thành lập Hội đồng phối hợp",
}


def publish(item: Any) -> Any:
    """Show an item to everybody, whatever workflow it follows."""
    return show_to(item, ["Anonymous", "Manager", "Owner"])


def show_to(item: Any, roles: list[str]) -> Any:
    """Let roles see an item, in the catalog too."""
    for permission in ("View", "Access contents information"):
        item.manage_permission(permission, roles, acquire=False)
    item.reindexObjectSecurity()
    return item


def date_back(item: Any, day: int) -> Any:
    """Set the date of modification, so that the order of items is known."""
    item.setModificationDate(DateTime(2025, 6, day))
    item.reindexObject(idxs=["modified"])
    return item


@pytest.fixture
def layered(portal, http_request):
    """Mark the request as one of a portal that has the add-on."""
    alsoProvides(http_request, IBrowserLayer)
    return http_request


@pytest.fixture
def section(portal, layered):
    """Return a section with three texts and a Guidance."""
    return made_once(portal, make_texts)


def make_texts(portal: Any) -> Any:
    """Make the section and what stands in it."""
    with api.env.adopt_roles(["Manager"]):
        section = publish(
            api.content.create(portal, "LegalEducationSection", "phap-luat", "PBGDPL")
        )
        intro = make_introduction(section, "gioi-thieu-luat", [LAND_LAW], shown=True)
        intro.title = "Giới thiệu Luật Đất đai"
        intro.reindexObject()
        make_introduction(
            section,
            "de-cuong",
            [{**LAND_LAW, "number": "31/2024/qh15 ", "issuer": "QUỐC HỘI"}, DECISION],
            shown=True,
        )
        make_introduction(section, "ban-nhap", [LAND_LAW], shown=False)
        guidance = api.content.create(
            section,
            "Guidance",
            "quyet-dinh-218",
            "Quyết định 218",
            document_type="quyet-dinh",
            number="218 /QĐ-UBND",
            issuer="Ủy ban nhân dân tỉnh Sơn La",
            issued_on=date(2025, 1, 25),
        )
        publish(guidance)
        days = {"ban-nhap": 1, "gioi-thieu-luat": 2, "de-cuong": 3, "quyet-dinh-218": 4}
        for name, day in days.items():
            date_back(section[name], day)
    return section


@pytest.fixture
def unit(portal, section):
    """Return a unit with a text that everybody sees."""
    return made_once(portal, make_unit)


def make_unit(portal: Any) -> Any:
    """Make the unit in the section."""
    section = portal["phap-luat"]
    with api.env.adopt_roles(["Manager"]):
        unit = api.content.create(section, "ContributingUnit", "so", "Sở", code="so")
        make_introduction(publish(unit), "trong-so", [LAND_LAW], shown=True)
    return unit


def make_introduction(section: Any, name: str, rows: list, shown: bool) -> Any:
    """Make a text with rows, visible to everybody or to its makers only."""
    text = api.content.create(
        section, "LegalIntroduction", name, name, kind="de-cuong", legal_documents=rows
    )
    return publish(text) if shown else show_to(text, ["Manager", "Owner"])


@pytest.fixture
def land_law():
    """Return the identity of the land law."""
    return "31/2024/QH15|quoc hoi|2024-01-18"


@pytest.fixture
def view(layered, content_alone):
    """Look up one of our pages with a query, as traversal would."""

    def look_up(name: str, context: Any, **form: Any) -> Any:
        layered.form.clear()
        layered.form.update(form)
        return api.content.get_view(name, context, layered)

    return look_up
