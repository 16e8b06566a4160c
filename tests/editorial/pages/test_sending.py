"""The next step in the form of a text and on its page; what a refused step leaves; locks."""

from desk_content import acting
from desk_content import PASSWORD
from desk_content import walk
from desk_content import write
from io import BytesIO
from lxml.html import fromstring
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.dexterity.interfaces import IDexterityContent
from plone.locking.interfaces import ILockable
from plone.testing.zope import Browser
from Products.DCWorkflow.interfaces import IBeforeTransitionEvent
from sonla.pbgdpl.editorial.exceptions import TransitionRefused
from sonla.pbgdpl.editorial.guards import MSG_NOT_YOURS
from sonla.pbgdpl.editorial.history import steps
from sonla.pbgdpl.editorial.pages.new_files import INewFiles
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.editorial.uploads import FileRefused
from zope.component import getGlobalSiteManager as getSiteManager

import pytest
import transaction

pytestmark = pytest.mark.usefixtures("served_alone")

TITLE = "form.widgets.IDublinCore.title"
COMMENT = "form.widgets.pbgdpl_comment"
SUBMIT = ("tac-gia", "submit")
FORWARD = ("bien-tap", "forward")
APPROVE = ("phe-duyet", "approve")


@pytest.fixture
def browse(functional):
    def opened(name):
        browser = Browser(functional["app"])
        browser.handleErrors = False
        browser.addHeader("Authorization", f"Basic {name}:{PASSWORD}")
        return browser

    return opened


@pytest.fixture
def draft(served_unit):
    text = write(served_unit, "tac-gia", "Hội nghị")
    transaction.commit()
    return text


def go(text, *way):
    """Take steps and commit them."""
    transaction.begin()
    walk(text, *way)
    transaction.commit()


def buttons(browser):
    found = fromstring(browser.contents).xpath("//*[@type='submit']/@name")
    return [
        name.removeprefix("form.buttons.")
        for name in found
        if name.startswith("form.buttons.")
    ]


def looks(browser):
    """Return the buttons that stand out, and those that skip the browser's own check."""
    page = fromstring(browser.contents)
    return [
        [one.get("name").removeprefix("form.buttons.") for one in page.xpath(path)]
        for path in (
            "//button[contains(@name, 'form.buttons') and contains(@class, 'btn-primary')]",
            "//button[contains(@name, 'form.buttons') and @formnovalidate]",
        )
    ]


def press(browser, step):
    browser.getControl(name=f"form.buttons.save_and_{step}").click()


def told(browser):
    return " ".join(
        one.text_content()
        for one in fromstring(browser.contents).cssselect(".portalMessage")
    )


def test_new_text_is_saved_and_sent(served_unit, browse):
    browser = browse("tac-gia")
    browser.open(f"{served_unit.absolute_url()}/++add++LegalNews")
    assert buttons(browser) == ["save", "save_and_submit", "cancel"]
    assert looks(browser) == [["save_and_submit"], ["cancel"]]
    browser.getControl(name=TITLE).value = "Tin mới"
    browser.getControl(name=COMMENT).value = "Nhờ xem sớm."
    press(browser, "submit")
    transaction.begin()
    (text,) = served_unit.listFolderContents()
    assert (text.title, state_of(text)) == ("Tin mới", "pending_edit")
    assert steps(text)[0].comment == "Nhờ xem sớm."
    assert browser.url == text.absolute_url()
    assert "Sent: an editor looks at it next." in told(browser)


def test_draft_is_changed_and_sent(draft, browse):
    browser = browse("tac-gia")
    browser.open(f"{draft.absolute_url()}/edit")
    browser.getControl(name=TITLE).value = "Hội nghị tuần này"
    press(browser, "submit")
    transaction.begin()
    assert (draft.title, state_of(draft)) == ("Hội nghị tuần này", "pending_edit")
    assert ILockable(draft).lock_info() == []


@pytest.mark.usefixtures("served_whole")
def test_the_state_menu_says_what_was_done(draft, browse):
    browser = browse("tac-gia")
    browser.open(draft.absolute_url())
    browser.getLink(id="workflow-transition-submit").click()
    assert "Sent: an editor looks at it next." in told(browser)
    assert "Item state changed." not in told(browser)
    transaction.begin()
    assert state_of(draft) == "pending_edit"


def test_draft_is_only_saved(draft, browse):
    browser = browse("tac-gia")
    browser.open(f"{draft.absolute_url()}/edit")
    browser.getControl(name=TITLE).value = "Hội nghị tuần này"
    browser.getControl(name="form.buttons.save").click()
    transaction.begin()
    assert (draft.title, state_of(draft)) == ("Hội nghị tuần này", "draft")
    assert ILockable(draft).lock_info() == []


def test_error_in_a_field_sends_nothing(draft, browse):
    browser = browse("tac-gia")
    browser.open(f"{draft.absolute_url()}/edit")
    browser.getControl(name=TITLE).value = ""
    browser.getControl(name=COMMENT).value = "Nhờ xem sớm."
    press(browser, "submit")
    assert browser.getControl(name=COMMENT).value == "Nhờ xem sớm."
    transaction.begin()
    assert (draft.title, state_of(draft)) == ("Hội nghị", "draft")


def test_editor_and_approver_take_their_steps(draft, browse):
    go(draft, SUBMIT)
    editor = browse("bien-tap")
    editor.open(f"{draft.absolute_url()}/edit")
    assert buttons(editor) == ["save", "save_and_forward", "cancel"]
    editor.getControl(name=TITLE).value = "Đã sửa"
    press(editor, "forward")
    transaction.begin()
    assert (draft.title, state_of(draft)) == ("Đã sửa", "pending_approval")
    with api.env.adopt_roles(["Manager"]):
        api.user.grant_roles(
            username="phe-duyet", roles=["PBGDPL Editor"], obj=draft.aq_parent
        )
        draft.aq_parent.reindexObjectSecurity()
    transaction.commit()
    approver = browse("phe-duyet")
    approver.open(f"{draft.absolute_url()}/edit")
    assert "save_and_approve" in buttons(approver)
    approver.getControl(name=COMMENT).value = "Được."
    press(approver, "approve")
    transaction.begin()
    assert state_of(draft) == "published"
    assert steps(draft)[0].comment == "Được."
    assert "Approved and published." in told(approver)


def test_refused_step_leaves_what_was_typed_saved(draft, browse, monkeypatch):
    browser = browse("tac-gia")
    browser.open(f"{draft.absolute_url()}/edit")
    browser.getControl(name=TITLE).value = "Chữ đã gõ"

    def refuse(_item, event):
        if event.transition is not None:
            raise TransitionRefused(MSG_NOT_YOURS, event.object, "submit")

    site = getSiteManager()
    site.registerHandler(refuse, (IDexterityContent, IBeforeTransitionEvent))
    transaction.commit()
    try:
        press(browser, "submit")
    finally:
        site.unregisterHandler(refuse, (IDexterityContent, IBeforeTransitionEvent))
        transaction.commit()
    transaction.begin()
    assert (draft.title, state_of(draft)) == ("Chữ đã gõ", "draft")
    assert browser.url == draft.absolute_url()
    assert "Saved, but not sent. This step is for others" in told(browser)


def test_lock_ends_with_the_step(draft, browse):
    with acting("tac-gia"):
        ILockable(draft).lock()
    assert ILockable(draft).locked()
    walk(draft, SUBMIT)
    assert not ILockable(draft).locked()


def test_nobody_locks_others_out_of_what_waits(draft, browse):
    go(draft, SUBMIT)
    with acting("bien-tap"):
        ILockable(draft).lock()
    transaction.commit()
    approver = browse("phe-duyet")
    approver.open(draft.absolute_url())
    assert not ILockable(draft).locked()


def test_leaving_a_form_releases_the_own_lock_alone(draft, browse):
    browser = browse("tac-gia")
    browser.open(f"{draft.absolute_url()}/edit")
    token = browser.getControl(name="_authenticator", index=0).value
    transaction.begin()
    assert ILockable(draft).locked()
    browser.post(f"{draft.absolute_url()}/@@pbgdpl-unlock", f"_authenticator={token}")
    transaction.begin()
    assert not ILockable(draft).locked()
    with acting("bien-tap"):
        ILockable(draft).lock()
    transaction.commit()
    browser.post(f"{draft.absolute_url()}/@@pbgdpl-unlock", f"_authenticator={token}")
    transaction.begin()
    assert ILockable(draft).locked()


@pytest.mark.usefixtures("served_whole")
def test_draft_is_sent_from_its_page(draft, browse):
    browser = browse("tac-gia")
    browser.open(draft.absolute_url())
    browser.getControl(name="comment").value = "Nhờ xem."
    browser.getControl(name="workflow_action").click()
    transaction.begin()
    assert state_of(draft) == "pending_edit"
    assert steps(draft)[0].comment == "Nhờ xem."


@pytest.mark.usefixtures("served_whole")
def test_returning_from_the_page_without_a_comment_asks_for_it(draft, browse):
    go(draft, SUBMIT)
    browser = browse("bien-tap")
    browser.open(draft.absolute_url())
    browser.getControl(name="workflow_action", index=1).click()
    assert "a comment is compulsory" in browser.contents
    transaction.begin()
    assert state_of(draft) == "pending_edit"


@pytest.mark.parametrize("portal_type", ["ContributingUnit", "Folder"])
def test_structure_is_sent_nowhere(served_unit, browse, portal_type, functional):
    browser = Browser(functional["app"])
    browser.handleErrors = False
    browser.addHeader("Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}")
    section = served_unit.aq_parent
    browser.open(f"{section.absolute_url()}/++add++{portal_type}")
    assert buttons(browser) == ["save", "cancel"]


class Sent(BytesIO):
    """What a browser sent."""

    filename = ""


def test_bad_file_is_refused(served_unit):
    field = INewFiles["pbgdpl_files"].bind(served_unit)
    good, bad = Sent(b"%PDF-1.4"), Sent(b"MZ")
    good.filename, bad.filename = "a.pdf", "a.exe"
    field.validate((good,))
    with pytest.raises(FileRefused) as refused:
        field.validate((good, bad))
    assert refused.value.message.mapping["filename"] == "a.exe"
