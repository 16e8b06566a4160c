"""Test the connection to a partner, and say in words what was found; sources have `source_probe`.

Only questions that change nothing are asked. What the settings of this server lack is
given as the very line to add.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from sonla.pbgdpl import _
from sonla.pbgdpl.core.environment import option_name
from sonla.pbgdpl.core.environment import PREFIX as VARIABLE
from sonla.pbgdpl.exchange.settings import repository_id
from sonla.pbgdpl.jobs.context import classified
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.sync.environment import Environment
from sonla.pbgdpl.sync.environment import read_environment
from sonla.pbgdpl.sync.failures import AuthorityFailure
from sonla.pbgdpl.sync.failures import OptionMissing
from sonla.pbgdpl.sync.failures import TargetRefused
from sonla.pbgdpl.sync.guard import DEFAULT_PORTS
from sonla.pbgdpl.sync.guard import Guard
from sonla.pbgdpl.sync.guard import Target
from sonla.pbgdpl.sync.guard import target_of
from sonla.pbgdpl.sync.http.client import OutboundClient
from sonla.pbgdpl.sync.interfaces import IMappedSending
from sonla.pbgdpl.sync.mapping.stored import MappingsRest
from sonla.pbgdpl.sync.outbox.endpoint import Endpoint
from sonla.pbgdpl.sync.settings import PLAIN_FORMAT
from sonla.pbgdpl.sync.settings import push_authentication
from sonla.pbgdpl.sync.settings import push_format
from sonla.pbgdpl.sync.settings import sending_rests
from typing import Any
from zope.component import getUtility
from zope.i18nmessageid import Message

DEADLINE = 10.0
"""Seconds for one question: somebody waits for the answer."""
OK, NOTE, WARNING, ERROR = "ok", "note", "warning", "error"
TOKEN_SCHEMES = ("bearer", "none")
"""Ways to prove who asks that may have no token though the partner wants one."""
NOBODY = "00000000-0000-0000-0000-000000000000"
"""A record that nobody has, to ask for."""
HOST_NOT_ALLOWED = _(
    "probe_host_not_allowed",
    default="This server may not ask that host. Add it to the allowed hosts in the configuration of this server: in the file of its options it counts at once, in zope.conf after a restart.",
)


@dataclass(frozen=True)
class ProbeResult:
    """One thing that was found; `detail` is what a failure says, or a line of configuration."""

    level: str
    message: Message
    detail: str = ""


class Ended(Exception):
    """End a test: after this finding there is nothing more to find."""

    def __init__(self, finding: ProbeResult) -> None:
        super().__init__(finding.message)
        self.finding = finding


def probe_push(url: str) -> list[ProbeResult]:
    """Test the connection to the endpoint that records are sent to."""
    findings = _push_findings(url)
    return list(until_failure(findings, "push-token", push_authentication()))


def until_failure(
    findings: Iterator[ProbeResult], token: str, scheme: str
) -> Iterator[ProbeResult]:
    """Yield findings until something fails, and then what that means."""
    try:
        yield from findings
    except Ended as end:
        yield end.finding
    except Exception as error:
        yield explained(classified(error), token, scheme)


def explained(failure: Failure, token: str, scheme: str) -> ProbeResult:
    """Return what a failure means for somebody who sets the connection up.

    `token` is the option of a fixed token, which only some schemes take.
    """
    if isinstance(failure, MappingsRest):
        return ProbeResult(ERROR, failure.message)
    if isinstance(failure, TargetRefused):
        return refused_network(failure)
    if isinstance(failure, OptionMissing):
        return ProbeResult(
            ERROR,
            _(
                "probe_option_missing",
                default="The way in which we prove who asks needs what the configuration of this server lacks. Ask the partner for the values, and add the lines below: in the file of its options they count at once, in zope.conf after a restart.",
            ),
            " ".join(lines(option, "...") for option in failure.options),
        )
    if isinstance(failure, AuthorityFailure) and failure.status in (401, 403):
        if scheme in TOKEN_SCHEMES and not read_environment().option(token):
            return ProbeResult(
                ERROR,
                _(
                    "probe_no_token",
                    default="The other side asks who we are, and this server has no token for it. Ask them for one, and add it to the configuration of this server.",
                ),
                lines(token, "..."),
            )
        return ProbeResult(
            ERROR,
            _(
                "probe_access_refused",
                default="The other side answered, and did not accept the token, the password or the certificate of this server. Compare the values in the configuration of this server with those that they gave you, or ask them whether the access is still open.",
            ),
            failure.detail,
        )
    return ProbeResult(ERROR, failure.message, failure.detail)


def refused_network(failure: TargetRefused) -> ProbeResult:
    """Return what it means that an address is not asked, with the line that allows it."""
    line = lines("allowed-networks", "10.1.0.0/16")
    return ProbeResult(
        ERROR,
        _(
            "probe_network",
            default="The host is allowed, but its name leads into an internal network or would be asked without encryption. If that is intended, allow the network in the configuration of this server.",
        ),
        _(
            "probe_reason_and_line",
            default="${reason} – ${line}",
            mapping={"reason": failure.detail, "line": line},
        ),
    )


def lines(option: str, value: str) -> str:
    """Write an option as it stands in zope.conf, and as a variable."""
    variable = VARIABLE + option_name(option).upper().replace("-", "_")
    return f"<product-config sonla.pbgdpl> {option} {value} – {variable}={value}"


def host_findings(environment: Environment, url: str) -> Iterator[ProbeResult]:
    """Yield whether the host may be asked; raises `TargetRefused` for an odd address."""
    target = target_of(url)
    entry = host_entry(target)
    try:
        Guard(environment.allowed_hosts, environment.allowed_networks).allow(target)
    except TargetRefused:
        hosts = ", ".join((*environment.allowed_hosts, entry))
        raise Ended(
            ProbeResult(ERROR, HOST_NOT_ALLOWED, lines("allowed-hosts", hosts))
        ) from None
    yield ProbeResult(
        OK, _("probe_host_allowed", default="This server may ask the host."), entry
    )


def host_entry(target: Target) -> str:
    """Write a target as it stands in the list of allowed hosts."""
    if target.port == DEFAULT_PORTS[target.scheme]:
        return target.host
    return f"{target.host}:{target.port}"


def _push_findings(url: str) -> Iterator[ProbeResult]:
    environment = read_environment()
    yield from host_findings(environment, url)
    scheme = push_authentication()
    client = OutboundClient.for_push(environment, url, scheme, deadline=DEADLINE)
    if scheme == "bearer" and not environment.option("push-token"):
        yield ProbeResult(
            NOTE,
            _(
                "probe_push_no_token",
                default="This server has no token for sending. If the other side asks for one, add it to the configuration of this server.",
            ),
            lines("push-token", "..."),
        )
    nobody = f"oai:{repository_id()}:{NOBODY}"
    if sending_rests():
        raise MappingsRest
    if push_format() != PLAIN_FORMAT:
        if not getUtility(IMappedSending).look_up(client, url, nobody):
            yield ProbeResult(
                NOTE,
                _(
                    "probe_push_unasked",
                    default="By the mapping, nothing can be asked there without sending something: the first run tells whether it works. Try the mapping on a text on the page “Mappings”.",
                ),
            )
            return
    else:
        Endpoint(client, url).look_up(nobody)
    yield ProbeResult(
        OK,
        _(
            "probe_push_answers",
            default="It answers, and accepts that we ask for records. Nothing was sent.",
        ),
    )


def worst(findings: list[ProbeResult]) -> str:
    """Name the gravest level among findings."""
    order: Any = (OK, NOTE, WARNING, ERROR)
    return max((one.level for one in findings), key=order.index, default=OK)
