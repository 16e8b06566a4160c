"""Questions for other systems: once they are public, and without who asked."""

from exchange_content import add_section
from plone.dexterity.utils import iterSchemataForType
from questions_content import answer
from questions_content import ask
from questions_content import BASIS
from questions_content import put
from questions_content import QUESTION as ASKED
from sonla.pbgdpl.exchange.exporter import is_exportable
from sonla.pbgdpl.exchange.exporter import record_of
from sonla.pbgdpl.exchange.formats import jsonld
from sonla.pbgdpl.exchange.formats import oai_dc
from sonla.pbgdpl.exchange.formats import pbgdpl_xml
from sonla.pbgdpl.questions.record import QUESTION
from zope.schema import getFieldNames

import pytest

STAYS = {
    "agency": "goes out as code, and as creator unless somebody else answers",
    "answer": "the body",
    "answered_by": "the creator",
    "answered_on": "for the office",
    "asker_consent": "private",
    "asker_email": "private",
    "asker_phone": "private",
    "due_date": "for the office",
    "exclude_from_nav": "",
    "id": "",
    "language": "",
    "legal_bases": "the legal documents",
    "other_versions": "each version is a record of its own, in its language",
    "public_name": "agreed to for the page alone",
    "received": "for the office",
    "territory": "says where the asker lives",
    "reply_channel": "for the office",
    "tracking_code": "private",
}


@pytest.fixture
def question(portal):
    section = add_section(portal)
    made = ask(section, agency="so-tu-phap", legal_bases=[BASIS])
    return put(answer(made), "published")


def test_each_field_goes_out_or_is_said_to_stay(portal):
    goes = {n for place in QUESTION.accessors.values() for n in place.attributes}
    fields = {
        name
        for schema in iterSchemataForType("LegalQuestion")
        for name in getFieldNames(schema)
    }
    assert fields <= goes | set(STAYS)
    assert goes.isdisjoint(STAYS)


@pytest.mark.parametrize(
    "state",
    [
        *("received", "accepted", "assigned", "answer_drafted", "answered"),
        *("replied_privately", "declined", "published"),
    ],
)
def test_only_public_ones_go_out(question, state):
    put(question, state)
    assert is_exportable(question) is (state == "published")


def test_what_it_says(question):
    record = record_of(question)
    assert record.get("description") == ASKED
    assert "đủ 20 tuổi" in record.get("body")
    assert record.get("creator") == "Sở Tư pháp"
    (basis,) = record.get("legal_documents")
    assert basis.number == "52/2014/QH13"


def test_nothing_of_the_asker_is_in_any_form(question):
    record = record_of(question)
    forms = (jsonld.dump(record), pbgdpl_xml.dump(record), oai_dc.dump(record))
    for form in map(told, forms):
        assert "đủ 20 tuổi" in form or ASKED in form
        for word in ("nguoi.hoi", "0912", "L. T. M.", "03646", question.tracking_code):
            assert word not in form


def told(form):
    from lxml import etree

    if isinstance(form, dict):
        return str(form)
    if isinstance(form, bytes):
        return form.decode()
    return form if isinstance(form, str) else etree.tostring(form, encoding="unicode")


def test_hostile_answers_are_sanitised(question):
    answer(question, "<p onclick='x()'>Trả lời</p><script>alert(1)</script>")
    body = record_of(question).get("body")
    assert "script" not in body and "onclick" not in body
