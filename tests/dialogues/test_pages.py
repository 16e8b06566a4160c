"""What pages say of dialogues: the page of one, the list, calendars, the homepage's block."""

from dialogues import answered
from dialogues import in_hours
from dialogues import make_dialogue
from dialogues import OFFICIALS
from icalendar import Calendar
from made_once import made_once
from plone import api
from public_content import make
from questions_content import ask
from questions_content import MAIL
from questions_content import PHONE
from questions_content import QUESTION
from rich_texts import rich
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.dialogues.pages import item
from sonla.pbgdpl.homepage.interfaces import BlockOptions
from sonla.pbgdpl.homepage.interfaces import IHomepageBlock
from sonla.pbgdpl.search.pages import filtered_list
from sonla.pbgdpl.sections.pages.listing import lists_for
from sonla.pbgdpl.sections.setup import create_structure
from zope.component import getMultiAdapter

import lxml.html
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

HOSTILE = "<img src=x onerror=alert(1)>\"'&"


@pytest.fixture
def visit(http_request):
    """Look at a page of an item as somebody without an account."""

    def look(item, name="view", **form):
        http_request.form.update(form)
        http_request["PARENTS"] = [item]
        with api.env.adopt_roles(["Anonymous"]):
            return getMultiAdapter((item, http_request), name=name)()

    return look


def text_of(html):
    return " ".join(lxml.html.fromstring(html).text_content().split())


def titles(html):
    found = lxml.html.fromstring(html).cssselect(".pbgdpl-list .is-dialogue > a")
    return [link.text_content() for link in found]


class TestDialogue:
    def test_it_says_what_when_who(self, dialogue, visit):
        html = visit(dialogue)
        words = text_of(html)
        for expected in (
            "Open for questions until",
            "Giao đất, cho thuê đất ở bản.",
            "Sở Tư pháp",
            "Hội trường mẫu",
            "Trả lời trực tiếp",
            *(row["name"] for row in OFFICIALS),
        ):
            assert expected in words
        assert "Summary of the results" not in words and "office alone" not in words

    @pytest.mark.parametrize(
        "phase,words",
        [
            ("coming", "Opens on"),
            ("open", "Open for questions until"),
            ("closed", "Closed since"),
        ],
    )
    def test_its_state_stands_in_words(self, section, visit, phase, words):
        dialogue = make_dialogue(section, phase)
        state = lxml.html.fromstring(visit(dialogue)).cssselect(
            f".pbgdpl-dialogue-state.is-{phase}"
        )
        assert words in state[0].text_content()

    def test_a_draft_says_that_nobody_can_ask(self, section, http_request, acting):
        draft = make_dialogue(section, public=False)
        with acting("PBGDPL Editor"):
            html = getMultiAdapter((draft, http_request), name="view")()
        assert "not public" in html and "@@ask-question" not in html

    def test_whole_days_are_told_as_days(self, section, visit):
        dialogue = make_dialogue(section, whole_day=True)
        last = in_hours(48).strftime("%d/%m/%Y")
        assert f"Open for questions until the end of {last}" in text_of(visit(dialogue))

    def test_the_summary_shows_when_it_is_over_and_not_before(self, section, visit):
        results = rich("<p>Kết quả: 12 câu</p>")
        opened = make_dialogue(section, "open", summary=results)
        assert "Kết quả: 12 câu" not in visit(opened)
        opened.end = in_hours(-1)
        assert "Kết quả: 12 câu" in visit(opened)
        closed = make_dialogue(section, "closed", "Chưa tổng hợp")
        assert "will stand here" in text_of(visit(closed))

    def test_answers_show_in_the_order_in_which_they_were_asked(self, dialogue, visit):
        first = answered(dialogue, "Câu thứ nhất")
        second = answered(dialogue, "Câu thứ hai", public_name="Hờ A Ví Dụ")
        second.reindexObject()
        ask(dialogue, "Câu đang chờ")
        html = visit(dialogue)
        heads = lxml.html.fromstring(html).cssselect(".pbgdpl-answer h3 a")
        assert [one.get("href") for one in heads] == [
            first.absolute_url(),
            second.absolute_url(),
        ]
        words = text_of(html)
        assert QUESTION in words and "Nam từ đủ 20 tuổi" in words
        assert "Hờ A Ví Dụ, Phường Tô Hiệu" in words
        for secret in (MAIL, PHONE, first.tracking_code, "Câu đang chờ"):
            assert secret not in html

    def test_many_answers_come_page_by_page_and_all_on_paper(
        self, dialogue, visit, monkeypatch
    ):
        assert item.PAGE_SIZE == 20
        monkeypatch.setattr(item, "PAGE_SIZE", 3)
        for number in range(5):
            answered(dialogue, f"Câu {number}")
        assert visit(dialogue).count('class="pbgdpl-answer"') == 3
        assert "?all=1#questions" in visit(dialogue)
        assert visit(dialogue, b_start="3").count('class="pbgdpl-answer"') == 2
        assert visit(dialogue, all="1").count('class="pbgdpl-answer"') == 5

    @pytest.mark.parametrize(
        "phase,words",
        [
            ("coming", "when the dialogue has opened"),
            ("open", "appear here as soon as they are approved"),
            ("closed", "No question was answered in public"),
        ],
    )
    def test_without_answers_it_says_why(self, section, visit, phase, words):
        assert words in text_of(visit(make_dialogue(section, phase)))

    def test_the_office_sees_what_waits(self, dialogue, http_request, acting):
        ask(dialogue, "Câu đang chờ")
        with acting("PBGDPL Editor"):
            html = getMultiAdapter((dialogue, http_request), name="view")()
        assert "Câu đang chờ" in html and MAIL not in html
        with acting("Member"):
            html = getMultiAdapter((dialogue, http_request), name="view")()
        assert "Câu đang chờ" not in html and "office alone" not in html

    def test_hostile_words_are_only_words(self, section, visit):
        dialogue = make_dialogue(
            section,
            "closed",
            title=HOSTILE,
            topic=HOSTILE,
            location=HOSTILE,
            summary=rich(f"<p>a</p><script>alert(1)</script>{HOSTILE}"),
            officials=[
                {"name": HOSTILE, "position": HOSTILE, "agency": None, "part": HOSTILE}
            ],
            programme=[
                {
                    "day": in_hours(0).date(),
                    "starts_at": "8:00",
                    "ends_at": None,
                    "topic": HOSTILE,
                    "speaker": HOSTILE,
                }
            ],
        )
        answered(dialogue, HOSTILE, question=HOSTILE, public_name=HOSTILE)
        for html in (visit(dialogue), visit(section, "dialogues")):
            page = lxml.html.fromstring(html)
            main = page.cssselect("#content, #main-container, main, article") or [page]
            assert not page.xpath("//img[@onerror]")
            assert not main[0].xpath(".//script[contains(., 'alert(1)')]")


class TestList:
    @pytest.fixture
    def five(self, section):
        def make_five(_portal):
            make_dialogue(section, "closed", "Đã qua", legal_fields=("dat-dai",))
            make_dialogue(
                section, "closed", "Năm cũ", start=in_hours(-9000), end=in_hours(-8990)
            )
            make_dialogue(section, "coming", "Sau nữa", start=in_hours(48))
            make_dialogue(section, "coming", "Sắp tới", legal_fields=("dat-dai",))
            answered(make_dialogue(section, "open", "Đang mở"))
            make_dialogue(section, "open", "Bản thảo", public=False)

        made_once(api.portal.get(), make_five)

    def test_open_ones_then_those_to_come_then_the_latest(self, section, five, visit):
        html = visit(section, "dialogues")
        assert titles(html) == ["Đang mở", "Sắp tới", "Sau nữa", "Đã qua", "Năm cũ"]
        assert "Sở Tư pháp · Hội trường mẫu · 1 answers" in text_of(html)
        states = lxml.html.fromstring(html).cssselect(".pbgdpl-list .pbgdpl-tag")
        assert [one.text.split()[0] for one in states] == [
            *("Open", "Opens", "Opens", "Closed", "Closed"),
        ]
        assert f"{section.absolute_url()}/@@dialogues.ics" in html

    @pytest.mark.parametrize(
        ("chosen", "expected"),
        [
            ({"phase": "open"}, ["Đang mở"]),
            ({"phase": "coming"}, ["Sắp tới", "Sau nữa"]),
            ({"phase": "closed"}, ["Đã qua", "Năm cũ"]),
            ({"year": str(in_hours(-9000).year)}, ["Năm cũ"]),
            ({"field": "dat-dai"}, ["Sắp tới", "Đã qua"]),
            ({"field": "dat-dai", "phase": "closed"}, ["Đã qua"]),
            ({"q": "sap toi"}, ["Sắp tới"]),
            ({"phase": "open' or 1"}, []),
        ],
        ids=str,
    )
    def test_filters_narrow_it(self, section, five, visit, chosen, expected):
        html = visit(section, "dialogues", **chosen)
        assert titles(html) == expected

    def test_states_stand_in_the_order_of_the_list_with_their_numbers(
        self, section, five, visit
    ):
        html = visit(section, "dialogues", field="dat-dai")
        chips = lxml.html.fromstring(html).cssselect(
            "[aria-label='State of the dialogue'] a"
        )
        assert [chip.text for chip in chips] == [
            *("All 2", "Open now 0", "Coming 1", "Over 1"),
        ]

    def test_it_answers_everywhere_even_empty(self, portal, section, visit):
        unit = make(section, "ContributingUnit", "Sở Tư pháp", code="stp")
        for place in (portal, section, unit):
            assert "No dialogue has been announced" in visit(place, "dialogues")
        make_dialogue(section)
        assert titles(visit(portal, "dialogues")) == ["Đối thoại về đất đai"]
        assert titles(visit(unit, "dialogues")) == []
        inside = make_dialogue(unit, title="Ở đơn vị")
        assert titles(visit(unit, "dialogues")) == [inside.title]

    def test_the_archive_is_leafed_through(self, section, visit, monkeypatch):
        monkeypatch.setattr(filtered_list, "PAGE_SIZE", 3)
        for number in range(3):
            make_dialogue(section, "closed", f"Cuộc {number}")
        make_dialogue(section, "open", "Đang mở")
        first = titles(visit(section, "dialogues"))
        assert len(first) == 3 and first[0] == "Đang mở"
        assert len(titles(visit(section, "dialogues", b_start="3"))) == 1

    def test_pages_lead_to_it(self, portal, section, visit):
        assert "@@dialogues" not in visit(section)
        make_dialogue(section)
        assert f"{section.absolute_url()}/@@dialogues" in visit(section)

    def test_the_component_leads_to_it(self, portal, http_request):
        create_structure(portal)
        place = portal["pho-bien-giao-duc-phap-luat"]
        assert not list(lists_for(place["doi-thoai"]))
        make_dialogue(place)
        (calendar,) = lists_for(place["doi-thoai"])
        assert calendar.url == f"{place.absolute_url()}/@@dialogues.ics"


class TestCalendar:
    def test_one_dialogue(self, dialogue, visit, http_request):
        answered(dialogue)
        (event,) = Calendar.from_ical(visit(dialogue, "ics_view")).walk("VEVENT")
        assert str(event["SUMMARY"]) == dialogue.title
        assert event["DTSTART"].dt == dialogue.start
        assert event["DTEND"].dt == dialogue.end
        assert str(event["LOCATION"]) == "Hội trường mẫu"
        assert "ATTENDEE" not in event
        assert http_request.response.getHeader("Content-Type").startswith(
            "text/calendar"
        )

    def test_all_that_are_open_or_to_come(self, section, visit):
        for phase in ("closed", "open", "coming"):
            make_dialogue(section, phase, phase)
        make_dialogue(section, title="draft", public=False)
        events = Calendar.from_ical(visit(section, "dialogues.ics")).walk("VEVENT")
        assert [str(event["SUMMARY"]) for event in events] == ["open", "coming"]

    def test_lines_can_not_be_slipped_in(self, section, visit):
        dialogue = make_dialogue(section, title="A\r\nATTENDEE:mailto:x@y.z\r\nX:")
        events = Calendar.from_ical(visit(dialogue, "ics_view")).walk("VEVENT")
        assert len(events) == 1 and "ATTENDEE" not in events[0]


class TestBlock:
    @pytest.fixture
    def render(self, portal, section, http_request):
        block = getMultiAdapter(
            (portal, http_request), IHomepageBlock, name="dialogues"
        )
        options = BlockOptions(count=3, roots=[path_of(section)])
        return lambda: block.render(options)

    def test_nothing_without_dialogues(self, render):
        content = render()
        assert content.html == "" and content.valid_until is None

    def test_the_open_one_that_closes_first(self, section, render):
        make_dialogue(section, title="Đóng sau")
        first = make_dialogue(section, title="Đóng trước", end=in_hours(5))
        make_dialogue(section, "coming", "Sắp tới")
        content = render()
        assert "Đóng trước" in content.html and "@@ask-question" in content.html
        assert "Đóng sau" not in content.html and "Sắp tới" not in content.html
        assert content.valid_until.timeTime() == first.end.timestamp()

    def test_the_next_to_come_when_none_is_open(self, section, render):
        make_dialogue(
            section, "coming", "Sau nữa", end=in_hours(99), start=in_hours(90)
        )
        coming = make_dialogue(section, "coming", "Sắp tới")
        content = render()
        assert "Sắp tới" in content.html and "Sau nữa" not in content.html
        assert content.valid_until.timeTime() == coming.start.timestamp()

    def test_what_is_over_is_not_shown(self, section, render):
        make_dialogue(section, "closed")
        assert render().html == ""

    def test_hostile_titles_are_words(self, section, render):
        make_dialogue(section, title=HOSTILE)
        assert "<img" not in render().html
