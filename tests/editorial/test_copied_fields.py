"""A copy tells nobody what they may not read of the original, whatever its type."""

from datetime import date
from people import ended
from people import enter
from people import recognition
from plone import api
from public_content import make
from public_content import publish
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.editorial.revisions import revise
from sonla.pbgdpl.people.privacy import PRIVATE_FIELDS

import pytest
import transaction

SECRET = {
    "birth_date": date(1980, 2, 3),
    "gender": "female",
    "ethnicity": "BIMATDANTOC",
    "private_phone": "0900 000 001",
    "private_email": "bimat@example.org",
    "id_number": "BIMATCANCUOC",
    "home_address": "BIMATNHARIENG",
    "official_phone": "0212 000 001",
    "official_email": "bimatcongvu@example.org",
}
WORDS = [str(value) for value in SECRET.values()]
REASON = "BIMATLYDO"


@pytest.fixture(autouse=True)
def neighbour(site):
    """Let somebody contribute in one unit alone, as people of units do."""
    api.user.create(
        email="n@example.org", username="neighbour", password="Correct.Horse.14"
    )
    site.unit.manage_addLocalRoles("neighbour", ["PBGDPL Contributor"])
    site.unit.reindexObjectSecurity()


@pytest.fixture
def person(site):
    """Return somebody of the public register, whom another unit entered."""
    assert set(PRIVATE_FIELDS) <= set(SECRET)
    before = ended(recognition(), date(2025, 1, 1), end_reason=REASON)
    now = recognition(decision_number="9/QĐ-UBND", valid_from=date(2025, 2, 1))
    other = make(site.section, "ContributingUnit", "Đơn vị khác", code="khac")
    made = enter(other, recognitions=[before, now], **SECRET)
    for place in (site.section, site.unit):
        publish(place)
    site.save()
    return made


@pytest.mark.parametrize("user", ["neighbour", "contributor", "manager"])
def test_copy_of_a_person_is_somebody_else(site, person, user):
    answer = site.rest("POST", site.unit, "/@copy", user, json={"source": person.UID()})
    assert answer.status_code == 200
    transaction.begin()
    (copied,) = answer.json()
    for road in ("rest", "http"):
        shown = getattr(site, road)("GET", site.unit, "/lo-van-vi-du", user).text
        assert person.full_name in shown or road == "rest"
        assert [word for word in (*WORDS, REASON) if word in shown] == []
    copy = site.unit[copied["target"].rpartition("/")[2]]
    assert not [name for name in SECRET if stored_value(copy, name)]
    assert stored_value(person, "id_number") == SECRET["id_number"]
    assert REASON in str(stored_value(person, "recognitions"))
    assert REASON not in str(stored_value(copy, "recognitions"))


@pytest.mark.parametrize(("user", "kept"), [("neighbour", None), ("manager", 77)])
def test_other_fields_are_left_out_for_who_may_not_read_them(site, user, kept):
    """In a copy of the text itself, and of a folder in which it stands."""
    other = make(site.section, "ContributingUnit", "Đơn vị khác", code="khac")
    folder = make(other, "Folder", "Thư mục")
    news = make(folder, "News Item", "Tin")
    for place in (site.section, site.unit):
        publish(place)
    text = make(other, "TrainingCourse", "Bài", other_attendees=77)
    site.save()
    for original in (text, folder):
        answer = site.rest(
            "POST", site.unit, "/@copy", user, json={"source": original.UID()}
        )
        assert answer.status_code == 200
    transaction.begin()
    copy = site.unit["bai"]
    assert stored_value(copy, "other_attendees") == kept
    assert stored_value(text, "other_attendees") == 77
    assert site.unit["thu-muc"]["tin"].title == news.title


def test_a_working_copy_has_all_of_its_text(site):
    text = make(site.unit, "LegalNews", "Bài", word_count=77)
    publish(site.section)
    site.save()
    with site.acting("contributor"):
        assert stored_value(revise(text), "word_count") == 77
