"""Stores of personal data: whatever keeps data of people can say, correct and erase what it has of one.

Law 91/2025/QH15: whoever is on file may see, correct and erase. So each subject registers a named utility
for what it keeps, be it content, an annotation, a queue or a journal. Who asks for one person asks all
of them: by a name, an address, a number or a code. Asking reads all that a store has; a page of the office
may do that, no public one.
"""

from abc import ABC
from abc import abstractmethod
from Acquisition import aq_base
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Set
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from dataclasses import is_dataclass
from datetime import date
from persistent import Persistent
from plone import api
from plone.app.textfield.interfaces import IRichTextValue
from plone.namedfile.interfaces import INamed
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl import _
from sonla.pbgdpl import PACKAGE_NAME
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.paths import path_in_portal
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.core.vietnamese.folding import fold_name
from typing import Any
from typing import ClassVar
from zope.annotation.interfaces import IAnnotations
from zope.component import getUtilitiesFor
from zope.event import notify
from zope.i18nmessageid import Message
from zope.interface import Attribute
from zope.interface import implementer
from zope.interface import Interface
from zope.lifecycleevent import Attributes
from zope.lifecycleevent import ObjectModifiedEvent

import re

FEWEST_DIGITS = 8
"""So many digits at least tell one person from another: a telephone, an identity number."""
STEPS = "workflow_history"
MSG_GONE = _("msg_personal_data_gone", default="This is not on file any more.")
MSG_KEPT = _(
    "msg_personal_data_kept",
    default="This can't be changed or erased here: it is kept as evidence of what was done.",
)
MSG_IN_CONTENT = _(
    "msg_personal_data_in_content",
    default="An editor has written this into the item. Change or withdraw the item itself.",
)
MSG_NOT_CORRECTABLE = _(
    "msg_personal_data_not_correctable", default="“${name}” can't be corrected here."
)


@dataclass(frozen=True)
class PersonalRecord:
    """What a store has in one place; `facts` are plain values, as JSON knows them."""

    key: str
    """By which the store finds it again."""
    title: str
    facts: dict[str, Any] = field(default_factory=dict)
    place: str = ""
    """Path in the portal; empty for what belongs to no item."""

    def texts(self) -> Iterator[str]:
        """Yield what may have a name, an address, a number or a code of somebody."""
        yield self.title
        yield from texts_in(self.facts)


class IPersonalDataStore(Interface):
    """Find, export, correct and erase what one place keeps of people.

    A named utility. `find` and `export` only read, and raise nothing. All act without checking
    permissions: whoever calls them does, and notes in the log of operations what was done.
    """

    title = Attribute("Message: what is kept here.")
    covers = Attribute("Portal types, and keys of annotations, of which it finds all.")
    correctable = Attribute("Names of the facts that `correct` takes.")

    def find(who: str) -> Iterator[PersonalRecord]:
        """Yield what is kept of somebody, by a name, address, number or code; whole words count."""

    def export(who: str) -> list[dict[str, Any]]:
        """Return the same as plain values, for a file that the person gets."""

    def correct(key: str, facts: Mapping[str, Any]) -> None:
        """Store other facts; raise `InvalidInput` for what can't be corrected, and why."""

    def erase(key: str) -> bool:
        """Erase what a record has of the person; return whether there was anything.

        Raise `InvalidInput` where it must be kept, with the reason.
        """


@implementer(IPersonalDataStore)
class PersonalDataStore(ABC):
    """The base of stores: searches what subclasses yield as `records`."""

    title: Message
    covers: tuple[str, ...] = ()
    correctable: tuple[str, ...] = ()
    kept: Message = MSG_KEPT
    """Why nothing is changed or erased here, for stores that do neither."""

    @abstractmethod
    def records(self) -> Iterator[PersonalRecord]:
        """Yield all that is kept of anybody."""

    def find(self, who: str) -> Iterator[PersonalRecord]:
        """Yield what is kept of somebody; nothing for words that would find everybody."""
        names = matcher(who)
        return (one for one in self.records() if any(map(names, one.texts())))

    def export(self, who: str) -> list[dict[str, Any]]:
        """Return what is kept of somebody as plain values."""
        return [asdict(one) for one in self.find(who)]

    def correct(self, key: str, facts: Mapping[str, Any]) -> None:
        """Refuse it, unless a subclass can."""
        raise InvalidInput(self.kept)

    def erase(self, key: str) -> bool:
        """Refuse it, unless a subclass can."""
        raise InvalidInput(self.kept)

    def check_correctable(self, facts: Mapping[str, Any]) -> None:
        """Raise `InvalidInput` for a fact that isn't corrected here."""
        for name in set(facts).difference(self.correctable):
            raise InvalidInput(Message(MSG_NOT_CORRECTABLE, mapping={"name": name}))


class ContentStore(PersonalDataStore):
    """People in fields of content: items of the types in `covers`, with the comments of their steps.

    Keys are UIDs. Without `correctable` facts, what an editor wrote is changed in the item itself.
    """

    fields: ClassVar[tuple[str, ...]] = ()
    schema: ClassVar[type[Interface] | None] = None
    """Of the correctable facts."""
    kept = MSG_IN_CONTENT

    def records(self) -> Iterator[PersonalRecord]:
        """Yield a record for each item."""
        for item in load_objects(self.brains()):
            yield PersonalRecord(
                IUUID(item), item.Title(), self.facts(item), path_in_portal(item)
            )

    def correct(self, key: str, facts: Mapping[str, Any]) -> None:
        """Store other facts as the form of the item would, where its store has a schema."""
        if self.schema is None:
            super().correct(key, facts)
        self.check_correctable(facts)
        store_fields(self.item(key), self.schema, facts)

    def facts(self, item: Any) -> dict[str, Any]:
        """Return what an item has in the fields, and the comments of its steps."""
        facts = {name: plain(stored_value(item, name)) for name in self.fields}
        comments = [
            step.get("comments")
            for steps in (stored_value(item, STEPS) or {}).values()
            for step in steps
        ]
        facts["comments"] = plain(list(filter(None, comments)))
        return {name: value for name, value in facts.items() if value not in (None, [])}

    def brains(self, **query: Any) -> list[Any]:
        """Find items of the types, whoever asks; of all types where none is named."""
        if self.covers:
            query["portal_type"] = list(self.covers)
        return api.content.find(unrestricted=True, **query)

    def item(self, key: str) -> Any:
        """Return the item of a record; raise `InvalidInput` when it is gone."""
        found = next(load_objects(self.brains(UID=key)), None)
        if found is None:
            raise InvalidInput(MSG_GONE)
        return found


class JournalStore(PersonalDataStore):
    """Who did what, in an annotation of the portal or of its sections, which is kept as evidence."""

    def __init__(self, key: str, title: Message) -> None:
        self.covers, self.title = (key,), title

    def records(self) -> Iterator[PersonalRecord]:
        """Yield a record for each entry of the annotation."""
        for place in (api.portal.get(), *all_sections()):
            stored = IAnnotations(place).get(self.covers[0])
            for key, value in entries(stored):
                facts = {"entry": plain(value)}
                where = path_in_portal(place)
                yield PersonalRecord(str(key), str(key), facts, where)


class PassingStore(JournalStore):
    """What waits in an annotation of the portal: a record that goes is lost to nobody but its owner."""

    def erase(self, key: str) -> bool:
        """Drop a record; whoever brought it can bring it again."""
        stored = IAnnotations(api.portal.get()).get(self.covers[0]) or {}
        return stored.pop(key, None) is not None


def store_fields(item: Any, schema: Any, facts: Mapping[str, Any]) -> None:
    """Store fields of an item as its form would; raise a `ValidationError` for a bad value."""
    for name, value in facts.items():
        schema[name].bind(item).validate(value)
    for name, value in facts.items():
        setattr(schema(item), name, value)
    notify(ObjectModifiedEvent(item, Attributes(schema, *facts)))


def forget_comments(item: Any) -> bool:
    """Empty the comments of all steps of an item; return whether there were any.

    Who took a step, and when, stays.
    """
    histories = stored_value(item, STEPS) or {}
    found = False
    for workflow, steps in list(histories.items()):
        if any(step.get("comments") for step in steps):
            histories[workflow] = tuple({**step, "comments": ""} for step in steps)
            found = True
    return found


def stores() -> list[tuple[str, IPersonalDataStore]]:
    """List the stores of a portal with their names, in alphabetical order."""
    return sorted(getUtilitiesFor(IPersonalDataStore))


def reason_kept(store: IPersonalDataStore) -> Message | None:
    """Return why a store erases nothing of anybody; None where it may erase a record."""
    if not isinstance(store, PersonalDataStore):
        return None
    return store.kept if type(store).erase is PersonalDataStore.erase else None


def find_everywhere(who: str) -> Iterator[tuple[str, PersonalRecord]]:
    """Yield what any store has of somebody, with the name of the store."""
    for name, store in stores():
        for record in store.find(who):
            yield name, record


def matcher(who: str) -> Any:
    """Return what tells whether a text names somebody: as numbers are written, or in whole words.

    Signs, accents and case don't count, as with names. Words of fewer than three letters find nothing.
    """
    digits = re.sub(r"\D", "", who)
    if len(digits) >= FEWEST_DIGITS and not re.search(r"[^\W\d_]", who):
        return lambda text: any(digits in one for one in numbers_in(text))
    words = words_of(who)
    wanted = f" {' '.join(words)} "
    if len(wanted.replace(" ", "")) < 3:
        return lambda text: False
    return lambda text: wanted in f" {' '.join(words_of(text))} "


def numbers_in(text: str) -> Iterator[str]:
    """Yield the digits of each number in a text, however it is grouped."""
    for found in re.findall(r"\d(?:[\s.\-–()/]{0,2}\d)*", text):
        yield re.sub(r"\D", "", found)


def words_of(text: str) -> list[str]:
    """Return the words of a text, and the parts of an address, as they are compared."""
    return re.findall(r"\w+", fold_name(text))


def texts_in(value: Any) -> Iterator[str]:
    """Yield all texts in plain values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield str(key)
            yield from texts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(inner)


def entries(stored: Any) -> Iterable[tuple[Any, Any]]:
    """Return what an annotation has by key; the whole of it where it is no mapping."""
    if stored is None:
        return ()
    items = getattr(aq_base(stored), "items", None)
    return items() if callable(items) else [("", stored)]


def plain(value: Any) -> Any:
    """Return a stored value as JSON knows it: trees as mappings, files by their names, days as text."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if IRichTextValue.providedBy(value):
        return value.raw
    if INamed.providedBy(value):
        return value.filename
    if is_dataclass(value) and not isinstance(value, type):
        return plain(vars(value) if hasattr(value, "__dict__") else asdict(value))
    if isinstance(value, list | tuple | Set):
        return [plain(one) for one in value]
    if callable(getattr(value, "items", None)):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, Persistent) and type(value).__module__.startswith(
        PACKAGE_NAME
    ):
        value._p_activate()
        facts = {name: one for name, one in vars(value).items() if name[:2] != "_p"}
        return plain(facts) if facts else str(value)
    return str(value)
