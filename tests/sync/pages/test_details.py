"""Failures carry messages: told in the reader's language, with what stands in them."""

from pathlib import Path
from sonla.pbgdpl.exchange.field_types import Number
from sonla.pbgdpl.exchange.field_types import Text
from sonla.pbgdpl.exchange.fields import build
from sonla.pbgdpl.exchange.fields import BY_NAME
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.jobs.failures import classify
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.sync.authentication.tokens import not_given
from sonla.pbgdpl.sync.failures import DataFailure
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.http.responses import failure_of
from sonla.pbgdpl.sync.messages import CIRCLE
from sonla.pbgdpl.sync.record_words import detail_lines
from sonla.pbgdpl.sync.record_words import general_title
from zope.i18n import translate
from zope.i18nmessageid import Message

import ast
import pickle
import pytest
import sonla.pbgdpl

PACKAGE = Path(sonla.pbgdpl.__file__).parent
FROM_OUTSIDE = {
    ("sync/http/responses.py", "f'{status} {message}'"),
}
"""What a partner said."""
KIT = {"drivers/conformance.py", "outbox/conformance.py"}


def failure_classes(kind=Failure):
    """Yield the names of all classes of failures."""
    yield kind.__name__
    for inner in kind.__subclasses__():
        yield from failure_classes(inner)


def texts_raised(package):
    """Yield where a failure is made with a text of our own instead of a message."""
    names = set(failure_classes())
    for path in sorted(package.rglob("*.py")):
        place = path.relative_to(package).as_posix()
        if place.removeprefix("sync/") in KIT:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                said = node.args[0]
                texts = [
                    one
                    for one in (said, *map(said.__dict__.get, ("body", "orelse")))
                    if isinstance(one, ast.JoinedStr | ast.Constant)
                ]
                if name in names:
                    yield from ((place, ast.unparse(one)) for one in texts)


def own_texts(package=PACKAGE):
    return {
        (place, text)
        for place, text in texts_raised(package)
        if place.startswith(("sync/", "exchange/"))
    }


def test_whatever_the_exchange_raises_is_a_message():
    assert own_texts() == FROM_OUTSIDE


def test_the_text_of_a_failure_would_be_found(tmp_path):
    package = tmp_path / "sync"
    package.mkdir()
    package.joinpath("new.py").write_text(
        'raise ProtocolFailure("a word of English")\n', encoding="utf-8"
    )
    assert own_texts(tmp_path) == {("sync/new.py", "'a word of English'")}


def in_vietnamese(detail):
    """Return what a page tells of a detail that was stored and read again."""
    (line,) = detail_lines(pickle.loads(pickle.dumps(detail)))
    assert line["lang"] is None
    return translate(line["text"], target_language="vi")


@pytest.fixture
def catalogues(functional_portal):
    """The languages of a portal."""


def test_a_detail_is_told_in_the_readers_language(catalogues):
    failure = ProtocolFailure(CIRCLE)
    assert str(failure) == "P: The source sent the same page again."
    assert in_vietnamese(failure.detail) != CIRCLE.default


def test_values_stand_in_the_words(catalogues):
    failure = failure_of(302, {"location": "https://b.example/x?token=1"}, (), None)
    said = in_vietnamese(failure.detail)
    assert "https://b.example/x" in said and "token" not in said
    assert "${" not in said


def test_a_detail_may_stand_in_another(catalogues):
    inner = failure_of(
        401, {"www-authenticate": 'Bearer error="invalid_client"'}, (), 0
    )
    said = in_vietnamese(not_given(inner.detail, 401).detail)
    assert "invalid_client" in said and "401" in said and "${" not in said


def test_a_value_hides_secrets_and_control_characters():
    words = Message(
        "x", "sonla.pbgdpl", "${said}", {"said": "token=abcdefgh \x00\u202e"}
    )
    assert DataFailure(words).detail.mapping == {"said": "token=…"}


WRONG = {
    "problem_missing": {},
    "problem_long": {"title": "x" * 2000},
    "problem_many": {"title": "x", "keywords": [f"{one}" for one in range(300)]},
    "problem_other": {"title": "x", "issued": "yesterday"},
}


@pytest.mark.parametrize("words", WRONG)
def test_a_record_that_is_refused_says_what_is_wrong(catalogues, words):
    with pytest.raises(InvalidRecord) as caught:
        build("oai:a:1", "news", WRONG[words])
    failure = classify(caught.value)
    assert failure.detail == words and failure.field in BY_NAME
    said = in_vietnamese(failure.detail)
    assert "“" in said and f"“{failure.field}”" not in said and "${" not in said


def test_an_unusable_value_says_more_in_the_log():
    for kind, value in ((Number(), "x"), (Text(), 1)):
        with pytest.raises(ValueError, match="is not"):
            kind.clean(value)


@pytest.mark.parametrize("detail", ["ListRecords: badArgument <b>x</b>", "MemoryError"])
def test_what_came_from_outside_stays_and_is_marked(detail):
    assert detail_lines(detail) == [{"text": detail, "lang": "en"}]


def test_nothing_is_nothing():
    assert detail_lines("") == []


def test_each_field_of_a_record_is_called_by_a_word(functional_portal):
    titles = {name: general_title(name) for name in BY_NAME}
    assert [one for one in titles if not isinstance(titles[one], Message)] == []
