"""Who gets what from each page, service and control panel of ours: the table itself.

Written from what the parts promise, not from how they are registered. What the registry
has and the table has not, or the other way round, fails.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from registered_views import Registered
from secured_portal import ROLES
from typing import Any
from urllib.parse import quote

import json

ADMINS = frozenset({"Site Administrator", "Manager"})
KEEPERS = ADMINS | {"PBGDPL Approver"}
EDITORS = KEEPERS | {"PBGDPL Editor"}
WORKERS = EDITORS | {"PBGDPL Contributor"}
EXCHANGE = ADMINS | {"PBGDPL Sync"}
MEMBERS = frozenset(ROLES) - {"Anonymous"}
EVERYBODY = frozenset(ROLES)
NOBODY: frozenset[str] = frozenset()

LOGIN = "login"
"""The way to the login form, and from there, for who is logged in, to a refusal."""


@dataclass(frozen=True)
class Row:
    """Who may have something, what they get, and what all others get."""

    name: str
    context: str
    place: str
    allowed: frozenset[str]
    answer: int = 200
    refusal: int | str = LOGIN
    insiders: frozenset[str] = frozenset()
    """Those who see the item and are told there why they can't have this."""
    insider_answer: int = 302
    query: str = ""
    method: str = "GET"
    json: Any = None
    noted: frozenset[str] = frozenset()
    """Those of whom the log of operations tells that they fetched this file."""
    noted_as: str = "file"
    """By which action it tells it."""

    @property
    def key(self) -> Registered:
        """What the registry calls it."""
        return Registered(self.name, self.context)

    @property
    def is_rest(self) -> bool:
        """What is asked for in JSON."""
        return "@" in self.name or self.is_panel

    @property
    def is_panel(self) -> bool:
        """Whether it is a control panel over REST; one has the name of a page, too."""
        return self.name in PANELS and self.context == "Interface"

    @property
    def address(self) -> str:
        """What follows the address of the place."""
        if self.is_panel:
            return f"/@controlpanels/{self.name}"
        if "@" in self.name:
            return f"/{self.name[self.name.index('@') :]}{self.query}"
        query = self.query or "?"
        return f"/@@{self.name}{query}&ajax_load=1"

    def expected(self, role: str) -> int | str:
        """Return what somebody with a role gets."""
        if role in self.insiders - self.allowed:
            return self.insider_answer
        return self.answer if role in self.allowed else self.refusal


PANELS = (
    "pbgdpl-settings",
    "pbgdpl-questions",
    "pbgdpl-vocabularies",
    "pbgdpl-offer",
    "pbgdpl-exchange",
)

PLACES = (("IPloneSiteRoot", "site"), ("IPlace", "section"), ("IPlace", "unit"))
"""Pages that answer on site root, section and unit."""


def everywhere(names: str, allowed: frozenset[str], **facts: Any) -> Iterator[Row]:
    """Yield rows of pages that answer on site root, section and unit."""
    for name in names.split():
        for context, place in PLACES:
            yield Row(name, context, place, allowed, **facts)


def at(
    context: str, place: str, names: str, allowed: frozenset[str], **facts: Any
) -> Iterator[Row]:
    """Yield rows of pages of one kind of context."""
    for name in names.split():
        yield Row(name, context, place, allowed, **facts)


def public_pages() -> Iterator[Row]:
    """What every visitor may read."""
    yield from everywhere(
        "activities councils courses dialogues dialogues.ics materials reporters"
        " propagandists reporters-export propagandists-export questions request-reporter"
        " question-status related-questions ask-question pbgdpl-documents"
        " pbgdpl-documents.csv pbgdpl-search pbgdpl-statistics situations topics verify"
        " emergencies",
        EVERYBODY,
    )
    # The office's have the cells that those of the public leave out
    for row in everywhere(
        "pbgdpl-statistics.csv pbgdpl-statistics.xlsx pbgdpl-statistics.json",
        EVERYBODY,
    ):
        yield replace(row, noted=ADMINS if row.place == "site" else KEEPERS)
    yield from at("IPloneSiteRoot", "site", "oai pbgdpl-health", EVERYBODY)
    yield from at("INavigationRoot", "site", "pbgdpl-centre", EVERYBODY)
    yield from at(
        "ISectionRoot", "section", "pbgdpl-imprint pbgdpl-accessibility", EVERYBODY
    )
    # Where questions that are sent too densely end: it refuses, whoever asks
    # A link that nobody was sent: there is none
    for context, place in (("IPloneSiteRoot", "site"), ("ISectionRoot", "section")):
        yield Row("reporter-answer", context, place, EVERYBODY, answer=404)
    yield Row("pbgdpl-too-many-requests", "IApplication", "root", EVERYBODY, answer=429)
    for context, place in TEXTS.items():
        yield Row("view", context, place, EVERYBODY)
    for place in ("section", "unit"):
        yield from at("IPlace", place, "atom.xml rss.xml", EVERYBODY)
    yield from at("IDialogue", "dialogue", "ask-question ics_view", EVERYBODY)
    yield from at("ILegalActivity", "activity", "ics_view", EVERYBODY)
    yield from at("ITrainingCourse", "course", "ics_view learn", EVERYBODY)
    # To the entrance, where learners say who they are
    yield from at(
        "ITrainingCourse",
        "course",
        "lesson course-test course-certificate",
        EVERYBODY,
        answer=303,
    )
    yield from at("ICouncil", "council", "composition.csv council-items", EVERYBODY)
    # Without a field and a file in it there is nothing to give
    yield from at(
        "IDexterityContent", "news", "download display-file", EVERYBODY, answer=404
    )
    yield Row("pbgdpl-share.png", "IOwnContent", "news", EVERYBODY)
    yield Row("title", "IVersions", "news", EVERYBODY)
    # There is none: core's element is left out, too
    yield Row("description", "IVersions", "news", EVERYBODY, answer=204)
    yield Row("pbgdpl-orphaned", "IOrphaned", "leftover", EVERYBODY)
    yield Row("pbgdpl-listing", "ICollection", "collection", EVERYBODY)
    yield Row("listing_view", "ISyndicatableCollection", "collection", EVERYBODY)
    yield from at("IDexterityContent", "news", "pbgdpl-record pbgdpl-save", EVERYBODY)


TEXTS = {
    "IContributingUnit": "unit",
    "ICouncil": "council",
    "IDialogue": "dialogue",
    "IEducationMaterial": "material",
    "IGuidance": "guidance",
    "ILegalActivity": "activity",
    "ILegalEducationSection": "section",
    "ILegalIntroduction": "introduction",
    "ILegalNews": "news",
    "ILegalQuestion": "question",
    "ILifeSituation": "situation",
    "IRegisteredPerson": "person",
    "ITrainingCourse": "course",
    "IOrphaned": "leftover",
}


def editorial_pages() -> Iterator[Row]:
    """What those who work on texts have."""
    yield from everywhere("pbgdpl-review", MEMBERS)
    yield from everywhere("pbgdpl-check", WORKERS)
    for name in ("pbgdpl-known-documents", "historyview"):
        yield Row(name, "IDexterityContent", "news", WORKERS)
    yield Row("pbgdpl-preview", "IDexterityContent", "draft", WORKERS)
    yield Row("pbgdpl-changes", "IWorkingCopy", "copy", WORKERS)
    yield Row("pbgdpl-from-word", "IFolderish", "unit", WORKERS - {"PBGDPL Approver"})
    yield Row(
        "pbgdpl-clean",
        "IDexterityContent",
        "draft",
        WORKERS - {"PBGDPL Approver"},
        method="POST",
    )
    yield Row(
        "quick-activity", "IDexterityContainer", "unit", WORKERS - {"PBGDPL Approver"}
    )
    yield Row(
        "fileUpload",
        "IFolderish",
        "unit",
        WORKERS - {"PBGDPL Approver"},
        answer=204,
        refusal=403,
    )
    yield Row("fc-properties", "IFolderish", "unit", WORKERS, query="?render=yes")
    yield Row("folder_factories", "Interface", "unit", WORKERS - {"PBGDPL Approver"})
    # The browser sends it with the token of the form that was left
    yield Row(
        "pbgdpl-unlock",
        "IDexterityContent",
        "news",
        NOBODY,
        refusal=403,
        method="POST",
    )
    yield Row("content_status_history", "Interface", "news", ADMINS)
    # It serves other pages, and is none
    yield Row("pas_search", "Interface", "news", EVERYBODY, answer=404)
    yield Row("pbgdpl-conflict", "IHarvested", "synced", EDITORS)
    # Only by POST: the page of the text has the buttons
    yield Row("pbgdpl-detach", "IHarvested", "synced", NOBODY, refusal=403)
    # These lead back to the text, and say there why a step can't be taken
    yield Row("content_status_modify", "Interface", "news", EVERYBODY, answer=302)
    step = "?workflow_action=withdraw"
    yield Row(
        "pbgdpl-transition",
        "IDexterityContent",
        "news",
        KEEPERS,
        refusal=302,
        query=step,
    )
    yield Row(
        "pbgdpl-revise",
        "IDexterityContent",
        "news",
        ADMINS | {"PBGDPL Editor"},
        refusal=303,
    )
    # Nobody checks in past the approval
    yield Row(
        "content-checkin",
        "IIterateManagedContent",
        "copy",
        NOBODY,
        insiders=WORKERS,
        insider_answer=303,
    )


def offices_pages() -> Iterator[Row]:
    """What offices have: figures, decisions on documents, people, questions, reports."""
    yield from at(
        "ISectionRoot",
        "section",
        "pbgdpl-contributions pbgdpl-reports pbgdpl-visits pbgdpl-question-months",
        KEEPERS,
    )
    yield from at(
        "ISectionRoot",
        "section",
        "pbgdpl-contributions.xlsx pbgdpl-royalties.xlsx pbgdpl-visits.csv"
        " pbgdpl-question-months.csv pbgdpl-reports.xlsx",
        KEEPERS,
        noted=KEEPERS,
    )
    yield Row("pbgdpl-question-months", "IPloneSiteRoot", "site", KEEPERS)
    yield Row("pbgdpl-content-import", "ISectionRoot", "section", ADMINS)
    for place in ("section", "unit"):
        yield Row("register-import", "IPlace", place, KEEPERS | {"PBGDPL Contributor"})
        yield Row("register-decision", "IPlace", place, KEEPERS)
    yield from at(
        "ISectionRoot",
        "section",
        "pbgdpl-thesaurus",
        EDITORS,
    )
    yield from at("ISectionRoot", "section", "pbgdpl-dangers", EDITORS)
    yield Row("pbgdpl-dangers.csv", "ISectionRoot", "section", EDITORS, noted=EDITORS)
    yield Row(
        "pbgdpl-danger", "ISectionRoot", "section", EDITORS, query="?key=violence"
    )
    yield Row("pbgdpl-helpline", "ISectionRoot", "section", ADMINS, query="?key=112")
    yield from at("ISectionRoot", "section", "search ajax-search", EVERYBODY)
    yield Row("pbgdpl-thesaurus.csv", "ISectionRoot", "section", EDITORS, noted=EDITORS)
    yield Row("pbgdpl-documents-journal", "ISectionRoot", "section", EDITORS)
    yield Row(
        "pbgdpl-documents-journal.csv",
        "ISectionRoot",
        "section",
        EDITORS,
        noted=EDITORS,
    )
    yield Row(
        "pbgdpl-document-decision",
        "ISectionRoot",
        "section",
        EDITORS,
        query=f"?document={DOCUMENT}",
    )
    yield Row("course-attendance", "ITrainingCourse", "course", WORKERS)
    yield Row("roll-call", "ITrainingCourse", "course", WORKERS - {"PBGDPL Approver"})
    yield Row(
        "course-learners", "ITrainingCourse", "course", WORKERS - {"PBGDPL Approver"}
    )
    # Plone's pages that ask before something is deleted have it in them
    yield Row("delete_confirmation_info", "Interface", "course", ADMINS)
    # A form sends them
    yield Row("next-course", "ITrainingCourse", "course", NOBODY, refusal=405)
    # Questions
    for context, place in QUESTION_DESKS.items():
        yield Row("pbgdpl-questions", context, place, WORKERS)
    yield Row("listing_view", "IQuestionsFolder", "month", EVERYBODY, answer=302)
    yield Row("question-file", "ILegalQuestion", "question", EDITORS)
    yield Row("answer-useful", "ILegalQuestion", "question", EVERYBODY, answer=302)
    yield Row("pbgdpl-usefulness", "ISectionRoot", "section", WORKERS)
    yield Row(
        "pbgdpl-usefulness.csv", "ISectionRoot", "section", WORKERS, noted=WORKERS
    )
    acts = "pbgdpl-question-erase pbgdpl-question-merge"
    yield from at("ILegalQuestion", "question", acts, EDITORS, answer=403)
    yield Row(
        "pbgdpl-question-situation", "ILegalQuestion", "question", NOBODY, refusal=403
    )
    yield Row("pbgdpl-publish", "ILegalQuestion", "received", EDITORS)
    step = "?workflow_action=decline"
    yield Row("pbgdpl-transition", "ILegalQuestion", "received", EDITORS, query=step)
    # Requests for reporters
    for context, place in (("IPloneSiteRoot", "site"), ("ISectionRoot", "section")):
        yield Row("pbgdpl-requests", context, place, MEMBERS)
    yield Row("pbgdpl-requests.csv", "ISectionRoot", "section", EDITORS, noted=EDITORS)
    yield Row("pbgdpl-coverage", "ISectionRoot", "section", EDITORS)
    yield Row("view", "IReporterRequest", "request", EDITORS)
    yield Row("pbgdpl-request-act", "IReporterRequest", "request", EDITORS, answer=403)
    step = "?workflow_action=refuse"
    yield Row("pbgdpl-transition", "IReporterRequest", "request", EDITORS, query=step)
    yield Row("listing_view", "IRequestsFolder", "year", EVERYBODY, answer=302)
    yield Row("pbgdpl-body-year", "ISectionRoot", "section", EDITORS)
    yield Row("pbgdpl-year", "IRegisteredPerson", "person", EDITORS)
    yield Row(
        "pbgdpl-bar",
        "IRegisteredPerson",
        "person",
        KEEPERS,
        noted=KEEPERS,
        noted_as="reporter_bar_read",
    )
    yield Row("pbgdpl-person-end", "IRegisteredPerson", "person", KEEPERS)
    # Duties of the register
    yield Row("pbgdpl-dismissal", "IRegisteredPerson", "person", KEEPERS)
    yield Row("pbgdpl-criteria-notices", "ISectionRoot", "section", KEEPERS)
    yield Row("pbgdpl-criteria-notice", "IUnitRoot", "unit", WORKERS)
    # Question banks
    for place in ("section", "unit"):
        yield Row("pbgdpl-banks", "IPlace", place, WORKERS)
    yield Row("view", "IQuestionBank", "bank", EDITORS)
    yield Row("view", "IBankQuestion", "bank_question", EDITORS)
    yield Row(
        "pbgdpl-bank-import", "IQuestionBank", "bank", EDITORS - {"PBGDPL Approver"}
    )
    yield Row(
        "pbgdpl-bank-export",
        "IQuestionBank",
        "bank",
        EDITORS,
        query="?format=gift",
        noted=EDITORS,
    )
    yield Row("pbgdpl-bank-step", "IQuestionBank", "bank", EDITORS, answer=403)
    step = "?workflow_action=retire"
    yield Row("pbgdpl-transition", "IQuestionBank", "bank", EDITORS, query=step)
    yield Row(
        "pbgdpl-transition", "IBankQuestion", "bank_question", EDITORS, query=step
    )
    # People
    yield Row(
        "pbgdpl-transition",
        "IRegisteredPerson",
        "person",
        KEEPERS,
        refusal=302,
        query="?workflow_action=end",
    )
    # Reports
    yield Row("view", "IStatisticsReport", "report", WORKERS)
    yield Row("pbgdpl-cells", "IStatisticsReport", "report", WORKERS)
    yield Row("pbgdpl-paper", "IStatisticsReport", "report", WORKERS)
    yield Row("pbgdpl-cells-from-file", "IStatisticsReport", "report", WORKERS)
    for kind in ("pdf", "docx", "xlsx"):
        yield Row(
            f"pbgdpl-report.{kind}",
            "IStatisticsReport",
            "report",
            WORKERS,
            noted=WORKERS,
        )
    yield Row("pbgdpl-signed-copy", "IStatisticsReport", "locked", WORKERS)
    yield Row(
        "pbgdpl-signed-copy.pdf", "IStatisticsReport", "locked", NOBODY, refusal=404
    )
    yield Row("pbgdpl-records", "IStatisticsReport", "report", WORKERS, query=CELL)
    yield Row("pbgdpl-count-again", "IStatisticsReport", "report", WORKERS, answer=403)
    yield Row("pbgdpl-new-version", "IStatisticsReport", "locked", WORKERS)
    step = "?workflow_action=return"
    yield Row(
        "pbgdpl-transition",
        "IStatisticsReport",
        "submitted",
        KEEPERS,
        insiders=WORKERS,
        query=step,
    )


def money_pages() -> Iterator[Row]:
    """What those have who write in a place, and who oversee its figures."""
    yield Row("view", "IExpenditure", "expenditure", WORKERS)
    for place in ("section", "unit"):
        yield Row("pbgdpl-expenditures", "IPlace", place, WORKERS)
        yield Row("pbgdpl-expenditures.csv", "IPlace", place, WORKERS, noted=WORKERS)
        yield Row(
            "pbgdpl-expenditures-import",
            "IPlace",
            place,
            WORKERS - {"PBGDPL Approver"},
        )


DOCUMENT = quote("31/2024/QH15|quoc hoi|2024-01-18")
CELL = "?cell=ket_qua.so_cuoc"
QUESTION_DESKS = {
    "IPloneSiteRoot": "site",
    "ISectionRoot": "section",
    "IQuestionContainer": "dialogue",
}


def administrators_pages() -> Iterator[Row]:
    """What administrators have, and what runs the exchange."""
    yield from at(
        "IPloneSiteRoot",
        "site",
        "pbgdpl-settings pbgdpl-search-switch pbgdpl-uninstall-report pbgdpl-audit"
        " pbgdpl-mail pbgdpl-personal-data"
        " pbgdpl-access",
        ADMINS,
    )
    for query in SETTINGS_PAGES:
        yield Row("pbgdpl-settings", "IPloneSiteRoot", "site", ADMINS, query=query)
    yield from at(
        "ISectionRoot",
        "section",
        "pbgdpl-units pbgdpl-units-make pbgdpl-units-people",
        ADMINS,
    )
    yield Row("pbgdpl-unit-close", "IContributingUnit", "unit", ADMINS)
    yield Row("topbar-manage-portlets", "ILocalPortletAssignable", "section", ADMINS)
    yield from at(
        "IPloneSiteRoot",
        "site",
        "btp-sync-status btp-sync-journal btp-sync-reconciliation pbgdpl-jobs",
        EXCHANGE,
    )
    yield Row(
        "btp-sync-journal.csv", "IPloneSiteRoot", "site", EXCHANGE, noted=EXCHANGE
    )
    # Nothing was compared yet
    yield Row(
        "btp-sync-reconciliation.csv", "IPloneSiteRoot", "site", EXCHANGE, answer=404
    )
    yield Row("btp-sync-mappings", "IPloneSiteRoot", "site", ADMINS)
    # Only by POST
    yield Row("pbgdpl-audit.csv", "IPloneSiteRoot", "site", ADMINS, answer=403)
    yield Row("btp-sync", "IPloneSiteRoot", "site", NOBODY, refusal=405)
    yield Row("pbgdpl-run", "IPloneSiteRoot", "site", NOBODY, refusal=405)
    yield Row("btp-sync-probe", "IPloneSiteRoot", "site", ADMINS, answer=403)
    # What is left of a text when the add-on went
    yield Row("edit", "IOrphaned", "leftover", ADMINS)


SETTINGS_PAGES = (
    "?page=questions",
    "?page=lists",
    "?page=statistics",
    "?page=offer",
    "?page=exchange",
    "?page=tools",
    "?vocabulary=Audiences",
)


def rest_services() -> Iterator[Row]:
    """What answers in JSON."""
    get = {"method": "GET", "refusal": 401}
    yield Row("GET_application_json_@search", "Interface", "section", EVERYBODY, **get)
    for place in ("site", "news"):
        context = "IPloneSiteRoot" if place == "site" else "IContentish"
        query = f"?query={QUERY_TEXT}"
        yield Row(
            "GET_application_json_@querystring-search",
            context,
            place,
            EVERYBODY,
            query=query,
            **get,
        )
        yield Row(
            "GET_application_json_@vocabularies", context, place, EVERYBODY, **get
        )
        yield Row(
            "POST_application_json_@querystring-search",
            context,
            place,
            EVERYBODY,
            method="POST",
            json=QUERY,
        )
    for kind in ("json", "schema+json"):
        yield Row(
            f"GET_application_{kind}_@relations",
            "IPloneSiteRoot",
            "site",
            EVERYBODY,
            **get,
        )
        yield Row(f"GET_application_{kind}_@types", "Interface", "site", MEMBERS, **get)
    yield Row(
        "GET_application_json_@transactions", "IPloneSiteRoot", "site", MEMBERS, **get
    )
    added = ("application_json_@added-rows", "IStatisticsReport", "report", WORKERS)
    yield Row(f"GET_{added[0]}", *added[1:], **get)
    yield Row(
        f"PATCH_{added[0]}",
        *added[1:],
        refusal=401,
        answer=400,
        method="PATCH",
        json={"rows": "none"},
    )
    yield Row(
        "POST_application_json_@workflow",
        "IContentish",
        "news",
        NOBODY,
        refusal=400,
        method="POST",
        query="/no-such-step",
        json={},
    )
    yield Row(
        "PATCH_application_json_@workingcopy",
        "IIterateManagedContent",
        "copy",
        NOBODY,
        refusal=401,
        insiders=WORKERS,
        insider_answer=403,
        method="PATCH",
        json={},
    )
    for name in PANELS:
        yield Row(name, "Interface", "site", ADMINS, refusal=401)


QUERY = {
    "query": [
        {
            "i": "portal_type",
            "o": "plone.app.querystring.operation.selection.any",
            "v": ["LegalNews"],
        }
    ]
}
QUERY_TEXT = quote(json.dumps(QUERY))

UNPUBLISHED = {
    Registered("iterate_control", "IIterateAware"): "asked by core's menus",
    Registered("plone_lock_info", "ITTWLockable"): "asked by core's menus and viewlets",
    Registered("pbgdpl-guards", "IDexterityContent"): "asked by the workflow",
    Registered("pbgdpl-register-guards", "IRegisteredPerson"): "asked by the workflow",
    Registered("pbgdpl-question-guards", "ILegalQuestion"): "asked by the workflow",
    Registered("pbgdpl-review-access", "Interface"): "asked by the user's menu",
    Registered("pbgdpl-revision", "Interface"): "asked by the toolbar",
    Registered("pbgdpl-static", "Interface"): "asked by templates",
    Registered("pbgdpl-icons", "Interface"): "asked by templates",
    Registered("breadcrumbs_view", "ILegalQuestion"): "asked by core's path bar",
    Registered("breadcrumbs_view", "IReporterRequest"): "asked by core's path bar",
}
"""Helpers in Python, and who asks them: they have no address, nobody gets anything."""

ANSWERS_TO_ERRORS = {
    Registered("index.html", name)
    for name in (
        *("Explained", "TransitionRefused"),
        *("NotFound", "Exception"),
    )
}
"""Pages of exceptions: they answer for what was refused or is not there, and have no
address."""

FORMS_OF_PORTLETS = {
    Registered("portlets.LegalEducation", "IPortletAdding"),
    Registered("edit", "ILegalEducationPortlet"),
}
"""Forms of the portlet, below addresses of core's: a test of their own asks them."""


FILES_OF_FORMS = {Registered("download", "INamedFileWidget")}
"""Files below addresses of forms: `tests/statistics/test_privacy.py` asks for them."""

LOCKING = {
    Registered("edit", "ILegalActivity"),
    Registered("edit", "ILegalQuestion"),
    Registered("pbgdpl-answer", "ILegalQuestion"),
}
"""Forms that core locks as soon as they are opened: a test of their own asks them."""


def all_rows() -> list[Row]:
    """Return the whole table."""
    return [
        *public_pages(),
        *editorial_pages(),
        *offices_pages(),
        *money_pages(),
        *administrators_pages(),
        *rest_services(),
    ]
