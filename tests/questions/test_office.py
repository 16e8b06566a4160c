"""The office at work: desk, telephone, merging, situations, erasing, reminders, figures."""

from DateTime import DateTime
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from functools import partial
from importlib.resources import files
from made_once import made_once
from plone import api
from plone.namedfile.file import NamedBlobFile
from plone.protect.authenticator import createToken
from public_content import make_section_anew
from questions_content import answer
from questions_content import ask
from questions_content import posted
from questions_content import put
from questions_content import QUESTION
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import actions_of
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.editorial.exceptions import CommentRequired
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.queue import make_queue
from sonla.pbgdpl.mail.queue import QueuedMail
from sonla.pbgdpl.questions.content import state_in_history
from sonla.pbgdpl.questions.counter import by_agency
from sonla.pbgdpl.questions.counter import by_month
from sonla.pbgdpl.questions.counter import MEASURES
from sonla.pbgdpl.questions.counter import QuestionCounter
from sonla.pbgdpl.questions.counter import QuestionFigures
from sonla.pbgdpl.questions.counter import questions_about
from sonla.pbgdpl.questions.counter import whole_year
from sonla.pbgdpl.questions.jobs import erase_on_request
from sonla.pbgdpl.questions.jobs import outdated
from sonla.pbgdpl.questions.jobs import to_be_reminded
from sonla.pbgdpl.questions.mail import notices_to_askers
from sonla.pbgdpl.questions.mail import notices_to_office
from sonla.pbgdpl.questions.merging import answering
from sonla.pbgdpl.questions.merging import merge
from sonla.pbgdpl.questions.merging import MergeRefused
from sonla.pbgdpl.questions.settings import PREFIX
from sonla.pbgdpl.statistics.counted_cells import count
from sonla.pbgdpl.statistics.counting import CountingScope
from sonla.pbgdpl.statistics.forms.files import raw_form
from sonla.pbgdpl.statistics.forms.files import read_form
from sonla.pbgdpl.statistics.forms.files import write_form
from sonla.pbgdpl.statistics.places import places_below
from zExceptions import Forbidden
from zExceptions import Unauthorized
from zope.component import getMultiAdapter

import lxml.html
import pytest
import re

pytestmark = pytest.mark.usefixtures("content_alone")


def questions_in(section):
    """Return all questions of a section, whoever asks."""
    found = api.content.find(
        context=section, portal_type="LegalQuestion", unrestricted=True
    )
    return [brain._unrestrictedGetObject() for brain in found]


@pytest.fixture
def question(section):
    return made_once(api.portal.get(), ask_at, section.getPhysicalPath())


def office_notices(question):
    """Return what the office is told of a question."""
    found = notices_to_office(question)
    return [one for one in found if isinstance(one, Notice)]


def ask_at(portal, path):
    """Leave a question in the section at a path."""
    return ask(portal.unrestrictedTraverse(path))


def step(question, name, comment=""):
    tool = api.portal.get_tool("portal_workflow")
    tool.doActionFor(question, name, comment=comment)


@pytest.fixture
def view(http_request):
    """Call a page by GET or POST, as somebody."""

    def call(context, name, method="GET", **form):
        http_request.form.clear()
        http_request.form.update(form)
        http_request.method = http_request.environ["REQUEST_METHOD"] = method
        if method == "POST":
            http_request.form["_authenticator"] = createToken()
        return getMultiAdapter((context, http_request), name=name)()

    return call


def test_another_section_does_not_empty_the_list_to_which_a_question_leads(
    question, section, view
):
    other = make_section_anew(api.portal.get(), "An earlier section")
    api.portal.get().moveObjectsToTop([other.getId()])
    assert f'"{section.absolute_url()}/@@pbgdpl-questions"' in view(question, "view")


class TestTelling:
    def test_a_private_answer_goes_by_mail(self, question, acting):
        put(answer(question), "answered")
        posted()
        with acting("PBGDPL Approver"):
            step(question, "reply_privately")
        (mail,) = posted()
        assert mail.recipient.email == "nguoi.hoi@example.org"
        assert "Nam từ đủ 20 tuổi" in mail.text
        assert question.reply_channel == "mail"

    def test_without_an_address_it_is_told_by_telephone_and_noted(
        self, section, acting
    ):
        question = put(answer(ask(section, asker_email=None)), "answered")
        posted()
        with acting("PBGDPL Approver"):
            with pytest.raises(CommentRequired):
                step(question, "reply_privately")
            step(question, "reply_privately", "Gọi 9 giờ ngày 3/3, ông M. đã rõ.")
        assert posted() == []
        assert question.reply_channel == "telephone"
        line = question.workflow_history["pbgdpl_question_workflow"][-1]
        assert "9 giờ" in line["comments"]

    def test_publication_and_refusal_are_told(self, question, section, acting):
        put(answer(question), "answered")
        other = ask(section)
        posted()
        with acting("PBGDPL Approver"):
            step(question, "publish")
            step(other, "decline", "Xin gửi Thanh tra tỉnh.")
        first, second = posted()
        assert first.url == question.absolute_url()
        assert second.text == "Xin gửi Thanh tra tỉnh."
        assert QUESTION not in f"{first}{second}"

    def test_no_mail_where_none_is_wanted(self, question, acting):
        api.portal.set_registry_record(f"{PREFIX}.mail_questions", False)
        put(answer(question), "answered")
        posted()
        with acting("PBGDPL Approver"):
            step(question, "publish")
        assert posted() == []

    def test_those_who_act_next_are_told(self, question, acting):
        with acting("PBGDPL Approver"), acting("PBGDPL Editor"), acting("Manager"):
            pass
        posted()
        with acting("Manager"):
            step(question, "accept")
        names = {mail.recipient.user_id for mail in posted()}
        assert names == {"has-pbgdpl-editor"}


class TestMerging:
    def test_both_get_the_answer(self, section, acting):
        one = ask(section)
        two = ask(section, asker_email="hai@example.org")
        with acting("PBGDPL Editor"):
            merge(two, one)
        assert state_in_history(two) == "declined"
        assert answering(two).getId() == one.getId()
        put(answer(one), "answered")
        posted()
        with acting("PBGDPL Approver"):
            step(one, "publish")
        assert {mail.recipient.email for mail in posted()} == {
            "nguoi.hoi@example.org",
            "hai@example.org",
        }

    def test_merging_tells_nobody_that_they_were_declined(self, section, acting):
        one, two = ask(section), ask(section, asker_email="hai@example.org")
        posted()
        with acting("PBGDPL Editor"):
            merge(two, one)
        assert [m for m in posted() if m.recipient.email == "hai@example.org"] == []

    def test_whose_answer_is_public_already_is_told_at_once(self, section, acting):
        one, two = put(answer(ask(section)), "published"), ask(section)
        three = ask(section, asker_email="ba@example.org")
        two.asker_email = "hai@example.org"
        with acting("PBGDPL Editor"):
            merge(three, two)
            posted()
            merge(two, one)
        mails = posted()
        assert {mail.recipient.email for mail in mails} == {
            "hai@example.org",
            "ba@example.org",
        }
        assert {mail.url for mail in mails} == {one.absolute_url()}

    def test_an_answer_for_one_person_alone_is_told_to_nobody_else(
        self, section, acting
    ):
        one, two = put(answer(ask(section)), "replied_privately"), ask(section)
        with acting("PBGDPL Editor"), pytest.raises(MergeRefused):
            merge(two, one)

    def test_what_was_merged_follows_along(self, section, acting):
        one, two, three = ask(section), ask(section), ask(section)
        with acting("PBGDPL Editor"):
            merge(three, two)
            merge(two, one)
        assert answering(three).getId() == answering(two).getId() == one.getId()

    def test_nonsense_is_refused(self, section, acting):
        one, two = ask(section), put(answer(ask(section)), "published")
        declined = put(ask(section), "declined")
        with acting("PBGDPL Editor"):
            for question, into in (
                (one, one),
                (one, None),
                (one, declined),
                (two, one),
            ):
                with pytest.raises(MergeRefused):
                    merge(question, into)

    def test_page_merges_by_post_with_a_token(
        self, section, acting, view, http_request
    ):
        one, two = ask(section), ask(section)
        with acting("PBGDPL Editor"):
            with pytest.raises(Forbidden):
                view(two, "pbgdpl-question-merge", into=one.UID())
            view(two, "pbgdpl-question-merge", "POST", into=one.UID())
        assert answering(two).getId() == one.getId()

    def test_page_merges_with_the_question_at_an_address(
        self, section, acting, view, http_request
    ):
        one, two = ask(section, "Một"), ask(section, "Hai")
        name = "pbgdpl-question-merge"
        with acting("PBGDPL Editor"):
            for wrong in (
                section.absolute_url(),
                f"{one.absolute_url()}/khong-co",
                "https://example.org/mot",
                "javascript:alert(1)",
                "mot hai",
                "//[::",
                two.absolute_url(),
            ):
                view(two, name, "POST", address=wrong, into=one.UID())
                assert answering(two) == two, wrong
            assert 'name="address"' in view(two, "view")
            view(two, name, "POST", address=f" {one.absolute_url()}/view ")
        assert answering(two).getId() == one.getId()


class TestErasing:
    def test_nothing_of_the_asker_stays(self, question, acting):
        question.asker_files = (NamedBlobFile(b"%PDF-1.7", filename="a.pdf"),)
        with acting("PBGDPL Approver"):
            erase_on_request(question)
        kept = str(vars(question))
        for word in ("nguoi.hoi", "0912", "L. T. M.", "03646"):
            # In the middle of an id or an address in memory the digits mean nothing.
            assert not re.search(rf"\b{re.escape(word)}", kept)
        assert question.asker_files == () and question.tracking_code is None
        assert question.question == QUESTION
        entry = next(log.newest_first(actions_of("data")))
        assert (entry.action, entry.user, entry.count) == (
            "erased",
            "has-pbgdpl-approver",
            1,
        )
        assert "nguoi.hoi" not in str(entry)

    def test_nor_does_a_note_of_whom_the_answer_was_told(self, question, acting):
        put(answer(question), "answered")
        question.asker_email = None
        with acting("PBGDPL Approver"):
            step(question, "reply_privately", "Gọi số 0912 000 111, ông L. T. M. rõ.")
            erase_on_request(question)
        (*_before, line) = question.workflow_history["pbgdpl_question_workflow"]
        assert (
            line["action"] == "reply_privately"
            and line["actor"] == "has-pbgdpl-approver"
        )
        assert line["comments"] == ""
        assert "0912" not in str(question.workflow_history)

    def test_only_by_post_and_by_those_who_may_see_it(self, question, acting, view):
        put(question, "assigned")
        with acting("PBGDPL Contributor"), pytest.raises(Unauthorized):
            question.restrictedTraverse("@@pbgdpl-question-erase")
        with acting("PBGDPL Editor"), pytest.raises(Forbidden):
            view(question, "pbgdpl-question-erase")
        with acting("PBGDPL Editor"):
            page = lxml.html.fromstring(view(question, "pbgdpl-question-erase", "POST"))
            (back,) = page.cssselect("#pbgdpl-confirmation a")
            assert back.get("href") == question.absolute_url(), "a page, not the action"
            assert question.asker_email
            view(question, "pbgdpl-question-erase", "POST", confirmed="1")
        assert question.asker_email is None

    def test_mails_that_were_not_sent_go_with_the_data(self, section, acting):
        queue = make_queue(api.portal.get())
        erased, deleted = ask(section), ask(section)
        for question in (erased, deleted):
            notices = notices_to_askers(question, "received", "")
            queue.add(QueuedMail(notices, utc_now()))
        acting("PBGDPL Editor")  # one mail tells this officer of both
        told = [
            one for question in (erased, deleted) for one in office_notices(question)
        ]
        office = queue.add(QueuedMail(told, utc_now()))
        assert len(queue) == 3
        with acting("PBGDPL Editor"):
            erase_on_request(erased)
        assert [mail.about for _key, mail in queue.items()] == [(deleted.UID(),), ()]
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(deleted, check_linkintegrity=False)
        assert [key for key, _mail in queue.items()] == [office]
        assert queue.get(office).concerns == tuple(
            sorted((erased.UID(), deleted.UID()))
        )

    def test_time_is_over_after_the_months_of_the_settings(self, section):
        old, young, still_open = ask(section), ask(section), ask(section)
        put(old, "declined").answered_on = datetime(2024, 1, 5, tzinfo=UTC)
        put(young, "declined").answered_on = datetime(2025, 12, 5, tzinfo=UTC)
        still_open.received = datetime(2020, 1, 1, tzinfo=UTC)
        day = date(2026, 3, 1)
        assert [one.getId() for one in outdated(day)] == [old.getId()]
        erase_on_request(old)
        assert list(outdated(day)) == []
        api.portal.set_registry_record(f"{PREFIX}.retention_months", 0)
        put(young, "declined")
        assert list(outdated(date(2099, 1, 1))) == []


class TestSituation:
    def test_a_draft_is_made_without_the_asker(self, question, acting, view):
        put(answer(question), "published")
        with acting("PBGDPL Editor"):
            view(question, "pbgdpl-question-situation", "POST")
        (made,) = [
            b.getObject()
            for b in api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
                portal_type="EducationMaterial"
            )
        ]
        assert made.kind == "tinh-huong"
        assert "đủ 20 tuổi" in made.text.raw and "đi làm nương" in made.text.raw
        texts = " ".join(
            str(one) for one in vars(made).values() if isinstance(one, str)
        )
        for words in (texts, made.text.raw):
            assert "L. T. M." not in words and "0912" not in words
        assert api.content.get_state(made) == "draft"

    def test_hostile_words_stay_words(self, section, acting, view):
        question = ask(section, question="<script>alert(1)</script> Hỏi gì đây?")
        put(answer(question), "answered")
        with acting("PBGDPL Editor"):
            view(question, "pbgdpl-question-situation", "POST")
        (brain,) = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
            portal_type="EducationMaterial"
        )
        assert "<script>" not in brain._unrestrictedGetObject().text.raw


class TestFiles:
    def test_they_are_saved_and_never_shown(self, question, acting, view, http_request):
        data = b"<html><script>alert(1)</script>"
        question.asker_files = (NamedBlobFile(data, filename="đơn.pdf"),)
        with acting("PBGDPL Editor"):
            view(question, "question-file", number="0")
        headers = http_request.response.headers
        assert headers["content-type"].startswith("application/octet-stream")
        assert headers["content-disposition"].startswith("attachment;")
        assert headers["x-content-type-options"] == "nosniff"


class TestReminders:
    def due(self, section, day, **fields):
        return ask(section, due_date=day, **fields)

    def test_once_before_the_day_and_each_monday_after_it(self, section):
        friday = date(2026, 3, 13)
        question = self.due(section, friday)
        ahead = friday - timedelta(days=3)
        asked = {
            day: [one.getId() for one in to_be_reminded(day, day)]
            for day in (ahead + timedelta(days=n) for n in range(-1, 14))
        }
        reminded = [day for day, found in asked.items() if found == [question.getId()]]
        assert reminded == [ahead, date(2026, 3, 16), date(2026, 3, 23)]

    def test_days_without_a_run_are_made_up_for(self, section):
        question = self.due(section, date(2026, 3, 13))
        found = to_be_reminded(date(2026, 3, 9), date(2026, 3, 12))
        assert [one.getId() for one in found] == [question.getId()]

    def test_settled_ones_are_left_alone(self, section):
        put(self.due(section, date(2026, 3, 13)), "declined").reindexObject()
        assert list(to_be_reminded(date(2026, 3, 1), date(2026, 3, 30))) == []


class TestFigures:
    @pytest.fixture
    def some(self, section):
        def made(state, came, closed=None, due=date(2026, 3, 20), **fields):
            question = put(ask(section, due_date=due, **fields), state)
            question.received = datetime(*came, 3, tzinfo=UTC)
            question.answered_on = datetime(*closed, 3, tzinfo=UTC) if closed else None
            question.reindexObject()

        made("published", (2026, 2, 27), (2026, 3, 5))
        made("replied_privately", (2026, 3, 2), (2026, 3, 24))
        made("declined", (2026, 3, 2), (2026, 3, 3))
        made("assigned", (2026, 3, 9), agency="so-tu-phap")
        made("received", (2026, 3, 10), due=date(2026, 5, 1))
        return section

    def test_by_month(self, some):
        months = by_month(questions_in(some), 2026, date(2026, 4, 30))
        assert months[2] == QuestionFigures(received=1, open=1)
        assert months[3] == QuestionFigures(
            received=4, answered=2, in_time=1, declined=1, open=2
        )
        assert months[3].late == 1
        assert months[4] == QuestionFigures(open=2)

    def test_what_is_open_is_counted_at_the_end_of_each_month(self, some):
        months = by_month(questions_in(some), 2026, date(2026, 3, 4))
        assert [months[number].open for number in (1, 2, 3, 4)] == [0, 1, 2, 0]
        assert (
            by_month(questions_in(some), 2027, date(2026, 3, 4))[1] == QuestionFigures()
        )

    def test_a_year_is_the_sum_of_its_months_but_for_what_is_open(self, some):
        months = by_month(questions_in(some), 2026, date(2026, 3, 31))
        whole = whole_year(months[number] for number in (1, 2, 3))
        assert whole == QuestionFigures(
            received=5, answered=2, in_time=1, declined=1, open=2
        )

    def test_one_merged_with_an_older_answer_is_settled_then(self, section, acting):
        one, two = put(answer(ask(section)), "published"), ask(section)
        one.answered_on = datetime(2025, 1, 7, tzinfo=UTC)
        with acting("PBGDPL Editor"):
            merge(two, one)
        two.received = datetime(2025, 3, 3, tzinfo=UTC)
        two.answered_on = datetime(2025, 3, 4, tzinfo=UTC)
        months = by_month([two], 2025, date(2025, 12, 31))
        assert (months[3].received, months[3].answered, months[3].open) == (1, 1, 0)
        assert months[1] == QuestionFigures()

    def test_a_merged_question_is_settled_with_the_other_one(self, section, acting):
        one, two = (
            ask(section, title, due_date=date(2026, 3, 20)) for title in ("Một", "Hai")
        )
        for question in (one, two):
            question.received = datetime(2026, 3, 2, 3, tzinfo=UTC)
        with acting("PBGDPL Editor"):
            merge(two, one)
        two.answered_on = datetime(2026, 3, 5, 3, tzinfo=UTC)
        day = date(2026, 4, 30)
        assert by_month([one, two], 2026, day)[3] == QuestionFigures(received=2, open=2)
        put(one, "replied_privately")
        one.answered_on = datetime(2026, 3, 19, 3, tzinfo=UTC)
        assert by_month([one, two], 2026, day)[3] == QuestionFigures(
            received=2, answered=2, in_time=2
        )

    def test_what_was_settled_before_is_left_asleep(self, some):
        def settled(name, came, closed, modified):
            question = put(ask(some, name, id=name), "published")
            question.received = datetime(*came, 3, tzinfo=UTC)
            question.answered_on = datetime(*closed, 3, tzinfo=UTC)
            question.effective_date = DateTime(closed[0], closed[1], closed[2])
            question.modification_date = DateTime(*modified)
            question.reindexObject(
                idxs=["pbgdpl_year", "effective", "modified", "review_state"]
            )

        settled("xa-xua", (2020, 5, 4), (2020, 5, 20), (2020, 5, 21))
        settled("vat-nam", (2025, 12, 30), (2026, 1, 9), (2025, 12, 30))
        settled("tra-loi-lai", (2024, 2, 1), (2024, 2, 9), (2026, 2, 9))
        paths = ["/".join(some.getPhysicalPath())]
        found = questions_about(paths, date(2026, 1, 1), date(2026, 12, 31))
        names = {question.getId() for _brain, question in found}
        assert {"vat-nam", "tra-loi-lai"} <= names and "xa-xua" not in names
        # The same figures as of all questions.
        about = questions_about(paths, date(2026, 1, 1), date(2026, 12, 31))
        day = date(2026, 12, 31)
        assert by_month((one for _brain, one in about), 2026, day) == by_month(
            questions_in(some), 2026, day
        )
        assert list(questions_about([], day, day)) == []

    def test_by_agency(self, some):
        found = by_agency(questions_in(some), date(2026, 4, 1))
        assert found == {
            "so-tu-phap": QuestionFigures(open=1, overdue=1),
            "": QuestionFigures(open=1),
        }

    def test_forms_of_statistics_can_count_them(self, some):
        scope = CountingScope(date(2026, 3, 1), date(2026, 3, 31), places_below(some))
        sums = [0] * len(MEASURES)
        for _rid, _place, _facts, amounts in QuestionCounter().entries(scope):
            sums = [one + other for one, other in zip(sums, amounts, strict=True)]
        counted = dict(zip(MEASURES, sums, strict=True))
        assert counted == {
            **{"received": 4, "answered": 2, "in_time": 1},
            **{"late": 1, "declined": 1, "open": 2},
        }

    def test_a_form_of_statistics_shows_them(self, some):
        shipped = files("sonla.pbgdpl.statistics") / "data/10-ket-qua-pbgdpl.toml"
        facts = raw_form(shipped.read_text("utf-8"))
        measured = ("received", "answered", "in_time", "late", "declined", "open")
        facts["column"] = [
            {"id": name, "code": name, "path": [name], "source": f"questions.{name}"}
            for name in measured
        ]
        form = read_form(write_form({**facts, "check": []}))
        scope = CountingScope(date(2026, 3, 1), date(2026, 3, 31), places_below(some))
        (values,) = count(form, scope).values()
        row = form.rows[0].id
        assert [values[row, name] for name in measured] == [4, 2, 1, 1, 1, 2]

    def test_leaders_read_them_on_their_pages_and_take_them_along(
        self, some, acting, view
    ):
        with acting("PBGDPL Approver"):
            for name in ("pbgdpl-questions", "pbgdpl-contributions"):
                page = lxml.html.fromstring(view(some, name, year="2026"))
                (table,) = page.cssselect("#pbgdpl-question-months")
                rows = [
                    [cell.text_content().strip() for cell in row.cssselect("th, td")]
                    for row in table.cssselect("tbody tr")
                ]
                # What is open depends on the day on which the test runs.
                assert ["3/2026", "4", "2", "1", "1", "1"] in [r[:6] for r in rows]
                assert rows[-1][0] == "2026" and rows[-1][1] == "5"
            file = view(some, "pbgdpl-question-months.csv", year="2026")
            assert file.startswith(b"\xef\xbb\xbf")
            assert "\r\n3/2026;4;2;1;1;1;" in file.decode("utf-8-sig")
            nonsense = view(some, "pbgdpl-question-months.csv", year="0000")
            assert nonsense.startswith(b"\xef\xbb\xbf")
            for year in ("1999", "1912", "1911", "1582", "0002", "0001", "9999"):
                none = view(some, "pbgdpl-question-months.csv", year=year)
                assert len(none.splitlines()) == 1
                assert view(some, "pbgdpl-questions", year=year)

    @pytest.mark.parametrize("name", ["", ".csv"])
    def test_nobody_else_counts_them(self, some, acting, view, name):
        for role in ("PBGDPL Editor", "PBGDPL Contributor", "Member"):
            with acting(role), pytest.raises(Unauthorized):
                view(some, f"pbgdpl-question-months{name}")
        with acting("PBGDPL Editor"):
            assert "pbgdpl-question-months" not in view(some, "pbgdpl-questions")


class TestDesk:
    def test_shows_what_is_late_and_what_to_do(self, section, acting, view):
        late = ask(section, "Trễ hạn", due_date=date(2020, 1, 6), agency="so-tu-phap")
        put(late, "assigned").reindexObject()
        ask(section, "Mới đến", due_date=date(2099, 1, 1))
        with acting("PBGDPL Editor"):
            page = view(section, "pbgdpl-questions")
            assert "Trễ hạn" in page and "Mới đến" in page
            assert page.index("Trễ hạn") < page.index("Mới đến")
            assert "working days late" in page
            page = view(section, "pbgdpl-questions", view="overdue")
            assert "Trễ hạn" in page and "Mới đến" not in page
            page = view(section, "pbgdpl-questions", agency="-")
            assert "Trễ hạn" not in page and "Mới đến" in page

    def test_what_was_not_proved_waits_apart(self, section, acting, view):
        question = ask(section, "Không qua kiểm tra")
        question._pbgdpl_unproved = True
        with acting("PBGDPL Editor"):
            assert "Không qua kiểm tra" not in view(section, "pbgdpl-questions")
            page = view(section, "pbgdpl-questions", view="unproved")
            assert "Không qua kiểm tra" in page
            step(question, "accept")
            assert "Không qua kiểm tra" in view(section, "pbgdpl-questions")

    def test_contributors_see_what_is_theirs_to_answer(self, section, acting, view):
        ask(section, "Chưa phân loại")
        put(ask(section, "Đã giao", agency="so-tu-phap"), "assigned").reindexObject()
        with acting("PBGDPL Contributor"):
            page = view(section, "pbgdpl-questions")
        assert "Đã giao" in page and "Chưa phân loại" not in page
        assert "pbgdpl-months" not in page

    def test_figures_are_for_those_who_lead(self, section, acting, view):
        ask(section)
        with acting("PBGDPL Approver"):
            assert "pbgdpl-months" in view(section, "pbgdpl-questions")


class TestTransitionForm:
    def test_assignment_chooses_the_agency(self, question, acting, view):
        put(question, "accepted")
        go = {"workflow_action": "assign", "form.buttons.go": "1"}
        with acting("PBGDPL Editor"):
            page = view(question, "pbgdpl-transition", "POST", **go, agency="khong-co")
            assert "is-invalid" in page and state_in_history(question) == "accepted"
            view(question, "pbgdpl-transition", "POST", **go, agency="so-tu-phap")
        assert state_in_history(question) == "assigned"
        assert question.agency == "so-tu-phap"

    @pytest.mark.usefixtures("whole_page")
    def test_page_offers_the_steps(self, question, acting, view):
        with acting("PBGDPL Editor"):
            page = view(question, "view")
        assert "workflow_action=accept" in page and "workflow_action=decline" in page
        assert "nguoi.hoi@example.org" in page

    def test_what_leads_to_the_answer_is_offered_first(self, question, acting, view):
        put(question, "assigned")
        question.agency = "so-tu-phap"
        with acting("PBGDPL Editor"):
            page = lxml.html.fromstring(view(question, "view"))
            answered = lxml.html.fromstring(view(answer(question), "view"))
        assert self.steps_of(page) == [
            ("decline", False),
            ("reassign", False),
            ("answer", True),
        ]
        assert self.steps_of(answered)[0] == ("draft_answer", True)

    def steps_of(self, page):
        """List what is offered, and whether it is the thing to do."""
        found = page.cssselect(".pbgdpl-office a[href*='pbgdpl-']:not([href*='s='])")
        return [
            (
                one.get("href").rpartition("=")[2].rpartition("-")[2],
                "btn-primary" in one.get("class"),
            )
            for one in found
            if not one.get("href").endswith("@@pbgdpl-questions")
        ]

    @pytest.mark.usefixtures("whole_page")
    def test_page_has_one_content(self, question, acting, view):
        put(question, "accepted")
        with acting("PBGDPL Editor"):
            html = view(question, "pbgdpl-transition", workflow_action="assign")
        assert len(lxml.html.fromstring(html).cssselect("#content")) == 1
        assert html.count("<!DOCTYPE") == 1


class TestStepsInForms:
    def steps_in(self, html):
        """List what the buttons of a form do beside saving and cancelling."""
        found = lxml.html.fromstring(html).xpath("//button/@name")
        names = [
            name.removeprefix("form.buttons.")
            for name in found
            if name.startswith("form.buttons.")
        ]
        return [name for name in names if name not in ("save", "cancel")]

    def test_form_offers_the_next_step(self, section, acting, view):
        question = ask(section)
        with acting("PBGDPL Editor"):
            html = view(question, "edit")
            assert self.steps_in(html) == ["save_and_accept"]
            assert "Save and accept" in html
            put(question, "accepted")
            assert self.steps_in(view(question, "edit")) == ["save_and_assign"]

    def test_page_of_the_answer_keeps_its_own(self, section, acting, view):
        question = put(answer(ask(section)), "assigned")
        with acting("PBGDPL Editor"):
            assert self.steps_in(view(question, "pbgdpl-answer")) == ["submit"]


class TestWaysToTheDesk:
    def desks(self, view, section):
        page = lxml.html.fromstring(view(section, "pbgdpl-review"))
        return [
            " ".join(line.text_content().split())
            for line in page.cssselect(".pbgdpl-line")
        ]

    def test_approval_desk_says_what_is_open_and_late(self, section, acting, view):
        late = ask(section, "Trễ hạn", due_date=date(2020, 1, 6), agency="so-tu-phap")
        put(late, "assigned").reindexObject()
        ask(section, "Mới đến", due_date=date(2099, 1, 1)).reindexObject()
        with acting("PBGDPL Editor"):
            overdue, later = self.desks(view, section)
        assert "day(s) late Answer: Trễ hạn" in overdue
        assert later.startswith("01/01/2099 Accept: Mới đến")
        with acting("PBGDPL Contributor"):
            assert self.desks(view, section) == [overdue]

    def test_approval_desk_is_silent_without_questions(self, section, acting, view):
        put(answer(ask(section)), "published").reindexObject()
        with acting("PBGDPL Approver"):
            assert self.desks(view, section) == []

    def test_the_page_of_figures_leads_on(self, section, acting, view):
        with acting("PBGDPL Approver"):
            page = view(section, "pbgdpl-contributions")
        assert f'{section.absolute_url()}/@@pbgdpl-questions"' in page
        assert f'{section.absolute_url()}/@@pbgdpl-visits"' in page

    def test_several_are_accepted_and_assigned_by_one_line(self, section, acting, view):
        first, second = ask(section, "Một"), put(ask(section, "Hai"), "accepted")
        third = put(answer(ask(section, "Ba")), "answer_drafted")
        uids = [one.UID() for one in (first, second, third)]
        with acting("PBGDPL Editor"):
            page = lxml.html.fromstring(view(section, "pbgdpl-questions"))
            boxes = page.xpath("//input[@name='uids:list']/@value")
            assert sorted(boxes) == sorted(uids[:2])
            send = partial(posted_to, view, section, "pbgdpl-questions")
            send(uids=uids[:2], assign_to="no-such-agency")
            assert first.agency is None and state_in_history(first) == "received"
            send(uids=uids, assign_to="so-tu-phap")
        states = [state_in_history(one) for one in (first, second, third)]
        assert states == ["assigned", "assigned", "answer_drafted"]
        assert first.agency == second.agency == "so-tu-phap" and third.agency is None


def posted_to(view, place, name, **form):
    """Send a form of a page."""
    return view(place, name, "POST", _authenticator=createToken(), **form)
