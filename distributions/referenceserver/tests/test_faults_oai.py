"""Faults in what OAI-PMH says."""

from lxml import etree
from sickle import Sickle
from sickle.oaiexceptions import BadResumptionToken
from sickle.oaiexceptions import NoRecordsMatch

import pytest

OAI = {"oai": "http://www.openarchives.org/OAI/2.0/"}
LIST = {"verb": "ListRecords", "metadataPrefix": "pbgdpl"}


def parsed(answer: str) -> etree._Element:
    return etree.fromstring(answer.encode())


def pages(server, most: int) -> list[list[str]]:
    """Follow tokens through so many pages; return the identifiers of each."""
    found, arguments = [], dict(LIST)
    for _number in range(most):
        root = parsed(server.oai(**arguments))
        names = root.iterfind(".//oai:header/oai:identifier", OAI)
        found.append([name.text for name in names])
        token = root.findtext(".//oai:resumptionToken", namespaces=OAI)
        if not token:
            break
        arguments = {"verb": "ListRecords", "resumptionToken": token}
    return found


def test_truncated_xml_is_announced_as_whole(server):
    server.inject("truncated_xml")
    answer = server.oai(**LIST)
    with pytest.raises(etree.XMLSyntaxError):
        parsed(answer)


def test_doctype_that_grows(server):
    server.inject("doctype")
    answer = server.oai(**LIST)
    assert answer.count("<!ENTITY") == 10
    assert "&l9;</responseDate>" in answer
    with pytest.raises(etree.XMLSyntaxError, match="amplification"):
        parsed(answer)


@pytest.mark.parametrize(
    "kind,sign", [("external", "&outside;"), ("plain", "<!DOCTYPE")]
)
def test_other_doctypes(server, kind, sign):
    server.inject("doctype", kind=kind)
    assert sign in server.oai(verb="Identify")


def test_expired_token(server):
    server.inject("expired_token", times=1)
    harvest = Sickle(server.oai_url).ListRecords(metadataPrefix="pbgdpl")
    with pytest.raises(BadResumptionToken):
        list(harvest)
    assert server.faults.log[0].fault == "expired_token"
    assert len(pages(server, 9)) == 3


def test_same_token_again(server):
    server.inject("same_token")
    found = pages(server, 5)
    assert found[0] != found[1]
    assert found[1] == found[2] == found[3] == found[4]


def test_page_cycle(serve):
    server = serve(records=50)
    assert len(pages(server, 9)) == 5
    server.inject("page_cycle")
    a, b, c, *rest = pages(server, 7)
    assert len({tuple(page) for page in (a, b, c)}) == 3
    assert rest == [b, c, b, c]
    assert pages(server, 4) == [a, b, c, b]


def test_no_records_match(server):
    server.inject("no_records_match")
    with pytest.raises(NoRecordsMatch):
        Sickle(server.oai_url).ListIdentifiers(metadataPrefix="pbgdpl")
    assert Sickle(server.oai_url).Identify().repositoryIdentifier == "btp.example"


def test_duplicate_id_in_a_page(server):
    server.inject("duplicate_id")
    root = parsed(server.oai(**LIST))
    records = root.findall(".//oai:record", OAI)
    names = [
        one.findtext("oai:header/oai:identifier", namespaces=OAI) for one in records
    ]
    assert len(records) == 11
    assert names.count(names[-1]) == 2
    first = records[names.index(names[-1])]
    stamps, titles = (
        {one.findtext(f".//{{*}}{tag}") for one in (first, records[-1])}
        for tag in ("datestamp", "title")
    )
    assert (len(stamps), len(titles)) == (1, 2)


def test_duplicate_id_among_headers(server):
    server.inject("duplicate_id")
    root = parsed(server.oai(verb="ListIdentifiers", metadataPrefix="pbgdpl"))
    assert len(root.findall("oai:ListIdentifiers/oai:header", OAI)) == 11


@pytest.mark.parametrize("prefix,title", [("pbgdpl", "title"), ("oai_dc", "title")])
def test_tombstones_with_metadata(server, prefix, title):
    for name in server.identifiers(deleted=True):
        server.purge(name)
    name = server.identifiers()[-1]
    title = server.record(name).fields["title"]
    server.delete(name)
    server.inject("deleted_with_metadata")
    found = []
    for target in ("ListRecords", "GetRecord"):
        arguments = {"identifier": name} if target == "GetRecord" else {}
        root = parsed(server.oai(verb=target, metadataPrefix=prefix, **arguments))
        token = root.findtext(".//oai:resumptionToken", namespaces=OAI)
        while token:
            root = parsed(server.oai(verb="ListRecords", resumptionToken=token))
            token = root.findtext(".//oai:resumptionToken", namespaces=OAI)
        found += [
            record.findtext(".//{*}title")
            for record in root.iterfind(".//oai:record", OAI)
            if record.find("oai:header", OAI).get("status") == "deleted"
        ]
    assert found == [title, title]
