"""What reads Word, draws, prints or speaks OAuth is loaded when first needed, not at a start."""

from packaging.utils import canonicalize_name
from source_tree import ROOT

import os
import pytest
import subprocess
import sys

pytestmark = pytest.mark.served
AT_START = {"collective-z3cform-datagridfield", "jmespath", "nh3", "rfc8785", "tomli-w"}
"""Of what Plone does not bring: fields have it, or it takes less than ten milliseconds."""
LATER = {"pillow"}
"""Plone brings it, and does without at a start."""
START = """
import builtins, sys
asked, real = set(), builtins.__import__

def noted(name, globals=None, locals=None, fromlist=(), level=0):
    if level == 0 and (globals or {}).get("__name__", "").startswith("sonla.pbgdpl."):
        asked.add(name)
    return real(name, globals, locals, fromlist, level)

builtins.__import__ = noted
from bench.process_start import DISTRIBUTIONS
from bench.zope_process import hide_addon, load_zope
from pathlib import Path
hide_addon(DISTRIBUTIONS)
load_zope(Path(sys.argv[1]), True)
files = (getattr(sys.modules.get(name), "__file__", None) for name in asked)
print("ASKED", *filter(None, files), sep="\\n")
"""


@pytest.fixture(scope="module")
def asked(tool, tmp_path_factory) -> set[str]:
    """Return the distributions that modules of ours have imported when a process is ready."""
    done = subprocess.run(
        [sys.executable, "-c", START, str(tmp_path_factory.mktemp("zope"))],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    owners = tool("declared").owners()
    files = done.stdout.rpartition("ASKED\n")[2].split("\n")
    return {owners[one] for one in files if one in owners}


def test_a_start_loads_what_it_needs_and_no_more(tool, asked):
    ours = {canonicalize_name(one) for one in tool("pins").NOT_IN_PLONE}
    assert asked & (ours | LATER) == AT_START
