"""What a list of people offers besides itself: files of it, and the way in for others."""

from collections.abc import Mapping
from plone import api
from sonla.pbgdpl.core.names import VIEW_PERSONAL_DATA
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.people import IMPORT_PEOPLE
from sonla.pbgdpl.people.importing.importer import types_to_send
from sonla.pbgdpl.people.pages.import_messages import ENTERING
from sonla.pbgdpl.people.pages.import_messages import ImportWords
from sonla.pbgdpl.people.pages.import_messages import SENDING
from sonla.pbgdpl.people.workflow import is_keeper
from sonla.pbgdpl.search.pages.filters import Filters
from sonla.pbgdpl.ui.office_forms import PostForm
from typing import Any
from typing import ClassVar
from urllib.parse import urlencode
from zope.i18nmessageid import Message

FILE_KINDS = {"xlsx": "Excel", "csv": "CSV", "json": "JSON"}


class Files:
    """Provide the addresses of what can be downloaded and uploaded on a page of people."""

    post_forms: ClassVar[Mapping[str, PostForm]] = {
        name: PostForm(title, look="btn-outline-secondary btn-sm")
        for name, title in FILE_KINDS.items()
    }
    sent_as: ClassVar[str] = "format"
    name: str
    context: Any
    filters: Filters

    @property
    def export_url(self) -> str:
        """The address of the people found, as files."""
        return f"{self.context.absolute_url()}/@@{self.name}-export"

    def exports(self) -> list[dict[str, str]]:
        """List the kinds of files, each with its address."""
        return [
            {
                "title": title,
                "url": f"{self.export_url}?{urlencode({**self.asked, 'format': name})}",
            }
            for name, title in FILE_KINDS.items()
        ]

    @property
    def asked(self) -> dict[str, str]:
        """The filters as they are sent along."""
        return dict(self.filters.for_screen().at(0).parameters())

    @property
    def may_see_personal_data(self) -> bool:
        """Whether the user may have the list with personal data."""
        return bool(api.user.has_permission(VIEW_PERSONAL_DATA, obj=self.context))

    @property
    def import_url(self) -> str:
        """The address at which the user can bring a list in; empty to others."""
        return import_url(self.context)

    @property
    def import_title(self) -> Message:
        """What leads there."""
        return import_words(self.context).title

    @property
    def decision_url(self) -> str:
        """The address at which one decision ends or renews many recognitions; empty to others."""
        if not is_keeper(self.context):
            return ""
        return f"{self.context.absolute_url()}/@@register-decision"


def import_url(place: Any) -> str:
    """Return the address at which the user can bring a list in; empty to others."""
    if not api.user.has_permission(IMPORT_PEOPLE, obj=place):
        return ""
    if section_of(place) is None or not (is_keeper(place) or types_to_send(place)):
        return ""
    return f"{place.absolute_url()}/@@register-import"


def import_words(place: Any) -> ImportWords:
    """Return what is said of a list: who doesn't keep the register only sends people for it."""
    return ENTERING if is_keeper(place) else SENDING
