"""A course that is learned online, and a browser without script that learns it."""

from activities import relations
from activities import teach
from bank_content import add_question
from bank_content import make_bank
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from plone.app.textfield import RichTextValue
from public_content import make
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.options.learning.pages.learning import COOKIE
from statistics_content import view
from typing import Any
from urllib.parse import parse_qs
from urllib.parse import urlsplit

import lxml.html

RIGHT = "Nam 20, nữ 18"


class Device:
    """A browser without script: keeps its cookie, follows where it is led, sends forms as they stand."""

    def __init__(self, course: Any, address: str = "192.0.2.1") -> None:
        self.course, self.address = course, address
        self.cookies: dict[str, str] = {}
        self.page: Any = None

    def request(self, name: str, method: str = "GET", /, **form: Any) -> Any:
        """Ask for a page and follow where it leads."""
        page = view(self.course, name, method)
        page.request.form.update(form)
        page.request.cookies = dict(self.cookies)
        page.request._client_addr = self.address
        body = page()
        response = page.request.response
        if COOKIE in response.cookies:
            self.cookies[COOKIE] = response.cookies[COOKIE]["value"]
        if response.getStatus() in (302, 303):
            parts = urlsplit(response.getHeader("Location"))
            query = {key: one[0] for key, one in parse_qs(parts.query).items()}
            return self.request(parts.path.rpartition("@@")[2], **query)
        self.name, self.body, self.asked = name, body, form
        self.response = response
        self.page = lxml.html.fromstring(body) if isinstance(body, str) else None
        return body

    def send(self, action: str, **changes: Any) -> Any:
        """Send the form that has a button, as it stands but for some changes."""
        button = self.page.cssselect(f"button[value={action}]")[0]
        form = next(one for one in button.iterancestors() if one.tag == "form")
        values = {**dict(form.form_values()), **changes, "action": action}
        return self.request(
            form.action.rpartition("@@")[2],
            "POST",
            **{k: v for k, v in values.items() if v is not None},
        )

    @property
    def text(self) -> str:
        """The words of the page."""
        return " ".join(self.page.text_content().split())

    @property
    def step(self) -> str:
        """The key of the step that the page is about."""
        return self.asked["n"]

    def choose(self, answer: str) -> str:
        """Return the value of an option by its text."""
        for option in self.page.cssselect("label.option"):
            if option.text_content().strip() == answer:
                return option.cssselect("input")[0].get("value")
        raise AssertionError(f"{answer} can't be chosen")


def make_course(unit: Any, bank: Any, **fields: Any) -> Any:
    """Make a public course of one lesson and a test of two questions, which is open now."""
    lesson = make(
        unit,
        "EducationMaterial",
        "Bài 1",
        kind="tai-lieu",
        text=RichTextValue("<p>Nội dung</p>", "text/html", "text/html"),
    )
    now = datetime.now(UTC)
    test = {
        "title": "Kiểm tra",
        "bank": bank.UID(),
        "questions": 2,
        "pass_percent": 70,
        "attempts": 2,
    }
    values = {
        "lessons": relations([lesson]),
        "learn_online": True,
        "start": now - timedelta(days=1),
        "end": now + timedelta(days=1),
        "tests": [test],
        **fields,
    }
    return teach(unit, **values)


def make_learned(portal: Any, path: tuple[str, ...]) -> Any:
    """Make a course in the unit at a path, with its bank."""
    unit = portal.unrestrictedTraverse(path)
    return make_course(unit, make_asked_bank(section_of(unit)))


def make_asked_bank(section: Any) -> Any:
    """Make an approved bank of two questions, of which one wants a number."""
    bank = make_bank(section, state="approved")
    add_question(bank, "approved")
    add_question(
        bank,
        "approved",
        question="Bao nhiêu ngày?",
        kind="number",
        answers=[],
        number="60",
    )
    return bank


def read_lesson(device: Any) -> None:
    device.request("learn")
    url = device.page.cssselect(".steps a")[0].get("href")
    device.request("lesson", n=parse_qs(urlsplit(url).query)["n"][0])
    device.send("done")


def open_test(device: Any) -> None:
    device.request("learn")
    url = device.page.cssselect(".steps a")[-1].get("href")
    device.request("course-test", n=parse_qs(urlsplit(url).query)["n"][0])


def answer_rightly(device: Any) -> None:
    """Answer what is asked until nothing is left."""
    while device.page.cssselect("button[value=answer]"):
        if device.page.cssselect("#answer"):
            device.send("answer", answer="60")
        else:
            device.send("answer", answer=device.choose(RIGHT))


def learn(device: Any) -> None:
    """Go the whole way; who typed their name still has to take the certificate."""
    read_lesson(device)
    open_test(device)
    device.send("begin")
    answer_rightly(device)
    device.send("hand-in")
