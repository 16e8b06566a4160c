"""Index the words of what waits for approval when nobody is disturbed by it.

Indexes of words are where two who save at the same time meet (`jobs.text_indexes`). An
editor who saves again and again would lose against a run that brings thousands of texts.

Somebody who fetches knows that nobody searches the words of a text which nobody approved
yet. So while others save, it gets all other indexes at once and its words later, in
small transactions that wait for everybody else's, and at the latest when it becomes
public. While nobody does, words come at once: later they would cost twice. Texts with
pictures are an exception: core looks for those by the catalog, which indexes all that
waits before it answers.
"""

from collections.abc import Iterable
from collections.abc import MutableMapping
from functools import partial
from itertools import islice
from plone import api
from plone.app.uuid.utils import uuidToObject
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl import _
from sonla.pbgdpl.exchange.jobs import ExchangeJob
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.text_indexes import index_text
from sonla.pbgdpl.jobs.transactions import attempt
from sonla.pbgdpl.jobs.transactions import OTHERS_SAVE
from sonla.pbgdpl.jobs.transactions import Unfinished
from sonla.pbgdpl.jobs.transactions import yield_to_writers
from sonla.pbgdpl.sync.store import make_store
from sonla.pbgdpl.sync.store import store_of
from sonla.pbgdpl.sync.store import SyncStore
from transaction.interfaces import TransientError
from typing import Any

BATCH_SIZE = 10
"""Texts whose words are indexed in one transaction."""


def index_now(waiting: MutableMapping[str, bool], new: Iterable[str]) -> None:
    """Let new items wait no more, which this transaction gives all their indexes."""
    for uid in new:
        if uid in waiting:
            del waiting[uid]


def became_public(obj: Any, event: Any = None) -> None:
    """Index the words of an item that waits for it and that visitors see now."""
    waiting = store_of(api.portal.get()).unindexed
    uid = IUUID(obj, None)
    if uid in waiting and api.content.get_state(obj) == "published":
        del waiting[uid]
        index_text(obj)


class IndexTextJob(ExchangeJob):
    """Index what waits, after all other jobs of a run: nobody needs it soon."""

    title = _("job_words", default="Search words of fetched texts")
    description = _(
        "job_words_help",
        default="Makes the full text of fetched records findable once nobody is disturbed by it.",
    )
    order = 900

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: while some item waits for its words."""
        waiting = bool(store_of(self.site).unindexed) and not context.dry_run
        return super().due(context) and waiting

    def run(self, context: JobContext) -> None:
        """Index words until nothing waits; raises `Unfinished` at the first conflict.

        Somebody who saves is given their time between two transactions. What was loaded
        is dropped after each: ten texts touch some thousand objects of the indexes,
        others than those that the next ten touch."""
        while uids := list(islice(make_store(context.site).unindexed, BATCH_SIZE)):
            yield_to_writers(context, context.batch_sizer)
            context.check_budget()
            begun = context.clock()
            try:
                attempt(context, partial(index_batch, context, uids))
            except TransientError as conflict:
                context.batch_sizer.conflicted()
                raise Unfinished(OTHERS_SAVE) from conflict
            context.batch_sizer.note_duration(context.clock() - begun)
            context.forget()


def index_batch(context: JobContext, uids: list[str]) -> None:
    """Index the words of some items in the present transaction, watched for others."""
    context.contention.begin_transaction()
    index_words(make_store(context.site), uids)
    context.contention.end_transaction()


def index_words(store: SyncStore, uids: list[str]) -> None:
    """Index the words of some items in the present transaction."""
    # All are found before one is named to be indexed: each search indexes what waits.
    found = [uuidToObject(uid, unrestricted=True) for uid in uids]
    for uid in uids:
        del store.unindexed[uid]
    for obj in found:
        if obj is not None:
            index_text(obj)
