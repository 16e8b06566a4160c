"""Learning online switched off: a course is a plain course, and what people did is kept and forgotten."""

from activities import teach
from datetime import timedelta
from learning_pages import make_learned
from made_once import made_once
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.protect.authenticator import createToken
from plone.testing.zope import Browser
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.options import switch
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.jobs.runner import jobs
from sonla.pbgdpl.mail.outbox import current_outbox
from sonla.pbgdpl.options.learning.certificates import issue
from sonla.pbgdpl.options.learning.jobs import KEPT
from sonla.pbgdpl.options.learning.jobs import see_to
from sonla.pbgdpl.options.learning.learners import add_learner
from sonla.pbgdpl.options.learning.learners import forget_learners
from sonla.pbgdpl.options.learning.learners import learned_courses
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.learners import learners_of
from sonla.pbgdpl.options.learning.personal_data import Learners
from sonla.pbgdpl.options.learning.question_bank import BANK_TYPE
from vietnamese_portal import furnish
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT
from web_requests import Person

import lxml.html
import pytest
import transaction

OWNER, VISITOR = Person(SITE_OWNER_NAME, SITE_OWNER_PASSWORD), Person()
NAME, OTHER = "Lò Thị Ánh Nguyệt", "Cà Văn Đông"
FIELDS = ("learn_online", "open_to_all", "open_certificates", "tests")
PAGES = ("learn", "lesson", "course-test", "course-certificate")
ASKING = ("invite", "renew", "send", "allow", "remind")


@pytest.fixture
def course(functional_portal):
    furnish(functional_portal)
    unit = functional_portal[SECTION][UNIT]
    return made_once(functional_portal, make_learned, unit.getPhysicalPath())


@pytest.fixture
def finished(course):
    """Return the code of somebody who has finished and has a certificate."""
    learner = Learner(NAME, "Xã Mẫu")
    learner.begun = learner.last = learner.finished = utc_now()
    code = add_learner(course, learner)
    made = issue(course, learner, "Sở Ví Dụ", today())
    learners_of(course)[code].certificate = made.code
    return code


@pytest.fixture
def late(course):
    """Return the code of somebody who has begun."""
    learner = Learner(OTHER, "Xã Mẫu")
    learner.begun = learner.last = utc_now()
    return add_learner(course, learner)


@pytest.fixture
def off(course, finished, late):
    switch("learning", on=False)
    transaction.commit()


def tree(person, path):
    answer = person.ask(path)
    assert answer.status == 200
    return lxml.html.fromstring(answer.text)


def post(path, **form):
    with api.env.adopt_user(username=SITE_OWNER_NAME):
        token = createToken()
    transaction.commit()
    return OWNER.ask(path, "POST", form={**form, "_authenticator": token})


def links(page):
    return {
        one.get("href").rpartition("/")[2] for one in page.cssselect("#content a[href]")
    }


def test_visitors_find_a_plain_course_and_their_paper_still_holds(
    course, finished, off
):
    path = course.absolute_url_path()
    assert "@@learn" not in links(tree(VISITOR, path))
    assert [VISITOR.ask(f"{path}/@@{one}").status for one in PAGES] == [404] * 4
    number = learners_of(course)[finished].certificate
    verified = VISITOR.ask(f"/{api.portal.get().getId()}/@@verify?code={number}")
    assert verified.status == 200 and NAME in verified.text
    switch("learning", on=True)
    transaction.commit()
    assert "@@learn" in links(tree(VISITOR, path))
    known = VISITOR.ask(
        f"{path}/@@learn", headers={"Cookie": f"pbgdpl_learner={finished}"}
    )
    assert known.status == 200 and NAME in known.text


def test_programs_of_visitors_are_told_of_a_plain_course(course, off):
    path, asked = course.absolute_url_path(), {"Accept": "application/json"}
    section = section_of(course).absolute_url_path()
    search = f"{section}/@search?portal_type=TrainingCourse&fullobjects=1"
    for told in (path, search):
        shown = [person.ask(told, headers=asked).text for person in (VISITOR, OWNER)]
        assert not [one for one in FIELDS if f'"{one}"' in shown[0]]
        assert [one for one in FIELDS if f'"{one}"' in shown[1]] == list(FIELDS)
    switch("learning", on=True)
    transaction.commit()
    assert '"learn_online": true' in VISITOR.ask(path, headers=asked).text


def test_the_office_reads_what_is_there_and_asks_nobody_to_learn(course, late, off):
    path = course.absolute_url_path()
    assert "@@course-learners" in links(tree(OWNER, path))
    page = tree(OWNER, f"{path}/@@course-learners")
    words = page.text_content()
    assert NAME in words and OTHER in words
    assert not [one for one in links(page) if "invitation" in one]
    assert not page.cssselect(", ".join(f"[value={one}]" for one in ASKING))
    codes = tree(OWNER, f"{path}/@@course-learners?tab=codes")
    assert not codes.cssselect(", ".join(f"[value={one}]" for one in ASKING))
    for action in ASKING:
        asked = post(f"{path}/@@course-learners", action=action, code=late)
        assert asked.status == 409 and "pbgdpl-resting-form" in asked.text, action
    assert post(f"{path}/@@course-learners", action="export").status == 200


def test_banks_open_and_nothing_comes_into_them(course, off):
    bank = api.content.find(portal_type=BANK_TYPE, unrestricted=True)[0].getPath()
    place = section_of(course).absolute_url_path()
    for path in (bank, f"{place}/@@pbgdpl-banks"):
        assert not [one for one in links(tree(OWNER, path)) if "++add++" in one]
    assert OWNER.ask(f"{bank}/@@pbgdpl-bank-import").status == 404
    switch("learning", on=True)
    transaction.commit()
    for path in (bank, f"{place}/@@pbgdpl-banks"):
        assert [one for one in links(tree(OWNER, path)) if "++add++" in one]
    assert OWNER.ask(f"{bank}/@@pbgdpl-bank-import").status == 200


def test_a_course_that_nobody_learned_does_not_name_it(course, off):
    plain = teach(course.__parent__, "Khóa thường")
    transaction.commit()
    page = tree(OWNER, plain.absolute_url_path())
    assert {"@@course-attendance", "@@roll-call"} <= links(page)
    assert "@@course-learners" not in links(page)


@pytest.mark.parametrize("opened_while", ["on", "off"])
def test_a_form_has_none_of_its_fields_and_what_they_hold_stays(
    functional, course, opened_while
):
    before = {name: stored_value(course, name) for name in FIELDS}
    assert before["learn_online"] and before["tests"]
    switch("learning", on=opened_while == "on")
    transaction.commit()
    browser = Browser(functional["app"])
    browser.addHeader("Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}")
    browser.open(f"{course.absolute_url()}/edit")
    fields = [f"form.widgets.IOnlineLearning.{name}" for name in FIELDS]
    shown = [name in browser.contents for name in fields]
    assert shown == [opened_while == "on"] * len(FIELDS)
    assert ("fieldset-online" in browser.contents) == (opened_while == "on")
    browser.getControl(name="form.widgets.hours").value = "7"
    switch("learning", on=False)
    transaction.commit()
    browser.getControl(name="form.buttons.save").click()
    transaction.begin()
    assert stored_value(course, "hours") == 7
    assert {name: stored_value(course, name) for name in FIELDS} == before


def test_the_night_counts_and_forgets_and_reminds_nobody(course, finished, late, off):
    section, now = section_of(course), utc_now()
    current_outbox().items.clear()
    see_to(section, course.UID(), now)
    people = learners_of(course)
    assert people[finished].counted and course.people_trained == 1
    assert people[late].reminded is None and not current_outbox().items
    see_to(section, course.UID(), now + KEPT + timedelta(days=9))
    assert not learners_of(course)


def test_the_job_of_the_night_rests_when_nobody_is_left(functional_portal, course, off):
    assert "online-learning" in dict(jobs(functional_portal))
    section = section_of(course)
    for uid in list(learned_courses(section)):
        forget_learners(section, uid)
    assert "online-learning" not in dict(jobs(functional_portal))
    switch("learning", on=True)
    assert "online-learning" in dict(jobs(functional_portal))


def test_somebody_is_erased_all_the_same(course, finished, late, off):
    store = Learners()
    keys = {one.key for one in store.records()}
    assert keys == {f"{course.UID()} {code}" for code in (finished, late)}
    assert all(map(store.erase, keys))
    assert not list(store.records())
