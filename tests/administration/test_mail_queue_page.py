"""The page of the mail that waits: who sees it, what its buttons do."""

from desk_content import deliver
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from served_mail import use_port
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.editorial.mail import RETURNED
from sonla.pbgdpl.mail import failures
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import Recipient
from sonla.pbgdpl.mail.outbox import enqueue
from sonla.pbgdpl.mail.queue import queue_of
from web_requests import Person
from zExceptions import Forbidden

import loopback_smtp as loopback
import lxml.html
import pytest
import transaction

pytestmark = pytest.mark.usefixtures("browser_of_content")


@pytest.fixture
def server(functional_portal):
    """Yield a portal of which two mails have failed, and the server that refused them."""
    with loopback.smtp_server(refuse="@refused.example") as found:
        use_port(found.port)
        enqueue(
            Notice(
                RETURNED.name,
                Recipient("", "A", "mot@refused.example"),
                "Bí mật",
                "",
                "",
            ),
            Notice(
                RETURNED.name,
                Recipient("", "B", "hai@refused.example"),
                "Bí mật",
                "",
                "",
            ),
        )
        deliver()
        yield found


def left(portal):
    transaction.begin()
    return [mail for _key, mail in queue_of(portal).items()]


def test_what_is_shown(browser, server, functional_portal):
    owner = Person(SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    page = owner.ask(f"{functional_portal.absolute_url_path()}/@@pbgdpl-mail").text
    assert "m***@refused.example" in page and "550 no such user" in page
    assert "mot@" not in page and "Bí mật" not in page
    browser.open(f"{functional_portal.absolute_url()}/@@pbgdpl-settings?page=tools")
    page = lxml.html.fromstring(browser.contents)
    (mail,) = page.cssselect("#task-pbgdpl-mail")
    assert "Broken" in mail.text_content()


def test_what_an_error_has_lost(browser, server, functional_portal):
    url = f"{functional_portal.absolute_url()}/@@pbgdpl-mail"
    browser.open(url)
    assert "pbgdpl-mail-lost" not in browser.contents
    failures.remember(
        functional_portal, [DeliveryProblem(failures.UNQUEUED, "returned", "KeyError")]
    )
    transaction.commit()
    browser.open(url)
    assert "pbgdpl-mail-lost" in browser.contents and "KeyError" in browser.contents
    with pytest.raises(Forbidden):
        browser.open(f"{url}?forget=1")
    browser.open(url)
    browser.getControl(name="forget").click()
    assert "pbgdpl-mail-lost" not in browser.contents
    assert len(left(functional_portal)) == 2


def test_try_again(browser, server, functional_portal):
    browser.open(f"{functional_portal.absolute_url()}/@@pbgdpl-mail")
    server.manners.refuse = ""
    browser.getControl(name="retry_all").click()
    deliver()
    assert {mail["To"] for mail in server.mails} == {
        "mot@refused.example",
        "hai@refused.example",
    }
    assert left(functional_portal) == []


def test_drop(browser, server, functional_portal):
    browser.open(f"{functional_portal.absolute_url()}/@@pbgdpl-mail")
    browser.getControl(name="drop", index=0).click()
    assert len(left(functional_portal)) == 2
    browser.getControl(name="confirmed").click()
    assert len(left(functional_portal)) == 1
    browser.getControl(name="drop_all").click()
    browser.getControl(name="confirmed").click()
    assert left(functional_portal) == []
    assert server.mails == []


@pytest.mark.parametrize("key", ["", "nonsense", "0" * 14 + "-m" + "a" * 16])
def test_a_mail_that_is_not_there(browser, server, functional_portal, key):
    browser.open(f"{functional_portal.absolute_url()}/@@pbgdpl-mail")
    token = browser.getControl(name="_authenticator", index=0).value
    url = f"{functional_portal.absolute_url()}/@@pbgdpl-mail"
    browser.post(url, f"drop={key}&_authenticator={token}")
    assert len(left(functional_portal)) == 2


@pytest.mark.parametrize("button", ["drop=all", "retry=all"])
def test_no_button_without_the_token_of_the_portal(
    browser, server, functional_portal, button
):
    with pytest.raises(Forbidden):
        browser.post(f"{functional_portal.absolute_url()}/@@pbgdpl-mail", button)
    assert [mail.state for mail in left(functional_portal)] == ["failed"] * 2


def test_incomplete_settings_are_told_in_words_and_lead_to_plones_page(
    browser, server, functional_portal
):
    api.portal.set_registry_record("plone.email_from_address", "")
    for _key, mail in queue_of(functional_portal).items():
        problem = DeliveryProblem("not_configured", "", "email_from_address")
        mail.note_failure(problem, False, utc_now())
    transaction.commit()
    for page in ("@@pbgdpl-mail", "@@pbgdpl-settings?page=tools"):
        browser.open(f"{functional_portal.absolute_url()}/{page}")
        assert "own e-mail address is missing" in browser.contents
        assert "email_from_address" not in browser.contents
        url = browser.getLink("To the portal's mail settings").url
        assert url == f"{functional_portal.absolute_url()}/@@mail-controlpanel"
    browser.getLink("To the portal's mail settings").click()
    assert "email_from_address" in browser.contents
