"""A button that can't be undone is asked about once: each red one, and how it is asked."""

from pathlib import Path
from sonla.pbgdpl.ui.confirmation import AsksOnce
from sonla.pbgdpl.ui.confirmation import Confirmation
from sonla.pbgdpl.ui.office_forms import HasForms
from zope.i18nmessageid import Message

import lxml.html
import pytest
import sonla.pbgdpl

SOURCES = Path(sonla.pbgdpl.__file__).parent
OTHERWISE = {
    ("confirmation.pt", "confirmed=1"): "this is the question",
    # Pages of their own that say what happens
    ("transition.pt", "form.buttons.go=${python:button[0]}"): "asks for a comment",
}
"""Template and button → why no question of its own is asked before."""
FORMS_OTHERWISE = {
    ("ImportView", "undo"): "leads to a question",
    ("ImportView", "drop"): "an uploaded file, of which its owner has the original",
    ("CloseUnitView", "close"): "a page of its own, and a unit can be opened again",
    ("ContentImportView", "undo"): "is itself the way back",
    (
        "PersonalDataPage",
        "erase",
    ): "asks, naming the person, once what is kept is known",
    ("QuestionView", "erase"): "leads to a page that asks",
    ("ImportPage", "undo"): "is itself the way back of what was entered",
    ("BankImport", "undo"): "is itself the way back of what was entered",
    ("RoundSteps", "close"): "asks for a reason where units are missing; reopened",
    ("StatusPage", "release"): "lets go on what waits; nothing is lost",
    ("StatusPage", "ask_push"): "lets go on what waits; nothing is lost",
    ("SwitchView", "turn_off"): "may be turned on again",
    ("QueuePage", "forget"): "lines of what was lost already",
    ("UninstallReport", "uninstall"): "the report before an uninstallation",
}
"""Page and form, the same."""


def red_buttons():
    """Yield template and button of each that is drawn red."""
    for path in sorted(SOURCES.rglob("*.pt")):
        for button in lxml.html.fromstring(path.read_text("utf-8")).iter("button"):
            if "danger" in button.get("class", ""):
                name, value = button.get("name", ""), button.get("value", "")
                yield path, f"{name}={value}" if name else ""


def below(base):
    """Yield each class of pages that stands on another."""
    for one in base.__subclasses__():
        yield one
        yield from below(one)


def red_forms():
    """Yield page and button of each described form that is drawn red."""
    for page in set(below(HasForms)):
        for name, form in page.post_forms.items():
            if "danger" in form.look and "post_forms" in vars(page):
                yield page, name


def is_asked(path, button):
    """Return whether a page beside the template asks about a button."""
    package = ".".join(path.relative_to(SOURCES.parents[1]).parts[:-2])
    return any(
        {button, button.partition("=")[0]} & set(one.asks_about)
        for one in below(AsksOnce)
        if one.__module__.startswith(package)
    )


@pytest.mark.parametrize(
    ("path", "button"),
    [pytest.param(*one, id=one[0].name + one[1]) for one in red_buttons()],
)
def test_each_red_button_is_asked_about(portal, path, button):
    assert (path.name, button) in OTHERWISE or is_asked(path, button)


@pytest.mark.usefixtures("portal")
def test_each_red_form_is_asked_about():
    found = {(page.__name__, name) for page, name in red_forms()}
    asked = {
        (page.__name__, name)
        for page, name in red_forms()
        for one in below(AsksOnce)
        if {name, f"{page.sent_as}={name}"} & set(one.asks_about)
        and one.__module__.rpartition(".")[0] == page.__module__.rpartition(".")[0]
    }
    assert found - asked == set(FORMS_OTHERWISE)


def test_no_exception_is_left_over():
    known = {(path.name, button) for path, button in red_buttons()}
    assert set(OTHERWISE) <= known


class Page(AsksOnce):
    """A page that drops what it is sent."""

    context = None
    asks_about = {"drop": Confirmation(Message("b"), reason=Message("why"))}

    def __init__(self, **form):
        self.request = type("Request", (), {"form": form})()

    def hide_columns(self):
        """Do nothing: there are no columns."""

    def asking(self):
        return "asked"


def test_what_was_sent_is_carried_and_only_a_reason_and_a_yes_go_on():
    page = Page(drop="1", uid=["a", "b"], _authenticator="t", confirmed="", reason=" ")
    assert page.ask_about_button() == "asked" and page.lacks_reason
    assert list(page.carried()) == [
        ("drop", "1"),
        ("uid:list", "a"),
        ("uid:list", "b"),
        ("_authenticator", "t"),
    ]
    assert Page(drop="1", reason="Nhầm").ask_about_button() == "asked"
    assert Page(drop="1", confirmed="1", reason="Nhầm").ask_about_button() is None
    assert Page(keep="1").ask_about_button() is None
