"""People who learn a course online over HTTP, and editors who save meanwhile: no code of the add-on.

Each reads what a browser would, follows links, sends forms as they stand, and notes each answer
that was acknowledged. Some press a button twice; with some the line is lost after sending.
"""

from bench.editors import PASSWORD
from bench.editors import WORDS
from bench.texts import Writer
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field
from itertools import cycle
from random import Random
from typing import Any
from typing import Self
from urllib.parse import urljoin

import lxml.html
import requests
import threading
import time

RIGHT_SHARE = 0.8
SENT_TWICE, LINE_LOST = 0.05, 0.03
"""The shares of answers whose button is pressed twice, and after which the line breaks."""
LOST_AFTER = 0.001
"""Seconds after which the line is lost: what was sent is on its way, the answer never comes."""
TRIES = 5
TIMEOUT = 60


@dataclass
class Seen:
    """What all people saw together."""

    answers: list[float] = field(default_factory=list)
    """Seconds until an answer was acknowledged."""
    pages: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    """Bytes of the pages that ask a question."""
    failed: list[str] = field(default_factory=list)
    acknowledged: dict[str, dict[str, str]] = field(default_factory=dict)
    """Name → question → answer."""
    certificates: int = 0
    twice: int = 0
    lost_lines: int = 0
    asked_again: int = 0
    """Answers that were refused and shown beside a kept one, and sent once more."""


class Person:
    """One who learns, in a thread of their own."""

    def __init__(
        self, seen: Seen, right: str, name: str, address: str, pause: float
    ) -> None:
        """Begin at the address of a link; `right` is how right answers begin."""
        self.seen, self.right, self.name = seen, right, name
        self.address, self.pause = address, pause
        self.random = Random(name)
        self.browser = requests.Session()
        # Nobody's line stays open while they read; one that the proxy closed would be an error
        self.browser.headers["Connection"] = "close"
        self.noted = seen.acknowledged.setdefault(name, {})
        self.url = ""
        self.page: Any = None

    def learn(self) -> None:
        """Go the whole way, from the link to the certificate."""
        try:
            self.get(self.address)
            self.get(self.links(".steps a")[0])
            self.send("done")
            self.get(self.links(".steps a")[-1])
            self.send("begin")
            while self.page.cssselect("button[value=answer]"):
                self.answer()
            self.send("hand-in")
            self.get(self.address)
            for link in self.links("a[href$=course-certificate]"):
                self.check(self.browser.get(link, timeout=TIMEOUT))
                self.seen.certificates += 1
        except (requests.RequestException, RuntimeError, IndexError) as error:
            self.seen.failed.append(f"{self.name}: {error!r}")
        finally:
            self.browser.close()

    def answer(self) -> None:
        """Answer the question of the page."""
        question, values, answer = self.choose()
        happens = self.random.random()
        if happens < LINE_LOST:
            self.lose_the_line(values)
        elif happens < LINE_LOST + SENT_TWICE:
            self.seen.twice += 1
            thread = threading.Thread(target=self.press_again, args=(values,))
            thread.start()
            self.follow(self.post(values))
            thread.join()
            self.noted[question] = answer
        else:
            response = self.insist(self.post(values))
            self.seen.answers.append(response.elapsed.total_seconds())
            self.noted[question] = answer
            self.follow(response)

    def insist(self, response: requests.Response) -> requests.Response:
        """Send an answer once more if another one came in between: the page shows both of them.

        That is the one whose line was lost, when it arrives after the page was opened anew.
        """
        if response.status_code != 200:
            return response
        self.seen.asked_again += 1
        self.page = lxml.html.fromstring(response.content)
        values = dict(self.form("answer").form_values()) | {"action": "answer"}
        return self.post(values)

    def choose(self) -> tuple[str, dict[str, str], str]:
        """Return question, form and answer in words; four of five answers are right."""
        values = dict(self.form("answer").form_values()) | {"action": "answer"}
        knows = self.random.random() < RIGHT_SHARE
        if typed := self.page.cssselect("label[for=answer]"):
            question = typed[0].text_content().strip()
            number = question.rpartition(" ")[2].strip(".") if knows else "1"
            return question, values | {"answer": number}, number
        question = self.page.cssselect("legend")[0].text_content().strip()
        options = self.page.cssselect("label.option")
        texts = [option.text_content().strip() for option in options]
        at = next(
            at for at, text in enumerate(texts) if text.startswith(self.right) == knows
        )
        value = options[at].cssselect("input")[0].get("value")
        return question, values | {"answer": value}, texts[at]

    def lose_the_line(self, values: dict[str, str]) -> None:
        """Send, hear nothing, and open the page anew: it says what is still to be answered."""
        self.seen.lost_lines += 1
        try:
            self.browser.post(
                self.action("answer"), values, timeout=(TIMEOUT, LOST_AFTER)
            )
        except requests.RequestException:
            self.browser.close()
        self.get(self.url.partition("&q=")[0])

    # A browser

    def get(self, url: str) -> None:
        """Read a page, after a pause in which the last one is read."""
        time.sleep(self.random.uniform(0.5, 1.5) * self.pause)
        response = self.check(self.browser.get(url, timeout=TIMEOUT))
        self.seen.pages.append(response.elapsed.total_seconds())
        self.url = response.url
        self.page = lxml.html.fromstring(response.content)
        if self.page.cssselect("button[value=answer]"):
            self.seen.sizes.append(len(response.content))

    def send(self, action: str) -> None:
        """Press a button and follow where it leads."""
        values = dict(self.form(action).form_values()) | {"action": action}
        self.follow(self.post(values))

    def post(self, values: dict[str, str]) -> requests.Response:
        """Send a form without following where it leads."""
        return self.check(
            self.browser.post(
                self.action(values["action"]),
                values,
                allow_redirects=False,
                timeout=TIMEOUT,
            )
        )

    def press_again(self, values: dict[str, str]) -> None:
        """Send a form once more at the same moment; what comes back is seen by nobody."""
        try:
            self.post(values)
        except (requests.RequestException, RuntimeError) as error:
            self.seen.failed.append(f"{self.name}, again: {error!r}")

    def follow(self, response: requests.Response) -> None:
        """Go where an answer leads; one that leads nowhere has stored nothing."""
        if response.status_code != 303:
            raise RuntimeError(f"{response.status_code} {response.text[:300]}")
        self.get(urljoin(response.url, response.headers["Location"]))

    def form(self, action: str) -> Any:
        """Find the form of a button."""
        button = self.page.cssselect(f"button[value={action}]")[0]
        return next(one for one in button.iterancestors() if one.tag == "form")

    def action(self, action: str) -> str:
        """Return where the form of a button is sent."""
        return urljoin(self.url, self.form(action).action)

    def links(self, selector: str) -> list[str]:
        """Return where links of the page lead."""
        return [
            urljoin(self.url, one.get("href")) for one in self.page.cssselect(selector)
        ]

    def check(self, response: requests.Response) -> requests.Response:
        """Return an answer; a failure is an error."""
        if response.status_code >= 400:
            raise RuntimeError(f"{response.status_code} {response.url}")
        return response


class SavingEditors:
    """Save texts over HTTP from the beginning of a `with` block to its end."""

    def __init__(self, root: str, texts: list[list[str]], pause: float) -> None:
        """Take the address of the site, the texts of each editor, and the pause after a save."""
        self.root, self.pause = root, pause
        self.times: list[float] = []
        self.failed: list[str] = []
        self._over = threading.Event()
        self._threads = [
            threading.Thread(
                target=self.work, args=(f"editor-{at}", paths), daemon=True
            )
            for at, paths in enumerate(texts)
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: Any) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def work(self, name: str, paths: list[str]) -> None:
        """Log in once, then save one text after the other."""
        browser = requests.Session()
        login = {"__ac_name": name, "__ac_password": PASSWORD, "buttons.login": "1"}
        browser.post(f"{self.root}/login", login, timeout=TIMEOUT)
        browser.headers.update({"Accept": "application/json", "Connection": "close"})
        writer = Writer(seed=name)
        for path in cycle(paths):
            if self._over.wait(self.pause):
                return
            begin = time.perf_counter()
            if fault := self.fault_of_save(browser, path, writer):
                self.failed.append(fault)
            self.times.append(time.perf_counter() - begin)

    def fault_of_save(
        self, browser: requests.Session, path: str, writer: Writer
    ) -> str:
        """Save new words; return what went wrong, empty if nothing did."""
        try:
            answer = browser.patch(
                f"{self.root}{path}", json=new_words(writer), timeout=TIMEOUT
            )
        except requests.RequestException as error:
            return repr(error)
        return "" if answer.status_code == 204 else f"{answer.status_code} {path}"


def new_words(writer: Writer) -> dict[str, Any]:
    """Return new words for a text."""
    body = {"data": writer.body(WORDS), "content-type": "text/html"}
    return {
        "title": writer.sentence(8),
        "description": writer.sentence(20),
        "text": body,
    }


def arrive(people: list[Callable[[], None]], seconds: float) -> None:
    """Let people come by chance within so many seconds, and wait until the last one has gone."""
    random = Random(len(people))
    moments = sorted(random.uniform(0, seconds) for _person in people)
    begin = time.monotonic()
    threads = []
    for moment, person in zip(moments, people, strict=True):
        time.sleep(max(0.0, begin + moment - time.monotonic()))
        threads.append(threading.Thread(target=person, daemon=True))
        threads[-1].start()
    for thread in threads:
        thread.join()
