"""What the page for servers tells to type is there: files, units, commands, variables.

Its commands change a machine, so they are read here; the files that they copy and the
scripts that they start are run by `tests/cluster`.
"""

from collections.abc import Iterator
from configparser import ConfigParser
from datetime import timedelta
from docutils.nodes import row
from docutils.nodes import table
from handbook_pages import blocks
from handbook_pages import DOCS
from handbook_pages import LOOSE
from handbook_pages import name_of
from handbook_pages import PAGES
from handbook_pages import tree
from math import ceil
from pathlib import Path
from sonla.pbgdpl.core.health import check_health
from sonla.pbgdpl.core.health import IHealthCheck
from sonla.pbgdpl.exchange.restamp import make_parser as make_restamp_parser
from sonla.pbgdpl.jobs.cli import make_parser as make_run_parser
from sonla.pbgdpl.jobs.cli import USAGE
from sonla.pbgdpl.jobs.health import CLOCK
from sonla.pbgdpl.jobs.health import NEVER
from sonla.pbgdpl.jobs.health import STOPPED
from sonla.pbgdpl.jobs.lease import DURATION
from sonla.pbgdpl.jobs.lease import SKEW
from sonla.pbgdpl.jobs.result import EXIT_CODES
from sonla.pbgdpl.sync.cli import make_parser
from source_tree import ROOT
from waitress.adjustments import Adjustments
from waitress.proxy_headers import proxy_headers_middleware
from zope.component import getAdapters
from zope.i18n import translate

import pytest
import re
import shlex
import sys

OPERATIONS = DOCS / "operations.rst"
DEPLOY = ROOT / "deploy"
UNIT = re.compile(r"\bpbgdpl(?:-[a-z]+)?(?:@\d)?\.(?:service|timer|target)\b")
BARE_UNIT = re.compile(r"\bpbgdpl-(?:client@\d|run|backup|pack)\b(?!\.)")
COMMANDS = {
    "pbgdpl-run": make_run_parser(),
    "pbgdpl-sync": make_parser(),
    "pbgdpl-restamp": make_restamp_parser(),
}


def lines() -> Iterator[str]:
    """Yield each line that is typed."""
    for _language, text in blocks(OPERATIONS):
        yield from text.splitlines()


def found(pattern: str) -> set[str]:
    """Return what the lines have of a kind."""
    return set(re.findall(pattern, "\n".join(lines())))


def test_files_that_are_copied_and_scripts_that_are_started_are_there():
    named = found(r"\bdeploy/[\w./*-]+")
    assert len(named) > 8
    assert [name for name in named if not list(ROOT.glob(name))] == []


def test_programs_of_the_environment_are_there():
    named = found(r"\bvenv/bin/([\w-]+)")
    assert {"mkwsgiinstance", "pip", "pbgdpl-run", "zconsole", "zodbconvert"} <= named
    there = {path.name for path in Path(sys.executable).parent.iterdir()}
    assert named - there == set()


def test_units_that_are_named_are_there():
    there = {path.name for path in (DEPLOY / "systemd").iterdir()}
    text = OPERATIONS.read_text(encoding="utf-8")
    controlled = " ".join(line for line in lines() if "systemctl" in line)
    bare = {f"{name}.service" for name in BARE_UNIT.findall(controlled)}
    named = {re.sub(r"@\d", "@", name) for name in {*UNIT.findall(text), *bare}}
    assert len(named) > 5
    assert named - there == set()


def test_variables_that_are_named_are_those_of_the_environment_file():
    text = (DEPLOY / "pbgdpl.env").read_text(encoding="utf-8")
    known = set(re.findall(r"^(PBGDPL_\w+)=", text, re.MULTILINE))
    # Given for one command
    given = {"PBGDPL_CLIENT", "PBGDPL_FROM"}
    assert found(r"\b(PBGDPL_\w+)=") - known - given == set()


def typed() -> Iterator[tuple[str, list[str]]]:
    """Yield each command of ours, with its arguments."""
    for line in lines():
        words = shlex.split(line)
        for number, word in enumerate(words):
            if Path(word).name in COMMANDS and "/" in word:
                yield Path(word).name, words[number + 1 :]


@pytest.mark.parametrize(("name", "words"), [*typed()], ids=str)
def test_our_commands_take_what_is_typed(name, words):
    assert COMMANDS[name].parse_args(words)


def first_columns(page: str) -> list[set[str]]:
    """Return what stands in the first column of each table of a page."""
    return [
        {next(iter(line)).astext() for line in one.findall(row)}
        for one in tree(DOCS / page).findall(table)
    ]


def test_each_check_of_health_is_told(portal):
    names = {name for name, _health in check_health(portal)}
    (check,) = (one for one in first_columns("installation.rst") if "sync-pull" in one)
    assert {name for name in check if re.fullmatch(r"[a-z-]+", name)} == names


def test_each_check_that_is_registered_has_a_row_for_the_night(portal):
    """Check, page, what to do: also of what only some deployments have."""
    names = {name for name, _check in getAdapters((portal,), IHealthCheck)}
    (check,) = first_columns("vi/night.rst")
    assert {*check} - {"Mục"} == names and len(names) > 15


@pytest.mark.parametrize("state", [NEVER, STOPPED])
def test_the_night_quotes_what_is_said_of_a_clock_that_is_wrong(portal, state):
    said = translate(CLOCK[state], target_language="vi")
    text = (DOCS / "vi" / "night.rst").read_text(encoding="utf-8")
    assert any(words in said for words in re.findall("“(.+?)”", text)), said


@pytest.mark.parametrize("page", ["operations.rst", "installation.rst"])
def test_each_exit_code_is_told(page):
    codes = {"0", str(USAGE), *map(str, EXIT_CODES.values())}
    (words,) = (one for one in first_columns(page) if "64" in one)
    assert {code for code in words if code.isdigit()} == codes


def test_how_soon_a_killed_run_is_replaced():
    """The lease ends, and then any run goes on."""
    minutes = ceil((DURATION + SKEW) / timedelta(minutes=1))
    sentences = re.split(r"[.;]\s", OPERATIONS.read_text(encoding="utf-8"))
    delays = [
        one for one in sentences if re.search("lượt (khác|mới).*(đợi|làm tiếp)", one)
    ]
    assert len(delays) == 2
    assert all(f"{minutes} phút" in one for one in delays), delays


@pytest.mark.parametrize("page", [*LOOSE, *PAGES], ids=name_of)
def test_what_is_scheduled_is_all_of_it(page):
    """A command that does the exchange alone leaves askers' data, reminders and mail."""
    assert "bin/pbgdpl-sync" not in page.read_text(encoding="utf-8")


def test_clients_of_buildout_have_the_same_settings():
    """Zope names the reader there that waitress names here; the rest is one for one."""
    part, server = ConfigParser(interpolation=None), ConfigParser(interpolation=None)
    part.read(DEPLOY / "buildout.cfg", encoding="utf-8")
    server.read(DEPLOY / "zope" / "zope.ini", encoding="utf-8")
    client, waitress = part["client1"], server["server:main"]
    additional = dict(
        line.split() for line in client["zope-conf-additional"].split("\n") if line
    )
    assert additional["trusted-proxy"] == waitress["trusted_proxy"]
    assert client["threads"] == waitress["threads"]
    conf, storage = (
        (DEPLOY / "zope" / name).read_text(encoding="utf-8")
        for name in ("zope.conf", "storage.conf")
    )
    retries = f"max-conflict-retries {additional['max-conflict-retries']}\n"
    assert retries in conf
    assert f"cache-size {client['zodb-cache-size']}\n" in conf
    lines = dict(
        line.split(maxsplit=1) for line in client["rel-storage"].split("\n") if line
    )
    own = ("type", "dsn", "blob-dir", "cache-local-mb")
    for name in lines.keys() - set(own):
        assert f"  {name} {lines[name]}\n" in storage


@pytest.mark.parametrize(
    ("asks", "counts"), [("127.0.0.1", "203.0.113.9"), ("10.0.0.7", "10.0.0.7")]
)
def test_the_server_believes_the_proxy_alone(asks, counts):
    """Limits and the log of operations go by this address."""
    server = ConfigParser(interpolation=None)
    server.read(DEPLOY / "zope" / "zope.ini", encoding="utf-8")
    names = ("trusted_proxy", "trusted_proxy_headers", "clear_untrusted_proxy_headers")
    read = Adjustments(**{name: server["server:main"][name] for name in names})
    seen = []
    behind = proxy_headers_middleware(
        lambda environ, _start: seen.append(environ["REMOTE_ADDR"]),
        trusted_proxy=read.trusted_proxy,
        trusted_proxy_count=read.trusted_proxy_count,
        trusted_proxy_headers=read.trusted_proxy_headers,
        clear_untrusted=read.clear_untrusted_proxy_headers,
    )
    environ = {
        "REMOTE_ADDR": asks,
        "SERVER_PORT": "8081",
        "HTTP_X_FORWARDED_FOR": "203.0.113.9",
        "HTTP_X_FORWARDED_PROTO": "https",
        "wsgi.url_scheme": "http",
    }
    behind(environ, None)
    assert seen == [counts]
