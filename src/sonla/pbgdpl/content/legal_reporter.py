"""Legal reporters (báo cáo viên pháp luật), recognised by the centre or a province."""

from plone.supermodel import model
from sonla.pbgdpl.core.interfaces import IRegisteredPerson
from sonla.pbgdpl.core.types import ContentTypeFacts
from sonla.pbgdpl.register.person import Person
from zope.interface import implementer


class ILegalReporter(model.Schema, IRegisteredPerson):
    """Describe a legal reporter; all fields are those of `behaviors.person`."""


@implementer(ILegalReporter)
class LegalReporter(Person):
    """Hold what the register knows of one legal reporter."""


LEGAL_REPORTER_FACTS = ContentTypeFacts(
    order=70,
    is_own=True,
    is_person=True,
)
