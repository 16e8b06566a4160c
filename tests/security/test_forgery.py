"""No form of ours is sent by a page of somebody else, and no address changes anything.

Each is sent three times as an administrator: by its address, by POST without the token
that our pages carry, and with it. The last one must do something, or the first two would
prove nothing. The log of who fetched a file of the office or read what it keeps of a person is
the one exception: its line is true whoever laid the link.
"""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import getsource
from plone import api
from plone.protect import createToken
from registered_views import PACKAGE
from registered_views import views_with_classes
from secured_portal import account
from secured_portal import make_one_of_each
from secured_portal import people
from secured_portal import warm_up
from sent_forms import Form
from sent_forms import FORMS
from sent_forms import values_in
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.jobs.store import make_job_store
from sonla.pbgdpl.sync.settings import get_sync_settings
from sonla.pbgdpl.ui.page import BrowserView
from sys import modules
from urllib.parse import urlencode
from view_table import all_rows
from web_requests import CONTENT_ALONE

import pytest
import transaction

MANAGER = people()["Manager"]
BARE = {**CONTENT_ALONE, "Referer": "https://evil.example/"}

PROVED_ELSEWHERE = {
    "pbgdpl-answer": "tests/questions/test_private_words.py",
    "course-learner-erase": "tests/training/test_erased_learners.py",
    "pbgdpl-conflict": "tests/sync/pages/test_conflict_page.py",
    "request-reporter": "tests/reporter_requests/test_served.py",
}
"""Forms that are shown only while there is something to decide, that lock an item, or that strangers send."""
ASTRAY = dict.fromkeys(("came_from", "next", "return_url"), "https://evil.example/")
"""Where no form may lead."""
ONLY_READ = (
    "btp-sync-probe",
    "pbgdpl-cells",
    "pbgdpl-cells-from-file",  # without a file; tests/statistics/paper
    "pbgdpl-content-import",
    "pbgdpl-contributions",
    "pbgdpl-mail",  # no mail has failed here; tests/administration/test_mail_queue_page.py
    "pbgdpl-settings?page=statistics",
    "pbgdpl-signed-copy",  # without a file; tests/statistics/test_signed_copy.py
    "pbgdpl-detach",
    "pbgdpl-thesaurus",
    "pbgdpl-dangers",
    "pbgdpl-from-word",  # without a file; tests/texts/test_from_word.py
    "pbgdpl-unlock",  # nobody has locked it; tests/journeys/test_writing.py
    "pbgdpl-units-people",
    "pbgdpl-visits",
    "quick-activity",
    "register-decision",
    "register-import",
)
"""What is sent here has nothing to do, or is refused for its content: 200, 204 or 302, not 403."""
READING = [
    row
    for row in all_rows()
    if not row.is_rest
    and f"{row.name}{row.query}" not in {name for name, _place, _form in FORMS}
    and row.name not in {name.partition("?")[0] for name, _place, _form in FORMS}
]
NOTED = {row.name for row in all_rows() if "Manager" in row.noted}
"""Pages of which the log tells who read them."""
RUNNING = ("btp-sync", "pbgdpl-jobs", "pbgdpl-run")
"""What runs jobs, and writes nothing while none of them is due."""
CALLS = ("CheckAuthenticator(", "self.check_posted(")
"""What looks for the token."""
WITHOUT_ACTS = ("btp-sync-journal", "pbgdpl-units", "view")
"""Pages of a family that takes forms, which take none themselves."""


def name_of(form: Form) -> str:
    return f"{form[0].partition('?document')[0]}-{form[1]}"


def takes_forms(classes: tuple[type, ...]) -> bool:
    """Return whether one of our classes in a view looks for the token."""
    ours = (one for one in classes if one.__module__.startswith(PACKAGE))
    # What a function made of values alone has no source, and no method.
    named = (one for one in ours if hasattr(modules[one.__module__], one.__name__))
    sources = (getsource(one) for one in named if one is not BrowserView)
    return any(call in source for source in sources for call in CALLS)


def test_each_form_is_known_here(portal):
    found = {
        view.name for view, classes in views_with_classes() if takes_forms(classes)
    }
    known = {name.partition("?")[0] for name, _place, _form in FORMS}
    assert found <= known | {*PROVED_ELSEWHERE, *WITHOUT_ACTS}
    assert found >= {"pbgdpl-review", "pbgdpl-units-make", "pbgdpl-cells"}


def make_jobs_due() -> None:
    """Let there be something to do for each way of running, as on the first run of a day."""
    transaction.begin()
    make_job_store(api.portal.get()).done_on.clear()
    settings = get_sync_settings()
    settings.pull_enabled = settings.digest_enabled = True
    transaction.commit()


@dataclass(frozen=True)
class Outcome:
    """Hold what sending a form did."""

    status: int
    wrote: bool
    location: str


class TestForms:
    @pytest.fixture(scope="class")
    def places(self, functional_portal_class):
        places = make_one_of_each(functional_portal_class)
        transaction.commit()
        warm_up(functional_portal_class, places)
        return places

    @pytest.fixture
    def send(self, places) -> Callable[..., Outcome]:
        database = places["site"]._p_jar.db()
        uids = values_in(places)

        def send_form(form: Form, method: str, **more: str) -> Outcome:
            name, place, fields = form
            path = f"{places[place].absolute_url_path()}/@@{name}"
            data = {key: value.format(**uids) for key, value in fields.items()} | more
            data |= ASTRAY
            if name in RUNNING:
                make_jobs_due()
            before = database.lastTransaction()
            if method == "GET":
                path += ("&" if "?" in path else "?") + urlencode(data)
                answer = MANAGER.ask(path, headers=BARE)
            else:
                answer = MANAGER.ask(path, method, data, headers=BARE)
            wrote = database.lastTransaction() != before
            return Outcome(answer.status, wrote, answer.location)

        return send_form

    @pytest.mark.parametrize("row", READING, ids=lambda row: f"{row.name}-{row.place}")
    def test_pages_without_a_form_write_nothing(self, send, row):
        query = row.query.removesuffix("?")
        transaction.begin()
        before = log.count()
        outcome = send((f"{row.name}{query}", row.place, {"x": "1"}), "POST")
        transaction.begin()
        assert outcome.wrote is ("Manager" in row.noted)
        assert log.count() - before == outcome.wrote

    @pytest.mark.sample(16)
    @pytest.mark.parametrize("form", FORMS, ids=name_of)
    def test_an_address_or_a_foreign_form_does_nothing(self, send, form):
        transaction.begin()
        before = log.count()
        assert send(form, "GET").wrote is (form[0] in NOTED)
        transaction.begin()
        assert log.count() - before == (form[0] in NOTED)
        without = send(form, "POST")
        assert not without.wrote
        # The form of a revision is shown again, which does nothing either
        assert without.status == 403 or form[0] == "pbgdpl-revise"

    # All of them, in their order: one takes back what another did.
    @pytest.mark.sample(None)
    @pytest.mark.parametrize("form", FORMS, ids=name_of)
    def test_with_the_token_of_the_portal_it_is_taken(self, places, send, form):
        with api.env.adopt_user(username=account("Manager")):
            outcome = send(form, "POST", _authenticator=createToken())
        assert outcome.status in (200, 204, 302)
        assert outcome.wrote or form[0] in ONLY_READ
        assert "evil.example" not in outcome.location
