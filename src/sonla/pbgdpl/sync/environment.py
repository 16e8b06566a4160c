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
database on another machine finds none of it there, and so can send to nobody.
"""

from App.config import getConfiguration
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from ipaddress import ip_network
from sonla.pbgdpl import PACKAGE_NAME
from sonla.pbgdpl.sync.addresses import allowed_host
from sonla.pbgdpl.sync.addresses import Network
from sonla.pbgdpl.sync.failures import LocalFailure
from sonla.pbgdpl.sync.failures import plain
from typing import NoReturn

import os
import re

PREFIX = "PBGDPL_"


class Secret:
    """Hold a secret so that it gets into no log, no traceback and no database."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Give the secret itself, for the one header that carries it."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not stored")


@dataclass(frozen=True)
class Environment:
    """Hold the configuration of this machine.

    `options` has all of it by option name; it is left out of the text form, because
    nobody knows what else an administrator has put there.
    """

    allowed_hosts: tuple[str, ...] = ()
    allowed_networks: tuple[Network, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def push_token(self) -> Secret | None:
        """Give the token for sending, if there is one."""
        return self._secret("push-token")

    def pull_token(self, source: str) -> Secret | None:
        """Give the token for fetching from a source, if it has one."""
        return self._secret(f"pull-token-{source}")

    def ca_bundle(self, name: str) -> str | None:
        """Give the file with the authorities to trust for a source, or for `push`."""
        return self.option(f"ca-bundle-{name}") or self.option("ca-bundle") or None

    def option(self, name: str) -> str:
        """Give an option that is no secret; empty if it is not set."""
        return self.options.get(option_name(name), "")

    def _secret(self, name: str) -> Secret | None:
        value = self.option(name)
        if not value:
            return None
        if not (value.isascii() and value.isprintable()) or " " in value:
            raise LocalFailure(f"{name} has characters that may not stand in a token")
        return Secret(value)


def read_environment(variables: Mapping[str, str] | None = None) -> Environment:
    """Read the configuration; raise `LocalFailure` for an entry that makes no sense.

    It is read anew for each run: a few dozen entries, and tests change them.
    """
    options = {
        option_name(name): value.strip()
        for name, value in (product_config() or {}).items()
    }
    for name, value in (os.environ if variables is None else variables).items():
        if name.startswith(PREFIX) and value.strip():
            options[option_name(name.removeprefix(PREFIX))] = value.strip()
    return Environment(
        allowed_hosts=_hosts(options.get("allowed-hosts", "")),
        allowed_networks=_networks(options.get("allowed-networks", "")),
        options=options,
    )


def product_config() -> Mapping[str, str] | None:
    """Give our section of zope.conf; None where Zope was started without one."""
    sections = getattr(getConfiguration(), "product_config", None) or {}
    return sections.get(PACKAGE_NAME)


def option_name(name: str) -> str:
    """Give the one spelling of an option: variables know neither `-` nor small letters."""
    return re.sub(r"[_.]", "-", name.lower())


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
            raise LocalFailure(
                f"allowed networks: {plain(entry, 60)} is no network"
            ) from None
    return tuple(networks)
