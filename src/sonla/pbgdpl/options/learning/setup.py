"""Uninstallation: who learned online, and their certificates, are kept with the section."""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.core.setup import Remainder
from sonla.pbgdpl.core.setup import SetupStep
from sonla.pbgdpl.options.learning.certificates import number_of_certificates
from sonla.pbgdpl.options.learning.learners import number_of_learners
from typing import Any


class LearnersStep(SetupStep):
    """Keep them: courses go on, and certificates hold, when the add-on comes back."""

    order = 114

    def remains(self, site: Any) -> Iterator[Remainder]:
        """Yield how many there are: nobody erases them while the add-on is gone."""
        sections = list(all_sections())
        learners = sum(map(number_of_learners, sections))
        certificates = sum(map(number_of_certificates, sections))
        if learners or certificates:
            mapping = {"learners": str(learners), "certificates": str(certificates)}
            yield Remainder(
                52,
                _(
                    "msg_parts_learners",
                    default="Names and answers of ${learners} people who learn courses online, and ${certificates} certificates, are kept with the section. Nobody can verify a certificate, and nothing is erased after a year, until the add-on is back.",
                    mapping=mapping,
                ),
                name="pbgdpl-learners-kept",
            )
