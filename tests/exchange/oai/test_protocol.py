"""The six verbs and the errors of OAI-PMH 2.0, over HTTP."""

from DateTime import DateTime
from offered_portal import error_of
from offered_portal import OAI
from sonla.pbgdpl.exchange.exporter import record_of
from sonla.pbgdpl.exchange.ledger import HORIZON

import gzip
import pytest

DAY = 24 * 60 * 60
FORM = {"Content_Type": "application/x-www-form-urlencoded"}


def identifier(obj) -> str:
    return f"oai:localhost:{obj.UID()}"


def test_identify_tells_what_harvesters_can_rely_on(offered):
    root = offered.oai("Identify")
    identity = {child.tag.rpartition("}")[2]: child.text for child in root[2]}
    assert identity["protocolVersion"] == "2.0"
    assert identity["deletedRecord"] == "persistent"
    assert identity["granularity"] == "YYYY-MM-DDThh:mm:ssZ"
    assert identity["compression"] == "gzip"
    assert identity["baseURL"] == offered.oai_url
    assert "@" in identity["adminEmail"]


def test_formats_are_those_of_each_record(offered):
    text = offered.publish("Tin")
    for arguments in ({}, {"identifier": identifier(text)}):
        root = offered.oai("ListMetadataFormats", **arguments)
        found = [one.text for one in root.iterfind(".//oai:metadataPrefix", OAI)]
        assert found == ["oai_dc", "pbgdpl"]
    schemas = [one.text for one in root.iterfind(".//oai:schema", OAI)]
    (ours,) = [url for url in schemas if url.startswith(offered.url)]
    answer = offered.fetch(ours.removeprefix(offered.url))
    assert answer.status == 200
    assert b"xs:schema" in answer.content


def test_sets_are_types_with_titles_for_people(offered):
    root = offered.oai("ListSets")
    found = {
        one.findtext("oai:setSpec", namespaces=OAI): one.findtext(
            "oai:setName", namespaces=OAI
        )
        for one in root.iterfind(".//oai:set", OAI)
    }
    assert set(found) == {
        f"type:{name}"
        for name in (
            "news",
            "introduction",
            "guidance",
            "material",
            "person",
            "activity",
            "course",
            "dialogue",
            "council",
            "question",
            "situation",
            "statistics",
        )
    }
    assert all(title and "record_type" not in title for title in found.values())


def test_a_record_by_its_identifier(offered):
    text = offered.publish("Tập huấn Luật Đất đai")
    root = offered.oai(
        "GetRecord", identifier=identifier(text), metadataPrefix="pbgdpl"
    )
    record = root.find(".//{tag:sonla.gov.vn,2026:pbgdpl/1.0}record")
    assert record.findtext("{*}title") == "Tập huấn Luật Đất đai"
    assert record.get("revision") == "1"
    assert root.findtext(".//oai:setSpec", namespaces=OAI) == "type:news"


def test_deleted_records_have_a_header_only(offered):
    text = offered.publish("Tin")
    offered.withdraw(text)
    root = offered.oai(
        "GetRecord", identifier=identifier(text), metadataPrefix="oai_dc"
    )
    assert root.find(".//oai:header", OAI).get("status") == "deleted"
    assert root.find(".//oai:metadata", OAI) is None


def test_what_is_not_public_is_unknown(offered):
    draft = offered.draft("Bản thảo")
    root = offered.oai(
        "GetRecord", identifier=identifier(draft), metadataPrefix="oai_dc"
    )
    assert error_of(root) == "idDoesNotExist"


def test_changes_are_listed_after_the_horizon_and_then_for_ever(offered):
    text = offered.publish("Tin")
    assert offered.listed() == {}
    offered.advance(HORIZON)
    assert set(offered.listed()) == {text.UID()}
    uid = text.UID()
    offered.delete(text)
    offered.advance(HORIZON)
    assert offered.listed() == {uid: "deleted"}
    assert offered.listed("ListRecords", metadataPrefix="pbgdpl") == {uid: "deleted"}


def test_windows_include_both_borders(offered):
    first = offered.publish("Một")
    offered.advance(1000)
    second = offered.publish("Hai")
    offered.advance(HORIZON)
    stamps = offered.listed()
    early, late = stamps[first.UID()], stamps[second.UID()]
    assert set(offered.listed(from_=late)) == {second.UID()}
    assert set(offered.listed(until=early)) == {first.UID()}
    assert set(offered.listed(from_=early, until=late)) == set(stamps)
    assert set(offered.listed(from_=early[:10], until=late[:10])) == set(stamps)
    assert set(offered.listed(until="2999-01-01")) == set(stamps)


def test_a_set_has_its_type_only_with_what_was_deleted(offered):
    news = offered.publish("Tin")
    guidance = offered.publish("Kế hoạch", "Guidance", number="12/KH-UBND")
    offered.advance()
    assert set(offered.listed(set="type:guidance")) == {guidance.UID()}
    offered.set("exported_types", ["news"])
    offered.advance()
    assert offered.listed(set="type:guidance") == {guidance.UID(): "deleted"}
    assert set(offered.listed()) == {news.UID(), guidance.UID()}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=Nothing", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb:list=Identify", "badVerb"),
        ("verb=Identify&set=type:news", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30", "badArgument"),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01T00:00Z",
            "badArgument",
        ),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-01&until=2026-01-01",
            "badArgument",
        ),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-02-01T00:00:00Z",
            "badArgument",
        ),
        ("verb=ListRecords&metadataPrefix=oai%00dc", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=a%0Ab%01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=%3Cx%3E", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=news", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=type:none", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=1999-12-31", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2999-01-01", "noRecordsMatch"),
        ("verb=ListRecords&resumptionToken=abc", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=%01", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=abc", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=abc&set=type:news", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=wrong", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=oai:x:1", "idDoesNotExist"),
    ],
)
def test_what_is_wrong_is_told_in_the_words_of_the_protocol(
    offered, answers_are_valid, query, code
):
    offered.publish("Tin")
    offered.advance()
    answer = offered.fetch(f"/@@oai?{query}")
    root = answers_are_valid(answer.content)
    assert error_of(root) == code
    repeated = dict(root.find("oai:request", OAI).attrib)
    assert not repeated if code in ("badVerb", "badArgument") else True


STRANGE = (
    "",
    "%00",
    "2026-01-01%07",
    "2026-13-01",
    "%FF%FE",
    "%ED%A0%80",
    "9" * 5000,
    "%EF%BF%BE",
    "%3C%26",
)
NEEDED = {
    "Identify": "",
    "ListSets": "",
    "GetRecord": "&identifier=oai:x:1&metadataPrefix=oai_dc",
    "ListRecords": "&metadataPrefix=oai_dc",
}


@pytest.mark.parametrize("verb", NEEDED)
@pytest.mark.parametrize(
    "name", ["from", "until", "set", "identifier", "metadataPrefix", "x%00"]
)
def test_strange_arguments_get_an_answer_of_the_protocol(
    offered, answers_are_valid, verb, name
):
    """Each argument, right for its verb or not, with what programs send."""
    needed = "&".join(
        one for one in NEEDED[verb].split("&") if not one.startswith(f"{name}=")
    )
    for value in STRANGE:
        query = f"verb={verb}&{name}={value}{needed}"
        for answer in (
            offered.fetch(f"/@@oai?{query}"),
            offered.fetch("/@@oai", "POST", query, **FORM),
        ):
            assert answer.status == 200, query
            assert error_of(answers_are_valid(answer.content)), query


def test_posting_a_form_asks_the_same(offered):
    text = offered.publish("Tin")
    offered.advance()
    form = "verb=ListIdentifiers&metadataPrefix=oai_dc&set=type%3Anews"
    answer = offered.fetch("/@@oai", "POST", form, **FORM)
    assert text.UID().encode() in answer.content
    twice = offered.fetch("/@@oai", "POST", "verb=Identify&verb=Identify", **FORM)
    assert b'code="badVerb"' in twice.content


def test_packed_for_who_can_unpack(offered):
    plain = offered.fetch("/@@oai?verb=Identify")
    packed = offered.fetch("/@@oai?verb=Identify", Accept_Encoding="br, gzip;q=0.5")
    refused = offered.fetch("/@@oai?verb=Identify", Accept_Encoding="gzip;q=0")
    assert packed.getheader("Content-Encoding") == "gzip"
    assert b"<Identify>" in gzip.decompress(packed.content)
    assert plain.getheader("Content-Encoding") is None
    assert refused.getheader("Content-Encoding") is None
    assert plain.getheader("Content-Type") == "text/xml; charset=utf-8"


def test_what_is_known_is_not_sent_again(offered):
    text = offered.publish("Tin")
    offered.advance()
    path = "/@@oai?verb=ListRecords&metadataPrefix=oai_dc"
    etag = offered.fetch(path).getheader("ETag")
    offered.advance(5)
    again = offered.fetch(path, If_None_Match=f'"other", {etag}')
    assert (again.status, again.content) == (304, b"")
    offered.edit(text, title="Tin mới")
    assert offered.fetch(path, If_None_Match=etag).status == 200


@pytest.mark.parametrize(
    "query",
    [
        "verb=Identify",
        "verb=ListSets",
        "verb=ListMetadataFormats",
        "verb=ListIdentifiers&metadataPrefix=oai_dc",
        "verb=GetRecord&metadataPrefix=pbgdpl&identifier=oai:localhost:{uid}",
        "verb=Nothing",
    ],
)
def test_what_is_known_is_not_sent_again_whatever_was_asked(offered, query):
    uid = offered.publish("Tin").UID()
    offered.advance()
    path = f"/@@oai?{query.format(uid=uid)}"
    etag = offered.fetch(path).getheader("ETag")
    offered.advance(5)
    again = offered.fetch(path, If_None_Match=etag)
    assert (again.status, again.content) == (304, b"")
    assert again.getheader("ETag") == etag
    assert offered.fetch(path, If_None_Match="*").status == 304


def test_an_empty_repository_is_the_same_every_second(offered):
    path = "/@@oai?verb=Identify"
    etag = offered.fetch(path).getheader("ETag")
    offered.advance(5)
    assert offered.fetch(path, If_None_Match=etag).status == 304


def test_only_getting_is_conditional(offered):
    etag = offered.fetch("/@@oai?verb=Identify").getheader("ETag")
    asked = {**FORM, "If_None_Match": etag}
    answer = offered.fetch("/@@oai", "POST", "verb=Identify", **asked)
    assert answer.status == 200
    assert b"<Identify>" in answer.content


def test_closed_by_the_setting(offered):
    offered.set("oai_enabled", False)
    assert offered.fetch("/@@oai?verb=Identify").status == 404


def test_asking_notes_what_a_date_has_changed(offered):
    """Without a clock nobody else would."""
    text = offered.publish("Sắp hết", expiration_date=DateTime() + 1)
    offered.advance()
    assert offered.listed()[text.UID()] != "deleted"
    offered.advance(DAY + 60)
    assert offered.listed()[text.UID()] == "deleted"
    assert offered.ledger.get(text.UID()).deleted


def test_one_broken_text_keeps_back_no_other(offered, monkeypatch, caplog):
    broken, good = offered.publish("Hỏng"), offered.publish("Tốt")
    offered.advance()

    def reads(obj):
        if obj.UID() == broken.UID():
            raise ZeroDivisionError
        return record_of(obj)

    monkeypatch.setattr("sonla.pbgdpl.exchange.reconciling.record_of", reads)
    assert set(offered.listed("ListRecords")) == {good.UID()}
    assert broken.UID() in caplog.text


def test_headers_are_listed_without_reading_content(offered, monkeypatch):
    offered.publish("Tin")
    offered.advance()
    offered.listed()

    def reads(*args):
        raise AssertionError("content was read")

    monkeypatch.setattr("sonla.pbgdpl.exchange.reconciling.record_of", reads)
    monkeypatch.setattr("sonla.pbgdpl.exchange.reconciling.uuidToObject", reads)
    assert len(offered.listed()) == 1
