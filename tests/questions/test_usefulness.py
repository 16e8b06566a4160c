"""“Was this answer useful?”: counted for the office, of nobody, and without touching the answer."""

from BTrees.Length import Length
from functools import partial
from kept_pages import keep_pages
from made_once import made_once
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from public_content import make_section
from questions_content import answer
from questions_content import ask
from questions_content import put
from sonla.pbgdpl.editorial.checks import IContentCheck
from sonla.pbgdpl.questions import usefulness
from sonla.pbgdpl.questions.rules import MANY
from sonla.pbgdpl.questions.rules import Usefulness
from sonla.pbgdpl.questions.spam_protection import JUDGEMENTS_OF_ANSWER
from sonla.pbgdpl.ui.paging import PageSlice
from zope.component import getAdapter

import csv
import io
import lxml.html
import pytest
import requests
import transaction

pytestmark = pytest.mark.usefixtures("served_alone")

SECTION = "/pho-bien-giao-duc-phap-luat"


def published(section, title, name):
    question = put(answer(ask(section, title, id=name)), "published")
    question.reindexObject()
    return question


def said_by(question, yes, no):
    for useful, number in ((True, yes), (False, no)):
        for _ in range(number):
            usefulness.count(question, useful)


@pytest.mark.parametrize(
    ("said", "doubtful"),
    [
        (Usefulness(), False),
        (Usefulness(0, MANY - 1), False),
        (Usefulness(0, MANY), True),
        (Usefulness(MANY, MANY), False),
        (Usefulness(MANY, MANY + 1), True),
    ],
)
def test_many_and_most_make_an_answer_doubtful(said, doubtful):
    assert said.is_doubtful is doubtful


def make_judged(portal):
    """Make a section with answers that were useful, that were not, and that nobody judged."""
    section = make_section(portal)
    said_by(published(section, "Tuổi kết hôn", "tuoi"), 3, 1)
    said_by(published(section, "Tách thửa", "thua"), 1, MANY)
    published(section, "Chưa ai đánh giá", "moi")
    return section


def make_asked(portal):
    """Keep pages, and make a section with a question that was answered and one that waits."""
    section = make_section(portal)
    keep_pages(portal)
    question = published(section, "Tuổi kết hôn", "tuoi")
    ask(section, "Chưa trả lời", id="cho")
    return question


class TestOffice:
    @pytest.fixture
    def section(self, portal):
        return made_once(portal, make_judged)

    def test_the_office_reads_what_was_said_of_each(self, section):
        found = {one.getId(): said for one, said in usefulness.judged(section)}
        assert found == {"tuoi": Usefulness(3, 1), "thua": Usefulness(1, MANY)}
        assert usefulness.count_doubtful(section) == 1

    def test_the_check_names_the_doubtful_one(self, section):
        check = getAdapter(section, IContentCheck, "doubtful-answers")
        assert len(check.missing(section["thua"])) == 1
        assert check.missing(section["tuoi"]) == []

    def test_numbers_go_with_the_answer(self, section):
        question = section["thua"]
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(question)
        assert [one.getId() for one, _said in usefulness.judged(section)] == ["tuoi"]
        assert usefulness.usefulness_of(question) == Usefulness()


class TestServed:
    @pytest.fixture
    def question(self, functional_portal):
        question = made_once(functional_portal, make_asked)
        transaction.commit()
        for path in ("tuoi", "@@questions"):
            url = f"{functional_portal.absolute_url()}{SECTION}/{path}"
            requests.get(url, timeout=60)
        return question

    @pytest.fixture
    def judge(self, question):
        def post(useful="yes", headers=None, **more):
            return requests.post(
                f"{question.absolute_url()}/@@answer-useful",
                data={"useful": useful},
                headers=headers,
                timeout=60,
                **more,
            )

        return post

    def said(self, question):
        transaction.begin()
        return usefulness.usefulness_of(question)

    @pytest.mark.usefixtures("served_whole")
    def test_two_buttons_without_a_token_on_a_page_that_is_kept(self, question):
        page = requests.get(question.absolute_url(), timeout=60)
        assert "s-maxage" in page.headers["Cache-Control"]
        assert "@@answer-useful" in page.text and "_authenticator" not in page.text

    def test_a_reader_is_counted_and_the_answer_stays_as_it_was(self, question, judge):
        address = question.absolute_url()
        before = requests.get(address, timeout=60).headers["ETag"]
        changed, serial = question.modified(), question._p_serial
        thanked = judge()
        assert thanked.status_code == 200 and "@@ask-question" not in thanked.text
        assert thanked.headers["Cache-Control"] == "no-store" and not thanked.cookies
        assert "@@ask-question" in judge("no").text
        assert self.said(question) == Usefulness(1, 1)
        assert (question.modified(), question._p_serial) == (changed, serial)
        assert requests.get(address, timeout=60).headers["ETag"] == before

    @pytest.mark.parametrize("useful", ["", "maybe", "YES"])
    def test_what_is_no_answer_counts_nothing(self, question, judge, useful):
        assert judge(useful).status_code == 400
        assert self.said(question) == Usefulness()

    def test_a_page_of_another_site_counts_nothing(self, question, judge):
        for headers in (
            {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
        ):
            assert judge(headers=headers).status_code == 403, headers
        assert self.said(question) == Usefulness()

    def test_the_page_itself_counts_for_somebody_logged_in_as_for_all(
        self, question, judge
    ):
        root = api.portal.get().absolute_url().rpartition("/")[0]
        for headers in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": root}):
            assert judge(headers=headers).status_code == 200
        assert judge(auth=(SITE_OWNER_NAME, SITE_OWNER_PASSWORD)).status_code == 200
        assert self.said(question) == Usefulness(3, 0)

    def test_one_address_says_little_of_one_answer(self, question, judge):
        statuses = [judge().status_code for _ in range(JUDGEMENTS_OF_ANSWER + 2)]
        assert statuses == [200] * JUDGEMENTS_OF_ANSWER + [429, 429]
        assert self.said(question).yes == JUDGEMENTS_OF_ANSWER

    def test_the_bare_address_leads_to_the_answer(self, question):
        url = f"{question.absolute_url()}/@@answer-useful?useful=yes"
        answered = requests.get(url, timeout=60, allow_redirects=False)
        assert answered.headers["Location"] == question.absolute_url()
        assert self.said(question) == Usefulness()

    def test_what_is_not_public_is_not_judged(self, question):
        url = question.absolute_url().replace("/tuoi", "/cho")
        data = {"useful": "yes"}
        asked = {
            auth: requests.post(
                f"{url}/@@answer-useful",
                data=data,
                auth=auth,
                timeout=60,
                allow_redirects=False,
            ).status_code
            for auth in (None, (SITE_OWNER_NAME, SITE_OWNER_PASSWORD))
        }
        assert set(asked.values()) <= {302, 401, 404}
        transaction.begin()
        waiting = question.aq_parent["cho"]
        assert usefulness.usefulness_of(waiting) == Usefulness()

    def test_readers_and_an_editor_at_once_do_not_stop_each_other(self, question):
        """Two more connections: one counts, one counts and one saves the answer."""
        said_by(question, 1, 0)
        transaction.commit()
        database, path = question._p_jar.db(), question.getPhysicalPath()
        others = []
        for act in (save_again, count_again, count_again):
            manager = transaction.TransactionManager()
            connection = database.open(manager)
            act(connection.root()["Application"], path)
            others.append((manager, connection))
        for manager, connection in others:
            manager.commit()
            connection.close()
        assert self.said(question) == Usefulness(3, 0)
        assert question.title == "Sửa"

    def test_a_long_list_comes_in_parts(self, question, judge, monkeypatch):
        other = published(question.aq_parent, "Tách thửa", "thua")
        said_by(other, 0, 2)
        transaction.commit()
        judge("no")
        one_a_page = partial(PageSlice.asked_for, size=1)
        monkeypatch.setattr(PageSlice, "asked_for", one_a_page)
        url = f"{question.aq_parent.absolute_url()}/@@pbgdpl-usefulness?sort=no"
        auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        first = lxml.html.fromstring(requests.get(url, auth=auth, timeout=60).text)
        (link,) = first.xpath("//a[contains(@href, 'usefulness=1')]/@href")
        second = lxml.html.fromstring(requests.get(link, auth=auth, timeout=60).text)
        rows = [
            [one.text for one in page.cssselect("#pbgdpl-usefulness tbody th a")]
            for page in (first, second)
        ]
        assert rows == [["Tách thửa"], ["Tuổi kết hôn"]]
        assert "sort=no" in link

    def test_the_list_of_the_office_and_its_file(self, question, judge):
        judge("no")
        url = f"{question.aq_parent.absolute_url()}/@@pbgdpl-usefulness"
        auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        for order in ("no", "yes", "share", "title", "agency", "<x>"):
            page = requests.get(f"{url}?sort={order}", auth=auth, timeout=60)
            assert page.status_code == 200 and "Tuổi kết hôn" in page.text
        content = requests.get(f"{url}.csv", auth=auth, timeout=60).content
        (_header, row) = csv.reader(
            io.StringIO(content.decode("utf-8-sig")), delimiter=";"
        )
        assert row[0] == "Tuổi kết hôn" and row[2:5] == ["1", "0", "0"]


def save_again(root, path):
    root.unrestrictedTraverse("/".join(path)).title = "Sửa"


def count_again(root, path):
    """Change the counter as the page does; it has a connection of its own."""
    question = root.unrestrictedTraverse("/".join(path))
    site = root.unrestrictedTraverse("/".join(path[:2]))
    counter: Length = site.__annotations__[usefulness.KEY][question.UID()][0]
    counter.change(1)
