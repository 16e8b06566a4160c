"""Every example of the documents is run, or read by what reads it; none is left out."""

from argparse import ArgumentParser
from collections.abc import Callable
from configparser import ConfigParser
from handbook_pages import blocks
from handbook_pages import LOOSE
from handbook_pages import name_of
from handbook_pages import PAGES
from importlib import metadata
from offered_portal import CLOCKS
from openpyxl import Workbook
from pathlib import Path
from plone import api
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.exchange.ledger import HORIZON
from sonla.pbgdpl.jobs.cli import make_parser as make_run_parser
from sonla.pbgdpl.options.learning.question_bank.files import typed
from sonla.pbgdpl.options.learning.question_bank.rules import faults
from sonla.pbgdpl.options.mappings.reconciliation.partner_list import listed_record
from sonla.pbgdpl.sync.cli import make_parser
from sonla.pbgdpl.sync.environment import read_environment
from sonla.pbgdpl.sync.mapping.reading import read_mapping
from sonla.pbgdpl.visits import cli as visits_command
from sonla.referenceserver import cli as btp_command
from sonla.referenceserver.server import ReferenceServer
from source_tree import ADDITIONAL
from source_tree import load_tool
from source_tree import ROOT
from textwrap import dedent
from typing import Any
from vietnamese_portal import speak_vietnamese
from ZODB.scripts import repozo
from Zope2 import utilities as skeleton
from Zope2.Startup.options import ZopeWSGIOptions

import json
import pytest
import re
import requests
import shlex
import time
import transaction

OTHERS = {
    "operations.rst",
    "security.rst",
    "plone-security-report.rst",
    "extending.rst",
    "writing-a-driver.rst",
}
"""Pages whose examples other tests run. Those of the first two change a machine:
`test_operations.py` reads them, `tests/cluster` runs what they copy and start. Those of the last
attack a portal of Plone alone: `test_plone_report.py` does; `test_extending.py` registers those for
other add-ons; `tests/sync/test_conformance.py` runs the driver."""
EXAMPLES = [
    pytest.param(text, id=f"{name_of(page)}:{number}")
    for page in (*LOOSE, *PAGES)
    if page.name not in OTHERS
    for number, (_language, text) in enumerate(blocks(page))
]
PORTALS = ("https://portal.example", "https://pbgdpl.example.gov.vn")
"""What stands for the portal in examples."""
ZOPE_CONF = """
instancehome {folder}
<zodb_db main>
  <mappingstorage>
  </mappingstorage>
  mount-point /
</zodb_db>
{lines}
"""


@pytest.fixture
def portal(functional_portal) -> Any:
    """Return a Vietnamese portal with a section and one public text in it."""
    speak_vietnamese(functional_portal)
    with api.env.adopt_roles(["Manager"]):
        section = api.content.create(
            functional_portal, "LegalEducationSection", "phap-luat", "Pháp luật"
        )
        text = api.content.create(section, "Guidance", "ke-hoach", "Kế hoạch mẫu")
        for item in (section, text):
            publish(item)
    transaction.commit()
    return functional_portal


def publish(item: Any) -> None:
    """Make an item public without its chain, which other tests go."""
    set_state(
        item, api.portal.get_tool("portal_workflow")[EDITORIAL_WORKFLOW], "published"
    )
    item.reindexObject()


# ---- configuration


def ini(text: str) -> ConfigParser:
    """Read lines of a buildout or of systemd as those do."""
    parser = ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str
    parser.read_string(text)
    return parser


def buildout(text: str, **_tools: Any) -> None:
    """The lines of the README are what `make foreign` puts into a portal's buildout."""
    assert text in dedent(load_tool("foreign").readme_lines())


def extends(text: str, **_tools: Any) -> None:
    """Named is the file into which the README says to put its lines."""
    assert "``pbgdpl.cfg``" in (ROOT / "README.rst").read_text(encoding="utf-8")
    assert "pbgdpl.cfg" in text.split()


def command_part(text: str, **_tools: Any) -> None:
    """The part makes a command that the distribution has."""
    part = ini(text)["pbgdpl-run"]
    assert f"{part['scripts']} = " in (ROOT / "pyproject.toml").read_text(
        encoding="utf-8"
    )
    assert part["recipe"] == "zc.recipe.egg"
    # Nothing else brings what a zope.conf with <zeoclient> imports.
    assert part["eggs"].split() == ["${instance:eggs}", "ZEO"]
    needs = metadata.requires("sonla.pbgdpl") + metadata.requires("Products.CMFPlone")
    assert "ZEO" not in {need.split(";")[0] for need in needs if "extra" not in need}


def variables(text: str, **_tools: Any) -> None:
    """Variables are what Zope, or Python, reads."""
    lines = ini(text)["instance"]["environment-vars +"].split("\n")
    named = dict(line.split() for line in lines if line)
    assert named == {"zope_i18n_compile_mo_files": "true"}


def zope_conf(text: str, tmp_path: Path, monkeypatch: Any, **_tools: Any) -> None:
    """Zope takes the lines, and we understand each option."""
    lines = ini(text)["instance"][f"{ADDITIONAL} +"]
    path = tmp_path / "zope.conf"
    path.write_text(ZOPE_CONF.format(folder=tmp_path, lines=lines))
    sections = ZopeWSGIOptions(configfile=str(path))().configroot.product_config
    options = sections.pop("sonla.pbgdpl", {})
    variables = {f"PBGDPL_{name}": value for name, value in options.items()}
    read = read_environment(variables)
    assert bool(read.allowed_hosts) == bool(options)
    known = r"allowed-(hosts|networks)|push-token|pull-token-btp|ca-bundle-btp"
    assert all(re.fullmatch(known, name) for name in options)
    assert options or sections.keys() == {"pbgdpl"}


def storage(text: str, tmp_path: Path, **_tools: Any) -> None:
    """Zope's own program gives no place for blobs; with the lines there is one."""
    bare = Path(skeleton.__file__).parent / "skel" / "etc" / "zope.conf.in"
    assert "blob-dir" not in bare.read_text()
    (tmp_path / "var").mkdir()
    path = tmp_path / "zope.conf"
    path.write_text(f"%define INSTANCE {tmp_path}\ninstancehome $INSTANCE\n{text}")
    (database,) = ZopeWSGIOptions(configfile=str(path))().configroot.databases
    assert database.config.storage.config.blob_dir == str(tmp_path / "var" / "blobs")


def unit(text: str, tmp_path: Path, **tools: Any) -> None:
    """systemd knows the lines (systemd.service(5), systemd.timer(5)); we, the command."""
    known = {
        "Unit": {"Description"},
        "Service": {
            *("Type", "User", "WorkingDirectory", "EnvironmentFile", "ExecStart"),
            *("SuccessExitStatus", "TimeoutStartSec"),
        },
        "Timer": {"OnBootSec", "OnUnitInactiveSec", "RandomizedDelaySec"},
        "Install": {"WantedBy"},
    }
    lines = ini(text)
    assert all(set(lines[name]) <= known[name] for name in lines.sections())
    if "Service" in lines:
        shell(lines["Service"]["ExecStart"], tmp_path=tmp_path, **tools)


# ---- commands


def make(words: list[str], **_tools: Any) -> None:
    """`make` has the target; `test_documents` asks that of the text around, too."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(re.search(rf"^{word}:", makefile, re.MULTILINE) for word in words)


def pip(words: list[str], **_tools: Any) -> None:
    """Extras exist; the rest is typed by `make foreign`, or is what builds the wheel."""
    declared = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    extras = re.findall(r"sonla\.pbgdpl\[(\w+)\]", " ".join(words))
    assert all(f"{extra} = [" in declared for extra in extras)
    proved = [
        load_tool("foreign").readme_command()[1:],
        "wheel --no-deps -w wheels .".split(),
        "install ./distributions/referenceserver".split(),
    ]
    assert extras or words in proved


def python(words: list[str], **tools: Any) -> None:
    """A module that is started."""
    assert words[:2] == ["-m", "pip"]
    pip(words[2:], **tools)


def takes(parser: ArgumentParser) -> Callable[..., None]:
    """Return a check that a command of ours takes what is typed."""

    def run(words: list[str], **_tools: Any) -> None:
        assert parser.parse_args(words)

    return run


def curl(words: list[str], asked: Callable[[str], str], **_tools: Any) -> None:
    """The address answers as the page says: there, or with a refusal of its own."""
    parser = ArgumentParser()
    for flag in ("--fail", "--silent", "--show-error"):
        parser.add_argument(flag, action="store_true")
    for option in ("-X", "-d", "-u", "--output"):
        parser.add_argument(option)
    parser.add_argument("-H", action="append", default=[])
    parser.add_argument("address")
    typed = parser.parse_args(words)
    headers = dict(one.split(": ", 1) for one in typed.H) or {"Accept": "*/*"}
    strangers = json.dumps({"login": "khong-ai", "password": "sai"})
    answer = requests.request(
        typed.X or ("POST" if typed.d else "GET"),
        here(typed.address, asked),
        headers=headers,
        data=strangers if (typed.d or "").startswith("@") else typed.d,
        timeout=60,
    )
    # Nobody is logged in here, so what needs an account says so.
    asks = any(name in typed.address for name in ("@@pbgdpl-run", "@login"))
    assert answer.status_code == (401 if asks else 200)
    assert answer.content


def here(text: str, asked: Callable[[str], str]) -> str:
    """Put the portal, or the server, of this test for the one of the example."""
    for address in (*PORTALS, "http://127.0.0.1:8091"):
        if address in text:
            text = text.replace(address, asked(address))
    return text


PROGRAMS = {
    "make": make,
    "pip": pip,
    "python3": python,
    "pbgdpl-run": takes(make_run_parser()),
    "pbgdpl-sync": takes(make_parser()),
    "referenceserver": takes(btp_command._parser()),
    "pbgdpl-access-log": takes(visits_command._parser()),
    "curl": curl,
    "repozo": lambda words, **_tools: repozo.parseargs(words),
}
CRON = re.compile(r"^\*/\d+ \* \* \* \*\s+(?:cd \S+ && )?")


def shell(text: str, **tools: Any) -> None:
    """Each line is a command that is known, also as cron starts it."""
    for line in text.replace("\\\n", " ").splitlines():
        words = shlex.split(CRON.sub("", line), comments=True)
        words = words[: words.index(">/dev/null")] if ">/dev/null" in words else words
        PROGRAMS[Path(words[0]).name](words[1:], **tools)


def mapping(text: str, **tools: Any) -> None:
    """A mapping has no fault."""
    found = read_mapping(text)
    assert found.can_read or found.sending


# ---- programs, and answers


def questions(text: str, **_tools: Any) -> None:
    """A list of questions is read without a fault."""
    found = typed.read(text.encode())
    assert len(found) > 1
    assert not any((*one.faults, *faults(one.question)) for one in found)


def refusal(text: str, portal: Any, **_tools: Any) -> None:
    """The portal answers so."""
    answer = requests.get(f"{portal.absolute_url()}/@@btp-sync", timeout=60)
    assert answer.json() == json.loads(text)


def partner_list(text: str, **_tools: Any) -> None:
    """Each record of the list is read as a partner's."""
    rows = json.loads(text)["records"]
    assert [listed_record(row)[1].deleted for row in rows] == [False, True]


def harvester(
    text: str,
    asked: Callable[[str], str],
    monkeypatch: Any,
    capsys: Any,
    **_tools: Any,
) -> None:
    """An independent harvester reads the portal, when the text has become listed."""
    script = here(text, asked)
    for clock in CLOCKS:
        monkeypatch.setattr(clock, lambda: int(time.time()) + HORIZON)
    exec(script, {})
    assert re.search(r"^oai:\S+ False$", capsys.readouterr().out, re.MULTILINE)


def import_of_people(
    text: str, portal: Any, tmp_path: Path, monkeypatch: Any, capsys: Any, **_tools: Any
) -> None:
    """A list of people is taken in by the script as it stands."""
    book = Workbook()
    book.active.append(["Họ và tên", "Số quyết định", "Ngày quyết định"])
    book.active.append(["Lò Văn Mẫu", "1/QĐ-UBND", "05/01/2026"])
    book.save(tmp_path / "list.xlsx")
    monkeypatch.chdir(tmp_path)
    with api.env.adopt_roles(["Manager"]):
        exec(text, {"app": {"Plone": portal}})
    assert "1" in capsys.readouterr().out
    assert api.content.find(portal, portal_type="LegalReporter")


def server_in_tests(text: str, **_tools: Any) -> None:
    """The reference server does each of the lines."""
    harvested = []
    exec(text, {"ReferenceServer": ReferenceServer, "harvest": harvested.append})
    assert harvested


def plone_words(text: str, **_tools: Any) -> None:
    """The last line installs what `test_plone_words.py` installs by it from a folder of wheels."""
    assert text.splitlines()[-1] in (ROOT / "README.rst").read_text(encoding="utf-8")


READERS = (
    ("sonla.plonevietnamese", plone_words),
    ('"identifier":', partner_list),
    ("find-links", buildout),
    ("what stood here before", extends),
    ("zc.recipe.egg", command_part),
    ("blob-dir", storage),
    ("environment-vars", variables),
    (ADDITIONAL, zope_conf),
    ("[Service]", unit),
    ("[Timer]", unit),
    ("Đáp án:", questions),
    ('{"state"', refusal),
    ("from sickle", harvester),
    ("import_list", import_of_people),
    ("with ReferenceServer", server_in_tests),
    ("reads =", mapping),
    ("[send]", mapping),
    ("", shell),
)
"""What an example has in it → what runs or reads it; the first that fits."""


@pytest.fixture
def asked(request) -> Any:
    """Yield a function that starts whom an example asks, and gives the address."""
    servers = []

    def start(address: str) -> str:
        if address in PORTALS:
            return request.getfixturevalue("portal").absolute_url()
        servers.append(ReferenceServer(records=5).start())
        return servers[-1].base_url

    yield start
    for server in servers:
        server.stop()


@pytest.mark.parametrize("text", EXAMPLES)
def test_example(text, request, asked, tmp_path, monkeypatch, capsys):
    read = next(read for mark, read in READERS if mark in text)
    tools = {"asked": asked, "tmp_path": tmp_path, "monkeypatch": monkeypatch}
    if read in (refusal, import_of_people):
        tools["portal"] = request.getfixturevalue("portal")
    read(text, capsys=capsys, **tools)


def test_a_portal_of_pip_has_its_own_paths():
    """Each page that types a path of buildout says where pip's portals have the file."""
    for page in (*LOOSE, *PAGES):
        words = page.read_text(encoding="utf-8")
        if page.name not in OTHERS and "parts/instance/etc/zope.conf" in words:
            assert "``instance/etc/zope.conf``" in words, page.name


def test_a_command_that_nobody_has_is_found(asked):
    with pytest.raises(KeyError):
        shell("bin/khong-co --gi", asked=asked)
    with pytest.raises(SystemExit):
        shell("bin/pbgdpl-sync zope.conf /Plone --khong-co", asked=asked)
