"""Build one data set: `python -m bench.building NAME`, in a process of its own.

Sites are made as an administrator makes them. Texts are real content with every
field, published and in every index, but made without Plone's events (versions,
relations, content rules, a transition each), which would take ten times as long
and change nothing that is measured.
"""

from bench.datasets import DataSet
from bench.datasets import DATASETS
from bench.datasets import FOLDER
from bench.datasets import mark_ready
from bench.datasets import PLAIN
from bench.datasets import SITE
from bench.texts import Writer
from bench.zope_process import load_zope
from collections.abc import Iterator
from datetime import date
from itertools import islice
from time import perf_counter
from typing import Any

import sys

UNITS = 50
COMMIT = 500
YEARS = range(2016, 2026)
HOMEPAGE_TEXT = "<p>Cổng thông tin điện tử tỉnh Sơn La.</p>" * 20


def build(name: str) -> None:
    """Build a data set and note that it is whole."""
    import transaction

    begin = perf_counter()
    folder = FOLDER / name
    load_zope(folder, with_addon=name != PLAIN)
    app = opened_application()
    site = create_site(app)
    create_homepage(site)
    if name != PLAIN:
        install_addon(site, app.REQUEST)
        units = create_section(site)
        transaction.commit()
        fill(site, units, DATASETS[name])
    transaction.commit()
    app._p_jar.db().close()
    mark_ready(folder, perf_counter() - begin)


def opened_application() -> Any:
    """Open the database as a manager with a request."""
    from AccessControl.SecurityManagement import newSecurityManager
    from AccessControl.users import system
    from Testing.makerequest import makerequest
    from zope.globalrequest import setRequest

    import Zope2

    app = makerequest(Zope2.app())
    setRequest(app.REQUEST)
    newSecurityManager(None, system.__of__(app.acl_users))
    return app


def create_site(app: Any) -> Any:
    """Make a classic Vietnamese portal without example content."""
    from Products.CMFPlone.factory import addPloneSite
    from zope.component.hooks import setSite

    site = addPloneSite(
        app,
        SITE,
        title="Cổng thông tin điện tử tỉnh Sơn La",
        distribution_name="classic",
        default_language="vi",
        portal_timezone="Asia/Ho_Chi_Minh",
        setup_content=False,
    )
    setSite(site)
    return site


def create_homepage(site: Any) -> None:
    """Make a page and make it the portal's home."""
    from plone import api
    from plone.app.textfield.value import RichTextValue

    page = api.content.create(site, "Document", id="trang-chu", title="Trang chủ")
    page.text = RichTextValue(HOMEPAGE_TEXT, "text/html", "text/x-html-safe")
    api.content.transition(page, to_state="published")
    site.setDefaultPage("trang-chu")


def install_addon(site: Any, request: Any) -> None:
    """Install the add-on as the Add-ons panel does, and put its portlet in the centre."""
    from plone.base.utils import get_installer
    from plone.browserlayer.utils import registered_layers
    from plone.portlets.constants import CONTEXT_CATEGORY
    from plone.portlets.interfaces import IPortletAssignmentMapping
    from plone.portlets.interfaces import IPortletManager
    from sonla.pbgdpl.config import HOMEPAGE_MANAGER
    from sonla.pbgdpl.portlets.legal_education import Assignment
    from zope.component import getMultiAdapter
    from zope.component import getUtility
    from zope.interface import alsoProvides

    get_installer(site, request).install_product("sonla.pbgdpl")
    alsoProvides(request, *registered_layers())
    manager = getUtility(IPortletManager, HOMEPAGE_MANAGER)
    mapping = getMultiAdapter((site, manager), IPortletAssignmentMapping)
    if not mapping:
        mapping["pbgdpl"] = Assignment()
    assert CONTEXT_CATEGORY == mapping.__category__


def create_section(site: Any) -> list[Any]:
    """Make a published section with published units; give the units."""
    from plone import api

    section = api.content.create(
        site, "LegalEducationSection", id="phap-luat", title="Phổ biến pháp luật"
    )
    publish(section)
    units = []
    for number in range(UNITS):
        unit = api.content.create(
            section,
            "ContributingUnit",
            id=f"don-vi-{number}",
            title=f"Đơn vị {number}",
            code=f"don-vi-{number}",
        )
        publish(unit)
        units.append(unit)
    for item in (section, *units):
        item.reindexObject()
    return units


def fill(site: Any, units: list[Any], dataset: DataSet) -> None:
    """Make the texts, spread over the units, and commit them in groups."""
    import transaction

    catalog = site.portal_catalog
    items = texts(units, dataset)
    done = 0
    begin = perf_counter()
    while group := list(islice(items, COMMIT)):
        for item in group:
            catalog.catalog_object(item)
        transaction.commit()
        site._p_jar.cacheMinimize() if done % 5_000 == 0 else None
        done += len(group)
        rate = done / (perf_counter() - begin)
        print(f"  {done}/{dataset.items}, {rate:.0f} a second", file=sys.stderr)


def texts(units: list[Any], dataset: DataSet) -> Iterator[Any]:
    """Yield stored, published texts that wait for the catalog."""
    writer = Writer(seed=dataset.items)
    choices = Choices()
    for number in range(dataset.items):
        unit = units[number % len(units)]
        yield create_text(unit, number, writer, dataset.words, choices)


class Choices:
    """Hold the tokens to classify by, read once."""

    def __init__(self) -> None:
        from sonla.pbgdpl.vocabularies.terms import all_terms

        def tokens(name: str) -> list[str]:
            return [term.token for term in all_terms(f"sonla.pbgdpl.{name}")]

        self.fields = tokens("LegalFields")
        self.audiences = tokens("Audiences")
        self.agencies = tokens("Agencies")
        self.units = tokens("AdministrativeUnits")
        self.languages = tokens("Languages")
        self.kinds = {
            "LegalIntroduction": tokens("IntroductionKinds"),
            "EducationMaterial": tokens("MaterialKinds"),
            "Guidance": tokens("DocumentTypes"),
        }


TYPES = ("LegalNews",) * 5 + ("LegalIntroduction",) * 2 + ("Guidance",) * 2
TYPES += ("EducationMaterial",)


def create_text(
    unit: Any, number: int, writer: Writer, words: int, choices: Choices
) -> Any:
    """Store one published text of some type, classified at random."""
    from DateTime import DateTime
    from plone.app.textfield.value import RichTextValue
    from plone.dexterity.utils import resolveDottedName
    from plone.uuid.handlers import addAttributeUUID

    pick = writer.random.choice
    portal_type = pick(TYPES)
    day = date(pick(YEARS), pick(range(1, 13)), pick(range(1, 29)))
    klass = resolveDottedName(unit.portal_types[portal_type].klass)
    text = klass(id=f"bai-{number}")
    text.portal_type = portal_type
    text.title = writer.title(number, day.year)
    text.description = writer.sentence(18)
    text.text = RichTextValue(writer.body(words), "text/html", "text/x-html-safe")
    text.language = "vi"
    text.effective_date = DateTime(day.isoformat())
    text.creation_date = text.modification_date = text.effective_date
    text.agency = pick(choices.agencies)
    text.legal_fields = (pick(choices.fields),)
    text.audiences = (pick(choices.audiences),)
    text.territory = (pick(choices.units),) if number % 3 else ()
    classify(text, number, day, choices, pick)
    addAttributeUUID(text, None)
    unit._setObject(text.id, text, suppress_events=True)
    text = unit._getOb(text.id)
    publish(text)
    return text


def classify(text: Any, number: int, day: date, choices: Choices, pick: Any) -> None:
    """Set what only some types have."""
    document = {
        "document_type": "nghi-dinh",
        "number": f"{number % 300 + 1}/{day.year}/NĐ-CP",
        "issuer": "Chính phủ",
        "issued_on": day,
        "validity": "CHL",
    }
    if text.portal_type == "Guidance":
        text.document_type = pick(choices.kinds["Guidance"])
        text.number = f"{number % 500 + 1}/QĐ-UBND"
        text.issuer = "Ủy ban nhân dân tỉnh Sơn La"
        text.issued_on = day
    elif text.portal_type in choices.kinds:
        text.kind = pick(choices.kinds[text.portal_type])
        text.text_language = pick(choices.languages)
        text.legal_documents = [document]


def publish(item: Any) -> None:
    """Put an item into the published state of its workflow, without a transition."""
    from DateTime import DateTime

    tool = item.portal_workflow
    for workflow in tool.getWorkflowsFor(item):
        status = {
            "action": "approve",
            "actor": "bench",
            "comments": "",
            "review_state": "published",
            "time": DateTime(),
        }
        tool.setStatusOf(workflow.getId(), item, status)
        workflow.updateRoleMappingsFor(item)


if __name__ == "__main__":
    build(sys.argv[1])
