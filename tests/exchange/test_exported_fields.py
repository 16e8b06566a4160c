"""What leaves: only what is listed, never an account, never what is the office's own."""

from content_types import OWN_TYPES
from exchange_content import add_text
from exchange_content import FIELDS as GIVEN
from lxml import etree
from plone import api
from plone.app.textfield.value import RichTextValue
from plone.dexterity.utils import iterSchemataForType
from sonla.pbgdpl.core.names import SECTION_TYPE
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.exchange.composite_types import LEGAL_DOCUMENT
from sonla.pbgdpl.exchange.exporter import record_of
from sonla.pbgdpl.exchange.fields import BY_NAME
from sonla.pbgdpl.exchange.fields import FIELDS
from sonla.pbgdpl.exchange.formats import atom
from sonla.pbgdpl.exchange.formats import jsonld
from sonla.pbgdpl.exchange.formats import oai_dc
from sonla.pbgdpl.exchange.formats import pbgdpl_xml
from sonla.pbgdpl.exchange.hashing import field_hashes
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.exchange.record_types import record_types
from sonla.pbgdpl.exchange.record_types import type_of
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IText
from zope.schema.interfaces import ITextLine

import pytest

ON_THE_PAGE = "said on our page; the record has the text and the documents themselves"
STAYS = {
    "affected": ON_THE_PAGE,
    "agency": "goes out as the name of the author, if at all",
    "allow_discussion": "",
    "changeNote": "",
    "changes": ON_THE_PAGE,
    "changes_ahead": "the page's word to its readers",
    "checked_on": "the page's word to its readers",
    "exclude_from_nav": "",
    "id": "",
    "in_brief": ON_THE_PAGE,
    "is_sensitive": "keeps onlookers from what is read here",
    "neutral_title": "names the page where it is hidden from onlookers",
    "other_versions": "each version is a record of its own, in its language",
    "penalties": ON_THE_PAGE,
    "plan_tasks": "for the manager's page",
    "relatedItems": "files among them may go out as attachments",
    "review_by": "the page's word to its readers",
    "royalty_kind": "for the office alone",
    "table_of_contents": "",
    "terms": ON_THE_PAGE,
    "to_do": ON_THE_PAGE,
    "versioning_enabled": "",
    "word_count": "for the office alone",
}
"""Fields of content that no record has, and why where it isn't plain."""

WORDS = (
    "private",
    "address",
    "home",
    "birth",
    "id_number",
    "idnumber",
    "phone",
    "mail",
)
LOGIN = "cb.mocchau"


def written(record):
    """Return a record in every format."""
    elements = [dump(record) for dump in (pbgdpl_xml.dump, oai_dc.dump, atom.dump)]
    texts = [etree.tostring(element, encoding="unicode") for element in elements]
    return [*texts, jsonld.dumps(record).decode()]


def content_fields(portal_type):
    return {
        name: field
        for schema in iterSchemataForType(portal_type)
        for name, field in getFieldsInOrder(schema)
    }


def test_each_type_of_ours_is_exchanged_or_said_not_to_be(portal):
    types = api.portal.get_tool("portal_types")
    ours = {
        fti.getId()
        for fti in types.objectValues()
        if getattr(fti, "klass", "").startswith("sonla.pbgdpl.")
    }
    exchanged = {name for _n, kind in record_types() for name in kind.portal_types}
    assert ours == set(OWN_TYPES)
    kept = {
        **dict.fromkeys((SECTION_TYPE, UNIT_TYPE), "what holds others"),
        "ReporterRequest": "for the office and who asked; it becomes an activity",
        "QuestionBank": "never public: right answers go to nobody",
        "BankQuestion": "never public: right answers go to nobody",
        "Expenditure": "for the office alone: its sums go out in approved reports",
    }
    assert ours - exchanged == set(kept)
    assert {kind.creates for _n, kind in record_types()} <= ours


@pytest.mark.parametrize("portal_type", sorted(GIVEN))
def test_each_field_of_content_goes_out_or_is_said_to_stay(section, portal_type):
    kind = type_of(add_text(section, portal_type))
    goes = {name for place in kind.accessors.values() for name in place.attributes}
    assert set(content_fields(portal_type)) <= goes | set(STAYS)
    assert goes.isdisjoint(set(STAYS) - {"relatedItems"})


@pytest.mark.parametrize("portal_type", sorted(GIVEN))
def test_what_stays_is_in_no_format(section, portal_type):
    text = add_text(section, portal_type)
    for name, field in content_fields(portal_type).items():
        is_text = ITextLine.providedBy(field) or IText.providedBy(field)
        if is_text and name in set(STAYS) - {"id", "changeNote"}:
            setattr(text, name, "SENTINEL")
    text.agency = None
    text.word_count = 424242
    text.royalty_kind = "SENTINEL"
    text.unknown_to_everybody = "SENTINEL"
    forms = list(written(record_of(text)))
    assert forms
    for form in forms:
        assert "SENTINEL" not in form
        assert "424242" not in form
        assert text.title in form


@pytest.mark.parametrize("portal_type", sorted(GIVEN))
def test_records_have_the_listed_fields_alone(section, portal_type):
    text = add_text(section, portal_type)
    record, kind = record_of(text), type_of(text)
    assert set(record.values) <= set(kind.accessors) <= set(BY_NAME)
    missing = set(kind.accessors) - set(record.values)
    unset = {"agency_code"}
    if not portal_type.startswith(("Legal", "Guidance", "Education")):
        unset |= {"subjects", "audiences", "coverage", "source", "author_name"}
        unset |= {"image", "image_text", "digital_source"}
        unset |= {"text_language", "recording"}
    assert missing <= unset


def test_no_name_hints_at_what_is_nobodys_business():
    names = [field.name for field in FIELDS]
    keys = [name for field in FIELDS for name in (field.xml, field.json, field.atom)]
    parts = [part.xml for part in LEGAL_DOCUMENT]
    for name in (*names, *keys, *parts):
        assert not any(word in name.lower() for word in WORDS), name


def test_no_account_leaves(portal, section):
    api.user.create("cb@example.vn", username=LOGIN, password="Mat-khau-mau-2026")
    text = add_text(section, "LegalNews", author_name="", agency=None)
    text.creators = (LOGIN,)
    text.contributors = (LOGIN, "Lò Văn Ví Dụ")
    text.manage_setLocalRoles(LOGIN, ["Owner", "PBGDPL Editor"])
    text.changeOwnership(portal.acl_users.getUserById(LOGIN))
    record = record_of(text)
    assert record["creator"] == "Chuyên trang"
    assert record["contributors"] == ("Lò Văn Ví Dụ",)
    for form in written(record):
        assert LOGIN not in form
        assert "cb@example.vn" not in form


def test_hidden_files_stay_hidden(section):
    text = add_text(section, "LegalNews", state="draft")
    assert "attachments" not in record_of(text).values


def test_a_slip_in_one_field_keeps_no_text_from_going_out(section, caplog):
    text = add_text(section, "LegalIntroduction")
    text.description = "x" * 20_000
    record = record_of(text)
    assert "description" not in record.values
    assert record["title"] == text.title
    assert "description" in caplog.text


def test_what_can_be_no_record_is_refused(section):
    with pytest.raises(InvalidRecord):
        record_of(section)
    text = add_text(section, "LegalNews")
    text.title = " "
    with pytest.raises(InvalidRecord):
        record_of(text)


def test_links_in_bodies_are_absolute_and_harmless(section):
    other = add_text(section, "Guidance")
    text = add_text(section, "LegalNews")
    text.text = RichTextValue(
        f'<p onclick="x()"><a href="resolveuid/{other.UID()}#a">Luật</a>'
        '<a href="resolveuid/0123456789abcdef0123456789abcdef">mất</a>'
        '<a href="../khac">khác</a><script>x</script></p>',
        "text/html",
        "text/x-html-safe",
    )
    rel = 'rel="noopener noreferrer"'
    assert record_of(text)["body"] == (
        f'<p><a href="{other.absolute_url()}#a" {rel}>Luật</a><a {rel}>mất</a>'
        f'<a href="{section.absolute_url()}/khac" {rel}>khác</a></p>'
    )


def test_other_markups_go_out_as_html(section):
    text = add_text(section, "LegalNews")
    text.text = RichTextValue("một <hai>\n", "text/plain", "text/x-html-safe")
    assert "một &lt;hai&gt;" in record_of(text)["body"]


def test_reading_a_record_changes_nothing(section):
    text = add_text(section, "LegalNews")
    with api.env.adopt_roles(["Manager"]):
        first = field_hashes(record_of(text))
    text._p_jar.savepoint()
    assert field_hashes(record_of(text)) == first
