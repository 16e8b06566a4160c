"""Pins are held against a dated list of known faults, without a network."""

from datetime import date
from zipfile import ZipFile

import json
import pytest

RECORD = {
    "id": "PYSEC-0000-1",
    "summary": "Reads; too much",
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "Some.Package"},
            "ranges": [
                {
                    "type": "ECOSYSTEM",
                    "events": [
                        {"introduced": "0"},
                        {"fixed": "1.2"},
                        {"introduced": "2.0"},
                        {"last_affected": "2.3"},
                        {"introduced": "3.0"},
                    ],
                },
                {"type": "GIT", "events": [{"introduced": "0"}]},
            ],
        },
        {"package": {"ecosystem": "PyPI", "name": "other"}, "versions": ["1"]},
    ],
}


@pytest.fixture
def tool(tool):
    return tool("advisories")


def test_no_pin_has_a_known_fault(tool):
    _day, advisories = tool.read_list()
    assert list(tool.known_faults(advisories)) == []
    known = tool.pinned_names()
    assert {one.package for one in advisories} <= known, "a row nothing is pinned for"
    assert len({(one.id, one.package) for one in advisories}) == len(advisories)


def test_each_direct_dependency_was_looked_at(tool):
    _day, advisories = tool.read_list()
    assert {"mammoth", "altcha", "urllib3"} <= tool.direct_names()
    assert tool.unlisted(advisories, tool.direct_names()) == []
    assert tool.unlisted(advisories, {"altcha", "new-one"}) == ["new-one"]
    assert tool.main([]) == 0


def test_a_dependency_that_nobody_looked_at_fails_the_check(tool, tmp_path, capsys):
    rows = [one for one in tool.read_list()[1] if one.package != "altcha"]
    tool.LIST = tmp_path / "advisories.csv"
    tool.LIST.write_text(
        tool.written(rows, date(2026, 11, 26), "test"), encoding="utf-8"
    )
    assert tool.main([]) == 1
    assert "altcha is asked for" in capsys.readouterr().out


def test_what_no_fault_is_known_of_is_told_of_no_version(tool):
    row = tool.Advisory(tool.NONE, "fpdf2", "<0", "No fault is known of it")
    assert not any(map(row.is_affected, ("0", "0.1", "2.8.9", "99")))


def test_an_older_pin_is_found(tool):
    _day, advisories = tool.read_list()
    (found,) = tool.problems({"RestrictedPython": "7.4"}, advisories)
    assert "CVE-2025-22153" in found and "restrictedpython 7.4" in found
    pins = tool.read_versions() | {"urllib3": "2.6.2"}
    assert [
        line.split()[3].rstrip(":") for line in tool.problems(pins, advisories)
    ] == ["CVE-2026-21441"]


@pytest.mark.parametrize(
    ("version", "touched"),
    [
        ("1.1", True),
        ("1.2", False),
        ("2.0", True),
        ("2.3", True),
        ("2.4", False),
        ("3.0rc1", False),
        ("3.0", True),
    ],
)
@pytest.mark.parametrize("packed", [True, False])
def test_a_list_is_made_from_an_export(tool, tmp_path, packed, version, touched):
    gone = RECORD | {"id": "PYSEC-0000-2", "withdrawn": "2026-01-01T00:00:00Z"}
    files = {f"{one['id']}.json": json.dumps(one) for one in (RECORD, gone)}
    export = tmp_path / "all.zip" if packed else tmp_path
    if packed:
        with ZipFile(export, "w") as archive:
            for name, text in files.items():
                archive.writestr(name, text)
    else:
        for name, text in files.items():
            (tmp_path / name).write_text(text)
    found = list(tool.from_export(export, {"some-package"}))
    path = tmp_path / "advisories.csv"
    path.write_text(tool.written(found, date(2026, 11, 26), "all.zip"))
    day, (advisory,) = tool.read_list(path)
    assert (day, advisory.id) == (date(2026, 11, 26), "PYSEC-0000-1")
    assert advisory.summary == "Reads, too much"
    assert advisory.is_affected(version) is touched


def test_an_old_list_is_told_of(tool):
    day, _advisories = tool.read_list()
    assert tool.age_note(day, day) == ""
    assert "100 days" in tool.age_note(date(2026, 1, 1), date(2026, 4, 11))
