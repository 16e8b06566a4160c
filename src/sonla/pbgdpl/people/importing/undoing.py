"""Take back whom a list brought: at once, or in runs of some seconds beside others who save."""

from collections.abc import Sequence
from plone import api
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.core.section import current_user_id
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.result import RunResult
from sonla.pbgdpl.jobs.runner import run_alone
from sonla.pbgdpl.people import MANAGE_REGISTRY
from sonla.pbgdpl.people.importing import batches
from sonla.pbgdpl.people.importing import entering
from sonla.pbgdpl.people.rules import OUTSIDE
from typing import Any

RUN = "register-import-undo"
"""Name of its runs in the journal."""


class ListUndoing:
    """Delete whom a list brought.

    Who was changed, moved on or named elsewhere since stays: a later act counts more. Raises
    `KeyError` for a batch of another place or user, or one that is too old.
    """

    def __init__(self, container: Any, token: str) -> None:
        self.token = token
        self.batch = dict(batches.batches_here(container))[token]
        self.removed = 0
        self.staying: list[str] = []

    def at_once(self) -> None:
        """Take all of them back in the present transaction."""
        people = list(self.batch.people)
        self.begin()
        for uid in people:
            self.take_back(uid)
        self.close(people)

    def go_on(self) -> RunResult:
        """Take people back for some seconds, and commit; drop what stands uncommitted."""
        return run_alone(api.portal.get(), RUN, self, budget=entering.SECONDS)

    def run(self, context: JobContext) -> None:
        """Take people back in batches as long as there is time."""
        steps = self.take_back, self.fail, self.close
        context.batches(*steps, begin=self.begin).run(list(self.batch.people))

    def begin(self) -> None:
        """Forget what a batch did that did not come through."""
        self.removed, self.staying = 0, []

    def take_back(self, uid: str) -> None:
        """Delete one of them, unless they are to stay."""
        person = api.content.get(UID=uid)
        if person is None:
            return
        if self.may_go(person):
            person.aq_parent._delObject(person.getId())
            self.removed += 1
        else:
            self.staying.append(person.Title())

    def may_go(self, person: Any) -> bool:
        """Return whether nobody has done anything with a person since."""
        own = self.batch.user == current_user_id() and state_of(person) in OUTSIDE
        may = own or api.user.has_permission(MANAGE_REGISTRY, obj=person)
        mark = self.batch.people[IUUID(person)]
        is_same = batches.mark_of(person) == mark
        return bool(may) and is_same and not batches.is_named(person)

    def fail(self, uid: str, error: Exception) -> None:
        """Stop: whoever is left can be taken back later."""
        raise error

    def close(self, uids: Sequence[str], last: bool = True) -> None:
        """Note in the same transaction who is gone and who stays."""
        gone = set(uids)
        self.batch.people = {
            uid: mark for uid, mark in self.batch.people.items() if uid not in gone
        }
        self.batch.removed += self.removed
        self.batch.staying += tuple(self.staying)

    def finish(self) -> None:
        """Forget the batch."""
        del batches.all_batches()[self.token]
