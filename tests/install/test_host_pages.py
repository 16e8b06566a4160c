"""Pages of a portal that is not ours are the same without the egg, with it, and uninstalled."""

from source_tree import HELPERS
from zope_instance import BIN

import difflib
import json
import os
import pytest
import re
import subprocess
import sys
import sysconfig

OWN = re.compile(r"(__editable__\.)?_*sonla[._].*")
EGG = re.compile(r"(__editable__\.)?sonla_pbgdpl-.*")
CONF = """
%define INSTANCE {folder}
instancehome $INSTANCE
<zodb_db main>
  <filestorage>
    path $INSTANCE/var/Data.fs
    blob-dir $INSTANCE/var/blobs
  </filestorage>
  mount-point /
</zodb_db>
"""
ENVIRONMENT = {
    "PYTHONPATH": str(HELPERS),
    "PYTHONWARNINGS": "ignore",
    "PYTHONHASHSEED": "0",  # core's editor names sets in their order
    "zope_i18n_compile_mo_files": "true",
}
STATES = ("loaded", "installed", "uninstalled")
TOKEN = re.compile(r"\b[0-9a-f]{40}\b")
"""What is another one in each answer."""
ENTRY = re.compile(r"<(li|option)\b(?:(?!<\1\b).)*?</\1>", re.DOTALL)
OURS = re.compile(r"pbgdpl|LegalEducation", re.IGNORECASE)
LISTS = {
    "Manager @@search-controlpanel": "numbers all types of the portal",
    "Manager @@usergroup-userprefs": "has a column for each role",
    "Manager tin-tuc/folder_contents": "names all indexes to its script",
}
"""Page that lists what an add-on brings otherwise than by an entry → why; only while installed."""


def packages_without(folder, left_out):
    """Make a folder of all that is installed but distributions whose names match."""
    folder.mkdir()
    installed = sysconfig.get_path("purelib")
    for name in os.listdir(installed):
        if not left_out(name):
            (folder / name).symlink_to(os.path.join(installed, name))
    return folder


def is_not_of_the_host(name):
    return bool(OWN.fullmatch(name)) and not EGG.fullmatch(name)


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """Return what all pages answer in each state of the portal."""
    folder = tmp_path_factory.mktemp("host")
    instance = folder / "instance"
    command = [sys.executable, BIN / "mkwsgiinstance", "-d", instance, "-u"]
    subprocess.run([*command, "admin:admin"], check=True, capture_output=True)
    conf = instance / "etc" / "zope.conf"
    conf.write_text(CONF.format(folder=instance))
    files = {name: folder / f"{name}.json" for name in ("before", *STATES)}
    looks = {name: f"look={path}" for name, path in files.items()}

    def run(packages, *steps):
        program = [sys.executable, "-S", HELPERS / "host_pages.py", packages, conf]
        subprocess.run(
            [*program, *steps],
            check=True,
            cwd=instance,
            env=os.environ | ENVIRONMENT,
        )

    bare = packages_without(folder / "bare", OWN.fullmatch)
    run(bare, "make", looks["before"])
    run(
        packages_without(folder / "with", is_not_of_the_host),
        *(looks["loaded"], "install", looks["installed"]),
        *("uninstall", looks["uninstalled"]),
    )
    return {name: json.loads(path.read_text("utf-8")) for name, path in files.items()}


def lines_of(answer, installed):
    """Return status, heads and lines of an answer, without tokens.

    Of an installed add-on without the entries of menus that name it, and without the white
    space that its empty viewlets leave.
    """
    status, heads, text = answer
    text = TOKEN.sub("", text)
    if installed:
        text = ENTRY.sub(lambda entry: "" if OURS.search(entry[0]) else entry[0], text)
        text = re.sub(r">\s*<", ">\n<", text)
    return [str(status), *map(str, heads), *text.splitlines()]


def difference(before, after, installed):
    """Return the lines of a page that differ."""
    pages = (lines_of(answer, installed) for answer in (before, after))
    return list(difflib.unified_diff(*pages, lineterm="", n=0))[2:]


def test_there_are_forty_pages(answers):
    before = answers["before"]
    assert len(before) >= 40
    statuses = [status for status, _heads, _text in before.values()]
    assert statuses.count(200) >= 36 and statuses.count(404) == 2


@pytest.mark.sample(None)
@pytest.mark.parametrize("state", STATES)
def test_pages_are_what_they_were(answers, state):
    before, after = answers["before"], answers[state]
    installed = state == "installed"
    pages = before.keys() - LISTS.keys() if installed else before
    changed = {
        page: lines
        for page in pages
        if (lines := difference(before[page], after[page], installed))
    }
    assert not changed, "\n".join(
        f"{page}: {line[:300]}" for page, lines in changed.items() for line in lines[:8]
    )


def test_what_is_installed_is_seen_where_all_is_listed(answers):
    """Else the comparison would look at a portal without the add-on."""
    seen = [
        page for page, answer in answers["installed"].items() if OURS.search(answer[2])
    ]
    assert LISTS.keys() <= set(seen)
    assert not [page for page in seen if not page.startswith("Manager")]
