"""Every page, service and control panel of ours × every role: who gets what."""

from collections.abc import Callable
from plone.locking.interfaces import ILockable
from registered_views import registered_views
from secured_portal import account
from secured_portal import make_one_of_each
from secured_portal import people
from secured_portal import ROLES
from secured_portal import warm_up
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.homepage import HOMEPAGE_MANAGER
from typing import Any
from urllib.parse import urlencode
from view_table import ADMINS
from view_table import all_rows
from view_table import ANSWERS_TO_ERRORS
from view_table import FILES_OF_FORMS
from view_table import FORMS_OF_PORTLETS
from view_table import LOCKING
from view_table import LOGIN
from view_table import Row
from view_table import UNPUBLISHED
from web_requests import Answer
from web_requests import HOST
from web_requests import UNTHEMED

import pytest
import transaction

TABLE = all_rows()
PEOPLE = people()
CENTRE = f"++contextportlets++{HOMEPAGE_MANAGER}"
PORTLET_FORMS = (
    f"{CENTRE}/+/portlets.LegalEducation",
    f"{CENTRE}/legal-education/edit",
)
CORES = ("listing_view",)
"""Core's own page, which ours only chooses; so are the services of control panels."""
OUTSIDE = ("@querystring-search", "@relations", "@search", "@transactions")
"""Services that outside of sections answer as core's do (`test_overrides.py`)."""
LED_ASTRAY = dict.fromkeys(
    ("came_from", "next", "url", "return_url", "last_referer", "redirect"),
    "https://evil.example/",
)
ELSEWHERE = {"Referer": "https://evil.example/"}
"""Where no answer may lead, however an address or a page asks for it."""
FRAME = 'id="visual-portal-wrapper"'
"""Of a page in the frame of the portal: themes show what stands in its `#content`."""
OWN = (f"{HOST}/", f"{HOST}:80/")
IN_JSON = {"Accept": "application/json"}
"""What a theme adds is not the question, and takes half of the time."""


def name_of(row: Row) -> str:
    return f"{row.name}-{row.place}{row.query[:30]}"


def test_the_table_has_a_row_for_each_view_and_no_other(portal):
    known = {row.key for row in TABLE}
    others = {
        *UNPUBLISHED,
        *ANSWERS_TO_ERRORS,
        *FORMS_OF_PORTLETS,
        *FILES_OF_FORMS,
        *LOCKING,
    }
    assert not known & others
    assert set(registered_views()) == known | others


class TestTable:
    """One portal for all rows; nothing that is asked for changes it."""

    @pytest.fixture(scope="class")
    def portal_of_all(self, functional_portal_class):
        places = make_one_of_each(functional_portal_class)
        transaction.commit()
        warm_up(functional_portal_class, places)
        return functional_portal_class, {
            name: place.absolute_url_path() for name, place in places.items()
        }

    @pytest.fixture
    def ask(self, portal_of_all) -> Callable[[Row, str], Answer]:
        _portal, paths = portal_of_all

        def ask_as(row: Row, role: str) -> Answer:
            headers = ELSEWHERE | (IN_JSON if row.is_rest else UNTHEMED)
            path = paths[row.place] + row.address
            path += ("&" if "?" in path else "?") + urlencode(LED_ASTRAY)
            return PEOPLE[role].ask(path, row.method, json=row.json, headers=headers)

        return ask_as

    @pytest.fixture
    def wrote(self, portal_of_all) -> Callable[[], bool]:
        """Return what tells whether anything was written since it was asked last."""
        database = portal_of_all[0]._p_jar.db()
        seen = [database.lastTransaction()]

        def look() -> bool:
            seen.append(database.lastTransaction())
            return seen[-1] != seen[-2]

        return look

    @pytest.mark.sample(20)
    @pytest.mark.parametrize("row", TABLE, ids=name_of)
    def test_row(self, ask, wrote, row):
        transaction.begin()
        answers, writers, before = {}, set(), log.count()
        for role in ROLES:
            answers[role] = ask(row, role)
            if wrote():
                writers.add(role)
        transaction.begin()
        assert writers == row.noted, "a page wrote when it was read"
        noted = list(log.newest_first())[: log.count() - before]
        assert {(one.action, one.user) for one in noted} == {
            (row.noted_as, account(role)) for role in row.noted
        }
        got = {role: answer.outcome for role, answer in answers.items()}
        assert got == {role: row.expected(role) for role in ROLES}
        assert_public(answers["Anonymous"])
        for role, answer in answers.items():
            if role != "Anonymous" and is_file(answer):
                kept = answer.headers.get("Cache-Control", "")
                assert {"no-store", "private"} <= set(kept.split(", ")), role
            assert not answer.location or answer.location.startswith(OWN)
            if answer.status == 200 and not is_cores(row):
                assert_protected(answer)
            if FRAME in answer.text:
                assert answer.text.count('id="content"') == 1

    @pytest.mark.parametrize("key", UNPUBLISHED, ids=lambda key: key.name)
    @pytest.mark.parametrize("role", ["Anonymous", "Manager"])
    def test_helpers_in_python_have_no_address(self, portal_of_all, role, key):
        _portal, paths = portal_of_all
        place = "question" if key.context == "ILegalQuestion" else "news"
        answer = PEOPLE[role].ask(f"{paths[place]}/@@{key.name}")
        assert answer.status == 404

    @pytest.mark.parametrize("role", ROLES)
    @pytest.mark.parametrize("form", ["edit", "@@pbgdpl-answer"])
    def test_a_published_question_is_edited_by_administrators(
        self, portal_of_all, role, form
    ):
        portal, paths = portal_of_all
        address = f"{paths['question']}/{form}?ajax_load=1"
        answer = PEOPLE[role].ask(address, headers=UNTHEMED)
        assert answer.outcome == (200 if role in ADMINS else LOGIN)
        transaction.begin()
        question = portal.unrestrictedTraverse(paths["question"])
        ILockable(question).clear_locks()
        transaction.commit()

    def test_files_of_askers_are_saved_never_opened(self, portal_of_all):
        _portal, paths = portal_of_all
        answer = PEOPLE["PBGDPL Editor"].ask(f"{paths['question']}/@@question-file")
        assert b"<script>" in answer.body, "it is a page that would run"
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store, private"

    @pytest.mark.parametrize("role", ROLES)
    @pytest.mark.parametrize("form", PORTLET_FORMS)
    def test_forms_of_the_portlet_are_for_administrators(
        self, portal_of_all, form, role
    ):
        _portal, paths = portal_of_all
        answer = PEOPLE[role].ask(
            f"{paths['site']}/{form}?ajax_load=1", headers=UNTHEMED
        )
        assert answer.outcome == (200 if role in ADMINS else LOGIN)


def is_cores(row: Row) -> bool:
    """Return whether core's page or service answers."""
    is_outside = row.place == "site" and row.name.endswith(OUTSIDE)
    return row.is_panel or row.name in CORES or is_outside


def is_file(answer: Answer) -> bool:
    """Return whether an answer is saved, or is what people open outside of the browser."""
    kind = answer.headers.get("Content-Disposition", "")
    return answer.status == 200 and kind.startswith("attachment")


def assert_protected(answer: Answer) -> None:
    """Expect the headers that every page of ours has, and those of core's."""
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    # Pages with a code behind the question mark name the portal alone within it, too
    policies = ("strict-origin-when-cross-origin", "strict-origin")
    assert answer.headers["Referrer-Policy"] in policies


def assert_public(answer: Any) -> None:
    """Expect of what anonymous visitors get that it sets no cookie."""
    if answer.status == 200:
        assert "Set-Cookie" not in answer.headers
