"""Read what the other side has, a page a transaction."""

from functools import partial
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.options.mappings.reconciliation.partner_list import partner_pages
from sonla.pbgdpl.options.mappings.reconciliation.partner_list import PartnerPage
from sonla.pbgdpl.sync.drivers.base import SourcePage
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.environment import read_environment
from sonla.pbgdpl.sync.failures import ResumptionTokenExpired
from sonla.pbgdpl.sync.http.client import OutboundClient
from sonla.pbgdpl.sync.http.client import request_deadline
from sonla.pbgdpl.sync.reconciliation.state import begin
from sonla.pbgdpl.sync.reconciliation.state import key_of
from sonla.pbgdpl.sync.reconciliation.state import Listed
from sonla.pbgdpl.sync.reconciliation.state import OURS
from sonla.pbgdpl.sync.reconciliation.state import Reconciliation
from sonla.pbgdpl.sync.reconciliation.state import SENDING
from sonla.pbgdpl.sync.settings import push_address
from sonla.pbgdpl.sync.settings import push_authentication
from sonla.pbgdpl.sync.sources import open_client
from sonla.pbgdpl.sync.sources import open_driver
from sonla.pbgdpl.sync.sources import Source
from sonla.pbgdpl.sync.store import make_store


def stored(context: JobContext, key: str) -> Reconciliation:
    """Return a reconciliation; not to be kept from one step to the next."""
    return make_store(context.site).reconciliations[key]


def read_partner(context: JobContext) -> None:
    """Read the list of the partner that we send to."""
    client = OutboundClient.for_push(
        read_environment(),
        push_address(),
        push_authentication(),
        deadline=request_deadline(context.left()),
        now=context.now,
    )
    token = stored(context, SENDING).token
    for page in partner_pages(client, push_address(), token):
        context.transact(partial(_note_partner_page, context, page))
        pause(context, client)


def read_source(context: JobContext, source: Source) -> None:
    """Read every set of a source from its beginning to its end, contents included."""
    client = open_client(source, context.left(), context.now)
    driver = open_driver(source, client)
    info = driver.identify()
    if not driver.capabilities(info).complete_inventory:
        context.transact(lambda: _set_partial(context, source))
    for set_spec in source.sets:
        found = stored(context, key_of(source.name))
        if set_spec in found.done:
            continue
        token = found.token_of(set_spec)
        window = Window(granularity=info.granularity, set_spec=set_spec)
        try:
            for page in driver.pages(window, token):
                context.transact(
                    partial(_note_source_page, context, source, set_spec, page)
                )
                pause(context, client)
        except ResumptionTokenExpired:
            context.transact(partial(_begin_anew, context, source))
            raise
    context.transact(lambda: stored(context, key_of(source.name)).begin_phase(OURS))


def pause(context: JobContext, client: OutboundClient) -> None:
    """Prove between two requests that there is time, and that the lease is held."""
    context.keep_lease()
    context.check_budget()
    client.deadline = request_deadline(context.left())


def _note_partner_page(context: JobContext, page: PartnerPage) -> None:
    found = stored(context, SENDING)
    found.note_listed(page.records)
    found.token, found.total = page.token, page.total or 0
    found.code = found.detail = ""
    if page.token is None:
        found.begin_phase(OURS)


def _note_source_page(
    context: JobContext, source: Source, set_spec: str, page: SourcePage
) -> None:
    found = stored(context, key_of(source.name))
    found.note_listed(
        (one.remote_id, Listed(one.state == "deleted", one.raw_digest))
        for one in page.changes
    )
    found.note_page(set_spec, page)
    found.code = found.detail = ""
    if len(source.sets) == 1:  # a record may stand in several
        found.total = found.declared or 0


def _set_partial(context: JobContext, source: Source) -> None:
    stored(context, key_of(source.name)).incomplete = True


def _begin_anew(context: JobContext, source: Source) -> None:
    """Read the list from its beginning: the source forgot where we were."""
    begin(make_store(context.site), key_of(source.name), context.now())
