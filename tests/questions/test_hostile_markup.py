"""Markup of strangers in a real browser: it runs nothing and asks nobody, wherever it stands."""

from dialogues import answered
from dialogues import make_dialogue
from dialogues import OFFICIALS
from hostile_markup import PAYLOADS
from plone.namedfile.file import NamedBlobFile
from questions_content import answer
from questions_content import ask
from rich_texts import rich
from sonla.pbgdpl.questions.form_data import clean_filename
from sonla.pbgdpl.questions.form_data import clean_line
from sonla.pbgdpl.questions.form_data import clean_text
from vietnamese_portal import EDITOR
from vietnamese_portal import furnish
from vietnamese_portal import SECTION

import pytest
import transaction

TEXTS = [text for _name, text in PAYLOADS]
LISTEN = "window.ran = []; window.alert = what => window.ran.push(what);"


@pytest.fixture
def section(functional_portal):
    """Return the section of a furnished portal."""
    furnish(functional_portal)
    return functional_portal[SECTION]


@pytest.fixture
def seen(as_person):
    """Open pages as somebody; give what ran, and the hosts that were asked."""

    def see(url, person=None):
        page = as_person(person)
        page.add_init_script(LISTEN)
        hosts = set()
        page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
        page.goto(url)
        page.wait_for_load_state("networkidle")
        return page, page.evaluate("window.ran"), hosts

    return see


def host_of(section):
    return section.absolute_url().split("/")[2]


@pytest.mark.parametrize(
    "texts",
    [TEXTS[::8], pytest.param(TEXTS, marks=pytest.mark.long)],
    ids=["some", "all"],
)
def test_what_askers_type_runs_nothing_and_asks_nobody(section, seen, texts):
    dialogue = make_dialogue(section, "closed", id="doi-thoai-mau")
    for text in texts:
        question = answered(
            dialogue,
            clean_line(text) or "Trống",
            question=clean_text(text),
            public_name=clean_line(text)[:100],
        )
        question.reindexObject()
    transaction.commit()
    one = f"{dialogue.absolute_url()}/{dialogue.objectIds()[0]}"
    pages = []
    for url in (
        f"{dialogue.absolute_url()}?all=1",
        f"{section.absolute_url()}/@@questions",
        f"{section.absolute_url()}/@@pbgdpl-search?SearchableText=alert",
        one,
    ):
        page, ran, hosts = seen(url)
        assert ran == [], url
        assert hosts == {host_of(section)}, url
        pages.append(page)
    page = pages[0]
    assert page.locator(".pbgdpl-answer").count() == len(texts)
    words = page.locator("#content").inner_text()
    assert words.count("alert(1)") > len(texts)


@pytest.mark.long
def test_the_office_looks_at_it_unharmed(section, seen):
    question = ask(section, id="cau-hoi", question="\n".join(map(clean_text, TEXTS)))
    question.public_name = clean_line(TEXTS[0])
    question.asker_files = tuple(
        NamedBlobFile(b"%PDF-1.7", filename=f"{clean_filename(text)}.pdf")
        for text in TEXTS
    )
    question.reindexObject()
    transaction.commit()
    for name in ("", "/edit", "/@@pbgdpl-transition?workflow_action=accept"):
        page, ran, hosts = seen(f"{question.absolute_url()}{name}", EDITOR)
        assert ran == [] and hosts == {host_of(section)}, name
        if not name:
            links = page.locator("a[href*='@@question-file']")
            assert links.count() == len(TEXTS)


@pytest.mark.long
def test_answers_and_dialogues_run_nothing(section, seen):
    hostile = " ".join(TEXTS)
    dialogue = make_dialogue(
        section,
        "closed",
        id="doi-thoai-mau",
        title=TEXTS[0],
        topic=hostile,
        officials=[{**OFFICIALS[0], "name": text, "part": text} for text in TEXTS],
    )
    for text in TEXTS:
        one = answered(dialogue, "Câu hỏi", answered_by=text)
        answer(one, f"<p>Trả lời {text}</p>")
        one.reindexObject()
    # Core, told of a change, looks for links to content and fails at some of these.
    dialogue.summary = rich("".join(f"<p>{text}</p>" for text in TEXTS))
    transaction.commit()
    for url in (
        f"{dialogue.absolute_url()}?all=1",
        f"{section.absolute_url()}/@@questions",
        f"{section.absolute_url()}/@@dialogues",
    ):
        assert seen(url)[1] == [], url
