"""What may be wrong with an activity is asked before it is saved, by each way of entering one."""

from activities import FIELDS
from activities import hold
from ast import literal_eval
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from public_content import make
from public_content import make_section

import lxml.html
import pytest
import requests
import transaction

OWNER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
JSON = {"Accept": "application/json"}
TITLE = "Buổi hai, đã gõ xong"
PLACE = FIELDS["location"]
FIRST, LATER = "2026-03-09T08:00", "2026-03-10T08:00"


@pytest.fixture
def unit(functional_portal):
    """Return a unit in which one activity was entered."""
    section = make_section(functional_portal)
    unit = make(section, "ContributingUnit", "Phường Mẫu", code="phuong-mau")
    hold(unit, "Buổi một")
    transaction.commit()
    return unit


def activities(unit):
    transaction.begin()
    return unit.objectValues()


class Form:
    """Core's form with all fields, opened, filled in and sent as a browser does."""

    def __init__(self, url):
        self.url = url
        self.read(requests.get(url, auth=OWNER, timeout=60).text)

    def read(self, text):
        page = lxml.html.fromstring(text, base_url=self.url)
        self.form = page.get_element_by_id("form")
        self.box = next(iter(page.cssselect("#pbgdpl-doubts")), None)

    def fill(self, **typed):
        for name, value in typed.items():
            (field,) = (
                one
                for one in self.form.inputs
                if (one.get("name") or "").split(":")[0].endswith(f".{name}")
            )
            field.value = value
        return self

    def press(self, name="save", value="1", files=None):
        button = name if "." in name else f"form.buttons.{name}"
        data = [*self.form.form_values(), (button, value)]
        answer = requests.post(self.url, data=data, files=files, auth=OWNER, timeout=60)
        self.box = self.form = None
        if not answer.history:
            self.read(answer.text)
        return self

    @property
    def asked(self):
        return [] if self.box is None else self.box.cssselect("li")

    def answer(self):
        button = self.box.cssselect("button")[-1]
        return self.press(button.get("name"), button.get("value"))


def new_form(unit, **typed):
    values = {
        "title": TITLE,
        "start": FIRST,
        "end": FIRST.replace("08", "11"),
        "dissemination_form": FIELDS["dissemination_form"],
        "location": PLACE,
    }
    form = Form(f"{unit.absolute_url()}/++add++LegalActivity")
    return form.fill(**{**values, **typed})


def sent(unit, method="POST", **changed):
    body = {
        "@type": "LegalActivity",
        "title": TITLE,
        "start": f"{FIRST}:00+07:00",
        "end": "2026-03-09T11:00:00+07:00",
        "dissemination_form": FIELDS["dissemination_form"],
        "organiser_kind": "agency",
        "location": PLACE,
        **changed,
    }
    if method == "PATCH":
        body = changed
    answer = requests.request(
        method, unit.absolute_url(), json=body, headers=JSON, auth=OWNER, timeout=60
    )
    transaction.begin()
    return answer


@pytest.mark.parametrize("button", ["save", "save_and_forward"])
def test_the_form_with_all_fields_asks_and_keeps_what_was_typed(unit, button):
    form = new_form(unit, sessions="0", attendees="77").press(button)
    assert len(form.asked) == 2 and len(activities(unit)) == 1
    links = [one.get("href") for one in form.box.cssselect("a")]
    assert links == [activities(unit)[0].absolute_url()]
    assert dict(form.form.form_values())["form.widgets.IDublinCore.title"] == TITLE
    assert len(form.press(button).asked) == 2, "pressed again, it asks again"
    form.answer()
    (made,) = (one for one in activities(unit) if one.title == TITLE)
    assert (made.sessions, made.attendees) == (0, 77)
    wanted = "draft" if button == "save" else "pending_approval"
    assert api.content.get_state(made) == wanted


def test_the_key_enter_asks_again(unit):
    form = new_form(unit).press()
    first = form.box.cssselect("button")[0]
    assert first.get("form") == form.form.get("id")
    form.press(first.get("name"), first.get("value"))
    assert form.asked and len(activities(unit)) == 1


def test_files_that_have_to_be_chosen_again_are_named(unit):
    files = {"form.widgets.pbgdpl_files": ("ke-hoach.pdf", b"%PDF-1.7")}
    form = new_form(unit).press(files=files)
    assert "ke-hoach.pdf" in form.box.text_content()
    assert "without files" in form.box.cssselect("button")[-1].text_content()
    form.press(form.box.cssselect("button")[-1].get("name"), "x", files)
    assert "ke-hoach.pdf" in form.box.text_content() and len(activities(unit)) == 1


def test_nothing_is_asked_where_nothing_is_doubtful(unit):
    new_form(unit, start=LATER, end=LATER.replace("08", "11")).press()
    assert len(activities(unit)) == 2


def test_a_change_is_asked_of_what_it_brings_in_alone(unit):
    with api.env.adopt_roles(["Manager"]):
        second = hold(unit, "Buổi hai", public=False)
        transaction.commit()
    edit = f"{second.absolute_url()}/edit"
    Form(edit).fill(title="Tên khác").press()
    transaction.begin()
    assert second.title == "Tên khác", "of what was known nothing is asked"
    form = Form(edit).fill(sessions="0").press()
    transaction.begin()
    assert len(form.asked) == 1 and second.sessions == FIELDS["sessions"]
    form.answer()
    transaction.begin()
    assert second.sessions == 0


def questions(answer):
    assert answer.status_code == 400
    return literal_eval(answer.json()["message"])


@pytest.mark.parametrize("way", ["POST", "PATCH"])
def test_rest_asks_and_saves_what_is_confirmed(unit, way):
    changed = {"sessions": 0, "attendees": 120}
    place, number = unit, 1
    if way == "PATCH":
        with api.env.adopt_roles(["Manager"]):
            place, number = hold(unit, "Buổi hai", public=False, sessions=None), 2
            transaction.commit()
    asked = questions(sent(place, way, **changed))
    ids = [one["asks"] for one in asked]
    assert ids[0] == "msg_people_without_session"
    assert ids[1:] == (["msg_same_occasion"] if way == "POST" else [])
    assert all(one["message"] != one["asks"] for one in asked)
    assert len(activities(unit)) == number
    if way == "PATCH":
        assert place.sessions is None
    wrong = sent(place, way, confirmed="x", **changed)
    assert wrong.status_code == 400
    answer = sent(place, way, confirmed=asked[0]["confirmed"], **changed)
    assert answer.status_code == (201 if way == "POST" else 204)
    assert 0 in [one.sessions for one in activities(unit)]


def test_rest_asks_nothing_where_nothing_is_doubtful(unit):
    later = {"start": f"{LATER}:00+07:00", "end": "2026-03-10T11:00:00+07:00"}
    assert sent(unit, **later).status_code == 201
