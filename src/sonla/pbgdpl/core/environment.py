"""Read the options of this machine, from the environment or from zope.conf.

A variable wins over `<product-config sonla.pbgdpl>`; its name is `PBGDPL_` and the
option in capitals with `_` for `-`. Subjects say in their own modules what theirs mean.
"""

from App.config import getConfiguration
from collections.abc import Mapping
from sonla.pbgdpl import PACKAGE_NAME
from typing import NoReturn

import os
import re

PREFIX = "PBGDPL_"


class Secret:
    """A secret so that it gets into no log, no traceback and no database."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the secret itself, for the one header that carries it."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not stored")


def read_options(variables: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return all options by name, read anew; `variables` stand for the environment."""
    options = {
        option_name(name): value.strip()
        for name, value in (product_config() or {}).items()
    }
    for name, value in (os.environ if variables is None else variables).items():
        if name.startswith(PREFIX) and value.strip():
            options[option_name(name.removeprefix(PREFIX))] = value.strip()
    return options


def read_option(name: str) -> str:
    """Return one option, read anew; "" where nobody set it.

    Pages ask for the public address many times: the whole environment is not read again.
    """
    variable = PREFIX + name.upper().replace("-", "_")
    options = {
        option_name(key): value for key, value in (product_config() or {}).items()
    }
    return os.environ.get(variable, "").strip() or options.get(name, "").strip()


def product_config() -> Mapping[str, str] | None:
    """Return our section of zope.conf; None where Zope was started without one."""
    sections = getattr(getConfiguration(), "product_config", None) or {}
    return sections.get(PACKAGE_NAME)


def option_name(name: str) -> str:
    """Return the one spelling of an option: variables know neither `-` nor small letters."""
    return re.sub(r"[_.]", "-", name.lower())
