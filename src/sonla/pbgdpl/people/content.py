"""Legal propagandists (tuyên truyền viên pháp luật), recognised by a commune.

Legal reporters (báo cáo viên pháp luật), recognised by the centre or a province.
"""

from plone.supermodel import model
from sonla.pbgdpl.core.types import ContentTypeFacts
from sonla.pbgdpl.people.interfaces import IRegisteredPerson
from sonla.pbgdpl.people.item import Person
from zope.interface import implementer


class ILegalPropagandist(model.Schema, IRegisteredPerson):
    """Describe a legal propagandist; all fields are those of `people.behavior`."""


@implementer(ILegalPropagandist)
class LegalPropagandist(Person):
    """What the register knows of one legal propagandist."""


LEGAL_PROPAGANDIST_FACTS = ContentTypeFacts(
    order=80,
    is_own=True,
    is_person=True,
)


class ILegalReporter(model.Schema, IRegisteredPerson):
    """Describe a legal reporter; all fields are those of `people.behavior`."""


@implementer(ILegalReporter)
class LegalReporter(Person):
    """What the register knows of one legal reporter."""


LEGAL_REPORTER_FACTS = ContentTypeFacts(
    order=70,
    is_own=True,
    is_person=True,
)
