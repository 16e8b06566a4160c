"""Forms of the office: what the base of all of them guards."""

from plone.protect import createToken
from sonla.pbgdpl.ui.fields import Day
from sonla.pbgdpl.ui.form_page import FormPage
from sonla.pbgdpl.ui.office_forms import HasForms
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import BrowserView
from zExceptions import BadRequest
from zExceptions import Forbidden
from zope.i18nmessageid import Message
from zope.schema import Text

import lxml.html
import pytest
import types

TALK = (
    Day(__name__="day", title="Day"),
    Text(__name__="words", title="Words", max_length=20),
)


class TalkPage(FormPage, BrowserView):
    """Store talks in a list of the class."""

    __name__ = "talks"
    post_forms = {
        "note": PostForm(Message("Note"), TALK),
        "end": PostForm(Message("End"), TALK),
        "drop": PostForm(Message("Drop")),
    }
    saved = Message("Noted")
    home = "http://nohost/plone"

    def index(self):
        return "".join(map(self.drawn, self.post_forms))

    def store_note(self, sent):
        self.stored = sent

    def store_drop(self, sent):
        self.stored = self.sent_form


@pytest.fixture
def page(portal, http_request):
    def make(method="POST", **form):
        http_request.form.update({"_authenticator": createToken(), **form})
        http_request.method = http_request.environ["REQUEST_METHOD"] = method
        return TalkPage(portal, http_request)

    return make


def test_values_reach_the_method_of_the_button_as_the_fields_read_them(page):
    sent = page(note="1", day="9/12/2026", words="Hòa giải")
    assert sent() == ""
    assert (sent.stored["day"].isoformat(), sent.stored["words"]) == (
        "2026-12-09",
        "Hòa giải",
    )


def test_a_form_without_fields_tells_which_one_it_was(page):
    sent = page(drop="17")
    sent()
    assert sent.stored == ("drop", "17")


def test_a_refusal_stores_nothing_keeps_what_was_typed_and_names_the_field(page):
    sent = page(note="1", day="31/2/2026", words="x" * 21)
    forms = lxml.html.fromstring(f"<div>{sent()}</div>").cssselect("form")
    assert not hasattr(sent, "stored") and sent.error
    values = forms[0].fields
    assert (values["day"], values["words"]) == ("31/2/2026", "x" * 21)
    assert len(forms[0].cssselect(".error .invalid-feedback")) == 2
    others = forms[1]
    assert not others.cssselect(".error") and not others.fields["words"]


def test_a_form_from_elsewhere_is_refused(page):
    with pytest.raises(Forbidden):
        page(note="1", day="9/12/2026", words="x", _authenticator="?")()


def test_hidden_fields_and_values_of_buttons_go_along(page, portal):
    sent = {"uid": ["a", "b"], "kept": "x"}
    shown = page("GET").drawn("drop", value="17", about="An", **sent)
    (form,) = lxml.html.fromstring(f"<div>{shown}</div>").cssselect("form")
    assert form.get("action") == f"{portal.absolute_url()}/@@talks"
    hidden = [
        (one.get("name"), one.get("value")) for one in form.cssselect("[type=hidden]")
    ]
    assert hidden[1:] == [("uid:list", "a"), ("uid:list", "b"), ("kept", "x")]
    (button,) = form.cssselect("button")
    assert (button.get("value"), button.text_content()) == ("17", "Drop: An")


def test_a_form_without_fields_is_sent_by_its_button_alone(page):
    sent = page(other="1")
    sent.post_forms = {"drop": TalkPage.post_forms["drop"]}
    with pytest.raises(BadRequest):
        sent()


def below(base):
    for one in base.__subclasses__():
        yield one
        yield from below(one)


@pytest.mark.usefixtures("portal")
def test_each_form_of_a_page_that_stores_by_forms_has_its_method():
    pages = [one for one in below(HasForms) if issubclass(one, FormPage)]
    lacking = {
        (one.__name__, name)
        for one in pages
        if one.store is FormPage.store and one is not TalkPage
        for name in one.post_forms.keys() - {"cancel"}
        if not isinstance(getattr(one, f"store_{name}", None), types.FunctionType)
    }
    assert pages and lacking == set()
