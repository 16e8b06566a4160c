"""Test the connection to a source: who answers, what it can do, which formats and sets it has."""

from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterator
from datetime import datetime
from sonla.pbgdpl import _
from sonla.pbgdpl.sync.drivers.base import Driver
from sonla.pbgdpl.sync.drivers.base import Granularity
from sonla.pbgdpl.sync.drivers.base import RepositoryInfo
from sonla.pbgdpl.sync.drivers.oaipmh import OaiPmhDriver
from sonla.pbgdpl.sync.drivers.oaipmh import PREFIX
from sonla.pbgdpl.sync.environment import read_environment
from sonla.pbgdpl.sync.harvest import windows
from sonla.pbgdpl.sync.http.client import OutboundClient
from sonla.pbgdpl.sync.probe import DEADLINE
from sonla.pbgdpl.sync.probe import ERROR
from sonla.pbgdpl.sync.probe import host_findings
from sonla.pbgdpl.sync.probe import NOTE
from sonla.pbgdpl.sync.probe import OK
from sonla.pbgdpl.sync.probe import ProbeResult
from sonla.pbgdpl.sync.probe import until_failure
from sonla.pbgdpl.sync.probe import WARNING
from sonla.pbgdpl.sync.sources import open_driver
from sonla.pbgdpl.sync.sources import Source

SETS_NAMED = 30
"""A source may have thousands."""


def probe_source(
    source: Source, now: Callable[[], datetime], known: RepositoryInfo | None = None
) -> list[ProbeResult]:
    """Test the connection to a source; `known` is who it was before."""
    return list(
        until_failure(
            _source_findings(source, now, known),
            f"pull-token-{source.name}",
            source.authentication,
        )
    )


def _source_findings(
    source: Source, now: Callable[[], datetime], known: RepositoryInfo | None
) -> Iterator[ProbeResult]:
    environment = read_environment()
    yield from host_findings(environment, source.base_url)
    client = OutboundClient.for_source(
        environment,
        source.name,
        source.base_url,
        source.authentication,
        deadline=DEADLINE,
    )
    driver = open_driver(source, client)
    who = driver.identify()
    yield from identity_findings(who, source)
    if known is not None and (changed := known.differences(who)):
        yield ProbeResult(
            WARNING,
            _(
                "probe_other_identity",
                default="It says of itself something else than before. The next run is held until somebody releases it.",
            ),
            ", ".join(changed),
        )
    yield from clock_findings(who, now())
    yield from capability_findings(driver, who)
    if isinstance(driver, OaiPmhDriver):
        yield from format_findings(driver)
        yield from set_findings(driver, source)


def identity_findings(who: RepositoryInfo, source: Source) -> Iterator[ProbeResult]:
    """Yield who answered."""
    yield ProbeResult(
        OK,
        _(
            "probe_answered",
            default="It answers, and calls itself “${name}”.",
            mapping={"name": who.name or who.repository_id or "?"},
        ),
        who.repository_id,
    )
    if who.base_url.rstrip("/") != source.base_url.rstrip("/"):
        yield ProbeResult(
            NOTE,
            _(
                "probe_other_address",
                default="It gives another address for itself than the one in the settings. That is common behind a proxy; ask its operators which one they keep.",
            ),
            who.base_url,
        )
    if who.granularity is Granularity.DAY:
        yield ProbeResult(
            NOTE,
            _(
                "probe_days",
                default="It tells only the day of a change: each run reads the whole last day again.",
            ),
        )


def clock_findings(who: RepositoryInfo, now: datetime) -> Iterator[ProbeResult]:
    """Yield how far the two clocks are apart."""
    skew = windows.skew(who.response_date, now)
    apart = {"minutes": skew.minutes}
    if skew.is_suspicious:
        yield ProbeResult(
            ERROR,
            _(
                "probe_clock_wrong",
                default="Its clock differs from ours by more than a day (${minutes} minutes). Nothing is fetched like that: one of the two must be set right.",
                mapping=apart,
            ),
        )
    elif skew.is_notable:
        yield ProbeResult(
            WARNING,
            _(
                "probe_clock_off",
                default="Its clock differs from ours by ${minutes} minutes. It works, but one of the two should be set right.",
                mapping=apart,
            ),
        )


def capability_findings(driver: Driver, who: RepositoryInfo) -> Iterator[ProbeResult]:
    """Yield what the source can and can't do, as far as it matters."""
    can = driver.capabilities(who)
    if can.deletions:
        yield ProbeResult(
            OK, _("probe_deletions", default="It tells what it took back.")
        )
    elif can.complete_inventory:
        yield ProbeResult(
            NOTE,
            _(
                "probe_inventory",
                default="It does not tell reliably what it took back: that is found once a day by comparing lists.",
            ),
        )
    else:
        yield ProbeResult(
            WARNING,
            _(
                "probe_no_deletions",
                default="What it takes back can't be found out: such texts stay here until somebody withdraws them.",
            ),
        )
    if not can.incremental:
        yield ProbeResult(
            NOTE,
            _(
                "probe_newest_only",
                default="It shows only what is newest: what is published between two runs beyond that is missed.",
            ),
        )
    if not can.content and not isinstance(driver, OaiPmhDriver):
        yield ProbeResult(
            WARNING,
            _("probe_no_content", default="It has summaries, and no whole texts."),
        )


def format_findings(driver: OaiPmhDriver) -> Iterator[ProbeResult]:
    """Yield whether whole records are offered in the format that we read."""
    offered = driver.formats()
    if driver.mapping is not None:
        yield mapped_format(driver.metadata_prefix, offered)
    elif PREFIX not in offered:
        yield ProbeResult(
            ERROR,
            _(
                "probe_no_format",
                default="It does not offer the format “pbgdpl”. Choose a mapping in the settings that reads a format that it offers, such as oai_dc, or use its feed.",
            ),
            ", ".join(offered),
        )
    else:
        yield ProbeResult(
            OK,
            _("probe_format", default="It offers the format “pbgdpl”."),
            ", ".join(offered),
        )


def mapped_format(wanted: str, offered: Collection[str]) -> ProbeResult:
    """Return whether the format is offered that the mapping of a source reads."""
    if wanted in offered:
        return ProbeResult(
            OK,
            _(
                "probe_mapped_format",
                default="It offers the format “${format}”, which the mapping reads.",
                mapping={"format": wanted},
            ),
            ", ".join(offered),
        )
    return ProbeResult(
        ERROR,
        _(
            "probe_no_mapped_format",
            default="It does not offer the format “${format}”, which the mapping reads. Choose another mapping, or write one for a format that it offers.",
            mapping={"format": wanted},
        ),
        ", ".join(offered),
    )


def set_findings(driver: OaiPmhDriver, source: Source) -> Iterator[ProbeResult]:
    """Yield whether the sets of the settings exist; without any, which there are."""
    offered = driver.sets()
    named = ", ".join(list(offered)[:SETS_NAMED])
    wanted = {*source.sets, *source.trusted_sets} - {""}
    unknown = sorted(wanted - offered.keys())
    if unknown:
        yield ProbeResult(
            WARNING,
            _(
                "probe_unknown_sets",
                default="It has no set of these names: ${sets}. Those that it has are below.",
                mapping={"sets": ", ".join(unknown)},
            ),
            named,
        )
    elif offered:
        yield ProbeResult(OK, _("probe_sets", default="The sets that it has:"), named)
