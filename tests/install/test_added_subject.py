"""A new subject is everywhere by its own folder alone: nothing else is changed for it."""

from source_tree import HELPERS
from source_tree import path_with_tests
from source_tree import ROOT

import json
import os
import pytest
import subprocess
import sys

pytestmark = pytest.mark.served
SCRIPT = HELPERS / "added_subject.py"

SEEN = {
    "homepage": "Gấp ba: Đất đai của bạn",
    "section": "Kho tờ rơi",
    "unit": "Gấp ba: Đất đai của bạn",
    "listing page": "Gấp ba: Đất đai của bạn",
    "own page": "Danh sách: ",
    "add form": "Nhà in",
    "search by a field": "Đất đai của bạn",
    "search by the body": "Đất đai của bạn",
    "desk": '<p id="leaflets">',
    "checks": "Tờ rơi thiếu nhà in",
    "contributions": "Tờ rơi",
    "settings": "form.widgets.leaflet_orders",
    "administration": "Quản lý tờ rơi",
    "kinds offered": "Tờ rơi",
    "jobs": "Đặt in tờ rơi",
    "health": "2 tờ rơi",
    "log of operations": "Đặt in tờ rơi",
    "report before uninstalling": "Hộp tờ rơi không còn.",
    "offered sets": "type:leaflet",
    "its record, for search engines": "CreativeWork",
}


@pytest.fixture(scope="module")
def report():
    """Return what was found in a portal with the subject."""
    done = subprocess.run(
        [sys.executable, str(SCRIPT)],
        env={**os.environ, "PYTHONPATH": path_with_tests()},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.rpartition("REPORT ")[2])


@pytest.mark.long
@pytest.mark.parametrize("place", SEEN)
def test_a_page_has_it(report, place):
    status, text = report["pages"][place]
    assert status == (503 if place == "health" else 200), "no clock runs there"
    assert SEEN[place] in text


@pytest.mark.long
def test_each_page_was_asked(report):
    assert list(report["pages"]) == list(SEEN)


@pytest.mark.long
def test_new_portlets_have_its_block_and_editors_may_feature_one(report):
    assert "leaflets" in report["blocks"]
    assert "Leaflet" in report["featured"]


@pytest.mark.long
def test_statistics_count_it(report):
    counted = sorted([facts, amounts] for facts, amounts in report["counted"])
    assert counted == [[[""], [1, 0]], [["Nhà in Thống Nhất"], [1, 500]]]


@pytest.mark.long
def test_its_job_ran_and_wrote(report):
    assert report["mails"] == [["leaflets", "in@example.org"]]


@pytest.mark.long
def test_it_was_set_up(report):
    assert report["box"] == "hộp"


def test_nothing_outside_its_folder_names_it():
    sources = [
        path for path in (ROOT / "src").rglob("*") if path.suffix in (".py", ".zcml")
    ]
    assert len(sources) > 500
    named = [str(path) for path in sources if "Leaflet" in path.read_text()]
    assert named == []
