"""Enter the people of a confirmed list: at once, or beside others who save, in runs of some seconds.

A long transaction loses to each save that comes meanwhile, and its user waits seconds until
the publisher repeats it. So a long list is entered in the small batches of a run, which
conflicts repeat at once, and which leave those who save their turn. Their words come last.
"""

from collections.abc import Sequence
from plone import api
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.core.batching import with_savepoints
from sonla.pbgdpl.exchange.change_tracking import leave_to_job
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.result import RunResult
from sonla.pbgdpl.jobs.runner import run_alone
from sonla.pbgdpl.jobs.text_indexes import defer_text
from sonla.pbgdpl.jobs.transactions import MAX_SIZE
from sonla.pbgdpl.people.importing import batches
from sonla.pbgdpl.people.importing.importer import enter_or_send
from sonla.pbgdpl.people.importing.importer import FreeNames
from sonla.pbgdpl.people.importing.importer import refuse_place
from sonla.pbgdpl.people.importing.matching import match
from sonla.pbgdpl.people.importing.pending_lists import EntryQueue
from sonla.pbgdpl.people.importing.pending_lists import index_person
from sonla.pbgdpl.people.importing.pending_lists import PendingList
from sonla.pbgdpl.people.importing.pending_lists import WAITING
from sonla.pbgdpl.people.importing.rows import ImportRow
from sonla.pbgdpl.people.importing.rows import NEW
from typing import Any
from zope.container.contained import notifyContainerModified

RUN = "register-import"
"""Name of its runs in the journal."""
SECONDS = 5.0
"""How long a run goes on before its user sees how far it is."""
WORDS_AT_ONCE = 8
"""People whose words are indexed as one item of a batch: that takes an eighth of what entering
one does. Of fewer and longer transactions those who save meet fewer."""


class ListEntering:
    """Enter the people of a list who are still to come.

    Who came into the register since the list was confirmed is passed over.
    """

    def __init__(self, container: Any, token: str, waiting: PendingList) -> None:
        self.container = container
        self.token = token
        self.waiting = waiting
        self.people: list[Any] = []
        self.names: FreeNames | None = None

    @property
    def queue(self) -> EntryQueue:
        """The people, and how far they are entered."""
        assert self.waiting.queue is not None
        return self.waiting.queue

    def at_once(self) -> None:
        """Enter all of them in the present transaction."""
        rows = self.rows()
        self.begin()
        for row in with_savepoints(rows):
            self.enter(row)
        self.close(rows)

    def go_on(self) -> RunResult:
        """Enter people for some seconds, and commit them; drop what stands uncommitted."""
        return run_alone(api.portal.get(), RUN, self, budget=SECONDS)

    def run(self, context: JobContext) -> None:
        """Enter people in batches as long as there is time, then index their words.

        The largest batches at once: without words they seldom lose, and a save loses to each
        commit that splits a part of the catalog, as every thirty people do.
        """
        context.batch_sizer.size = MAX_SIZE
        steps = self.enter, self.fail, self.close_batch, self.leave_words
        context.batches(*steps, begin=self.begin).run(self.rows())
        index_words(context, self.queue)

    def rows(self) -> list[ImportRow]:
        """List who is to come, each matched with the register."""
        refuse_place(self.container, self.waiting.choices.portal_type)
        rows = self.queue.rows_to_come()
        match(rows, self.container, self.waiting.choices.portal_type)
        return rows

    def begin(self) -> None:
        """Forget whom a batch entered that did not come through."""
        self.people, self.names = [], FreeNames(self.container)

    def enter(self, row: ImportRow) -> None:
        """Enter one of them."""
        if row.status == NEW:
            assert self.names is not None
            portal_type = self.waiting.choices.portal_type
            name = self.names.name_for(row)
            person = enter_or_send(self.container, portal_type, name, row)
            self.people.append(person)

    def fail(self, row: ImportRow, error: Exception) -> None:
        """Stop: whoever is left stays in the list."""
        raise error

    def close(self, rows: Sequence[ImportRow], last: bool = True) -> None:
        """Note in the same transaction whom a batch brought.

        That the container has changed is told with the first people and the last, for what is
        done then takes as long as entering somebody.
        """
        if last or not self.queue.position:
            notifyContainerModified(self.container)
        self.queue.position += len(rows)
        self.queue.known += len(rows) - len(self.people)
        if self.people:
            filename = self.waiting.filename
            batches.note_entered(self.container, self.token, filename, self.people)

    def leave_words(self) -> None:
        """Leave the words of a batch to transactions of their own, and its records to the job."""
        leave_to_job()
        defer_text(set(map(IUUID, self.people)), WAITING)

    def close_batch(self, rows: Sequence[ImportRow], last: bool) -> None:
        """Note also whose words are still to be indexed."""
        self.close(rows, last)
        self.queue.unindexed += tuple(map(IUUID, self.people))


def index_words(context: JobContext, queue: EntryQueue) -> None:
    """Index the words of people of a list as long as there is time."""

    def index(uids: Sequence[str]) -> None:
        for uid in uids:
            index_person(uid)

    def fail(uids: Sequence[str], error: Exception) -> None:
        raise error

    def close(groups: Sequence[Sequence[str]], last: bool) -> None:
        queue.unindexed = queue.unindexed[sum(map(len, groups)) :]

    uids = queue.unindexed
    starts = range(0, len(uids), WORDS_AT_ONCE)
    groups = [uids[start : start + WORDS_AT_ONCE] for start in starts]
    context.batches(index, fail, close).run(groups)
