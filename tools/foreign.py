"""Prove that the add-on enters and leaves portals that are not ours.

What is proved here and nowhere else: the *wheel*, in another environment, by the very
lines that README.rst gives, with buildout and with pip; in a portal made first, with
add-ons, workflows and content of its own; installed and uninstalled by the Add-ons panel
of a running Zope. Afterwards the portal is as it was, less what our dependencies leave,
and works without the egg.

And that `buildout.cfg` makes the portal of `make start`.

usage: .venv/bin/python tools/foreign.py [--items N] [buildout|pip|development]
"""

from collections.abc import Callable
from pathlib import Path
from portals import ARCHIVE
from portals import build_wheel
from portals import free_port
from portals import HELPERS
from portals import PACKAGE
from portals import PASSWORD
from portals import Portal
from portals import ROOT
from portals import run
from portals import say
from portals import SITE
from portals import USER

import argparse
import configparser
import json
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap

sys.path.insert(0, str(HELPERS))

BUILDOUT = ROOT / ".buildout-env" / "bin" / "buildout"
EGGS = ROOT / "eggs"  # shared with `make buildout`: fetched once
NEIGHBOURS = ("collective.collectionfilter", "collective.easyform")
THEIR_PINS = ("openpyxl", "et_xmlfile")
"""What collective.easyform needs, too: such a portal has pinned it before us."""

OLD_NEIGHBOUR = "collective.fingerpointing==1.8.3"
"""An add-on that imports `pkg_resources` when Zope starts, as many of older portals do."""

OLD_SETUPTOOLS = "80.10.2"
"""Setuptools below 82, which took `pkg_resources` away: that portal has pinned it."""

THEME_WORDS = "Giao diện của tỉnh"

DEPENDENCY = "collective.z3cform.datagridfield"
"""The add-on on which ours depends and whose egg leaves with ours."""

ITEMS = 2000
"""So many items of an archive the road of pip brings in, if nothing else is said."""
CHANGED_FOLDER = f"content: /{SITE}/{ARCHIVE}"
"""The folder itself: that its contents left and came back changed its date."""

KEPT_LOG = f"tools: annotation {PACKAGE}.audit_log"
"""The log of operations, which says who brought the archive in; it outlives the add-on."""

DECLARED = f"permissions: {PACKAGE}: "
"""What Zope lists as long as the egg is there, held by nobody."""

LAYOUT = f"""\
[buildout]
extends =
    plone.cfg
parts = instance
eggs-directory = {EGGS}
allow-picked-versions = false

[instance]
recipe = plone.recipe.zope2instance
user = {USER}:{PASSWORD}
http-address = 127.0.0.1:%(port)s
eggs =
    Plone
    {NEIGHBOURS[0]}
    {NEIGHBOURS[1]}
"""
SERVER = """\
[app:main]
use = egg:Zope#main
zope_conf = %%(here)s/zope.conf
[server:main]
use = egg:waitress#main
host = 127.0.0.1
port = %(port)s
[loggers]
keys = root
[handlers]
keys = console
[formatters]
keys = plain
[logger_root]
level = INFO
handlers = console
[handler_console]
class = StreamHandler
args = (sys.stderr,)
formatter = plain
[formatter_plain]
format = %%(asctime)s %%(levelname)s %%(name)s %%(message)s
"""


def readme_block(name: str) -> str:
    """Return the lines that README.rst has between the marks of this name."""
    text = (ROOT / "README.rst").read_text(encoding="utf-8")
    block = text.partition(f".. begin-{name}")[2].partition(f".. end-{name}")[0]
    return textwrap.dedent(block.partition("::")[2].partition("\n\n")[2])


def readme_lines() -> str:
    """Return the lines that README.rst tells an administrator to add to a buildout."""
    return readme_block("buildout")


def readme_command() -> list[str]:
    """Return what README.rst tells an administrator to type, word by word."""
    return shlex.split(readme_block("pip"))


def without(versions: str, lines: str) -> str:
    """Return our pins less those that the README's lines bring: as a portal's own list."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(lines)
    # In small letters, as the parser makes them.
    brought = set(parser["versions"]) - set(THEIR_PINS)
    return "".join(
        line
        for line in versions.splitlines(keepends=True)
        if line.partition(" = ")[0].lower() not in brought
    )


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


def live(
    portal: Portal,
    arrive: Callable[[], None],
    leave: Callable[[], None],
    archive: int = 0,
) -> None:
    """Let the add-on come into a portal and go; all the time the portal works.

    What stands in its archive becomes content of the section, and goes back.
    """
    from portal_difference import DEPENDENCIES

    before = portal.describe()
    say("the lines of README.rst")
    arrive()
    with portal.serving() as visitor:
        visitor.works()
        say("installing by the Add-ons panel")
        visitor.panel("install")
        visitor.works()
        say(f"making the section, bringing {archive} items in and back, deleting it")
        visitor.section(archive)
        say("uninstalling by the Add-ons panel")
        visitor.panel("uninstall")
        visitor.works()
    stays = (*DEPENDENCIES, KEPT_LOG) if archive else DEPENDENCIES
    fail_unless_same(before, portal.describe(), *stays, DECLARED)
    say("without us again")
    leave()
    with portal.serving() as visitor:
        visitor.works()
    fail_unless_same(before, portal.describe(), *stays)
    say("is as it was")


def fail_unless_same(before: dict, after: dict, *allowed: str) -> None:
    """Fail when two snapshots differ in more than what is allowed."""
    from portal_difference import compare

    difference = compare(before, after).without(*allowed)
    difference = difference.only(lambda name: name != CHANGED_FOLDER)
    if difference:
        raise SystemExit(f"The portal is not as it was:\n{difference}")


def by_buildout(folder: Path, _items: int) -> None:
    """Go through the life of the add-on in a portal that buildout makes."""
    for stale in EGGS.glob(f"**/{PACKAGE}-*.egg"):
        shutil.rmtree(stale)  # the same version, built before
    port = free_port()
    program = "bin/instance"
    say(f"buildout of a portal with {' and '.join(NEIGHBOURS)}")
    buildout(folder, port, with_addon=False)
    portal = Portal(folder, port, (program, "run"), (program, "console"))
    portal.create()
    live(
        portal,
        lambda: buildout(folder, port, with_addon=True),
        lambda: buildout(folder, port, with_addon=False),
    )


def by_pip(folder: Path, items: int) -> None:
    """Go through it in a portal that pip installs, in a virtual environment of its own."""
    python = folder / "venv" / "bin" / "python"
    program = python.with_name
    portal = Portal(
        folder / "instance",
        free_port(),
        (str(program("zconsole")), "run", "etc/zope.conf"),
        (str(program("runwsgi")), "etc/zope.ini"),
    )
    pip = (python, "-m", "pip", "--disable-pip-version-check", "--quiet")

    def arrive() -> None:
        before = installed(python)
        *command, wheels = readme_command()
        files = [str(path) for path in folder.glob(wheels)]
        run(*pip, *command[1:], *files, cwd=folder)
        run(*pip, "check", cwd=folder)
        after = installed(python)
        if moved := {name for name in before if after.get(name) != before[name]}:
            raise SystemExit(f"Our command moved what the portal had: {moved}")

    def leave() -> None:
        run(*pip, "uninstall", "--yes", PACKAGE, DEPENDENCY, cwd=folder)

    neighbours = (*NEIGHBOURS, OLD_NEIGHBOUR)
    say(f"pip install of Plone with {', '.join(neighbours)}")
    run(sys.executable, "-m", "venv", folder / "venv", cwd=folder)
    (folder / "constraints-plone.txt").write_text(plone_constraints())
    shutil.copy(ROOT / "constraints-addon.txt", folder)
    own = ("-c", "constraints-plone.txt", "setuptools")
    run(*pip, "install", *own, "Plone", *neighbours, cwd=folder)
    make_instance(portal, program("mkwsgiinstance"))
    portal.create()
    portal.furnish_further()
    say(f"an archive of {items} items")
    portal.add_archive(items)
    with portal.serving() as visitor:
        if THEME_WORDS not in visitor.open(""):
            raise SystemExit("The portal does not wear its own theme.")
    live(portal, arrive, leave, items)


def plone_constraints() -> str:
    """Return what stands for Plone's own list: ours without what only we need.

    With the setuptools of a portal that still needs `pkg_resources`.
    """
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    ours = {line.partition("==")[0] for line in read_lines("constraints-addon.txt")}
    kept = [line for line in lines if line.partition("==")[0] not in ours]
    others = [line for line in kept if not line.startswith("setuptools==")]
    return "\n".join([*others, f"setuptools=={OLD_SETUPTOOLS}", ""])


def read_lines(name: str) -> list[str]:
    """Return the lines of a file of the repository that are no comments."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def installed(python: Path) -> dict[str, str]:
    """Return the version of each distribution of an environment."""
    command = (python, "-m", "pip", "list", "--format=json")
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    return {one["name"]: one["version"] for one in json.loads(found.stdout)}


def make_instance(portal: Portal, program: Path) -> None:
    """Make an instance by Zope's own program, with blobs, served and logged our way."""
    run(program, "-u", f"{USER}:{PASSWORD}", "-d", portal.folder,
        cwd=portal.folder.parent)  # fmt: skip
    etc = portal.folder / "etc"
    (etc / "zope.ini").write_text(SERVER % {"port": portal.port})
    conf = (etc / "zope.conf").read_text()
    data = "path $INSTANCE/var/Data.fs"
    blobs = f"{data}\n     blob-dir $INSTANCE/var/blobs"
    (etc / "zope.conf").write_text(conf.replace(data, blobs))


def by_development(folder: Path, _items: int) -> None:
    """Make the portal of `make start` by `buildout.cfg`, with this tree for the wheel."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(ROOT / "buildout.cfg", encoding="utf-8")
    trees = (str(ROOT / one) for one in parser["buildout"]["develop"].split())
    options = {
        "directory": folder,
        "develop": " ".join(trees),
        "eggs-directory": EGGS,
    }
    words = (f"buildout:{name}={value}" for name, value in options.items())
    say("buildout of the demonstration")
    run(BUILDOUT, "-q", "-c", ROOT / "buildout.cfg", *words, cwd=folder)
    say("making its portal")
    run("bin/instance", "run", ROOT / "tools" / "create_site.py", cwd=folder)


ROUTES = {"buildout": by_buildout, "pip": by_pip, "development": by_development}


def main() -> None:
    """Take the routes that are named, else each of them."""
    # Servers are ended by Ctrl-C's signal, which they would ignore if we do: a child
    # inherits that from a job in the background.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    parser = argparse.ArgumentParser(
        description="Prove it in portals that are not ours."
    )
    parser.add_argument("--items", type=int, default=ITEMS, help="of the archive")
    # Without an argument argparse looks for the empty list among the choices.
    parser.add_argument("routes", nargs="*", choices=[*ROUTES, []], metavar="route")
    asked = parser.parse_args()
    for name in asked.routes or ROUTES:
        with tempfile.TemporaryDirectory(prefix="foreign-") as place:
            folder = Path(place)
            say(f"building the wheel for the road of {name}")
            build_wheel(folder / "wheels")
            ROUTES[name](folder, asked.items)


if __name__ == "__main__":
    main()
