"""Dialogues and courses for other systems: what was held, not who came or who spoke."""

from activities import hold
from activities import moment
from activities import teach
from dialogues import answered
from dialogues import in_hours
from dialogues import make_dialogue
from lxml import etree
from people import enter
from plone.dexterity.utils import iterSchemataForType
from questions_content import MAIL
from questions_content import PHONE
from rich_texts import rich
from sonla.pbgdpl.core.names import NEXT_CHANGE_INDEX
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.dialogues import DIALOGUE_TYPE
from sonla.pbgdpl.dialogues.jobs import update_phases
from sonla.pbgdpl.dialogues.record import DIALOGUE
from sonla.pbgdpl.exchange.exporter import record_of
from sonla.pbgdpl.exchange.fields import build
from sonla.pbgdpl.exchange.formats import atom
from sonla.pbgdpl.exchange.formats import jsonld
from sonla.pbgdpl.exchange.formats import oai_dc
from sonla.pbgdpl.exchange.formats import pbgdpl_xml
from sonla.pbgdpl.exchange.importer import create
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.exchange.record import ProgrammePart
from sonla.pbgdpl.training import COURSE_TYPE
from sonla.pbgdpl.training.record import COURSE
from zope.schema import getFieldNames

import jsonschema
import pytest
import transaction

PUT_TOGETHER = {"start", "end", "open_end", "whole_day", "agency"}
SILENT = {
    "allow_discussion",
    "changeNote",
    "exclude_from_nav",
    "id",
    "relatedItems",
    "sync_uid",
    "versioning_enabled",
}
"""Fields that say nothing to others."""
OFFICE = {"attendance", "other_attendees", "women_attendees"}
ONLINE = {"learn_online", "open_certificates", "open_to_all", "tests"}
"""What one learns by here, and nowhere else."""
SCHEDULE = [
    {
        "day": moment().date(),
        "starts_at": "8:00",
        "ends_at": "11:30",
        "topic": "Luật Đất đai",
        "speaker": "SENTINEL",
    }
]
RESULTS = '<p>Đã trả lời <a href="ket-qua">12 câu</a>.</p><script>alert(1)</script>'


def told_by(kind):
    return {name for place in kind.accessors.values() for name in place.attributes}


def forms(record):
    elements = [dump(record) for dump in (pbgdpl_xml.dump, oai_dc.dump, atom.dump)]
    texts = [etree.tostring(one, encoding="unicode") for one in elements]
    return (*texts, jsonld.dumps(record).decode())


@pytest.mark.parametrize(
    "kind,portal_type,stays",
    [
        (DIALOGUE, DIALOGUE_TYPE, SILENT),
        (
            COURSE,
            COURSE_TYPE,
            SILENT | OFFICE | ONLINE | {"lessons", "meeting_url", "hours"},
        ),
    ],
)
def test_each_field_goes_out_or_is_said_to_stay(portal, kind, portal_type, stays):
    goes = told_by(kind)
    schemata = iterSchemataForType(portal_type)
    fields = {name for schema in schemata for name in getFieldNames(schema)}
    assert fields <= goes | stays | PUT_TOGETHER
    assert not goes & (stays - {"relatedItems"})


def test_a_course_is_told_without_those_who_attended(offered):
    person = enter(offered.section, "Lò Văn Dự Học")
    course = teach(
        offered.section,
        attendance=(person,),
        schedule=SCHEDULE,
        women_attendees=31,
        other_attendees=77,
        meeting_url="https://hop.example.vn/SENTINEL",
    )
    record = record_of(course)
    assert record.type == "course"
    assert record["starts"] == moment() and record["ends"] == moment(day=10)
    assert record["programme"] == (
        ProgrammePart(moment().date(), "8:00", "11:30", "Luật Đất đai"),
    )
    data = jsonld.dump(record)
    assert data["@type"] == "Event" and data["subEvent"][0]["name"] == "Luật Đất đai"
    assert data["startDate"] == "2026-03-09T08:00:00+07:00"
    for form in forms(record):
        assert "SENTINEL" not in form and "Dự Học" not in form
        assert person.getId() not in form
    for data_form in (data, dict(record.values)):
        assert 31 not in data_form.values() and 77 not in data_form.values()


def test_a_dialogue_tells_topic_hosts_officials_and_programme(offered):
    dialogue = make_dialogue(offered.section, "open", summary=rich(RESULTS))
    record = record_of(dialogue)
    assert record.type == "dialogue"
    assert record["topic"].startswith("Giao đất") and "\n" in record["topic"]
    assert [term.token for term in record["hosts"]] == ["so-tu-phap"]
    assert [one.name for one in record["officials"]] == [
        "Lò Văn Mẫu",
        "Tòng Thị Ví Dụ",
    ]
    assert record["officials"][0].role.title == "Chủ trì"
    assert record["programme"][0].topic == "Trả lời trực tiếp"
    assert record["starts"] == dialogue.start and record["ends"] == dialogue.end
    assert jsonld.dump(record)["@type"] == "Event"


def test_results_go_out_when_the_dialogue_is_over_and_are_harmless(offered):
    dialogue = make_dialogue(offered.section, "open", summary=rich(RESULTS))
    assert record_of(dialogue).get("results") is None
    dialogue.end = in_hours(-1)
    results = record_of(dialogue)["results"]
    assert "Đã trả lời" in results and "script" not in results
    assert f'href="{dialogue.absolute_url()}/ket-qua"' in results


def test_questions_inside_and_who_asked_are_in_no_format(offered):
    dialogue = make_dialogue(offered.section)
    answered(dialogue, "Câu hỏi trong đối thoại", public_name="SENTINEL")
    for form in forms(record_of(dialogue)):
        for secret in ("SENTINEL", MAIL, PHONE, "Câu hỏi trong đối thoại"):
            assert secret not in form


@pytest.mark.parametrize("make", [make_dialogue, teach, hold])
def test_records_are_valid_and_read_back(offered, xsd, schema_text, make):
    fields = {} if make is hold else {"title": 'Đất đai & "ruộng" <nương>'}
    if make is teach:
        fields["schedule"] = SCHEDULE
    if make is make_dialogue:
        fields |= {"phase": "closed", "summary": rich(RESULTS)}
    record = record_of(make(offered.section, **fields))
    element = pbgdpl_xml.dump(record)
    xsd.assertValid(etree.fromstring(etree.tostring(element)))
    jsonschema.validate(jsonld.dump(record), schema_text)
    assert pbgdpl_xml.load(element) == record
    assert jsonld.loads(jsonld.dumps(record)) == record


def test_harvesters_hear_of_both_in_sets_of_their_own(offered):
    course = teach(offered.section)
    dialogue = make_dialogue(offered.section)
    draft = make_dialogue(offered.section, title="Đang soạn", public=False)
    transaction.commit()
    offered.advance()
    courses = offered.listed(set="type:course")
    dialogues = offered.listed(set="type:dialogue")
    assert courses[course.UID()] != "deleted" and dialogue.UID() not in courses
    assert dialogues[dialogue.UID()] != "deleted" and draft.UID() not in dialogues
    offered.withdraw(dialogue)
    offered.advance()
    assert offered.listed(set="type:dialogue")[dialogue.UID()] == "deleted"


def test_readers_of_feeds_hear_of_dialogues_and_not_of_courses(offered):
    teach(offered.section, "Khóa tập huấn kín tiếng")
    make_dialogue(offered.section, title="Mời đối thoại về đất đai")
    transaction.commit()
    offered.advance()
    feed = etree.fromstring(
        offered.fetch(f"/{offered.section.getId()}/atom.xml").content
    )
    titles = [one.text for one in feed.iterfind(".//{*}entry/{*}title")]
    assert "Mời đối thoại về đất đai" in titles
    assert "Khóa tập huấn kín tiếng" not in titles


@pytest.mark.parametrize("kind", ["course", "dialogue"])
def test_none_is_made_of_a_record_of_others(offered, kind):
    record = build("oai:a.example.vn:1", kind, {"title": "Ở tỉnh khác"})
    with pytest.raises(InvalidRecord):
        create(record, offered.section)


def test_harvesters_are_told_of_results_when_a_dialogue_closes(offered):
    """Nobody edits anything then; the run that notices the moment tells of it."""
    dialogue = make_dialogue(offered.section, summary=rich(RESULTS))
    uid = dialogue.UID()
    transaction.commit()
    offered.advance()
    before = offered.listed(set="type:dialogue")[uid]
    transaction.begin()
    dialogue.start, dialogue.end = in_hours(-9), in_hours(-1)
    catalog = offered.portal.portal_catalog
    index, rid = (
        catalog._catalog.getIndex(NEXT_CHANGE_INDEX),
        catalog.getrid(path_of(dialogue)),
    )
    index.unindex_object(rid)
    index.index_object(
        rid, type("Then", (), {NEXT_CHANGE_INDEX: "2020-01-01T00:00:00"})()
    )
    transaction.commit()
    update_phases()
    transaction.commit()
    offered.advance()
    offered.advance()
    after = offered.listed(set="type:dialogue")[uid]
    assert after != before
    root = offered.oai("ListRecords", metadataPrefix="pbgdpl", set="type:dialogue")
    (results,) = root.iterfind(".//{*}results")
    assert "Đã trả lời" in results.text
