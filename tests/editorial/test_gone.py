"""What was public and was withdrawn is gone for strangers, who aren't told what it was."""

from DateTime import DateTime
from rich_texts import linking
from sonla.pbgdpl.editorial.states import publish

import pytest

MARK = "Phiên chợ"
BROWSER = {"Accept": "text/html"}
ADDRESSES = ("", "/view", "/@@pbgdpl-share.png", "/@@plone_context_state/object_title")


@pytest.fixture
def text(site):
    """Return a text of an open section that was public with its file, and was withdrawn."""
    publish(site.section)
    file = site.make("contributor", "File", title=MARK)
    made = site.make("contributor", title=MARK, text=linking(file))
    return site.withdraw(site.publish(made))


def asked(site, item, path="", user="", method="GET"):
    """Return status and body of an answer; of the way to the login form, `login`."""
    answer = site.http(method, item, path, user, headers=BROWSER)
    if answer.status_code == 302 and "/require_login" in answer.headers["Location"]:
        return "login", ""
    assert MARK not in answer.text or user, path
    return answer.status_code, answer


@pytest.mark.parametrize("path", ADDRESSES)
def test_its_addresses_are_gone_without_its_title(site, text, path):
    status, answer = asked(site, text, path)
    assert status == 410
    assert "SearchableText" in answer.text and "set-cookie" not in answer.headers
    assert "s-maxage=60" in answer.headers["Cache-Control"]
    assert asked(site, text, path, method="HEAD")[0] == 410
    assert asked(site, text, path, method="POST")[0] == "login"


def test_programs_are_told_the_same(site, text):
    for path in ("", "/@history", "/@breadcrumbs"):
        answer = site.rest("GET", text, path)
        assert (answer.status_code, answer.json()["type"]) == (410, "Gone")
        assert MARK not in answer.text


def test_its_file_is_gone_and_comes_back(site, text):
    file = next(one for one in site.unit.objectValues() if one.portal_type == "File")
    for path in ("", "/@@download/file", "/@@display-file/file/a.pdf"):
        assert asked(site, file, path)[0] == 410
    site.publish(site.do("editor", text, "reopen"))
    assert site.http("GET", file, "/@@download/file").status_code == 200
    assert site.http("GET", text).status_code == 200


@pytest.mark.parametrize("user", ["", "member"])
def test_what_nobody_could_read_answers_as_drafts_do(site, text, user):
    refused = asked(site, site.make("contributor"), user=user)[0]
    early = site.make("contributor")
    early.effective_date = DateTime() + 1
    reopened = site.do("editor", site.withdraw(site.published()), "reopen")
    inside = site.make("contributor", "Folder")
    inside.effective_date = DateTime() + 1
    hidden = site.make("contributor", "News Item", container=inside)
    site.withdraw(site.publish(hidden))
    for item in (site.withdraw(site.publish(early)), reopened, hidden):
        assert asked(site, item, user=user)[0] == refused != 410
        assert site.rest("GET", item, user=user).status_code in (401, 403)
    early.effective_date = None
    assert asked(site, text, f"/{site.make('contributor').getId()}")[0] == refused
    assert asked(site, text, user=user)[0] == 410


def test_who_works_with_it_reads_it(site, text):
    for user in ("contributor", "editor", "approver"):
        assert asked(site, text, user=user)[0] == 200
    # What is refused for another reason than the text's own
    assert asked(site, text, "/@@manage-portlets", "contributor")[0] == "login"


def test_a_whole_section_is_gone_too(site, text):
    site.section.title = MARK
    site.withdraw(site.section)
    for item in (site.section, text):
        status, answer = asked(site, item)
        assert (status, "SearchableText" in answer.text) == (410, True)
