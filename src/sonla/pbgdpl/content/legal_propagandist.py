"""Legal propagandists (tuyên truyền viên pháp luật), recognised by a commune."""

from plone.supermodel import model
from sonla.pbgdpl.core.interfaces import IRegisteredPerson
from sonla.pbgdpl.core.types import ContentTypeFacts
from sonla.pbgdpl.register.person import Person
from zope.interface import implementer


class ILegalPropagandist(model.Schema, IRegisteredPerson):
    """Describe a legal propagandist; all fields are those of `behaviors.person`."""


@implementer(ILegalPropagandist)
class LegalPropagandist(Person):
    """Hold what the register knows of one legal propagandist."""


LEGAL_PROPAGANDIST_FACTS = ContentTypeFacts(
    order=80,
    is_own=True,
    is_person=True,
)
