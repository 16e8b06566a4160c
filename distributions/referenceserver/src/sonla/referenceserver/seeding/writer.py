"""Choose words: everything in a record that chance decides goes through here."""

from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from functools import cached_property
from random import Random
from sonla.referenceserver.seeding.resources import load
from sonla.referenceserver.seeding.resources import term
from typing import Any


class Writer:
    """Write one record's words; the same seed and identifier give the same words."""

    def __init__(self, seed: int, identifier: str, day: date) -> None:
        """Write as on a day: no law that came later is spoken of."""
        # Of a text Random takes the SHA-512: no other version of Python, no
        # PYTHONHASHSEED and no record written before changes what comes.
        self.random = Random(f"{seed}/{identifier}")
        self.day = day
        self.phrases = load("phrases")

    def chance(self, share: float) -> bool:
        """Return True in this share of cases, at random."""
        return self.random.random() < share

    def one(self, values: Sequence[Any]) -> Any:
        """Choose one of several."""
        return values[int(self.random.random() * len(values))]

    def some(self, values: Sequence[Any], most: int) -> list[Any]:
        """Choose from one to `most` different ones."""
        return self.random.sample(values, 1 + int(self.random.random() * most))

    def term(self, group: str) -> dict[str, str]:
        """Choose a coded value of a list."""
        return term(group, self.one(list(load("terms")[group])))

    def terms(self, group: str, most: int) -> list[dict[str, str]]:
        """Choose several coded values of a list."""
        return [
            term(group, code) for code in self.some(list(load("terms")[group]), most)
        ]

    @cached_property
    def law(self) -> dict[str, str]:
        """The law that the record is about."""
        today = self.day.isoformat()
        return self.one([law for law in load("laws") if law["issued"] <= today])

    @cached_property
    def slots(self) -> dict[str, str]:
        """What sentences of this record speak about: they all tell one story."""
        subject = load("terms")["subjects"][self.law["subject"]]
        return {
            "law": self.law["title"],
            "subject": subject[0].lower() + subject[1:],
            "province": self.one(self.phrases["provinces"]),
            "department": self.one(self.phrases["departments"]),
            "audience": self.term("audiences")["title"].lower(),
            "year": str(self.day.year),
        }

    def sentence(self, pattern: str) -> str:
        """Fill a pattern."""
        number = 10 + int(self.random.random() * 490)
        filled = pattern.format(number=number, **self.slots)
        return filled[0].upper() + filled[1:]

    def day_before(self, most: int) -> date:
        """Choose a day up to so many days before."""
        return self.day - timedelta(days=int(self.random.random() * most))
