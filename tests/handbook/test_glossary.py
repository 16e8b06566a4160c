"""The glossary names what is there, in the code and in a portal."""

from collections.abc import Iterator
from docutils import nodes
from handbook_names import leads_somewhere
from handbook_names import literals
from handbook_names import SOURCES
from handbook_pages import DOCS
from handbook_pages import tree
from plone import api
from plone.dexterity.utils import iterSchemataForType
from registered_views import registered_views
from sonla.pbgdpl.core.names import GROUP_ROLES
from typing import Any
from zope.component import queryUtility
from zope.schema.interfaces import IVocabularyFactory

import pytest
import re

GLOSSARY = DOCS / "glossary.rst"
STOCK = {"Collection", "effective"}
"""Plone's own, which the glossary names as such."""


def rows() -> Iterator[list[nodes.entry]]:
    """Yield the lines of all tables, without their headings."""
    for body in tree(GLOSSARY).findall(nodes.tbody):
        for line in body.findall(nodes.row):
            yield list(line.findall(nodes.entry))


def code_in(column: int) -> list[str]:
    """Return what stands as code in a column."""
    return sorted(
        {node.astext() for line in rows() for node in line[column].findall(nodes.literal)}
    )  # fmt: skip


def field_of(portal_type: str, name: str) -> Any | None:
    """Return a field of a type, or of one of its behaviors."""
    found = (schema.get(name) for schema in iterSchemataForType(portal_type))
    return next((field for field in found if field is not None), None)


def is_content(text: str) -> bool:
    """Return whether it is a type, a field of it or a cell of its rows."""
    portal_type, *names = text.split(".")
    if portal_type not in api.portal.get_tool("portal_types"):
        return False
    field = field_of(portal_type, names[0]) if names else None
    if len(names) < 2:
        return not names or field is not None
    return field is not None and names[1] in field.value_type.schema


def is_workflow(text: str) -> bool:
    """Return whether it is a workflow, or one of its states or transitions."""
    name, _dot, part = text.partition(".")
    workflow = api.portal.get_tool("portal_workflow").get(name)
    if workflow is None:
        return False
    return not part or part in workflow.states or part in workflow.transitions


def is_there(portal: Any, text: str) -> bool:
    """Return whether the portal has what the glossary says, by the form of its name."""
    if text.startswith("@@"):
        return text[2:] in {view.name for view in registered_views()}
    if text.startswith("sonla.pbgdpl: "):
        return text in portal.possible_permissions()
    if text.startswith("sonla.pbgdpl."):
        return queryUtility(IVocabularyFactory, text) is not None
    if text.startswith("pbgdpl_"):
        catalog = api.portal.get_tool("portal_catalog")
        return text in catalog.indexes() or is_workflow(text)
    return (
        text in {*STOCK, *GROUP_ROLES, *GROUP_ROLES.values(), "pbgdpl_…"}
        or is_content(text)
    )  # fmt: skip


def test_the_code_has_what_is_named():
    named = [text for text in code_in(2) if text != "pbgdpl"]
    assert len(named) > 100
    assert [text for text in named if not leads_somewhere(text)] == []


def test_the_portal_has_what_is_named(portal):
    named = code_in(3)
    assert len(named) > 100
    assert [text for text in named if not is_there(portal, text)] == []


@pytest.mark.parametrize(
    "text",
    [
        *("LegalQuestion.khong_co", "KhongCo", "LegalReporter.recognitions.khong_co"),
        *("pbgdpl_khong_co", "pbgdpl_question_workflow.khong_co", "@@khong-co"),
        *("sonla.pbgdpl.KhongCo", "sonla.pbgdpl: Khong co", "khong-co"),
    ],
)
def test_what_is_not_there_is_found(portal, text):
    assert not is_there(portal, text)


def test_each_type_and_index_is_named(portal):
    """A new one is not forgotten."""
    named = set(code_in(3))
    types = api.portal.get_tool("portal_types")
    ours = {one for one in types if getattr(types[one], "klass", "").startswith("sonla.")}  # fmt: skip
    assert len(ours) > 10
    assert ours - {text.partition(".")[0] for text in named} == set()


def test_it_is_long_enough_and_has_one_line_a_term():
    terms = [line[0].astext() for line in rows()]
    assert len(terms) > 80
    assert sorted({term for term in terms if terms.count(term) > 1}) == []
    assert [line[0].astext() for line in rows() if not line[1].astext()] == []


def test_docstrings_lead_to_its_parts():
    """Central classes say under which heading their words stand."""
    titles = {node.astext() for node in tree(GLOSSARY).findall(nodes.title)}
    mention = re.compile(r"docs/glossary\.rst``?,\s+\*([^*]+)\*")
    led = [
        title
        for path in SOURCES.rglob("*.py")
        for title in mention.findall(path.read_text(encoding="utf-8"))
    ]
    assert len(led) > 10
    assert set(led) - titles == set()
    assert literals(GLOSSARY)
