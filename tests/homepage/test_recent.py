"""The newest published items, found without a query of the whole catalog."""

from DateTime import DateTime
from plone.app.testing import logout
from sonla.pbgdpl.homepage.recent import by_uid
from sonla.pbgdpl.homepage.recent import latest

import public_content
import pytest


class TestRecent:
    @pytest.fixture
    def many(self, section):
        """Return published news, one a day, and some guidance between."""
        now = DateTime()
        for day in range(1, 7):
            kind = "LegalNews" if day % 2 else "Guidance"
            fields = {"document_type": "ke-hoach"} if kind == "Guidance" else {}
            public_content.make(
                section, kind, f"Ngày {day}", effective_date=now - day, **fields
            )
        return section

    def titles(self, *args, **kwargs):
        return [brain.Title for brain in latest(*args, **kwargs)]

    def test_newest_first(self, many):
        assert self.titles(["LegalNews"], 2) == ["Ngày 1", "Ngày 3"]
        assert self.titles(["Guidance"], 5) == ["Ngày 2", "Ngày 4", "Ngày 6"]

    def test_both_ways_agree(self, many, monkeypatch):
        walked = self.titles(["LegalNews", "Guidance"], 4)
        monkeypatch.setattr("sonla.pbgdpl.homepage.recent.MAX_STEPS", 0)
        assert self.titles(["LegalNews", "Guidance"], 4) == walked

    def test_by_kind(self, many):
        assert self.titles(["Guidance"], 5, kind="ke-hoach") == [
            "Ngày 2",
            "Ngày 4",
            "Ngày 6",
        ]
        assert self.titles(["Guidance"], 5, kind="bao-cao") == []

    def test_below_roots(self, many):
        path = "/".join(many.getPhysicalPath())
        assert len(self.titles(["LegalNews"], 5, roots=[path])) == 3
        assert self.titles(["LegalNews"], 5, roots=[f"{path}-khac"]) == []

    @pytest.mark.parametrize("days,shown", [(-1, False), (1, True)])
    def test_expired(self, many, days, shown):
        item = public_content.make(many, "LegalNews", "Hạn")
        item.expiration_date = DateTime() + days
        item.reindexObject()
        assert ("Hạn" in self.titles(["LegalNews"], 9)) is shown

    @pytest.mark.parametrize("steps", [0, 1000])
    def test_in_an_early_unit(self, section, monkeypatch, steps):
        monkeypatch.setattr("sonla.pbgdpl.homepage.recent.MAX_STEPS", steps)
        later = DateTime() + 30
        unit = public_content.make(
            section, "ContributingUnit", "Sở", code="so", effective_date=later
        )
        inside = public_content.make(unit, "LegalNews", "Trong sở")
        logout()
        assert self.titles(["LegalNews"], 5) == []
        assert by_uid(inside.UID(), ["LegalNews"]) == []
        unit.effective_date = DateTime() - 1
        unit.reindexObject()
        assert self.titles(["LegalNews"], 5) == ["Trong sở"]

    def test_none_asked_for(self, many):
        assert self.titles(["LegalNews"], 0) == []
