"""A burst of posts: numbers hold, no question that passed is lost, the homepage goes on."""

from desk_content import deliver
from pathlib import Path
from plone import api
from public_content import make_section
from sonla.pbgdpl.questions import spam_protection
from sonla.pbgdpl.questions.form_tokens import new_stamp
from sonla.pbgdpl.questions.settings import PREFIX
from sonla.pbgdpl.questions.throttle import FORM_THROTTLE
from sonla.pbgdpl.questions.throttle import MAX_REQUESTS
from statistics import quantiles

import pytest
import requests
import subprocess
import sys
import time
import transaction

SECTION = "/pho-bien-giao-duc-phap-luat"
PASSING = 40


@pytest.fixture
def served(functional_portal):
    make_section(functional_portal)
    for name, value in (
        ("hourly_all", PASSING),
        ("hourly_address", 100_000),
        ("mail_questions", False),
    ):
        api.portal.set_registry_record(f"{PREFIX}.{name}", value)
    deliver()
    return functional_portal


def burst(portal, tmp_path, posts, connections):
    """Begin to send; give the process."""
    stamps = tmp_path / "stamps"
    opened = time.time() - 60
    stamps.write_text("\n".join(new_stamp(opened) for _ in range(posts)))
    return subprocess.Popen(
        [
            sys.executable,
            str(Path(__file__).with_name("send_questions.py")),
            f"{portal.absolute_url()}{SECTION}/@@ask-question",
            str(stamps),
            str(connections),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )


def stored_codes():
    transaction.begin()
    found = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="LegalQuestion"
    )
    return {brain._unrestrictedGetObject().tracking_code for brain in found}


def check(portal, lines, posts):
    """Whatever passed has a code and is stored, nothing else is; the number is not exceeded.

    In a burst most are asked to send again. Those who do come in, one after another,
    until the number of the hour is used up."""
    answers = [line.split() for line in lines]
    assert len(answers) == posts
    assert {status for status, _code in answers} <= {"200", "429"}
    codes = [code for _status, code in answers if code != "-"]
    assert len(codes) == sum(status == "200" for status, _code in answers) > 0
    assert len(set(codes)) == len(codes) <= PASSING
    assert stored_codes() == set(codes)
    later = [send(portal).status_code for _ in range(PASSING - len(codes) + 2)]
    assert later == [200] * (PASSING - len(codes)) + [429, 429]
    assert len(stored_codes()) == PASSING


def send(portal):
    """Send one question, as somebody who took their time: in a quiet minute of its own."""
    spam_protection.ATTEMPTS.forget()
    FORM_THROTTLE.forget()
    return requests.post(
        f"{portal.absolute_url()}{SECTION}/@@ask-question",
        data={
            "question": "Con tôi 15 tuổi, khi nào được kết hôn?",
            "asker_phone": "0912 000 222",
            "consent": "1",
            "stamp": new_stamp(time.time() - 60),
        },
        timeout=60,
    )


def test_a_full_gate_asks_to_send_again(served):
    taken = [FORM_THROTTLE.slots.acquire(blocking=False) for _ in range(MAX_REQUESTS)]
    try:
        answer = send(served)
    finally:
        for _one in filter(None, taken):
            FORM_THROTTLE.slots.release()
    assert answer.status_code == 429
    assert "Con tôi 15 tuổi" in answer.text and "0912 000 222" in answer.text
    assert stored_codes() == set()


@pytest.mark.long
def test_numbers_hold_and_nothing_is_lost(served, tmp_path):
    sending = burst(served, tmp_path, 300, 6)
    out, _err = sending.communicate(timeout=300)
    check(served, out.splitlines(), 300)


def look(portal, looks=0):
    """Begin to look at the homepage; so many times, or until its input is closed."""
    script = Path(__file__).with_name("poll_page.py")
    return subprocess.Popen(
        [sys.executable, str(script), portal.absolute_url(), str(looks)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def times_of(looking):
    """End to look; give how long each look took, in seconds."""
    out, _err = looking.communicate(timeout=300)
    assert looking.returncode == 0
    return [float(line) for line in out.split()]


def p95(times):
    return quantiles(times, n=20)[-1]


@pytest.mark.endurance
def test_the_homepage_goes_on_under_ten_thousand_posts(
    served, tmp_path, record_property
):
    times_of(look(served, 10))
    idle = times_of(look(served, 60))
    looking = look(served)
    out, _err = burst(served, tmp_path, 10_000, 8).communicate(timeout=600)
    busy, out = times_of(looking), out.splitlines()
    passed = sum(line.startswith("200") for line in out)
    for name, figure in (
        ("p95_idle", p95(idle)),
        ("p95_in_burst", p95(busy)),
        ("looks_at_the_homepage", len(busy)),
        ("passed_in_burst", passed),
    ):
        record_property(name, figure)
    check(served, out, 10_000)
    record_property("stored_in_the_end", len(stored_codes()))
    assert len(busy) > 50
    assert p95(busy) < 2 * p95(idle), (p95(busy), p95(idle))
