"""Activities over REST: what the forms ask before they save is asked there, too.

The answer is that of core to what can't be saved, 400, so that clients which know nothing of
it lose nothing. Each question has a code; sent back as `confirmed`, it says that all is right.
"""

from plone.rest.interfaces import IAPIRequest
from plone.restapi.interfaces import IDeserializeFromJson
from sonla.pbgdpl.activities.content import ILegalActivity
from sonla.pbgdpl.activities.doubts import doubts_of
from sonla.pbgdpl.activities.doubts import question_of
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.ui.editor.sent_fields import SentFields
from typing import Any
from zope.component import adapter
from zope.interface import implementer

CONFIRMED = "confirmed"
"""Name in what is sent: the code of the question that is answered."""


@implementer(IDeserializeFromJson)
@adapter(ILegalActivity, IBrowserLayer)
class SentActivity(SentFields):
    """Write the fields of an activity once nothing is asked any more.

    Of what is stored only what the change brings in is asked. Imports by code ask nobody.
    """

    def get_schema_data(
        self, data: dict[str, Any], validate_all: bool, create: bool = False
    ) -> tuple[dict[Any, Any], list[dict[str, Any]]]:
        """Return the values, and what is wrong, else what is asked: the caller then stores none."""
        known = [] if create else doubts_of(self.context)
        values, errors = super().get_schema_data(data, validate_all, create)
        if errors or not IAPIRequest.providedBy(self.request):
            return values, errors
        asked = [one for one in doubts_of(self.context) if one not in known]
        code = question_of(asked)
        if data.get(CONFIRMED) == code:
            return values, errors
        return values, [
            {
                "message": one.words,
                "asks": str(one.words),
                "same": [address for _title, address in one.links],
                CONFIRMED: code,
            }
            for one in asked
        ]
