"""A portal without one subject, looked at in a process of its own; prints what was found.

usage: python left_out_subject.py SUBJECT

The ZCML of all others is loaded, the profiles are imported, one of everything is made, and
each view is asked for. In the process of the tests the subject's own components are registered,
and what is registered below a layer shines through.
"""

from collections.abc import Iterator
from plone import api
from plone.app.testing import applyProfile
from process_layer import portal_of_layer
from registered_views import registered_views
from secured_portal import make_one_of_each
from secured_portal import people
from secured_portal import warm_up
from sonla.pbgdpl.homepage import HOMEPAGE_MANAGER
from sonla.pbgdpl.install.content_types import section_policy
from sonla.pbgdpl.install.content_types import used_workflows
from sonla.pbgdpl.testing import PbgdplLayer
from typing import Any
from view_table import all_rows
from zope.component import getUtilitiesFor
from zope.configuration import xmlconfig
from zope.schema.interfaces import IVocabularyFactory

import json
import re
import sys
import transaction

EXCLUDE = """<configure xmlns="http://namespaces.zope.org/zope">
  <exclude package="sonla.pbgdpl.{}" />
</configure>"""

PROFILES = ("sonla.pbgdpl:structure", "sonla.pbgdpl:search")
"""Those that the layer doesn't import."""

ROLES = ("Anonymous", "PBGDPL Approver", "Manager")
TYPES = {
    "dialogues": "PolicyDialogue",
    "training": "TrainingCourse",
    "options.requests": "ReporterRequest",
    "options.finance": "Expenditure",
    "options.learning": "QuestionBank",
}
STANDING_ON = {"training": ("options.learning",)}
"""Subject → what can't do without it, and is left out, too."""

WORDS = {
    # Courts have dialogues of their own (Law 58/2020/QH14), which people look for.
    "dialogues": re.compile("dialogue|đối thoại(?! (tại|ở) tòa)|doi-thoai", re.I),
    "training": re.compile(r"\bcourse|trainingcourse|tập huấn, bồi dưỡng", re.I),
    "options.requests": re.compile(
        "reporter ?request|request-reporter|(request|ask)s? for a (legal )?reporter|cử báo cáo viên",
        re.I,
    ),
    # The list of items and rates is a controlled list, and these stay with `vocabularies`.
    "options.finance": re.compile(
        "(?<!items of )expenditure(?!_?items)|khoản chi|khoan-chi", re.I
    ),
    "options.learning": re.compile(
        "question ?bank|ngân hàng câu hỏi|learn(ed|ing)? online|học trực tuyến", re.I
    ),
}
"""What would name the subject: its titles, types, addresses."""

CENTRE = f"++contextportlets++{HOMEPAGE_MANAGER}"
MORE = {
    "section": ("", "/folder_factories", "/@@sharing", "/folder_contents"),
    "unit": ("", "/folder_factories", "/@@sharing"),
    "site": (
        "",
        "/sitemap",
        "/@@search?SearchableText=luat",
        "/@@dexterity-types",
        "/@@content-controlpanel",
        "/@@navigation-controlpanel",
        "/prefs_install_products_form",
        "/@@usergroup-groupprefs",
        f"/{CENTRE}/+/portlets.LegalEducation",
        f"/{CENTRE}/legal-education/edit",
    ),
}
"""Pages of core that name types and what sections hold."""


def left_out(subject: str) -> tuple[str, ...]:
    """Return a subject with all that stands on it."""
    return (subject, *STANDING_ON.get(subject, ()))


class WithoutSubject(PbgdplLayer):
    """Load all of our ZCML but that of one subject and of what stands on it."""

    def __init__(self, subject: str) -> None:
        super().__init__(name=f"sonla.pbgdpl:Without-{subject}")
        self.subject = subject

    def setUpZope(self, app: Any, configurationContext: Any) -> None:
        """Count their files as some that were loaded before."""
        for one in left_out(self.subject):
            xmlconfig.string(EXCLUDE.format(one), context=configurationContext)
        super().setUpZope(app, configurationContext)


def answers(places: dict[str, str]) -> Iterator[tuple[str, str, Any, Any, str]]:
    """Yield address, role, answer, the answer that was expected, and the text of each."""
    known = set(registered_views())
    rows = [row for row in all_rows() if row.key in known and row.place in places]
    asked = [(row, places[row.place] + row.address) for row in rows]
    for row, address in asked:
        for role, person in people().items():
            if role in ROLES:
                headers = {"Accept": "application/json"} if row.is_rest else {}
                answer = person.ask(address, row.method, json=row.json, headers=headers)
                yield address, role, answer.outcome, row.expected(role), answer.text
    for place, paths in MORE.items():
        for path in paths:
            for role, person in people().items():
                if role in ROLES:
                    answer = person.ask(places[place] + path)
                    yield path, role, answer.outcome, None, answer.text


def named_in(text: str, words: re.Pattern[str]) -> str:
    """Return what stands around the first of the words; empty for none of them."""
    found = words.search(text)
    return text[max(0, found.start() - 80) : found.end() + 40] if found else ""


def vocabularies(portal: Any) -> Iterator[tuple[str, str]]:
    """Yield name and terms of each list of ours."""
    for name, factory in getUtilitiesFor(IVocabularyFactory):
        if name.startswith("sonla.pbgdpl."):
            terms = [(one.token, str(one.title)) for one in factory(portal)]
            yield name, json.dumps(terms, ensure_ascii=False)


def unused_workflows() -> list[str]:
    """List our workflows that no type has, neither in the portal nor by a policy."""
    tool = api.portal.get_tool("portal_workflow")
    ours = {name for name in tool.objectIds() if name.startswith("pbgdpl_")}
    return sorted(ours - used_workflows())


def missing_types() -> list[str]:
    """List the types that sections bind to a workflow although the portal has them not."""
    types, policy = api.portal.get_tool("portal_types"), section_policy()
    bound = [name for name in TYPES.values() if policy.getChainFor(name) is not None]
    return [name for name in bound if name not in types]


def report(portal: Any, subject: str) -> dict[str, Any]:
    """Make the content, ask for each view, and say what was wrong."""
    for profile in PROFILES:
        applyProfile(portal, profile)
    places = make_one_of_each(portal, without=left_out(subject))
    transaction.commit()
    warm_up(portal, places)
    paths = {name: place.absolute_url_path() for name, place in places.items()}
    asked, wrong, named = 0, [], []
    for address, role, got, expected, text in answers(paths):
        asked += 1
        if expected is None:
            if not isinstance(got, str) and got >= 500:
                wrong.append((address, role, got, "no error"))
        elif got != expected:
            wrong.append((address, role, got, expected))
        if found := named_in(text, WORDS[subject]):
            named.append((address, role, found))
    for name, terms in vocabularies(portal):
        if found := named_in(terms, WORDS[subject]):
            named.append((name, "", found))
    types = api.portal.get_tool("portal_types")
    return {
        "subject": subject,
        "asked": asked,
        "wrong": wrong,
        "named": named,
        "types": types.objectIds(),
        "unused_workflows": unused_workflows(),
        "missing_types": missing_types(),
    }


def main(subject: str) -> None:
    """Set the portal up and print the report."""
    _layer, portal = portal_of_layer(WithoutSubject(subject))
    print("REPORT", json.dumps(report(portal, subject)))


if __name__ == "__main__":
    main(*sys.argv[1:])
