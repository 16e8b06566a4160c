"""Row: five hundred people who finish a course online within an hour, beside editors who save."""

from bench.datasets import FOLDER
from bench.learned_course import MAKE
from bench.learned_course import ORDER
from bench.learned_course import PEOPLE
from bench.learned_course import READ
from bench.learned_course import RIGHT
from bench.learners import arrive
from bench.learners import Person
from bench.learners import SavingEditors
from bench.learners import Seen
from bench.measuring import COUNT
from bench.measuring import Result
from bench.serving import cluster
from bench.serving import Served
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from statistics import quantiles
from tempfile import TemporaryDirectory
from tools.cluster_parts import HOST
from tools.cluster_parts import Postgres
from tools.cluster_parts import ROOT
from typing import Any

import json
import time

FASTER = 6
"""How many times as quickly as within an hour all of it happens."""
HOUR = 3600 / FASTER
ARRIVING = HOUR * 2 / 3
"""In the last third of the hour nobody begins any more."""
PAUSE = 30 / FASTER
"""Seconds between two pages of a person."""
SAVING = 1.0
"""Seconds between two saves of an editor."""
SCRIPT = ROOT / "bench" / "learned_course.py"
ANSWER_BAR, SIZE_BAR, PROCESSOR_BAR = 1000.0, 30_000.0, 8.0
ASKED_AGAIN = 300
"""Requests for a question page of which the processor time is taken."""


def learning() -> list[Result]:
    """Row: 500 people learn a lesson and take its test within an hour, six times as quickly."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(dir=FOLDER)))
        postgres = Postgres(folder)
        stack.callback(postgres.stop)
        served = stack.enter_context(cluster("items-0", postgres))
        made = ask(served, MAKE)
        root = f"http://{HOST}:{served.port}"
        processor = processor_of_a_question(served, root, made)
        seen, editors, seconds = hour(root, made)
        stored = ask(served, READ)
    return [*counted(seen, stored, editors), *timed(seen, editors, processor, seconds)]


def ask(served: Served, what: str) -> dict[str, Any]:
    """Let a script make the course, or read what is stored of it."""
    order = {ORDER: what, "PYTHONPATH": str(ROOT)}
    return json.loads(served.place.script(SCRIPT, **order).splitlines()[-1])


def hour(root: str, made: dict[str, Any]) -> tuple[Seen, SavingEditors, float]:
    """Let all people learn while the editors save; return what both saw, and the seconds."""
    seen = Seen()
    people = [
        Person(seen, RIGHT, name, link(root, made, code), PAUSE)
        for name, code in made["codes"].items()
    ]
    begin = time.monotonic()
    with SavingEditors(root, made["texts"], SAVING) as editors:
        arrive([person.learn for person in people], ARRIVING)
    return seen, editors, time.monotonic() - begin


def link(root: str, made: dict[str, Any], code: str) -> str:
    """Return the link that somebody was sent."""
    return f"{root}{made['course']}/@@learn?code={code}"


def processor_of_a_question(served: Served, root: str, made: dict[str, Any]) -> float:
    """Return the milliseconds that a question page takes of its client's processor.

    All threads of the process count, so that everything on the way does: waitress, publisher,
    database. It is asked for by somebody who is gone afterwards.
    """
    name, code = made["codes"].popitem()
    person = Person(Seen(), RIGHT, name, link(root, made, code), 0.0)
    person.get(person.address)
    person.get(person.links(".steps a")[0])
    person.send("done")
    person.get(person.links(".steps a")[-1])
    person.send("begin")
    for _time in range(ASKED_AGAIN // 10):
        person.get(person.url)
    before = served.processor_seconds()
    for _time in range(ASKED_AGAIN):
        person.get(person.url)
    return (served.processor_seconds() - before) / ASKED_AGAIN * 1000


def counted(seen: Seen, stored: dict[str, Any], editors: SavingEditors) -> list[Result]:
    """Compare what people were told with what is stored."""
    attempts = {
        name: found
        for name, found in stored["attempts"].items()
        if name in seen.acknowledged
    }
    lost = sum(
        all(attempt["given"].get(question) != answer for attempt in attempts[name])
        for name, answers in seen.acknowledged.items()
        for question, answer in answers.items()
    )
    lost += max(0, seen.certificates - stored["holders"])
    marked = [one for found in attempts.values() for one in found if one["handed_in"]]
    # Whoever failed to hear of what was done has doubled nothing: what is stored is compared
    doubled = sum(max(0, len(found) - 1) for found in attempts.values())
    doubled += abs(stored["answered"] - sum(one["asked"] for one in marked))
    doubled += abs(stored["right"] - sum(one["right"] for one in marked))
    doubled += abs(stored["certificates"] - stored["holders"])
    unfinished = len(seen.acknowledged) - len(marked)
    return [
        Result(
            "people who finished",
            float(len(marked)),
            bar=float(PEOPLE - 1),
            unit=COUNT,
            at_least=True,
        ),
        Result(
            "answers that were acknowledged",
            float(sum(map(len, seen.acknowledged.values()))),
            unit=COUNT,
        ),
        Result("answers or certificates lost", float(lost), bar=0.0, unit=COUNT),
        Result(
            "answers, attempts or certificates doubled",
            float(doubled),
            bar=0.0,
            unit=COUNT,
        ),
        Result(
            "requests that failed",
            float(len(seen.failed) + unfinished),
            bar=0.0,
            unit=COUNT,
        ),
        Result(
            "saves beside them that failed",
            float(len(editors.failed)),
            bar=0.0,
            unit=COUNT,
        ),
        Result("saves beside them", float(len(editors.times)), unit=COUNT),
    ]


def timed(
    seen: Seen, editors: SavingEditors, processor: float, seconds: float
) -> list[Result]:
    """Return how long people waited, and what a page costs."""
    return [
        Result(
            "an answer, 95 of 100",
            quantiles(seen.answers, n=20)[-1] * 1000,
            bar=ANSWER_BAR,
        ),
        Result("an answer, median", median(seen.answers) * 1000),
        Result(
            "a page of the course, 95 of 100", quantiles(seen.pages, n=20)[-1] * 1000
        ),
        Result("a save, median", median(editors.times) * 1000),
        Result(
            "a question page, bytes", float(max(seen.sizes)), bar=SIZE_BAR, unit=COUNT
        ),
        Result(
            "a question page, processor of the client", processor, bar=PROCESSOR_BAR
        ),
        Result("the hour took", seconds, unit="s"),
    ]
