"""Read what the machine knows and the database must not: hosts, networks, secrets.

It stands in the environment or in zope.conf::

    <product-config sonla.pbgdpl>
      allowed-hosts api.example.gov.vn, 10.1.2.3:8443
      allowed-networks 10.1.0.0/16
      push-token ...
      pull-token-btp ...
      ca-bundle-btp /etc/ssl/certs/state-ca.pem
    </product-config>

A variable wins over zope.conf; its name is `PBGDPL_` and the option in capitals with
`_` for `-`, such as `PBGDPL_ALLOWED_HOSTS` or `PBGDPL_PULL_TOKEN_BTP`. A copy of the
database on another machine finds none of it there, and so can send to nobody. What proves
to a partner who asks is read by `authentication`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from ipaddress import ip_network
from sonla.pbgdpl.core.environment import option_name
from sonla.pbgdpl.core.environment import read_options
from sonla.pbgdpl.jobs.failures import ConfigurationFailure
from sonla.pbgdpl.jobs.failures import plain
from sonla.pbgdpl.sync.guard import allowed_host
from sonla.pbgdpl.sync.guard import Network
from sonla.pbgdpl.sync.messages import ALLOWED_ENTRY
from zope.i18nmessageid import Message

import re


@dataclass(frozen=True)
class Environment:
    """The configuration of this machine.

    `options` has all of it by option name; it is left out of the text form, because
    nobody knows what else an administrator has put there.
    """

    allowed_hosts: tuple[str, ...] = ()
    allowed_networks: tuple[Network, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict, repr=False)

    def ca_bundle(self, name: str) -> str | None:
        """Return the file with the authorities to trust for a source, or for `push`."""
        return self.option(f"ca-bundle-{name}") or self.option("ca-bundle") or None

    def option(self, name: str) -> str:
        """Return an option that is no secret; empty if it is not set."""
        return self.options.get(option_name(name), "")


def read_environment(variables: Mapping[str, str] | None = None) -> Environment:
    """Read the configuration; raise `ConfigurationFailure` for an entry that makes no sense.

    It is read anew for each run: a few dozen entries, and tests change them.
    """
    options = read_options(variables)
    return Environment(
        allowed_hosts=_hosts(options.get("allowed-hosts", "")),
        allowed_networks=_networks(options.get("allowed-networks", "")),
        options=options,
    )


def _entries(text: str) -> list[str]:
    return re.split(r"[\s,;]+", text.strip()) if text.strip() else []


def _hosts(text: str) -> tuple[str, ...]:
    hosts = tuple(entry.lower() for entry in _entries(text))
    for host in hosts:
        allowed_host(host)
    return hosts


def _networks(text: str) -> tuple[Network, ...]:
    networks = []
    for entry in _entries(text):
        try:
            networks.append(ip_network(entry))
        except ValueError:
            raise ConfigurationFailure(
                Message(ALLOWED_ENTRY, mapping={"entry": plain(entry, 60)})
            ) from None
    return tuple(networks)
