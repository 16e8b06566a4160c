"""Fetch from every source, each by itself: what one does is no other's business."""

from collections.abc import Iterator
from functools import partial
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.exchange.jobs import ExchangeJob
from sonla.pbgdpl.exchange.jobs import SOURCE
from sonla.pbgdpl.exchange.jobs import TRIAL
from sonla.pbgdpl.jobs.base import EXCHANGE
from sonla.pbgdpl.jobs.context import classified
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.lease import LeaseLost
from sonla.pbgdpl.jobs.result import Outcome
from sonla.pbgdpl.jobs.transactions import Unfinished
from sonla.pbgdpl.sync.condition import is_reading
from sonla.pbgdpl.sync.harvest.harvester import harvest
from sonla.pbgdpl.sync.peers import held_outcome
from sonla.pbgdpl.sync.peers import may_ask
from sonla.pbgdpl.sync.peers import note_failure
from sonla.pbgdpl.sync.peers import note_success
from sonla.pbgdpl.sync.settings import get_sync_settings
from sonla.pbgdpl.sync.source_state import SourceState
from sonla.pbgdpl.sync.sources import configured_sources
from sonla.pbgdpl.sync.sources import enabled_sources
from sonla.pbgdpl.sync.sources import Source
from sonla.pbgdpl.sync.store import make_store
from sonla.pbgdpl.sync.store import store_of

import datetime


class HarvestJob(ExchangeJob):
    """Fetch what is new from the sources that are due."""

    title = _("job_pull", default="Fetching from sources")
    description = _(
        "job_pull_help",
        default="Fetches new and changed records from the sources that are switched on in the settings of the data exchange.",
    )
    order = EXCHANGE

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: while some source is."""
        return self.may_start(context)

    def may_start(self, context: JobContext) -> bool:
        """Return whether some source is due: the others are not asked more often."""
        return any(self.due_sources(context))

    def waiting(self, context: JobContext) -> Iterator[Outcome]:
        """Yield the sources that are not asked until somebody has looked."""
        for source, state in self.states(context).items():
            yield from held_outcome(source.part, state)

    def states(self, context: JobContext) -> dict[Source, SourceState]:
        """Return the sources that this run is for, with their states."""
        store = store_of(self.site)
        is_trial = TRIAL in context.options
        return {
            source: store.sources.get(source.name) or SourceState()
            for source in (enabled_sources() if is_trial else configured_sources())
            if context.options.get(SOURCE) in (None, source.name)
        }

    def run(self, context: JobContext) -> None:
        """Fetch from one source after another, the one that waited longest first."""
        for source in list(self.due_sources(context)):
            context.check_budget()
            context.keep_lease()
            context.isolated(source.part, partial(harvest_source, context, source))

    def due_sources(self, context: JobContext) -> list[Source]:
        """List the sources to ask now; a person who names one needn't wait until it is due."""
        states = self.states(context)
        ready = [
            source
            for source, state in states.items()
            if may_ask(state, context) and is_source_due(state, context)
        ]
        longest_ago = datetime.datetime.min.replace(tzinfo=datetime.UTC)
        return sorted(
            ready, key=lambda source: states[source].last_attempt or longest_ago
        )


def is_source_due(state: SourceState, context: JobContext) -> bool:
    """Return whether a source has to be asked: it is time, or something is unfinished."""
    if context.options.get(SOURCE) is not None or state.last_attempt is None:
        return True
    period = datetime.timedelta(minutes=get_sync_settings().period)
    return is_reading(state) or context.now() - state.last_attempt >= period


def harvest_source(context: JobContext, source: Source) -> None:
    """Fetch from one source and write down how it went."""
    context.transact(lambda: _note_attempt(context, source))
    try:
        with api.env.adopt_roles(["Manager"]):
            harvest(context, source)
    except (LeaseLost, Unfinished):
        raise
    except Exception as error:
        failure = classified(error)
        context.transact(
            lambda: note_failure(_state(context, source), failure, context)
        )
        raise
    context.transact(lambda: _note_success(context, source))


def _note_success(context: JobContext, source: Source) -> None:
    state = _state(context, source)
    note_success(state, context)
    state.released = False


def _state(context: JobContext, source: Source) -> SourceState:
    return make_store(context.site).source(source.name)


def _note_attempt(context: JobContext, source: Source) -> None:
    state = _state(context, source)
    state.last_attempt = context.now()
    state.read_only(source.sets, source.metadata_prefix)
