"""A subject may call a step of its texts other than the chain does."""

from desk_content import acting
from desk_content import walk
from sample_addon import registered
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.editorial.history import step_title
from sonla.pbgdpl.editorial.interfaces import ITransitionTitle
from zope.component import getMultiAdapter
from zope.interface import alsoProvides
from zope.interface import implementer

import lxml.html
import pytest

SAMPLE = """
  <adapter
      factory=".sample_title"
      provides="sonla.pbgdpl.editorial.interfaces.ITransitionTitle"
      for="sonla.pbgdpl.texts.content.ILegalNews"
      name="return_to_author"
      />
"""


@implementer(ITransitionTitle)
class SampleTitle:
    """Name the step as the competition of another add-on does."""

    title = "Loại khỏi cuộc thi mẫu"
    lead = "Bài không dự thi nữa."
    comment_help = "Ban tổ chức đọc ý kiến này."


def sample_title(text):
    """Return the words for entries of the competition only."""
    return SampleTitle() if "du-thi" in text.Subject() else None


@pytest.fixture
def form(text):
    """Return a function: the form in which a text that waits is sent back."""
    walk(text, ("tac-gia", "submit"))
    request = text.REQUEST.clone()
    alsoProvides(request, IBrowserLayer)
    request.form["workflow_action"] = "return_to_author"

    def opened():
        with acting("bien-tap"):
            view = getMultiAdapter((text, request), name="pbgdpl-transition")
            return lxml.html.fromstring(view())

    return opened


def test_the_words_of_another_add_on(text, form):
    text.setSubject(("du-thi",))
    with registered(SAMPLE, sample_title=sample_title):
        page = form()
        assert step_title(text, "return_to_author") == SampleTitle.title
        assert step_title(text, "forward") != SampleTitle.title
    assert page.cssselect("h1")[0].text == SampleTitle.title
    assert page.cssselect("button[name='form.buttons.go']")[0].text == SampleTitle.title
    assert SampleTitle.lead in page.text_content()
    (hint,) = page.cssselect("#pbgdpl-comment-help")
    assert hint.text == SampleTitle.comment_help


def test_a_text_for_which_the_words_of_the_chain_are_right(text, form):
    with registered(SAMPLE, sample_title=sample_title):
        page = form()
        assert step_title(text, "return_to_author") != SampleTitle.title
    assert SampleTitle.lead not in page.text_content()
    assert page.cssselect("#pbgdpl-comment-help")[0].text.startswith("The author")
