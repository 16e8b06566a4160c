"""Validity as of today: expiry is noticed by itself, in words, in colour, on the homepage."""

from datetime import date
from datetime import timedelta
from plone import api
from sample_values import LAND_LAW
from sonla.pbgdpl.core.clock import midnight
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.homepage.interfaces import BlockOptions
from sonla.pbgdpl.legal_documents.rules import next_change
from sonla.pbgdpl.texts.pages.block import GuidanceBlock

import pytest

YESTERDAY, TODAY, TOMORROW = (timedelta(days=n) for n in (-1, 0, 1))


@pytest.mark.parametrize(
    "expires,token,words",
    [
        (YESTERDAY, "HHL", "Hết hiệu lực toàn bộ"),
        (TODAY, "CHL", "Còn hiệu lực"),
        (TOMORROW, "CHL", "Còn hiệu lực"),
    ],
)
def test_expired_document_is_shown_as_such(text, page, expires, token, words):
    row = {**LAND_LAW, "expires_on": today() + expires}
    html = page(
        text("LegalIntroduction", "Giới thiệu", kind="de-cuong", legal_documents=[row])
    )
    assert f"pbgdpl-validity is-{token}" in html
    assert words in html


def test_expired_guidance_is_shown_as_such(text, page):
    html = page(
        text(
            "Guidance",
            "Kế hoạch",
            document_type="ke-hoach",
            validity="CHL",
            expires_on=today() + YESTERDAY,
        )
    )
    assert "pbgdpl-validity is-HHL" in html
    assert "is-CHL" not in html


def test_document_takes_effect_by_itself(text, page):
    row = {**LAND_LAW, "validity": "CCHL", "effective_on": today()}
    html = page(
        text("LegalIntroduction", "Giới thiệu", kind="khac", legal_documents=[row])
    )
    assert "pbgdpl-validity is-CHL" in html


@pytest.mark.parametrize(
    "effective,expires,expected",
    [
        (None, None, None),
        (date(2026, 1, 1), None, None),
        (date(2026, 7, 1), date(2026, 12, 31), date(2026, 7, 1)),
        (date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)),
        (None, date(2026, 6, 1), date(2026, 6, 2)),
        (None, date(2026, 5, 31), None),
    ],
)
def test_next_turn(effective, expires, expected):
    row = {"effective_on": effective, "expires_on": expires}
    assert next_change(row, date(2026, 6, 1)) == expected


def test_block_is_kept_until_the_document_expires(text, section, http_request):
    text(
        "Guidance",
        "Kế hoạch",
        document_type="ke-hoach",
        validity="CHL",
        expires_on=today(),
    )
    content = GuidanceBlock(api.portal.get(), http_request).render(
        BlockOptions(count=5)
    )
    assert content.valid_until == midnight(today() + TOMORROW)
