"""What is kept of people in the register, and of lists that bring them."""

from collections.abc import Iterator
from dataclasses import replace
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.personal_data import ContentStore
from sonla.pbgdpl.core.personal_data import JournalStore
from sonla.pbgdpl.core.personal_data import PassingStore
from sonla.pbgdpl.core.personal_data import PersonalRecord
from sonla.pbgdpl.core.personal_data import plain
from sonla.pbgdpl.core.tables.reader import read_table
from sonla.pbgdpl.core.tables.table import UnreadableTable
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.people.append_only import RECOGNITIONS_FIELD
from sonla.pbgdpl.people.behavior import IPerson
from sonla.pbgdpl.people.importing import batches
from sonla.pbgdpl.people.importing import pending_lists
from typing import Any
from zope.schema import getFieldNames

MSG_RECOGNISED = _(
    "msg_person_must_be_kept",
    default="Whoever was ever recognised stays in the register with the decisions, which it must be able to show. What is wrong can be corrected.",
)


class Register(ContentStore):
    """People of the register, as long as it has to know them.

    Recognitions change in the form alone, which loses none.
    """

    title = _("store_register", default="Register of legal reporters and propagandists")
    covers = tuple(PERSON_TYPES)
    schema = IPerson
    fields = tuple(getFieldNames(IPerson))
    correctable = tuple(
        name
        for name in getFieldNames(IPerson)
        if name not in (RECOGNITIONS_FIELD, "photo")
    )

    def erase(self, key: str) -> bool:
        """Delete somebody who was entered and never recognised; refuse it for all others."""
        person = self.item(key)
        if stored_value(person, RECOGNITIONS_FIELD):
            raise InvalidInput(MSG_RECOGNISED)
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(person, check_linkintegrity=False)
        return True


class RowsOfPeople(JournalStore):
    """What the office noted of people of the register, in annotations by their codes.

    The rows have no name; the records do, so that people are found by it.
    """

    def records(self) -> Iterator[PersonalRecord]:
        """Yield what is noted of each person, headed by the name."""
        for record in super().records():
            names = [one.Title() for one in people_with_code(record.key)]
            yield replace(record, title=", ".join(names) or record.key)


def people_with_code(code: str) -> Iterator[Any]:
    """Yield the entries of the register with the code of a person."""
    return load_objects(
        api.content.find(
            unrestricted=True, portal_type=list(PERSON_TYPES), pbgdpl_person=code
        )
    )


class PendingLists(PassingStore):
    """Uploaded lists: whole ones, as they came. What goes goes with the list."""

    def records(self) -> Iterator[PersonalRecord]:
        """Yield a record for each list, with the people to be entered and the file as it came."""
        for token, one in pending_lists.lists().items():
            queue = one.queue
            facts = {
                "file": one.filename,
                "user": one.user,
                "people": plain(queue.rows_to_come()) if queue is not None else [],
                "words": words_of_file(one.data),
            }
            yield PersonalRecord(token, one.filename, facts)


PENDING_LISTS = PendingLists(
    pending_lists.KEY,
    _("store_pending_lists", default="Uploaded lists of people that wait"),
)
IMPORT_BATCHES = PassingStore(
    batches.KEY, _("store_import_batches", default="Lists of people that were entered")
)
"""Without their batch people stay, and can be taken back one by one alone."""


def words_of_file(data: bytes) -> list[str]:
    """Return the cells of a list as far as it can be read; the names in it are looked for."""
    try:
        lines = read_table(data).lines
    except UnreadableTable:
        return []
    return [str(cell) for line in lines for cell in line.cells if cell]
