"""A strict validator of OAI-PMH 2.0, written from the protocol and not from our provider.

It asks what a harvester may ask and what it may not, and checks of each answer that it is
valid by the schemas, repeats the request as section 3.2 says, and has one error that the
protocol has for this request, or none.
"""

from collections.abc import Iterator
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from hypothesis import given
from hypothesis import strategies as st
from itertools import combinations
from itertools import product
from lxml import etree
from offered_portal import error_of
from offered_portal import OAI
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.exchange.oai.provider import Provider
from sonla.pbgdpl.exchange.oai.provider import ResponseInfo
from sonla.pbgdpl.exchange.oai.repository import Repository
from sonla.pbgdpl.mail.interfaces import IMailer
from string import ascii_letters
from string import digits
from typing import NamedTuple
from zope.component import getUtility

import pytest
import re
import transaction

DIGITS = f"{ascii_letters}{digits}-_"
FORM = {"Content_Type": "application/x-www-form-urlencoded"}
TIME = "%Y-%m-%dT%H:%M:%SZ"
LIST = {"metadataPrefix", "from", "until", "set", "resumptionToken"}
TAKES = {
    "Identify": set(),
    "ListMetadataFormats": {"identifier"},
    "ListSets": {"resumptionToken"},
    "GetRecord": {"identifier", "metadataPrefix"},
    "ListIdentifiers": LIST,
    "ListRecords": LIST,
}
NEEDS = {
    "GetRecord": {"identifier", "metadataPrefix"},
    "ListIdentifiers": {"metadataPrefix"},
    "ListRecords": {"metadataPrefix"},
}
NAMES = sorted({"identifier", *LIST})
FORMATS = ("oai_dc", "pbgdpl")
MINIMUM = 9_000
"""Checks that the table must have at least; how many there are depends on the hour, as do days of windows."""

PREFIXES = (
    "oai_dc",
    "pbgdpl",
    "OAI_DC",
    "mods",
    "",
    " ",
    "oai dc",
    "a/b",
    "é",
    "a" * 300,
)
SETS = (
    "type:news",
    "type:guidance",
    "type",
    "type:",
    ":news",
    "type::news",
    "unknown:x",
)
SETS += ("", " ", "type:news ", "a b", "type:news:sub", "TYPE:NEWS", "ü")
TOKENS = ("", " ", "x", "AAAA", "not/ours", "?", "e30", "a" * 500, "\x00", "\x0b", "Ā")
DAYS = (
    "2026-01-31",
    "1970-01-01",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "2026-13-01",
)
DAYS += ("2026-1-1", "20260131", "2026", "2026-01", "31/01/2026", "", " ", "yesterday")
MOMENTS = ("2026-01-31T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z")
MOMENTS += ("2026-01-31T24:00:00Z", "2026-01-31T00:00:60Z", "2026-01-31T00:00:00")
MOMENTS += ("2026-01-31T00:00:00z", "2026-01-31T00:00:00+07:00", "2026-01-31T00:00Z")
MOMENTS += ("2026-01-31T00:00:00.5Z", "2026-01-31 00:00:00Z", "2026-01-31T00:00:00Z ")
MOMENTS += ("２０２６-01-31", "-2026-01-31", "2026-01-31T00:00:00Z\x00", "0000-01-01")
DATES = (*DAYS, *MOMENTS)
CONTROLS = tuple(chr(number) for number in (0, 1, 8, 9, 10, 11, 13, 31, 127))
ODD = (
    *CONTROLS,
    "\ufffe",
    "\uffff",
    "<",
    ">",
    '"',
    "&",
    "x y",
    "]]>",
    "￼",
    "\u202e",
    "%",
    "a%zz",
)


class Known(NamedTuple):
    """What is in the repository."""

    provider: Provider
    rows: dict
    """Identifier → datestamp, type, whether it is deleted."""


def add_texts(offered):
    """Make texts at several times, of which two are gone."""
    texts = [
        offered.publish("Một"),
        offered.publish("Hai", "Guidance", number="12/KH-UBND"),
    ]
    for number in range(5):
        offered.advance(61)
        texts.append(offered.publish(f"Tin {number}"))
    offered.advance(100)
    offered.withdraw(texts[2])
    offered.advance(100)
    offered.delete(texts[3])
    offered.advance(1000)


@pytest.fixture
def known(offered):
    offered.once(add_texts)
    transaction.begin()
    about = ResponseInfo("Cổng", offered.oai_url, offered.url, ("a@so.example",))
    repository = Repository(offered.portal, ledger_of(offered.portal), offered.now())
    sizes = {"ListRecords": 2, "ListIdentifiers": 3}
    provider = Provider(repository, about, sizes)
    rows = {
        header.findtext("oai:identifier", namespaces=OAI): (
            header.findtext("oai:datestamp", namespaces=OAI),
            header.findtext("oai:setSpec", namespaces=OAI),
            bool(header.get("status")),
        )
        for header in headers_of(
            Provider(repository, about),
            ("verb", "ListIdentifiers"),
            ("metadataPrefix", "oai_dc"),
        )
    }
    assert len(rows) == 7
    return Known(provider, rows)


def headers_of(provider, *pairs):
    root = etree.fromstring(provider.answer(pairs))
    return root.findall(".//oai:header", OAI)


# What the protocol says of a request


def allowed(pairs: list[tuple[str, str]], known: Known) -> set[str]:
    """Return the errors of which one must come; "" where there must be none."""
    verbs = [value for name, value in pairs if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in TAKES:
        return {"badVerb"}
    verb = verbs[0]
    names = [name for name, _value in pairs if name != "verb"]
    found = dict(pairs)
    if len(set(names)) != len(names) or set(names) - TAKES[verb]:
        return {"badArgument"}
    if "resumptionToken" in names:
        if len(names) > 1:
            return {"badArgument"}
        return {"badResumptionToken"}  # the table has none that is good
    if NEEDS.get(verb, set()) - set(names):
        return {"badArgument"}
    return value_errors(verb, found, known) or {""}


def value_errors(verb: str, found: dict[str, str], known: Known) -> set[str]:
    """Return the errors of values; several may be true of a request."""
    errors = set()
    if "identifier" in found and found["identifier"] not in known.rows:
        errors.add("idDoesNotExist")
        if not is_uri(found["identifier"]):
            errors.add("badArgument")
    if "metadataPrefix" in found and found["metadataPrefix"] not in FORMATS:
        errors.add("cannotDisseminateFormat")
        if not re.fullmatch(r"[A-Za-z0-9\-_.!~*'()]+", found["metadataPrefix"]):
            errors = {"badArgument", *(errors - {"cannotDisseminateFormat"})}
    dates = [found[name] for name in ("from", "until") if name in found]
    moments = [moment_of(text) for text in dates]
    if None in moments or len({len(text) for text in dates}) > 1:
        errors.add("badArgument")
    elif len(dates) == 2 and moments[0] > moments[1]:
        errors.add("badArgument")
    elif verb.startswith("List") and not errors and not matching(found, known):
        errors.add("noRecordsMatch")
    if "set" in found and not re.fullmatch(
        r"[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*", found["set"]
    ):
        errors = {"badArgument", *(errors - {"noRecordsMatch"})}
    elif "set" in found and found["set"] not in {row[1] for row in known.rows.values()}:
        errors.add("noRecordsMatch")
    return errors


def matching(found: dict[str, str], known: Known) -> set[str]:
    """Return which records are in a window and set."""
    since = found.get("from", "0001-01-01")
    until = found.get("until", "9999-12-31")
    length = len(since) if "from" in found else len(until)
    if not {"from", "until"} & found.keys():
        length = 20
    return {
        name
        for name, (stamp, spec, _deleted) in known.rows.items()
        if stamp[:length] >= since
        and stamp[:length] <= until[:length]
        and (found.get("set") in (None, spec))
    }


def is_uri(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z][\w+.-]*:[!-~]+", text))


def moment_of(text: str) -> datetime | None:
    if not text.isascii():
        return None
    for form in ("%Y-%m-%d", TIME):
        try:
            moment = datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
        whole = moment.strftime(form)
        # `strftime` writes early years without their noughts.
        return moment if whole.rjust(len(text), "0") == text else None
    return None


# The table of requests


def requests(known: Known) -> Iterator[list[tuple[str, str]]]:
    """Yield requests as pairs of argument and value."""
    identifier = next(iter(known.rows))
    values = {
        "identifier": (
            identifier,
            *known.rows,
            "oai:localhost:none",
            "none",
            "",
            " ",
            *ODD,
            f"{identifier}\x00",
            f" {identifier}",
        ),
        "metadataPrefix": (*PREFIXES, *ODD),
        "set": (*SETS, *ODD),
        "resumptionToken": (*TOKENS, *ODD),
        "from": DATES,
        "until": DATES,
    }
    good = {"identifier": identifier, "metadataPrefix": "oai_dc", "set": "type:news"}
    good |= {"from": "2026-01-31", "until": "9999-12-31"}
    yield []
    for verb in ("", " ", "identify", "IDENTIFY", "Identify ", "List", *ODD):
        yield [("verb", verb)]
        yield [("verb", verb), ("metadataPrefix", "oai_dc")]
    for first, second in product(TAKES, TAKES):
        yield [("verb", first), ("verb", second)]
    for verb in TAKES:
        needed = [(name, good[name]) for name in sorted(NEEDS.get(verb, ()))]
        start = [("verb", verb)]
        yield start
        yield start + needed
        yield needed + start
        for name in NAMES:
            others = [pair for pair in needed if pair[0] != name]
            yield start + others
            for value in values[name]:
                yield [*start, *others, (name, value)]
                yield [*start, *others, (name, value), (name, value)]
                yield [*start, *needed, (name, value)]
        for name in (
            "Verb",
            "from ",
            "x",
            "metadataprefix",
            "",
            "verb:list",
            *CONTROLS,
        ):
            yield [*start, *needed, (name, "x")]
        for first, second in combinations(NAMES, 2):
            others = [pair for pair in needed if pair[0] not in (first, second)]
            for one, two in product(values[first][:6], values[second][:6]):
                yield [*start, *others, (first, one), (second, two)]
    for verb in ("ListIdentifiers", "ListRecords"):
        for since, until in product(DATES, DATES):
            pairs = [("from", since), ("until", until)]
            yield [("verb", verb), ("metadataPrefix", "pbgdpl"), *pairs]


def boundaries(known: Known) -> Iterator[list[tuple[str, str]]]:
    """Yield windows that begin or end at, before and behind each datestamp."""
    stamps = sorted({row[0] for row in known.rows.values()})
    second = timedelta(seconds=1)
    moments = [
        (moment_of(stamp) + step).strftime(TIME)
        for stamp in stamps
        for step in (-second, timedelta(), second)
    ]
    for verb, spec in product(
        ("ListIdentifiers", "ListRecords"), (None, "type:news", "type:guidance")
    ):
        more = [("set", spec)] if spec else []
        start = [("verb", verb), ("metadataPrefix", "oai_dc"), *more]
        for moment in moments:
            yield [*start, ("from", moment)]
            yield [*start, ("until", moment)]
            yield [*start, ("from", moment), ("until", moment)]
        for since, until in combinations(moments, 2):
            yield [*start, ("from", since), ("until", until)]
        for day in {moment[:10] for moment in moments}:
            yield [*start, ("from", day), ("until", day)]


def test_each_answer_is_what_the_protocol_says(known, answers_are_valid, protocol):
    number, wrong = 0, []
    for pairs in requests(known):
        number += 1
        root = etree.fromstring(known.provider.answer(pairs))
        expected, code = allowed(pairs, known), error_of(root)
        if code not in expected or not protocol.validate(root.getroottree()):
            wrong.append((pairs, code, expected, str(protocol.error_log)[:300]))
        # What no XML can hold (1.0, 2.2) can't be repeated.
        said = code not in ("badVerb", "badArgument") and all(
            etree_takes(value) for _name, value in pairs
        )
        if repeated(root) != (dict(pairs) if said else {}):
            wrong.append((pairs, "the request is not repeated", dict(root[1].attrib)))
        if len(root) != 3 or root[2].tag.rpartition("}")[2] not in (
            "error",
            dict(pairs).get("verb"),
        ):
            wrong.append((pairs, "neither the verb nor one error"))
    for pairs in boundaries(known):
        number += 1
        found = harvested(known.provider, dict(pairs), answers_are_valid)
        if found != matching(dict(pairs), known):
            wrong.append((pairs, found))
    assert wrong == [], "\n".join(map(str, wrong[:60]))
    assert number >= MINIMUM
    print(f"{number} checks")


def etree_takes(text: str) -> bool:
    try:
        etree.Element("a").set("a", text)
    except ValueError:
        return False
    return True


def repeated(root) -> dict[str, str]:
    return dict(root.find("oai:request", OAI).attrib)


def harvested(provider, arguments, answers_are_valid) -> set[str]:
    """Read all pages of a list, and check that they are one list."""
    found, given, size = [], 0, None
    verb = arguments["verb"]
    while arguments:
        content = provider.answer(list(arguments.items()))
        root = etree.fromstring(content)
        if error_of(root) == "noRecordsMatch":
            assert not found
            return set()
        page = [
            one.findtext("oai:identifier", namespaces=OAI)
            for one in root.iterfind(".//oai:header", OAI)
        ]
        token = root.find(".//oai:resumptionToken", OAI)
        if token is not None:
            assert int(token.get("cursor")) == given
            size = size or token.get("completeListSize")
            assert token.get("completeListSize") == size
            assert bool(token.text) == bool(token.get("expirationDate"))
        else:
            assert not given, "the last of several pages has an empty token"
        found += page
        given += len(page)
        text = token.text if token is not None else ""
        arguments = {"verb": verb, "resumptionToken": text} if text else {}
    assert len(set(found)) == len(found)
    assert size is None or int(size) == len(found)
    return set(found)


def test_records_of_all_answers_are_valid(known, answers_are_valid):
    for name, prefix in product(known.rows, FORMATS):
        pairs = [
            ("verb", "GetRecord"),
            ("identifier", name),
            ("metadataPrefix", prefix),
        ]
        root = answers_are_valid(known.provider.answer(pairs))
        deleted = root.find(".//oai:header", OAI).get("status") == "deleted"
        assert deleted == known.rows[name][2]
        assert (root.find(".//oai:metadata", OAI) is None) == deleted


def test_a_token_is_good_for_its_list_alone(known, answers_are_valid):
    pairs = [("verb", "ListRecords"), ("metadataPrefix", "oai_dc")]
    root = etree.fromstring(known.provider.answer(pairs))
    token = root.findtext(".//oai:resumptionToken", namespaces=OAI)
    again = [("verb", "ListRecords"), ("resumptionToken", token)]
    assert known.provider.answer(again) == known.provider.answer(again)
    other = [("verb", "ListIdentifiers"), ("resumptionToken", token)]
    answers = [known.provider.answer(other)]
    for place in range(len(token)):
        other = "A" if token[place] != "A" else "B"
        for spoilt in (
            token[:place],
            f"{token[:place]}{other}{token[place + 1 :]}",
            f"{token[:place]}={token[place:]}",
            f"{token[:place]}é{token[place:]}",
        ):
            pairs = [("verb", "ListRecords"), ("resumptionToken", spoilt)]
            answers.append(known.provider.answer(pairs))
    # The last digit has bits that mean nothing.
    ends = [token[:-1] + digit for digit in DIGITS if digit != token[-1]]
    for spoilt in (*ends, f"{token}=", f"{token}A", f" {token}", f"{token}\n"):
        pairs = [("verb", "ListRecords"), ("resumptionToken", spoilt)]
        answers.append(known.provider.answer(pairs))
    codes = {error_of(answers_are_valid(one)) for one in answers}
    assert codes == {"badResumptionToken"}


SCHEMES = ("", "oai:localhost:", "http://", "https://a.example/", "urn:uuid:")
SIGNS = "aZ1é:/?#[]@!$&'()*+,;=%-._~ <\\^`{|}"


@given(text=st.text(SIGNS, min_size=1, max_size=12), scheme=st.sampled_from(SCHEMES))
def test_an_identifier_is_repeated_only_if_it_may_be_one(
    known, answers_are_valid, text, scheme
):
    pairs = [("verb", "ListMetadataFormats"), ("identifier", f"{scheme}{text}")]
    root = answers_are_valid(known.provider.answer(pairs))
    assert error_of(root) in ("badArgument", "idDoesNotExist")


QUERIES = (
    "verb=Identify",
    "verb=ListSets",
    "verb=ListMetadataFormats",
    "verb=ListIdentifiers&metadataPrefix=oai_dc",
    "verb=ListRecords&metadataPrefix=pbgdpl&set=type%3Anews",
    "verb=Identify&verb=Identify",
    "verb=Identify&x=%00",
    "verb=Identify&=",
    "verb=%FF%FE",
    "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-31&from=2026-01-31",
    "verb=GetRecord&metadataPrefix=oai_dc&identifier=%E1%BB%99",
    "verb:list=Identify",
    "verb=ListRecords&metadataPrefix:int=1",
    "verb=Identify&verb.x=1",
    "verb=Identify;x=1",
    "",
    "&&&",
    "verb",
)


def test_posting_and_getting_are_answered_alike(offered, answers_are_valid):
    offered.publish("Tin")
    offered.advance()
    for query in QUERIES:
        roots = []
        for answer in (
            offered.fetch(f"/@@oai?{query}"),
            offered.fetch("/@@oai", "POST", query, **FORM),
        ):
            assert answer.status == 200, query
            assert answer.getheader("Content-Type") == "text/xml; charset=utf-8"
            roots.append(answers_are_valid(answer.content))
        got, posted = roots
        assert error_of(got) == error_of(posted), query
        assert repeated(got) == repeated(posted), query


def test_a_form_has_its_arguments_in_one_place(offered, answers_are_valid):
    """What is posted counts (3.1.1.2); an address with arguments of its own repeats them."""
    answer = offered.fetch("/@@oai?verb=Identify", "POST", "verb=Identify", **FORM)
    root = answers_are_valid(answer.content)
    assert error_of(root) in ("", "badVerb")


@pytest.mark.parametrize(
    "kind", ["application/json", "text/xml", "multipart/form-data", ""]
)
def test_posting_something_else_is_no_request(offered, answers_are_valid, kind):
    for body in ('{"verb": "Identify"}', "<verb/>", ""):
        answer = offered.fetch("/@@oai", "POST", body, Content_Type=kind)
        assert answer.status in (200, 400, 415)
        if answer.status == 200:
            assert error_of(answers_are_valid(answer.content)) == "badVerb"


@pytest.mark.parametrize(
    "method",
    ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "MKCOL", "LOCK", "ODD"],
)
def test_other_methods_do_nothing(offered, method):
    offered.publish("Tin")
    offered.oai("Identify")
    getUtility(IMailer).wait()  # it writes down, later, whom it couldn't reach
    offered.advance(3600)  # so that somebody who asks would note what dates changed
    before = offered.writes()
    answer = offered.fetch("/@@oai?verb=Identify", method)
    assert answer.status in (204, 400, 401, 403, 404, 405, 501), answer.status
    assert offered.writes() == before
    if answer.status == 405:
        assert answer.getheader("Allow").startswith("GET, HEAD, POST")


def test_asking_for_the_head_alone(offered):
    got = offered.fetch("/@@oai?verb=Identify")
    head = offered.fetch("/@@oai?verb=Identify", "HEAD")
    assert (head.status, head.content) == (200, b"")
    for name in ("Content-Type", "ETag", "Cache-Control"):
        assert head.getheader(name) == got.getheader(name)
