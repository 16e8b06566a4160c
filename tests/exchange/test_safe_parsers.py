"""JSON and XML that two readers could understand differently is refused."""

from hypothesis import given
from hypothesis import strategies as st
from sonla.pbgdpl.exchange.formats import jsonld
from sonla.pbgdpl.exchange.formats.safe_parsers import MAX_DEPTH
from sonla.pbgdpl.exchange.formats.safe_parsers import read_json
from sonla.pbgdpl.exchange.formats.safe_parsers import read_xml
from sonla.pbgdpl.exchange.formats.safe_parsers import UnreadableDocument
from sonla.pbgdpl.exchange.record import InvalidRecord
from zope.i18nmessageid import Message

import json
import pytest

BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))


def nested(depth):
    return "[" * depth + "]" * depth


def is_told(error):
    """Return whether the reason can be translated, and the log has it in words."""
    return isinstance(error.why, Message) and str(error) and "$" not in str(error)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "a": 2}',
        '{"a": {"b": 1, "b": 1}}',
        "NaN",
        '{"a": Infinity}',
        '{"a": -Infinity}',
        nested(MAX_DEPTH + 1),
        '{"a":' * 40 + "1" + "}" * 40,
        nested(100_000),
        "[1" + "0" * 5000 + "]",
        '"\\',
        "{",
        "",
        b"\xff\xfe{\x00}\x00",
        b'{"a": "\xe9"}',
    ],
)
def test_json_that_is_refused(text):
    with pytest.raises(UnreadableDocument) as refused:
        read_json(text)
    assert is_told(refused.value)
    with pytest.raises(InvalidRecord):
        jsonld.loads(text)


def test_endless_numbers_come_as_text():
    assert read_json('{"a": [-1.5E+400, 1e999, 1.5e300]}') == {
        "a": ["-1.5E+400", "1e999", 1.5e300]
    }


@pytest.mark.parametrize(
    "text", [nested(MAX_DEPTH), '{"a": "[[[[{{{\\"[["}', '["\\\\", [1]]', b'"\xc3\xaa"']
)
def test_json_that_is_read(text):
    assert read_json(text) == json.loads(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=20,
    )
)
def test_json_is_read_as_by_others(value):
    assert read_json(json.dumps(value)) == value


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE a><a/>",
        '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
        f'<!DOCTYPE a [<!ENTITY e0 "lol">{BOMB}]><a>&e8;</a>',
        "<a>&x;</a>",
        "<a>",
        "<a/><b/>",
        "",
        "<a>" * 400 + "</a>" * 400,
        "<a>" + "<b/>" * 500_000 + "</a>",
    ],
)
def test_xml_that_is_refused(text):
    with pytest.raises(UnreadableDocument) as refused:
        read_xml(text.encode())
    assert is_told(refused.value)


def test_xinclude_is_never_followed():
    root = read_xml(
        b'<a xmlns:x="http://www.w3.org/2001/XInclude"><x:include href="/etc/hostname"/></a>'
    )
    assert "".join(root.itertext()) == ""


def test_comments_do_not_cut_texts():
    assert read_xml("<a>một<!-- x --> hai<?x y?></a>".encode()).text == "một hai"
