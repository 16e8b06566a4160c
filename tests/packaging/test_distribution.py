"""What is released is whole: a wheel built from the sdist has every file of the source."""

from email import message_from_bytes
from pathlib import Path

import pytest
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile

LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.mo", "*.egg-info", "*.pyc")
FOLDERS = ["src", "docs", "news", "tests", "tools"]


def build(kind: str, source: Path, target: Path) -> Path:
    """Build an sdist or a wheel as an installer does."""
    code = f"from setuptools import build_meta; print(build_meta.build_{kind}({str(target)!r}))"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=source, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr
    return target / result.stdout.split()[-1]


@pytest.fixture(scope="module")
def sdist(root, tmp_path_factory) -> Path:
    tree = tmp_path_factory.mktemp("tree")
    for name in FOLDERS:
        shutil.copytree(root / name, tree / name, ignore=LEFT_OUT)
    for path in root.iterdir():
        if path.is_file():
            shutil.copy(path, tree)
    return build("sdist", tree, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheel(sdist, tmp_path_factory) -> zipfile.ZipFile:
    tree = tmp_path_factory.mktemp("unpacked")
    shutil.unpack_archive(sdist, tree)
    (unpacked,) = tree.iterdir()
    return zipfile.ZipFile(build("wheel", unpacked, tmp_path_factory.mktemp("wheel")))


def package_files(root: Path) -> set[str]:
    source = root / "src"
    return {
        path.relative_to(source).as_posix()
        for path in (source / "sonla").rglob("*")
        if path.is_file()
        and path.suffix not in (".mo", ".pyc")
        and "__pycache__" not in path.parts
    }


def test_wheel_has_every_file_of_the_package(root, wheel):
    assert package_files(root) - set(wheel.namelist()) == set()


def test_wheel_has_compiled_catalogues(wheel):
    names = set(wheel.namelist())
    sources = {name for name in names if name.endswith(".po")}
    assert sources
    assert {name.removesuffix(".po") + ".mo" for name in sources} <= names


def test_wheel_leaves_the_namespace_native(wheel):
    assert "sonla/__init__.py" not in wheel.namelist()
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"sonla"}


def test_metadata(wheel):
    (name,) = [name for name in wheel.namelist() if name.endswith("/METADATA")]
    metadata = message_from_bytes(wheel.read(name))
    assert metadata["Name"] == "sonla.pbgdpl"
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "GPL-2.0-or-later"
    assert {"test"} <= set(metadata.get_all("Provides-Extra"))


def test_sdist_has_what_a_developer_needs(sdist):
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {
        "Makefile",
        "buildout.cfg",
        "versions.cfg",
        "constraints.txt",
        "tools/pins.py",
    }
    assert wanted <= names


def test_what_is_closed_is_not_released(sdist):
    """What tells of a fault of Plone that isn't mended yet, and the test that shows it."""
    with tarfile.open(sdist) as archive:
        names = archive.getnames()
    assert any(name.endswith("tests/security/test_forgery.py") for name in names)
    assert [
        name for name in names if "docs/private" in name or "plone_report" in name
    ] == []


def test_profiles_are_visible_from_the_top(root):
    """A relative link, so that it holds in every copy of the tree."""
    link = root / "profiles"
    assert link.is_symlink()
    assert link.readlink() == Path("src/sonla/pbgdpl/profiles")
    assert link.resolve() == (root / "src" / "sonla" / "pbgdpl" / "profiles").resolve()
    assert (link / "default" / "metadata.xml").is_file()


@pytest.mark.parametrize("name", ["README.rst", "deploy/buildout.cfg"])
def test_lines_to_copy_name_the_version_that_is_built(root, wheel, name):
    (version,) = re.findall(
        r"sonla_pbgdpl-(\S+)\.dist-info/METADATA", "\n".join(wheel.namelist())
    )
    named = re.findall(r"^ *sonla\.pbgdpl = (\S+)$", (root / name).read_text(), re.M)
    assert set(named) == {version}


def test_changes_tell_of_the_version_and_what_to_do(root, wheel):
    text = (root / "CHANGES.rst").read_text(encoding="utf-8")
    newest = re.search(
        r"^(\d\S*) \((?:unreleased|\d{4}-\d\d-\d\d)\)\n-+\n(.*?)(?=^\S+ \(\d|\Z)",
        text,
        re.M | re.S,
    )
    assert f"sonla_pbgdpl-{newest[1]}.dist-info/METADATA" in wheel.namelist()
    duties = newest[2].partition("What an administrator must do")[2]
    items = re.findall(r"^ +\d\. (.+)$", duties.partition("\n\n\n")[0], re.M)
    # What goes wrong unseen in each portal, whatever else is used of it
    assert any("pbgdpl-run" in item and "exchange" not in item for item in items)
    assert any("Public address of the portal" in item for item in items)


def test_each_command_stands_in_the_documents(root):
    """Those of the add-on, and of what is developed beside it."""
    names = [
        name
        for path in (
            root / "pyproject.toml",
            *root.glob("distributions/*/pyproject.toml"),
        )
        for name in tomllib.loads(path.read_text(encoding="utf-8"))["project"].get(
            "scripts", ()
        )
    ]
    text = "".join(
        page.read_text(encoding="utf-8") for page in (root / "docs").rglob("*.rst")
    )
    assert "pbgdpl-run" in names and "referenceserver" in names
    assert [name for name in names if f"``{name}" not in text] == []
