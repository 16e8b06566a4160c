"""Read the options of this machine, from the environment or from zope.conf.

A variable wins over `<product-config sonla.pbgdpl>`; its name is `PBGDPL_` and the
option in capitals with `_` for `-`. Both are those with which the process was started; a file
that the option `options-file` names wins over them and is read anew when it has changed. It has
lines of either kind, and only root and the account that runs Zope may own it, and others not write
it. Subjects say in their own modules what theirs mean.
"""

from App.config import getConfiguration
from collections.abc import Iterator
from collections.abc import Mapping
from functools import lru_cache
from sonla.pbgdpl import PACKAGE_NAME
from typing import NoReturn

import logging
import os
import re
import stat

LOG = logging.getLogger(__name__)
PREFIX = "PBGDPL_"
FILE = "options-file"
LINE = re.compile(r"(\w[\w.-]*)(?:\s*=\s*|\s+|$)(.*)")
"""A name and its value, as in a file of the environment or as in zope.conf."""


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
    return {**options, **options_of_file(options.get(FILE, ""))}


def read_option(name: str) -> str:
    """Return one option, read anew; "" where nobody set it.

    Pages ask for the public address many times: the whole environment is not read again.
    """
    written = {} if name == FILE else options_of_file(read_option(FILE))
    if name in written:
        return written[name]
    variable = PREFIX + name.upper().replace("-", "_")
    options = {
        option_name(key): value for key, value in (product_config() or {}).items()
    }
    return os.environ.get(variable, "").strip() or options.get(name, "").strip()


def options_of_file(path: str) -> Mapping[str, str]:
    """Return the options in a file as it is now; none without one.

    What is empty there is taken back from variables and zope.conf. While one can't be read, or is
    not ours alone, what was read last counts on, and the log says so once. One that is not there
    yet is usual where nothing is exchanged; whoever needs an option of it says what is missing.
    """
    if not os.path.exists(path):
        return {}
    try:
        return read_file(path)
    except (OSError, UnicodeDecodeError) as error:
        _tell(path, str(error))
        return _LAST_READ.get(path, {})


class UnsafeFile(PermissionError):
    """Somebody else may write the file of options: what stands there may be theirs."""


def read_file(path: str) -> Mapping[str, str]:
    """Return the options in a file; raises `UnsafeFile`, and as reading does."""
    state = os.stat(path)
    refuse_unsafe(state)
    return _read_file(path, (state.st_ino, state.st_mtime_ns, state.st_size))


def refuse_unsafe(state: os.stat_result) -> None:
    """Raise `UnsafeFile` for a file that is neither root's nor ours, or that all may write."""
    if state.st_uid not in (0, os.geteuid()):
        raise UnsafeFile("it belongs to another account than root and that of Zope")
    if state.st_mode & stat.S_IWOTH:
        raise UnsafeFile("every account of the machine may write it")


_LAST_READ: dict[str, Mapping[str, str]] = {}


@lru_cache(maxsize=1)
def _read_file(path: str, state: tuple[int, ...]) -> Mapping[str, str]:
    """Read a file; its state says whether it is still the same."""
    with open(path, encoding="utf-8") as file:
        refuse_unsafe(os.fstat(file.fileno()))  # it may have been another one just now
        found = dict(_lines(file.read()))
    _LAST_READ[path] = found
    _tell.cache_clear()
    return found


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in map(str.strip, text.splitlines()):
        found = LINE.match(line.removeprefix("export "))
        if found is not None:
            name, value = found.groups()
            if value[:1] in "\"'" and value[:1] == value[-1:] and len(value) > 1:
                value = value[1:-1]
            yield option_name(name.removeprefix(PREFIX)), value.strip()


@lru_cache(maxsize=1)
def _tell(path: str, error: str) -> None:
    """Log that a file can't be read; the same again and again is told once."""
    LOG.error("The options in %s can't be read: %s", path, error)


def product_config() -> Mapping[str, str] | None:
    """Return our section of zope.conf; None where Zope was started without one."""
    sections = getattr(getConfiguration(), "product_config", None) or {}
    return sections.get(PACKAGE_NAME)


def option_name(name: str) -> str:
    """Return the one spelling of an option: variables know neither `-` nor small letters."""
    return re.sub(r"[_.]", "-", name.lower())
