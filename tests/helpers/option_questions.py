"""What is asked of a portal that has content of an option, whether its code is there or not."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from datetime import UTC
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.testing.zope import login
from sonla.pbgdpl.core.options import all_options
from sonla.pbgdpl.core.options import switch
from sonla.pbgdpl.core.personal_data import find_everywhere
from sonla.pbgdpl.core.personal_data import stores
from sonla.pbgdpl.core.types import content_paths
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.testing import PbgdplLayer
from typing import Any
from web_requests import Person
from zope.component.hooks import setSite

import re
import traceback
import transaction

OWNER = Person(SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
EVERYBODY = ("{section}", "{site}/sitemap", "{site}/@@search?SearchableText=luat")
EVERYBODY += ("{site}", "{unit}", "{site}/@@pbgdpl-search?q=luat", "{news}")
EVERYBODY += ("{site}/@@oai?verb=ListRecords&metadataPrefix=pbgdpl",)
"""What anybody reads."""
OFFICE = (
    "{section}/folder_contents",
    "{unit}/folder_contents",
    "{site}/@@pbgdpl-check",
)
OFFICE += (
    "{section}/@@getVocabulary?name=plone.app.vocabularies.Catalog&batch="
    '{{"page":1,"size":200}}&attributes=["Title","portal_type"]',
)
OFFICE += ("{site}/@@pbgdpl-review", "{site}/@@btp-sync-status", "{site}/@@pbgdpl-jobs")
OFFICE += ("{site}/@@pbgdpl-health", "{section}/@@pbgdpl-statistics", "{unit}/edit")
OFFICE += (
    "{site}/@@pbgdpl-personal-data",
    "{site}/@@pbgdpl-access",
)
OFFICE += ("{site}/@@pbgdpl-uninstall-report", "{report}", "{news}/edit", "{course}")
ADMINISTRATION = ("{site}/@@pbgdpl-settings", "{site}/@@pbgdpl-settings?page=tools")
ADMINISTRATION += ("{site}/@@pbgdpl-settings?page=exchange",)
PEOPLE = "{site}/@@pbgdpl-personal-data"
HEALTH = "{site}/@@pbgdpl-health"
FUNCTIONS = "{site}/@@pbgdpl-settings?page=options"
WORDS = {
    "finance": "expenditure|royalt|funds",
    "forms": "page=statistics|writing forms|98z/BTP",
    "learning": "question ?bank|course-learners|learning online|bank_?question",
    "mappings": "btp-sync-mappings|reconciliation|mapped-json|cua-tinh",
    "moving": "content-import|existing content",
    "requests": r"reporter ?request|request-reporter|requests? for (a )?reporters?",
}
"""What would name an option: its titles, types, addresses."""


class CodeAlone(PbgdplLayer):
    """Load our ZCML, and install nothing: the portal that is asked comes from a file."""

    def setUpPloneSite(self, portal: Any) -> None:
        """Leave the portal as it is."""


class Questions:
    """Ask a portal, as anybody, as its owner and from within."""

    def __init__(self, app: Any, paths: dict[str, str], option: str):
        """Enter the portal as its owner."""
        self.portal, self.paths, self.option = app["plone"], paths, option
        setSite(self.portal)
        login(app["acl_users"], SITE_OWNER_NAME)

    def report(self, state: str) -> dict[str, Any]:
        """Ask everything in a state, and what is there when the option is on again.

        What can't be answered has the error in its place.
        """
        if state == "off":
            self.switch(on=False)
            found = self.asked()
            self.switch(on=True)
            return {**found, "again": self.contents()}
        return self.asked()

    def switch(self, on: bool) -> None:
        """Switch the option in a transaction of its own."""
        switch(self.option, on)
        transaction.commit()

    def asked(self) -> dict[str, Any]:
        """Ask everything."""
        return {
            "pages": list(self.pages()),
            "functions": self.answer(OWNER, FUNCTIONS).text,
            "people": self.answer(OWNER, PEOPLE).text,
            "health": self.answer(OWNER, HEALTH).text,
            "jobs": self.tried(self.jobs),
            "before": self.contents(),
            "rebuilt": self.tried(self.rebuild),
            "after": self.contents(),
            "pages again": list(self.pages()),
        }

    def contents(self) -> dict[str, Any]:
        """Say what is there."""
        return {
            "types": self.tried(self.types),
            "stores": self.tried(self.personal_data),
            "kept": self.tried(self.kept),
        }

    def answer(self, person: Person, path: str) -> Any:
        """Ask for a page."""
        answer = person.ask(path.format(**self.paths))
        transaction.begin()
        return answer

    def pages(self) -> Iterator[tuple[str, str, int, str]]:
        """Yield address, who asked, status, and what names the option."""
        for who, person, paths in (
            ("anybody", Person(), EVERYBODY),
            ("owner", OWNER, (*EVERYBODY, *OFFICE, *ADMINISTRATION)),
        ):
            for path in paths:
                answer = self.answer(person, path)
                yield path, who, answer.status, self.named_in(answer.text)

    def named_in(self, text: str) -> str:
        """Return what stands around the first word that names the option."""
        found = re.search(WORDS[self.option], text, re.I)
        return text[max(0, found.start() - 80) : found.end() + 40] if found else ""

    def tried(self, question: Any) -> Any:
        """Return the answer to a question, or the error."""
        try:
            return question()
        except Exception:
            transaction.abort()
            return traceback.format_exc()

    def types(self) -> dict[str, int]:
        """Count our content by type."""
        return dict(Counter(content_paths().values()))

    def personal_data(self) -> dict[str, int]:
        """Count what each store has of the people of the tests."""
        names = ("Cầm Thị Liên Hệ", "Lò Thị Ánh Nguyệt", SITE_OWNER_NAME)
        found = Counter(name for who in names for name, _one in find_everywhere(who))
        return {name: found[name] for name, _store in stores()}

    def kept(self) -> dict[str, Any]:
        """Return what options keep beside their types, as far as the code is there that reads it."""
        if self.option not in dict(all_options()):
            return {}
        from option_content import kept

        return kept(self.portal, self.paths)

    def jobs(self) -> dict[str, str]:
        """Run all jobs, and say how each ended."""
        run = run_jobs(self.portal, now=lambda: datetime.now(UTC), budget=60.0)
        return {one.part: one.state for one in run.outcomes}

    def rebuild(self) -> None:
        """Rebuild the catalog."""
        self.portal.portal_catalog.clearFindAndRebuild()
        transaction.commit()
