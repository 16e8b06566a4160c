"""What everybody reads: list, page, linked data, block, landing page, deletion."""

from datetime import datetime
from datetime import UTC
from dialogues import make_dialogue
from made_once import made_once
from offered_portal import CLOCKS
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from public_content import make_section
from questions_content import answer
from questions_content import ask
from questions_content import BASIS
from questions_content import put
from sonla.pbgdpl.editorial.transitions import date_approval
from sonla.pbgdpl.exchange.ledger import HORIZON
from sonla.pbgdpl.questions.submission import folder_for
from sonla.pbgdpl.questions.submission import submit

import json
import lxml.html
import pytest
import re
import requests
import time
import transaction

SECTION = "/pho-bien-giao-duc-phap-luat"
LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


def publish(question, *html):
    answer(question, *html)
    put(question, "published")
    date_approval(question)
    question.reindexObject()
    return question


@pytest.fixture
def served(functional_portal):
    made_once(functional_portal, make_questions)
    transaction.commit()
    return functional_portal


def make_questions(portal):
    """Make a section with two questions that were answered and one that waits."""
    section = make_section(portal)
    publish(
        ask(
            section,
            "Tuổi đăng ký kết hôn",
            id="mot",
            agency="so-tu-phap",
            legal_bases=[BASIS],
        )
    )
    two = ask(
        section,
        "Tách thửa đất nương",
        id="hai",
        question="Tôi muốn tách thửa?",
        legal_fields=("dat-dai",),
    )
    publish(two, "<p>Theo diện tích tối thiểu.</p>")
    ask(section, "Chưa trả lời", id="ba")


def get(portal, path):
    return requests.get(f"{portal.absolute_url()}{path}", timeout=60)


@pytest.mark.parametrize("place", ["", SECTION])
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"mot", "hai"}),
        ("?q=ket+hon", {"mot"}),
        ("?q=t%C3%A1ch+th%E1%BB%ADa", {"hai"}),
        ("?q=dien+tich+toi+thieu", {"hai"}),
        ("?field=dat-dai", {"hai"}),
        ("?agency=so-tu-phap", {"mot"}),
        ("?year=1999", set()),
        ("?q=%3Cscript%3Ealert(1)%3C/script%3E", set()),
        ("?start=-5&field=khong-co&year=abc", set()),
    ],
)
def test_list_finds_without_accents_and_by_filters(served, place, query, found):
    page = get(served, f"{place}/@@questions{query}")
    assert page.status_code == 200
    shown = set(re.findall(rf'href="[^"]*{SECTION}/(mot|hai|ba)"', page.text))
    assert shown == found
    assert "<script>alert(1)" not in page.text
    assert not page.cookies


def test_list_of_an_empty_portal(functional_portal):
    transaction.commit()
    assert get(functional_portal, "/@@questions").status_code == 200


def test_page_shows_bases_and_the_agreed_name_alone(served):
    page = get(served, f"{SECTION}/mot").text
    assert "52/2014/QH13" in page and "L. T. M." in page
    assert "pbgdpl-office" not in page and "nguoi.hoi" not in page


def test_what_is_shared_says_what_was_asked(served):
    section = served[SECTION.strip("/")]
    long = "Nhà tôi ở bản,\n\nmuốn hỏi về\tđất " + "nương rẫy " * 60
    publish(ask(section, "Hỏi dài", id="dai", question=long))
    transaction.commit()
    shared = {
        name: described(get(served, f"{SECTION}/{name}").text)
        for name in ("hai", "dai")
    }
    assert shared["hai"] == "Tôi muốn tách thửa?"
    assert shared["dai"].startswith("Nhà tôi ở bản, muốn hỏi về đất nương rẫy nương")
    assert 150 < len(shared["dai"]) <= 300
    assert shared["dai"].rstrip("…").split()[-1] in ("nương", "rẫy")


def described(page):
    """Return what a page tells of itself where it is shared."""
    (tag,) = lxml.html.fromstring(page).cssselect('meta[property="og:description"]')
    return tag.get("content")


def crumbs(page):
    found = lxml.html.fromstring(page).cssselect("#portal-breadcrumbs a")
    return [link.get("href") for link in found]


def test_way_back_leads_to_the_list_and_not_into_folders(served):
    section = served[SECTION.strip("/")]
    values = {"question": "Hỏi trong tháng này?"}
    question = publish(submit(section, section, values, nonce="1.mau"))
    transaction.commit()
    assert question.aq_parent == folder_for(section, datetime.now(UTC))
    path = question.absolute_url().removeprefix(served.absolute_url())
    root = served.absolute_url()
    page = get(served, path).text
    wanted = [root, f"{root}{SECTION}", f"{root}{SECTION}/@@questions"]
    assert crumbs(page) == wanted
    answer = requests.get(
        f"{question.absolute_url()}/@breadcrumbs",
        headers={"Accept": "application/json"},
        timeout=60,
    ).json()
    assert [one["@id"] for one in answer["items"]] == [
        *wanted[1:],
        question.absolute_url(),
    ]


def test_folders_of_months_lead_on_and_stand_in_no_menu(served):
    section = served[SECTION.strip("/")]
    values = {"question": "Hỏi trong tháng này?"}
    question = publish(submit(section, section, values, nonce="1.mau"))
    transaction.commit()
    month = question.aq_parent
    for folder in (month, month.aq_parent):
        path = folder.absolute_url().removeprefix(served.absolute_url())
        answer = get(served, path)
        assert answer.url == f"{section.absolute_url()}/@@questions"
    page = get(served, question.absolute_url().removeprefix(served.absolute_url()))
    menus = lxml.html.fromstring(page.text).cssselect("nav a, .portlet a")
    links = {link.get("href") for link in menus}
    assert section.absolute_url() in links
    assert links.isdisjoint({month.absolute_url(), month.aq_parent.absolute_url()})
    owner = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    desk = requests.get(month.absolute_url(), auth=owner, timeout=60)
    assert desk.url == f"{section.absolute_url()}/@@pbgdpl-questions"


def test_way_back_from_a_dialogue_leads_to_the_dialogue(served):
    section = served[SECTION.strip("/")]
    dialogue = make_dialogue(section)
    question = publish(ask(dialogue, "Trong đối thoại", id="nam"))
    transaction.commit()
    page = get(served, question.absolute_url().removeprefix(served.absolute_url()))
    assert crumbs(page.text)[-1] == dialogue.absolute_url()


def test_linked_data_is_a_qa_page_that_no_answer_can_break(served):
    question = served[SECTION.strip("/")]["mot"]
    answer(question, "<p>Đủ 20 tuổi </script><script>alert(1)</script></p>")
    question.title = "Tuổi </script><script>alert(1)</script>"
    question.reindexObject()
    transaction.commit()
    page = get(served, f"{SECTION}/mot").text
    assert "<script>alert(1)" not in page
    found = [json.loads(one) for one in LINKED.findall(page)]
    (data,) = [one for one in found if one.get("@type") == "QAPage"]
    record = get(served, f"{SECTION}/mot/@@pbgdpl-record").json()
    assert {data["@id"], data["identifier"]} == {record["identifier"]}
    entity = data["mainEntity"]
    assert entity["answerCount"] == 1
    assert entity["author"] == {"@type": "Person", "name": "L. T. M."}
    assert "20 tuổi" in entity["acceptedAnswer"]["text"]


def test_landing_page_leads_to_form_and_list(served):
    page = get(served, SECTION).text
    assert "@@ask-question" in page and "@@questions" in page


def test_block_shows_the_latest(served):
    from sonla.pbgdpl.core.interfaces import IBrowserLayer
    from sonla.pbgdpl.homepage.interfaces import BlockOptions
    from sonla.pbgdpl.homepage.interfaces import IHomepageBlock
    from zope.component import getMultiAdapter
    from zope.interface import alsoProvides

    request = served.REQUEST
    alsoProvides(request, IBrowserLayer)
    block = getMultiAdapter((served, request), IHomepageBlock, name="questions")
    with api.env.adopt_roles(["Anonymous"]):
        content = block.render(BlockOptions(count=5))
    assert "Tuổi đăng ký kết hôn" in content.html
    assert "Chưa trả lời" not in content.html
    assert content.more_url.endswith("/@@questions")


def test_an_answer_that_is_returned_leaves_a_tombstone(served, monkeypatch):
    section = served[SECTION.strip("/")]
    question = publish(ask(section, "Nuôi ong trong vườn", id="ong"))
    transaction.commit()
    assert "Nuôi ong trong vườn" in get(served, f"{SECTION}/@@questions").text
    uid = question.UID()
    put(question, "assigned")
    transaction.commit()
    page = get(served, f"{SECTION}/@@questions").text
    assert "Nuôi ong trong vườn" not in page
    later = int(time.time()) + HORIZON
    for clock in CLOCKS:
        monkeypatch.setattr(clock, lambda: later)
    oai = get(served, "/@@oai?verb=ListIdentifiers&metadataPrefix=oai_dc").text
    headers = [one for one in oai.split("<header")[1:] if uid in one]
    assert [one.startswith(' status="deleted"') for one in headers] == [True]


def test_related_questions_are_public_ones(served):
    answers = get(served, f"{SECTION}/@@related-questions?q=bao+nhieu+tuoi+ket+hon")
    assert answers.headers["Cache-Control"] == "no-store"
    assert "<html" not in answers.text
    links = lxml.html.fromstring(answers.text).cssselect("a")
    titles = [link.text for link in links]
    assert titles[0] == "Tuổi đăng ký kết hôn" and "Chưa trả lời" not in titles
    for text in ("", "a", "%00%ff", "<script>", "(" * 300, "zz " * 2000):
        answer = requests.post(
            f"{served.absolute_url()}{SECTION}/@@related-questions",
            data={"q": text},
            timeout=60,
        )
        assert (answer.status_code, answer.text) == (200, "")
