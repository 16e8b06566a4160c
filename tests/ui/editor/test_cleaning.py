"""The editor asks the server what of a paste may stay; only who may write is answered."""

from pathlib import Path
from plone import api
from sonla.pbgdpl.markup.authored import clean
from sonla.pbgdpl.ui.editor import cleaning
from unit_with_writer import PASSWORD

import pytest
import requests
import transaction

WORD = (Path(__file__).parents[2] / "clipboards" / "word.html").read_text("utf-8")


@pytest.fixture
def ask(unit):
    def send(body, name="writer", method="POST", place=unit):
        auth = (name, PASSWORD) if name else None
        url = f"{place.absolute_url()}/@@pbgdpl-clean"
        headers = {"Content-Type": "text/html; charset=utf-8"}
        return requests.request(
            method, url, data=body.encode(), auth=auth, headers=headers, timeout=120
        )

    return send


def test_the_answer_is_what_would_be_stored_and_tells_what_is_missed(ask):
    answer = ask(WORD).json()
    assert answer["html"] == clean(WORD).html
    changes, address, pasted = sorted(answer["warnings"], reverse=True)
    assert changes == "tracked changes, which are now taken as accepted: 2"
    assert address.startswith("pasted pictures that were not uploaded: 1")
    assert pasted.startswith("addresses that are not allowed: 1 (file:///C:")


def test_looks_alone_are_nothing_to_tell(ask):
    answer = ask('<p style="color: red" class="x"><font>a</font></p>').json()
    assert answer == {"html": "<p>a</p>", "warnings": []}


def test_a_paste_of_megabytes_is_taken_though_forms_take_less(ask):
    long = f"<p class=MsoNormal>{'Nội dung dài ' * 300}</p>" * 600
    assert len(long) > 2 * 1024 * 1024
    assert ask(long).json()["html"].count("<p>") == 600


def test_no_other_may_have_the_server_work(ask, unit, functional_portal):
    assert (
        "html"
        not in ask("<p>a</p>", name=None).headers["Content-Type"].partition("/")[0]
    )
    assert ask("<p>a</p>", name=None).headers["Content-Type"].startswith("text/html")
    api.user.create(email="b@example.com", username="other", password=PASSWORD)
    transaction.commit()
    assert ask("<p>a</p>", name="other").headers["Content-Type"].startswith("text/html")
    assert ask("<p>a</p>", method="GET").status_code == 405


def test_more_than_a_paste_can_be_is_refused(ask, monkeypatch):
    monkeypatch.setattr(cleaning, "MAX_SIZE", 100)
    assert ask("<p>" + "a" * 200).status_code == 400
