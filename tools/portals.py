"""What it takes to prove the add-on in portals that are not ours: commands, a visitor.

The portal's own content and settings are those of the tests (`tests/helpers/foreign_content.py`),
and so is the snapshot by which "as it was" is judged (`tests/helpers/portal_snapshot.py`).
"""

from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path

import base64
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

ROOT = Path(__file__).resolve().parent.parent
HELPERS = ROOT / "tests" / "helpers"
PACKAGE = "sonla.pbgdpl"
SITE = "cong"
USER = "admin"
PASSWORD = "admin"
PREPARE = f"""\
import sys

sys.path.insert(0, {str(HELPERS)!r})

from AccessControl.SecurityManagement import newSecurityManager
from Testing.makerequest import makerequest
from zope.component.hooks import setSite
from zope.globalrequest import setRequest

app = makerequest(app)
setRequest(app.REQUEST)
newSecurityManager(None, app.acl_users.getUserById({USER!r}).__of__(app.acl_users))
"""
"""How each script begins that is run inside of Zope."""

CREATE = f"""\
from foreign_content import furnish
from Products.CMFPlone.factory import addPloneSite

import transaction

site = addPloneSite(
    app, {SITE!r}, title="Cổng", distribution_name="classic", default_language="vi",
    portal_timezone="Asia/Ho_Chi_Minh", setup_content=False,
)
setSite(site)
furnish(site)
transaction.commit()
"""
FURTHER = f"""\
from foreign_content import OWN_CHAIN
from foreign_theme import furnish_further

import transaction

site = app[{SITE!r}]
setSite(site)
furnish_further(site, OWN_CHAIN)
transaction.commit()
"""
ARCHIVED = f"""\
from foreign_content import add_archive

import transaction

setSite(app[{SITE!r}])
add_archive(app[{SITE!r}], %(number)s)
transaction.commit()
"""
DESCRIBE = f"""\
from portal_snapshot import take

import json

setSite(app[{SITE!r}])
with open(%(path)r, "w", encoding="utf-8") as stream:
    json.dump(take(app[{SITE!r}]), stream)
"""
ARCHIVE = "vi/bai-cu"
"""Folder in which the portal has years of content."""
ARCHIVE_SAMPLE = tuple(f"bai-{number}" for number in range(40) if number % 10 != 9)
"""Items of it whose addresses a visitor tries: public and private ones, but no links, which lead
to other hosts."""
SECTION = "pho-bien-giao-duc-phap-luat"
SECTION_WORDS = "giáo dục pháp luật"
BEGAN = time.monotonic()


def say(text: str) -> None:
    """Print what is being proved, and how many seconds have gone."""
    print(f"{time.monotonic() - BEGAN:5.0f} s  {text}", flush=True)


def run(*command: str | Path, cwd: Path) -> None:
    """Run a command; its output is shown only when it fails."""
    environment = os.environ | {"PYTHONWARNINGS": "ignore"}
    result = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if result.returncode or "Traceback (most recent call last)" in result.stdout:
        raise SystemExit(f"{result.stdout}\nfailed: {' '.join(map(str, command))}")


def build_wheel(folder: Path) -> None:
    """Build the wheel from a copy, so that the tree stays clean."""
    with tempfile.TemporaryDirectory() as name:
        tree = Path(name) / "tree"
        ignored = shutil.ignore_patterns("__pycache__", "*.mo", "*.egg-info")
        tree.mkdir()
        shutil.copytree(ROOT / "src", tree / "src", ignore=ignored)
        for path in ROOT.iterdir():
            if path.is_file():
                shutil.copy(path, tree)
        run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, ".",
            cwd=tree)  # fmt: skip


def free_port() -> int:
    """Return a port that nobody serves."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Portal:
    """A portal in a folder, with the commands that run scripts in it and serve it."""

    def __init__(
        self, folder: Path, port: int, script: Sequence[str], server: Sequence[str]
    ) -> None:
        self.folder = folder
        self.port = port
        self.script = script
        self.server = server

    def run(self, text: str, **values: str) -> None:
        """Run a script inside of Zope while nobody serves the portal."""
        path = self.folder / "script.py"
        path.write_text(PREPARE + (text % values if values else text), "utf-8")
        run(*self.script, path, cwd=self.folder)

    def create(self) -> None:
        """Make the portal as a province has it."""
        self.run(CREATE)

    def furnish_further(self) -> None:
        """Furnish it with two languages, a default workflow of its own and a theme of its own."""
        self.run(FURTHER)

    def add_archive(self, number: int) -> None:
        """Add what was published and drafted in years."""
        self.run(ARCHIVED, number=str(number))

    def describe(self) -> dict[str, dict[str, str]]:
        """Take a snapshot of the portal."""
        path = self.folder / "snapshot.json"
        self.run(DESCRIBE, path=str(path))
        return json.loads(path.read_text("utf-8"))

    @contextmanager
    def serving(self) -> Iterator["Visitor"]:
        """Serve the portal while the block runs; an error in its log is an error."""
        log = self.folder / "server.log"
        with log.open("a") as output:
            server = subprocess.Popen(
                self.server, cwd=self.folder, stdout=output, stderr=output
            )
        try:
            self.wait_for(server)
            yield Visitor(self.port)
            faults = re.findall(r"^.* ERROR .*$", log.read_text(), re.MULTILINE)
            if faults:
                raise SystemExit("\n".join(faults))
        except BaseException:
            print(log.read_text(), file=sys.stderr)
            raise
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(60)

    def wait_for(self, server: subprocess.Popen) -> None:
        """Wait until the server listens."""
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if server.poll() is not None:
                raise SystemExit("the server ended")
            time.sleep(0.2)


class Visitor:
    """A visit to the portal by an administrator or by anybody."""

    def __init__(self, port: int) -> None:
        self.root = f"http://127.0.0.1:{port}/{SITE}"

    def open(
        self, path: str, form: dict[str, str] | None = None, *, admin=False
    ) -> str:
        """Return a page; anything but success is an error."""
        data = urllib.parse.urlencode(form).encode() if form else None
        return self.request(path, data, admin=admin)

    def request(
        self,
        path: str,
        data: bytes | None = None,
        *,
        method: str | None = None,
        admin: bool = False,
        **headers: str,
    ) -> str:
        """Return the answer to a request; anything but success is an error."""
        request = urllib.request.Request(
            f"{self.root}/{path}", data=data, method=method, headers=headers
        )
        if admin:
            secret = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
            request.add_header("Authorization", f"Basic {secret}")
        try:
            with urllib.request.urlopen(request, timeout=300) as answer:
                return answer.read().decode("utf-8")
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{request.full_url} answered {error.code}") from error

    def section(self, archive: int = 0) -> None:
        """Make the section by its button, see that visitors read it, and delete it.

        Before, bring the archive in and take it back, if there is one.
        """
        page = self.open("@@pbgdpl-settings?page=tools", admin=True)
        token = re.search(r'name="_authenticator"[^>]*value="(\w+)"', page)[1]
        form = {"create_structure": "1", "_authenticator": token}
        if archive:
            form["options:list"] = "moving"
        page = self.open("@@pbgdpl-settings?page=tools", form, admin=True)
        path = re.search(rf'href="{re.escape(self.root)}/([^"]*{SECTION})"', page)[1]
        for view in ("", "/@@reporters", "/@@pbgdpl-search", "/@@ask-question"):
            if SECTION_WORDS not in self.open(path + view):
                raise SystemExit(f"/{path}{view} is not a page of the section.")
        if archive:
            self.bring_in(f"{path}/@@pbgdpl-content-import", archive)
        self.request(path, method="DELETE", admin=True, Accept="application/json")

    def bring_in(self, page: str, number: int) -> None:
        """Bring the archive into the section and take it back, as an administrator does."""
        first = self.open(page, admin=True)
        seen = {name: self.final(f"{ARCHIVE}/{name}") for name in ARCHIVE_SAMPLE}
        form = {"prepare": "1", "folder": f"{self.root}/{ARCHIVE}"}
        shown = self.pressed(first, page, form)
        if f"<strong>{number}</strong>" not in shown:
            raise SystemExit("The preview does not show all items of the archive.")
        page += f"?token={re.search(r'token=([0-9a-f]+)', shown)[1]}"
        shown = self.pressed(shown, page, {"run": "1"})
        brought = {name: self.final(f"{ARCHIVE}/{name}") for name in ARCHIVE_SAMPLE}
        for name, (answer, url) in brought.items():
            if answer != seen[name][0]:
                raise SystemExit(f"{name} answered {seen[name][0]}, now {answer}.")
            if answer == 200 and SECTION not in url:
                raise SystemExit(f"{name} was not brought in.")
        self.pressed(shown, page, {"undo": "1"})
        back = {name: self.final(f"{ARCHIVE}/{name}") for name in ARCHIVE_SAMPLE}
        if back != seen:
            raise SystemExit(f"The addresses are not as they were: {back}")

    def pressed(self, page: str, address: str, form: dict[str, str]) -> str:
        """Send a form with the token of a page, and go on until the progress is at its end."""
        began, requests, what = time.monotonic(), 0, next(iter(form))
        while True:
            token = re.search(r'name="_authenticator"[^>]*value="(\w+)"', page)[1]
            page = self.open(address, {**form, "_authenticator": token}, admin=True)
            requests += 1
            if "pbgdpl-bring-in-progress" not in page:
                break
            address = address.partition("?")[0]
            address += f"?token={re.search(r'token=([0-9a-f]+)', page)[1]}"
            form = {"continue": "1"}
        seconds = time.monotonic() - began
        say(f"  {what}: {seconds:.0f} s in {requests} requests")
        return page

    def final(self, path: str) -> tuple[int, str]:
        """Return what a visitor gets at an address, and where that led."""
        try:
            with urllib.request.urlopen(f"{self.root}/{path}", timeout=300) as answer:
                return answer.status, answer.url
        except urllib.error.HTTPError as error:
            return error.code, ""

    def panel(self, action: str, product: str = PACKAGE) -> None:
        """Press a button of the Add-ons panel, and see that it did what it says."""
        panel = self.open("prefs_install_products_form", admin=True)
        token = re.search(r'name="_authenticator"[^>]*value="(\w+)"', panel)[1]
        form = {f"{action}_product": product, "_authenticator": token}
        self.open(f"{action}_products", form, admin=True)
        panel = self.open("prefs_install_products_form", admin=True)
        opposite = {"install": "uninstall", "uninstall": "install"}[action]
        button = rf'name="{opposite}_product"\s+value="{re.escape(product)}"'
        if not re.search(button, panel):
            raise SystemExit(f"The panel does not show that {product} is {action}ed.")

    def works(self) -> None:
        """See that what anybody meets in the portal is there."""
        for path, words in (
            ("", "Chào mừng"),
            ("tin-tuc/tin-1", "Tin số một"),
            ("gop-y", "Góp ý"),
            ("sitemap", "Tin số một"),
            ("@@search?SearchableText=Tin", "Tin số một"),
        ):
            if words not in self.open(path):
                raise SystemExit(f"/{path} lost the portal's own “{words}”.")
