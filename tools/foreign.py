"""Prove that the add-on enters and leaves a portal that is not ours.

What is proved here and nowhere else: the *wheel*, in another buildout, by the very lines
that README.rst gives; installed and uninstalled by the Add-ons panel of a running Zope;
and the portal still working after the egg itself is gone.

usage: .venv/bin/python tools/foreign.py
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import base64
import configparser
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
import urllib.error
import urllib.parse
import urllib.request

ROOT = Path(__file__).resolve().parent.parent
BUILDOUT = ROOT / ".buildout-env" / "bin" / "buildout"
EGGS = ROOT / "eggs"  # shared with `make start`: fetched once
PACKAGE = "sonla.pbgdpl"
ADDON = "collective.collectionfilter"
LAYOUT = f"""\
[buildout]
extends =
    plone.cfg
parts = instance
eggs-directory = {EGGS}
allow-picked-versions = false

[instance]
recipe = plone.recipe.zope2instance
user = admin:admin
http-address = 127.0.0.1:%(port)s
eggs =
    Plone
    {ADDON}
"""
CREATE = f"""\
from plone import api
from plone.base.utils import get_installer
from Products.CMFPlone.factory import addPloneSite
from Testing.makerequest import makerequest
from zope.component.hooks import setSite
from zope.globalrequest import setRequest
from AccessControl.SecurityManagement import newSecurityManager
import transaction

app = makerequest(app)
setRequest(app.REQUEST)
newSecurityManager(None, app.acl_users.getUserById("admin").__of__(app.acl_users))
site = addPloneSite(
    app, "cong", title="Portal", distribution_name="classic", default_language="vi",
    portal_timezone="Asia/Ho_Chi_Minh", setup_content=False,
)
setSite(site)
assert get_installer(site, app.REQUEST).install_product("{ADDON}")
page = api.content.create(site, "Document", "hello", title="Theirs, before us")
site.portal_workflow.doActionFor(page, "publish")
transaction.commit()
"""


def say(text: str) -> None:
    """Tell what is being proved."""
    print(f"foreign portal: {text}", flush=True)


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


def readme_lines() -> str:
    """Return the lines that README.rst tells an administrator to add."""
    text = (ROOT / "README.rst").read_text(encoding="utf-8")
    block = text.partition(".. begin-buildout")[2].partition(".. end-buildout")[0]
    return textwrap.dedent(block.partition(".. code-block:: ini")[2])


def without(versions: str, lines: str) -> str:
    """Return our pins less those that the README's lines bring: as Plone's own list."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(lines)
    brought = set(parser["versions"])  # in small letters, as the parser makes them
    return "".join(
        line
        for line in versions.splitlines(keepends=True)
        if line.partition(" = ")[0].lower() not in brought
    )


def free_port() -> int:
    """Return a port that nobody serves."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def buildout(folder: Path, port: int, *, with_addon: bool) -> None:
    """Write the portal's buildout with or without our lines, and run it."""
    lines = readme_lines()
    versions = (ROOT / "versions.cfg").read_text(encoding="utf-8")
    (folder / "plone.cfg").write_text(without(versions, lines))
    (folder / "pbgdpl.cfg").write_text(lines)
    layout = LAYOUT % {"port": port}
    if with_addon:
        # After what the portal extends, as the README says; `eggs +=` then needs the
        # section to be there, hence the layout is extended, too.
        (folder / "base.cfg").write_text(layout)
        layout = "[buildout]\nextends =\n    base.cfg\n    pbgdpl.cfg\n"
    (folder / "buildout.cfg").write_text(layout)
    run(BUILDOUT, "-q", cwd=folder)


class Visitor:
    """A visit to the portal by an administrator or by anybody."""

    def __init__(self, port: int) -> None:
        self.root = f"http://127.0.0.1:{port}/cong"

    def open(
        self, path: str, form: dict[str, str] | None = None, *, admin=False
    ) -> str:
        """Return a page; anything but success is an error."""
        data = urllib.parse.urlencode(form).encode() if form else None
        request = urllib.request.Request(f"{self.root}/{path}", data=data)
        if admin:
            secret = base64.b64encode(b"admin:admin").decode()
            request.add_header("Authorization", f"Basic {secret}")
        try:
            with urllib.request.urlopen(request, timeout=300) as answer:
                return answer.read().decode("utf-8")
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{request.full_url} answered {error.code}") from error

    def panel(self, action: str) -> None:
        """Press a button of the Add-ons panel, and see that it did what it says."""
        panel = self.open("prefs_install_products_form", admin=True)
        token = re.search(r'name="_authenticator"[^>]*value="(\w+)"', panel)[1]
        form = {f"{action}_product": PACKAGE, "_authenticator": token}
        self.open(f"{action}_products", form, admin=True)
        panel = self.open("prefs_install_products_form", admin=True)
        opposite = {"install": "uninstall", "uninstall": "install"}[action]
        button = rf'name="{opposite}_product"\s+value="{re.escape(PACKAGE)}"'
        if not re.search(button, panel):
            raise SystemExit(f"The panel does not show that {PACKAGE} is {action}ed.")

    def works(self) -> None:
        """See that what anybody meets in the portal is there."""
        for path in ("", "hello", "sitemap", "@@search?SearchableText=Theirs"):
            if "Theirs, before us" not in self.open(path) and path:
                raise SystemExit(f"{path} lost the portal's own page.")


@contextmanager
def serving(folder: Path, port: int) -> Iterator[Visitor]:
    """Serve the portal while the block runs."""
    log = folder / "server.log"
    with log.open("a") as output:
        server = subprocess.Popen(
            ["bin/instance", "console"], cwd=folder, stdout=output, stderr=output
        )
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if server.poll() is not None:
                raise SystemExit("the server ended")
            time.sleep(0.2)
        yield Visitor(port)
        if faults := re.findall(r"^.* ERROR .*$", log.read_text(), re.MULTILINE):
            raise SystemExit("\n".join(faults))
    except BaseException:
        print(log.read_text(), file=sys.stderr)
        raise
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(60)


def main() -> None:
    """Go through the life of the add-on in the portal."""
    for stale in EGGS.glob(f"**/{PACKAGE}-*.egg"):
        shutil.rmtree(stale)  # the same version, built before
    with tempfile.TemporaryDirectory(prefix="foreign-") as name:
        folder, port = Path(name), free_port()
        say("building the wheel")
        build_wheel(folder / "wheels")
        say(f"buildout of a portal with {ADDON} and without us")
        buildout(folder, port, with_addon=False)
        (folder / "create.py").write_text(CREATE)
        run("bin/instance", "run", "create.py", cwd=folder)
        say("buildout with the lines of README.rst")
        buildout(folder, port, with_addon=True)
        with serving(folder, port) as visitor:
            visitor.works()
            say("installing by the Add-ons panel")
            visitor.panel("install")
            visitor.works()
            say("uninstalling by the Add-ons panel")
            visitor.panel("uninstall")
            visitor.works()
        say("buildout without us again")
        buildout(folder, port, with_addon=False)
        with serving(folder, port) as visitor:
            visitor.works()
        say("is as it was")


if __name__ == "__main__":
    main()
