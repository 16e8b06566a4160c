"""What questions and answers lack, and who is told so."""

from datetime import date
from datetime import timedelta
from desk_content import acting
from plone import api
from questions_content import answer
from questions_content import ask
from questions_content import BASIS
from questions_content import put
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.editorial.checks import warnings_of
from zope.interface import alsoProvides

import lxml.html
import pytest

LATE, EARLY = date(2020, 1, 6), date(2999, 1, 1)
OLD = BASIS | {"expires_on": date(2020, 1, 1)}


@pytest.mark.parametrize(
    ("state", "fields", "expected"),
    [
        ("received", {"due_date": EARLY}, []),
        ("received", {"due_date": LATE}, ["msg_check_old_question"]),
        (
            "answered",
            {"due_date": LATE, "legal_bases": [BASIS]},
            ["msg_check_old_question"],
        ),
        ("declined", {"due_date": LATE}, []),
        ("replied_privately", {"due_date": LATE}, []),
        ("assigned", {"due_date": EARLY, "legal_fields": ()}, []),
        ("answer_drafted", {"due_date": EARLY}, ["msg_check_answer_bases"]),
        ("published", {}, ["msg_check_answer_bases"]),
        ("published", {"legal_bases": [BASIS]}, []),
        (
            "published",
            {"legal_bases": [BASIS], "legal_fields": ()},
            ["msg_check_field"],
        ),
        ("published", {"legal_bases": [OLD]}, ["msg_check_expired"]),
        ("published", {"legal_bases": [OLD | {"validity": "HHL"}]}, []),
    ],
)
def test_what_lacks(section, state, fields, expected):
    question = put(answer(ask(section, **fields)), state)
    assert [str(message) for message in warnings_of(question)] == expected


def test_the_last_day_is_in_time(section):
    assert warnings_of(ask(section, due_date=today())) == []
    late = ask(section, due_date=today() - timedelta(days=1))
    assert len(warnings_of(late)) == 1


def test_stands_on_the_page_with_its_state_in_words(section, unit):
    put(ask(section, "Trễ hạn", due_date=LATE), "assigned").reindexObject()
    put(answer(ask(section, "Thiếu căn cứ")), "published").reindexObject()
    request = section.REQUEST.clone()
    alsoProvides(request, IBrowserLayer)
    with acting("bien-tap"):
        html = api.content.get_view("pbgdpl-check", section, request)()
    page = lxml.html.fromstring(html).cssselect("#content")[0].text_content()
    assert "Trễ hạn" in page and "Thiếu căn cứ" in page
    assert "06/01/2020" in page or "6/1/2020" in page
    assert "nguoi.hoi" not in page
    request.form["state"] = "assigned"
    with acting("bien-tap"):
        html = api.content.get_view("pbgdpl-check", section, request)()
    page = lxml.html.fromstring(html).cssselect("#content")[0].text_content()
    assert "Trễ hạn" in page and "Thiếu căn cứ" not in page
