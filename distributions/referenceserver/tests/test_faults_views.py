"""Faults in what the repository holds."""

from sickle import Sickle
from sickle.oaiexceptions import NoRecordsMatch

import feedparser
import pytest
import unicodedata


def harvest(server, **arguments) -> dict:
    """Return each record with its title, None for a tombstone."""
    records = Sickle(server.oai_url).ListRecords(metadataPrefix="oai_dc", **arguments)
    return {
        record.header.identifier: None
        if record.deleted
        else record.metadata["title"][0]
        for record in records
    }


def headers(server) -> list[str]:
    found = Sickle(server.oai_url).ListIdentifiers(metadataPrefix="pbgdpl")
    return [header.identifier for header in found]


def test_empty_catalogue(server):
    server.inject("empty_catalogue")
    with pytest.raises(NoRecordsMatch):
        harvest(server)
    assert Sickle(server.oai_url).Identify().repositoryIdentifier == "btp.example"
    assert feedparser.parse(server.get("/atom").content).entries == []
    server.heal()
    assert len(harvest(server)) == 23


def test_all_deleted_at_once(server):
    rule = server.inject("all_deleted")
    since = f"{rule.since:%Y-%m-%dT%H:%M:%SZ}"
    found = harvest(server, **{"from": since})
    assert len(found) == len(server.identifiers()) > 10
    assert set(found.values()) == {None}
    assert set(harvest(server).values()) == {None}


def test_all_changed_at_once(server):
    before = harvest(server)
    rule = server.inject("all_changed")
    since = f"{rule.since:%Y-%m-%dT%H:%M:%SZ}"
    after = harvest(server, **{"from": since})
    assert set(after) == set(server.identifiers())
    assert all(after[name] != before[name] for name in after)
    again = harvest(server, **{"from": since})
    assert again == after


def test_missing_from_list_records_alone(server):
    name = server.identifiers()[0]
    server.inject("missing_record")
    assert set(headers(server)) - set(harvest(server)) == {name}
    one = Sickle(server.oai_url).GetRecord(metadataPrefix="pbgdpl", identifier=name)
    assert one.header.identifier == name


def test_missing_one_that_is_named(server):
    name = server.identifiers()[4]
    server.inject("missing_record", identifier=name)
    assert set(headers(server)) - set(harvest(server)) == {name}


@pytest.mark.parametrize("policy", ["no", "transient"])
@pytest.mark.parametrize("kept", [True, False])
def test_other_policies_for_deletions(server, policy, kept):
    server.delete(server.identifiers()[0])
    server.inject("deletions", policy=policy, kept=kept)
    assert Sickle(server.oai_url).Identify().deletedRecord == policy
    assert (None in harvest(server).values()) is kept


def test_another_identity(server):
    server.inject("identity_change")
    identity = Sickle(server.oai_url).Identify()
    assert identity.repositoryIdentifier == "khac.example"
    assert identity.baseURL == server.oai_url
    server.heal()
    server.inject("identity_change", base_url="http://khac.invalid/oai")
    assert Sickle(server.oai_url).Identify().baseURL == "http://khac.invalid/oai"


def test_scripts_in_titles_and_texts(server):
    name = server.identifiers()[2]
    server.inject("scripts", identifier=name)
    found = harvest(server)
    hostile = [one for one, title in found.items() if title and "onerror" in title]
    assert hostile == [name]
    record = Sickle(server.oai_url).GetRecord(metadataPrefix="pbgdpl", identifier=name)
    body = record.xml.findtext(".//{tag:sonla.gov.vn,2026:pbgdpl/1.0}body")
    for sign in ("<script>", "javascript:", "<svg", "<iframe", "style=", "<math>"):
        assert sign in body


def test_scripts_always_were_there_or_came(server):
    before = {name: server.record(name).datestamp for name in server.identifiers()}
    rule = server.inject("scripts", stamped=True)
    since = f"{rule.since:%Y-%m-%dT%H:%M:%SZ}"
    assert set(harvest(server, **{"from": since})) == set(before)
    server.heal()
    server.inject("scripts")
    with pytest.raises(NoRecordsMatch):
        harvest(server, **{"from": since})


def test_decomposed(server):
    server.inject("nfd")
    titles = [title for title in harvest(server).values() if title]
    assert titles
    assert not any(unicodedata.is_normalized("NFC", title) for title in titles)


def test_views_look_through_each_other(server):
    name = server.identifiers()[0]
    server.inject("missing_record")
    server.inject("all_changed")
    assert name not in harvest(server)
    assert len(harvest(server)) == 22


def test_a_view_follows_changes(server):
    server.inject("nfd")
    harvest(server)
    added = server.add(title="Bài mới")
    assert unicodedata.normalize("NFC", harvest(server)[added.identifier]) == "Bài mới"
