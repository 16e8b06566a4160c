"""The desk as a page: forms, errors that keep what was typed, results."""

from datetime import date
from datetime import datetime
from desk_content import acting
from desk_content import create
from desk_content import make_unit
from desk_content import walk
from desk_content import write
from made_once import made_once
from plone import api
from plone.protect import createToken
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.names import SECTION_TYPE
from sonla.pbgdpl.editorial.pages import desk
from sonla.pbgdpl.editorial.states import history_of
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.mail import failures
from sonla.pbgdpl.mail.notice import DeliveryProblem

import lxml.html
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

SUBMIT = ("tac-gia", "submit")
FORWARD = ("bien-tap", "forward")


def page(context, user_id, method="GET", **form):
    """Render a list of the desk for a user, for no tab the lists of work; give it as a document."""
    form = {"tab": "waiting", **form}
    request = context.REQUEST.clone()
    from sonla.pbgdpl.core.interfaces import IBrowserLayer
    from zope.interface import alsoProvides

    alsoProvides(request, IBrowserLayer)
    request.environ["REQUEST_METHOD"] = request.method = method
    request.form.update({name: one for name, one in form.items() if one is not None})
    with acting(user_id):
        if method == "POST":
            request.form.setdefault("_authenticator", createToken())
        view = api.content.get_view("pbgdpl-review", context, request)
        return lxml.html.fromstring(view())


def titles(document):
    return [link.text for link in document.cssselect("#pbgdpl-rows h2 a")]


def uid(text):
    return api.content.get_uuid(text)


@pytest.fixture
def waiting(unit):
    """Return two texts that wait for the editor."""

    def make(_portal):
        return [walk(write(unit, "tac-gia", f"Bài {n}"), SUBMIT) for n in (1, 2)]

    return made_once(api.portal.get(), make)


@pytest.mark.parametrize("place", ["site", "section", "unit"])
def test_desk_on_site_section_and_unit(desk_site, section, unit, waiting, place):
    context = {"site": desk_site, "section": section, "unit": unit}[place]
    assert titles(page(context, "bien-tap")) == ["Bài 1", "Bài 2"]


def test_a_site_without_a_section_has_an_empty_desk(desk_site):
    document = page(desk_site, "nguoi-ngoai")
    assert document.cssselect("#pbgdpl-empty")


def test_the_row_shows_what_is_needed_to_decide(section, unit, text):
    text.author_name = "Bút Danh"
    walk(text, (*SUBMIT, "Kính gửi Ban Biên tập."))
    (row,) = page(section, "bien-tap").cssselect("#pbgdpl-rows > li")
    shown = " ".join(row.text_content().split())
    for part in ("Sở Tư pháp", "Bút Danh", "Kính gửi Ban Biên tập.", "Lò Thị Tác"):
        assert part in shown
    buttons = [
        button.get("value").partition(":")[2] for button in row.cssselect("button")
    ]
    assert buttons == ["forward", "return_to_author"]
    links = [link.get("href") for link in row.cssselect("a.btn")]
    pages = ("", "/@@pbgdpl-preview", "/edit")
    assert links == [f"{text.absolute_url()}{page}" for page in pages]


@pytest.mark.parametrize(
    ("days", "words"), [(0, "today"), (1, "1 days"), (40, "40 days")]
)
def test_the_row_says_since_when_it_waits(section, waiting, days, words):
    text = waiting[0]
    last = history_of(text)[-1]
    last["time"] = last["time"] - days
    text.workflow_history._p_changed = True
    document = page(section, "bien-tap")
    (row,) = [
        row
        for row in document.cssselect("#pbgdpl-rows > li")
        if row.cssselect("h2 a")[0].text == text.Title()
    ]
    (moment,) = row.cssselect("time[datetime]")
    shown = datetime.fromisoformat(moment.get("datetime"))
    assert abs(shown.timestamp() - last["time"].timeTime()) < 1
    assert moment.text == format_moment(shown)
    assert words in " ".join(row.text_content().split())


def test_one_text_alone_has_its_own_buttons_and_no_box_for_several(section, waiting):
    assert page(section, "bien-tap").cssselect("#pbgdpl-bulk")
    with api.env.adopt_user("bien-tap"):
        api.content.transition(waiting[0], "forward")
    document = page(section, "bien-tap")
    assert len(document.cssselect("#pbgdpl-rows > li")) == 1
    assert not document.cssselect("#pbgdpl-bulk, input[name='uids:list']")


def test_bulk_step(section, waiting):
    document = page(
        section,
        "bien-tap",
        "POST",
        uids=[uid(text) for text in waiting],
        transition="forward",
        comment="Đã sửa.",
        step="1",
    )
    assert len(document.cssselect("#pbgdpl-outcomes li .text-bg-success")) == 2
    assert [state_of(text) for text in waiting] == ["pending_approval"] * 2
    assert document.cssselect("#pbgdpl-empty")


def test_a_step_of_a_row_takes_the_comment_of_the_row_along(section, waiting):
    first, second = map(uid, waiting)
    typed = {f"comment-{first}": "Thiếu nguồn.", f"comment-{second}": "Xem lại."}
    one = f"{first}:return_to_author"
    document = page(
        section, "bien-tap", "POST", one=one, comment="Cho cả hai.", **typed
    )
    assert [state_of(text) for text in waiting] == ["draft", "pending_edit"]
    last = history_of(waiting[0])[-1]
    assert last["comments"] == "Thiếu nguồn."
    (left,) = document.cssselect(f"#pbgdpl-comment-{second}")
    assert left.text == "Xem lại."
    assert document.cssselect("#pbgdpl-comment")[0].text == "Cho cả hai."


def test_a_row_asks_for_its_comment_beside_its_buttons(section, waiting):
    chosen = uid(waiting[1])
    one = f"{chosen}:return_to_author"
    document = page(section, "bien-tap", "POST", one=one, comment="Cho cả hai.")
    assert state_of(waiting[1]) == "pending_edit"
    (error,) = document.cssselect("#pbgdpl-review-form .alert-danger")
    assert error.get("id") == f"pbgdpl-error-{chosen}"
    (field,) = document.cssselect("[autofocus]")
    assert field.get("name") == f"comment-{chosen}"
    assert field.get("aria-describedby") == error.get("id")
    assert not document.cssselect("input[name='uids:list'][checked]")
    assert document.cssselect("#pbgdpl-comment")[0].text == "Cho cả hai."


def test_the_comment_of_a_row_is_gone_once_it_went_out(section, waiting):
    chosen = uid(waiting[0])
    with api.env.adopt_user(username="bien-tap"):
        api.user.grant_roles(
            username="bien-tap", roles=["PBGDPL Approver"], obj=section
        )
    one, typed = f"{chosen}:forward", {f"comment-{chosen}": "Đã sửa."}
    document = page(section, "bien-tap", "POST", one=one, **typed)
    (field,) = document.cssselect(f"#pbgdpl-comment-{chosen}")
    assert not (field.text or "").strip()


def test_a_missing_comment_is_asked_for_and_the_selection_kept(section, waiting):
    chosen = uid(waiting[1])
    form = {"uids": chosen, "transition": "return_to_author", "comment": " "}
    document = page(section, "bien-tap", "POST", **form)
    assert state_of(waiting[1]) == "pending_edit"
    assert document.cssselect("#pbgdpl-bulk-error")
    checked = document.cssselect("input[name='uids:list'][checked]")
    assert [box.get("value") for box in checked] == [chosen]
    (option,) = document.cssselect("#pbgdpl-transition option[selected]")
    assert option.get("value") == "return_to_author"
    assert document.cssselect("#pbgdpl-comment[autofocus]")


@pytest.mark.parametrize(
    "form",
    [
        {"transition": "forward"},
        {"transition": "khong-co"},
        {"transition": ""},
        {"one": "vớ vẩn"},
    ],
)
def test_an_incomplete_form_keeps_the_comment(section, waiting, form):
    chosen = {} if form.get("transition") == "forward" else {"uids": [uid(waiting[0])]}
    document = page(
        section, "bien-tap", "POST", comment="Ý kiến dài.", **form, **chosen
    )
    assert document.cssselect("#pbgdpl-bulk-error")
    (comment,) = document.cssselect("#pbgdpl-comment")
    assert comment.text == "Ý kiến dài."
    assert [state_of(text) for text in waiting] == ["pending_edit"] * 2


def test_a_comment_stays_when_a_text_was_refused(section, waiting):
    walk(waiting[0], FORWARD)
    document = page(
        section,
        "bien-tap",
        "POST",
        uids=[uid(text) for text in waiting],
        transition="forward",
        comment="Ý kiến.",
    )
    assert len(document.cssselect("#pbgdpl-outcomes .text-bg-danger")) == 1
    assert len(document.cssselect("#pbgdpl-outcomes .text-bg-success")) == 1


def test_a_get_changes_nothing(section, waiting):
    page(section, "bien-tap", one=f"{uid(waiting[0])}:forward")
    assert state_of(waiting[0]) == "pending_edit"


def test_the_author_learns_why_they_cannot_approve(section):
    with api.env.adopt_roles(["Manager"]):
        api.user.grant_roles(
            username="phe-duyet",
            roles=["PBGDPL Approver", "PBGDPL Contributor"],
            obj=section,
        )
    own = write(section, "phe-duyet", "Bài")
    walk(own, ("phe-duyet", "submit"), FORWARD)
    (row,) = page(section, "phe-duyet").cssselect("#pbgdpl-rows > li")
    assert "author of this text" in row.text_content()
    values = [button.get("value") for button in row.cssselect("button")]
    assert f"{uid(own)}:approve" not in values
    assert not page(section, "phe-duyet", tab=None).cssselect(".pbgdpl-line")


def test_sent_by_me_tells_what_happened(section, text):
    walk(text, SUBMIT, ("bien-tap", "return_to_author", "Thiếu nguồn."))
    document = page(section, "tac-gia", tab="sent")
    assert titles(document) == [text.Title()]
    assert "Thiếu nguồn." in document.cssselect("#pbgdpl-rows")[0].text_content()


def write_links(document):
    tools = document.cssselect("#pbgdpl-tools a")
    return [a.get("href") for a in tools if a.text.startswith("Write in")]


def test_the_desk_says_where_to_write(section, unit, text):
    assert write_links(page(section, "tac-gia", tab=None)) == [unit.absolute_url()]
    assert titles(page(section, "tac-gia", tab="drafts")) == [text.Title()]
    unit.closed_on = date(2020, 1, 1)
    assert write_links(page(section, "tac-gia", tab=None)) == []


def tools(context, user_id):
    """Return titles and addresses of the tools of a user's desk."""
    document = page(context, user_id, tab=None)
    return {a.get("href"): a.text for a in document.cssselect("#pbgdpl-tools a")}


def test_tools_of_several_places_name_theirs(section, unit):
    """An empty section beside takes no tool away, and none is offered twice by one name."""
    portal = api.portal.get()
    alone = tools(portal, "phe-duyet")
    with api.env.adopt_roles(["Manager"]):
        other = create(portal, SECTION_TYPE, title="A: chuyên trang khác")
        roles = ["PBGDPL Approver"]
        api.user.grant_roles(username="phe-duyet", roles=roles, obj=other)
        other.reindexObjectSecurity()
    both = tools(portal, "phe-duyet")
    assert len(alone) > 3 and alone.keys() < both.keys()
    assert len(set(both.values())) == len(both)
    for url, title in both.items():
        place = other if url.startswith(other.absolute_url()) else section
        assert title.endswith(f" · {place.Title()}")


def test_the_number_of_drafts_shows_on_every_tab_and_beside_the_lists(section, text):
    (link,) = page(section, "tac-gia").cssselect(".nav-tabs a[href*=drafts]")
    assert link.cssselect(".badge")[0].text == "1"
    (link,) = page(section, "tac-gia", tab=None).cssselect("aside a[href*=drafts]")
    assert link.cssselect("strong")[0].text == "1"


def test_pages(section, unit, monkeypatch):
    monkeypatch.setattr(desk, "PAGE_SIZE", 2)
    for number in range(1, 6):
        walk(write(unit, "tac-gia", f"Bài {number}"), SUBMIT)
    assert titles(page(section, "bien-tap", page="2")) == ["Bài 3", "Bài 4"]
    assert titles(page(section, "bien-tap", page="99")) == ["Bài 5"]
    assert titles(page(section, "bien-tap", page="không")) == ["Bài 1", "Bài 2"]
    assert len(page(section, "bien-tap").cssselect(".pagination a")) == 3


def test_markup_in_titles_and_comments_is_escaped(section, unit):
    text = write(unit, "tac-gia", "<script>alert(1)</script>")
    walk(text, (*SUBMIT, "<img src=x onerror=alert(1)>"))
    document = page(section, "bien-tap")
    assert titles(document) == ["<script>alert(1)</script>"]
    assert not document.cssselect("#pbgdpl-rows script, #pbgdpl-rows img")


def test_only_administrators_are_led_to_mails_that_failed(section, unit):
    failures.remember(
        api.portal.get(), [DeliveryProblem("server", "Cầm Văn Biên", "refused")]
    )
    led = "a[href$='/@@pbgdpl-mail']"
    assert not page(section, "bien-tap", tab=None).cssselect(led)
    api.user.grant_roles(username="nguoi-ngoai", roles=["Manager"])
    (link,) = page(section, "nguoi-ngoai", tab=None).cssselect(led)
    assert "Mails that could not be sent: 1" in link.text_content()


MENU = [
    ("tac-gia", True),
    ("bien-tap", True),
    ("phe-duyet", True),
    ("nguoi-ngoai", False),
]


@pytest.mark.parametrize("user_id,expected", MENU)
def test_the_link_in_the_menu(desk_site, unit, user_id, expected):
    with acting(user_id):
        state = api.content.get_view("plone_context_state", desk_site)
        found = [action["id"] for action in state.actions("user")]
    assert ("pbgdpl-review" in found) == expected


def test_anonymous_visitors_have_no_link(desk_site, unit):
    from plone.app.testing import logout

    logout()
    state = api.content.get_view("plone_context_state", desk_site)
    found = [action["id"] for action in state.actions("user")]
    assert "pbgdpl-review" not in found


def test_units_of_others_are_not_offered_for_writing(section, unit):
    make_unit(section, "Sở Nội vụ", "nguoi-ngoai")
    assert len(write_links(page(section, "tac-gia", tab=None))) == 1
