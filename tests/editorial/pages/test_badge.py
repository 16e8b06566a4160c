"""The number in the toolbar is what the desk shows, and costs next to nothing."""

from datetime import timedelta
from desk_content import acting
from desk_content import make_unit
from desk_content import walk
from desk_content import write
from made_once import made_once
from people import recognition
from people import WARD
from plone import api
from plone.app.testing import logout
from questions_content import ask as ask_question
from questions_content import put as put_question
from sample_addon import registered
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.editorial.pages import badge
from sonla.pbgdpl.editorial.pages.desk_sections import DeskSection
from sonla.pbgdpl.mail import failures
from sonla.pbgdpl.mail.notice import DeliveryProblem
from statistics_content import PEOPLE
from statistics_content import report
from zope.interface import alsoProvides

import lxml.html
import pytest
import re
import transaction

AUTHOR, EDITOR, APPROVER, STRANGER = "tac-gia", "bien-tap", "phe-duyet", "nguoi-ngoai"
COLLEAGUE = "can-bo-xa"
SUBMIT, FORWARD = (AUTHOR, "submit"), (EDITOR, "forward")
BROKEN = """
  <adapter
      factory=".BrokenSection"
      provides="sonla.pbgdpl.editorial.interfaces.IDeskSection"
      for="*
           sonla.pbgdpl.core.interfaces.IBrowserLayer"
      name="broken"
      />
"""


class BrokenSection(DeskSection):
    order = 25

    def lines(self):
        raise ValueError("broken")


def page(context, user_id, name="pbgdpl-review", **form):
    """Render a page for a user."""
    request = context.REQUEST.clone()
    alsoProvides(request, IBrowserLayer)
    request.form.update(form)
    with acting(user_id):
        view = api.content.get_view(name, context, request)
        return lxml.html.fromstring(view())


def number(document):
    """Read the number in the toolbar; None where there is no link."""
    for link in document.cssselect("#edit-zone .pbgdpl-waiting a"):
        (shown,) = link.cssselect(".badge") or (None,)
        said = re.search(r"\d+", link.get("aria-label"))
        assert (said.group() if said else "0") == ("0" if shown is None else shown.text)
        return int(shown.text) if shown is not None else 0
    return None


def on_desk(portal, user_id):
    """Count by the lines of the desk what is overdue or due today, and all that is to be done."""
    now, found = None, 0
    for name in ("now", "week", "later"):
        for part in page(portal, user_id, list=name).cssselect(
            f".pbgdpl-list.is-{name}"
        ):
            titles = [
                " ".join(a.text_content().split()) for a in part.cssselect("li a")
            ]
            things = [re.search(r": (\d+) |.: (\d+)$", title) for title in titles]
            number = sum(
                int(one.group(1) or one.group(2)) if one else 1 for one in things
            )
            (shown,) = part.cssselect("h2 span") or (None,)
            assert number == (0 if shown is None else int(shown.text))
            now, found = number if now is None else now, found + number
    return now, found


@pytest.fixture
def busy(desk_site, section, unit):
    """Return a portal in which something of each kind waits."""
    made_once(desk_site, make_busy, section.getPhysicalPath(), unit.getPhysicalPath())
    return desk_site


def make_busy(portal, *paths):
    section, unit = map(portal.unrestrictedTraverse, paths)
    with api.env.adopt_roles(["Manager"]):
        api.user.create(username=COLLEAGUE, email="can-bo-xa@sonla.example")
        api.user.create(username="quan-tri", email="quan-tri@sonla.example")
        api.user.grant_roles(username="quan-tri", roles=["Site Administrator"])
    other = make_unit(section, "Xã Mẫu", COLLEAGUE, APPROVER)
    for title in ("Một", "Hai", "Ba"):
        walk(write(unit, AUTHOR, title), SUBMIT)
    walk(write(unit, AUTHOR, "Bốn"), SUBMIT, FORWARD)
    walk(write(unit, AUTHOR, "Năm"), SUBMIT, (EDITOR, "return_to_author", "Sửa tên."))
    walk(write(unit, AUTHOR, "Sáu"), SUBMIT, (AUTHOR, "retract"))
    write(unit, AUTHOR, "Bảy")
    own = write(other, APPROVER, "Tám")
    walk(own, (APPROVER, "submit"), FORWARD)
    walk(write(other, COLLEAGUE, "Chín"), (COLLEAGUE, "submit"))
    alone = walk(write(unit, AUTHOR, "Mười"), SUBMIT)
    with api.env.adopt_roles(["Manager"]):
        api.user.grant_roles(username=COLLEAGUE, roles=["PBGDPL Editor"], obj=alone)
        alone.reindexObjectSecurity()
    send_people(unit)
    ask_question(section, "Mới đến").reindexObject()
    assigned = put_question(ask_question(section, "Đã giao"), "assigned")
    assigned.manage_setLocalRoles(COLLEAGUE, ["PBGDPL Contributor"])
    assigned.reindexObject()
    assigned.reindexObjectSecurity()
    put_question(ask_question(section, "Chờ duyệt"), "answer_drafted").reindexObject()
    walk(report(unit), SUBMIT)
    walk(report(unit, PEOPLE), SUBMIT, (APPROVER, "return", "Thiếu tháng 3."))
    failures.remember(portal, [DeliveryProblem("nobody", "Mười", "")])


def send_people(unit):
    """Send three people: one came back, one was accepted and begins later."""
    for name, then in (
        ("Lò Thị Bản", ()),
        ("Hà Văn Về", ((EDITOR, "return_to_author", "Thiếu ngày."),)),
        ("Vì Thị Sau", ((APPROVER, "accept"),)),
    ):
        later = today() + timedelta(days=20)
        start = {"valid_from": later} if name == "Vì Thị Sau" else {}
        person = write(
            unit,
            AUTHOR,
            name,
            portal_type="LegalPropagandist",
            recognitions=[recognition("xa", WARD, **start)],
        )
        walk(person, SUBMIT, *then)


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    ("user_id", "now", "all_of_it"),
    [
        (AUTHOR, 3, 3),
        (EDITOR, 6, 8),
        (APPROVER, 2, 6),
        (COLLEAGUE, 1, 2),
        ("quan-tri", 10, 14),
    ],
)
def test_number_is_what_the_desk_has_for_today(busy, user_id, now, all_of_it):
    assert on_desk(busy, user_id) == (now, all_of_it)
    assert number(page(busy, user_id)) == now


def test_strangers_and_visitors_have_no_link(busy):
    assert number(page(busy, STRANGER)) is None
    logout()
    document = lxml.html.fromstring(
        api.content.get_view("sitemap", busy, busy.REQUEST)()
    )
    assert document.cssselect("body") and not document.cssselect(".pbgdpl-waiting")


def test_link_stays_where_nothing_waits(desk_site, unit):
    assert number(page(desk_site, AUTHOR)) == 0


def test_what_raises_is_logged_and_the_others_count(busy, caplog):
    with registered(BROKEN, BrokenSection=BrokenSection):
        assert number(page(busy, AUTHOR)) == 3
    assert [one for one in caplog.records if "'broken'" in one.getMessage()]


class TestKept:
    """What is kept holds for one user, until the catalog changes."""

    @pytest.fixture
    def counted(self, monkeypatch):
        """Collect for whom it was counted."""
        found = []
        original = badge.number_of

        def counting(*asked):
            found.append(api.user.get_current().getId())
            return original(*asked)

        monkeypatch.setattr(badge, "number_of", counting)
        return found

    @pytest.fixture
    def unit(self, served_unit):
        return served_unit

    def kept(self, user_id):
        request = api.portal.get().REQUEST.clone()
        alsoProvides(request, IBrowserLayer)
        with acting(user_id):
            return badge.kept_number(request)

    def test_counted_once(self, unit, counted):
        assert [self.kept(EDITOR) for _time in range(3)] == [0, 0, 0]
        assert self.kept(STRANGER) is None and self.kept(STRANGER) is None
        assert counted == [EDITOR, STRANGER]

    def test_a_step_counts_at_once(self, unit, counted):
        assert self.kept(EDITOR) == 0
        walk(write(unit, AUTHOR, "Bài mới"), SUBMIT)
        assert self.kept(EDITOR) == 1
        transaction.commit()
        assert self.kept(EDITOR) == 1 and len(counted) == 3

    def test_a_new_role_counts_at_once(self, unit, counted):
        assert self.kept(STRANGER) is None
        with api.env.adopt_roles(["Manager"]):
            api.user.grant_roles(username=STRANGER, roles=["PBGDPL Editor"], obj=unit)
            unit.reindexObjectSecurity()
        transaction.commit()
        assert self.kept(STRANGER) == 0

    def test_the_desk_counts_anew(self, unit, counted):
        self.kept(EDITOR)
        page(unit, EDITOR)
        assert counted == [EDITOR, EDITOR]
