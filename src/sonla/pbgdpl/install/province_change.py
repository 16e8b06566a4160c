"""Another province: refused once anything depends on the one before, else its lists come."""

from collections.abc import Iterator
from plone import api
from plone.registry.interfaces import IRecordModifiedEvent
from plone.registry.record import Record
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.names import SECTION_TYPE
from sonla.pbgdpl.core.types import numbers_by_type
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.province.checks import problems
from sonla.pbgdpl.province.files import NO_PROVINCE
from sonla.pbgdpl.province.health import MSG_UNKNOWN
from sonla.pbgdpl.province.interfaces import IProvince
from sonla.pbgdpl.province.interfaces import RECORD
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.settings import IVocabularySettings
from sonla.pbgdpl.vocabularies.settings import VOCABULARY_FIELDS
from sonla.pbgdpl.vocabularies.setup import shipped_rows
from sonla.pbgdpl.vocabularies.terms import all_terms
from sonla.pbgdpl.vocabularies.terms import record_name
from sonla.pbgdpl.vocabularies.terms import term_title
from sonla.pbgdpl.vocabularies.terms import ValidTerm
from sonla.pbgdpl.vocabularies.usage import count_usage
from zExceptions import BadRequest
from zope.component import queryUtility
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.i18nmessageid import Message

SHOWN = 5
"""Terms in use that a refusal names."""


def follow_record(event: IRecordModifiedEvent) -> None:
    """Let the lists follow the record, whoever set it; raise `BadRequest` and keep it otherwise.

    Lists that are all empty are filled by the installation, which brings the record back before.
    """
    if event.record.__name__ != RECORD or event.newValue == event.oldValue:
        return
    if not any(map(all_terms, VOCABULARY_FIELDS)):
        return
    try:
        change_province(event.oldValue, event.newValue)
    except InvalidInput as refusal:
        # Not by `value`, which would ask here again.
        records = event.record.__parent__.records
        records[RECORD] = Record(event.record.field, event.oldValue)
        message = translate(refusal.message, context=getRequest())
        raise BadRequest(message) from refusal


def change_province(old_name: str, new_name: str) -> None:
    """Put the lists of another province in place; raise `InvalidInput` where that can't be."""
    new = queryUtility(IProvince, new_name)
    if new is None:
        raise InvalidInput(Message(MSG_UNKNOWN, mapping={"name": new_name}))
    old = queryUtility(IProvince, old_name, NO_PROVINCE)
    if reasons := problems(new) or list(dependents(old, new)):
        raise InvalidInput(
            _(
                "msg_province_refused",
                default="The province can't be changed. ${reasons}",
                mapping={"reasons": " ".join(map(said, reasons))},
            )
        )
    for name in own_lists(old, new):
        api.portal.set_registry_record(record_name(name), list(shipped_rows(name, new)))


def said(message: Message) -> str:
    """Translate a part of a message."""
    return translate(message, context=getRequest())


def own_lists(*provinces: IProvince) -> list[str]:
    """Name the lists that one of some provinces brings."""
    return [
        name
        for name, field in VOCABULARY_FIELDS.items()
        if any(one.terms(field) for one in provinces)
    ]


def dependents(old: IProvince, new: IProvince) -> Iterator[Message]:
    """Yield what stands on the lists of a province."""
    lists = own_lists(old, new)
    if edited := [name for name in lists if is_edited(name, old)]:
        yield _(
            "msg_province_lists_edited",
            default="Somebody has changed its lists: ${lists}.",
            mapping={"lists": ", ".join(map(list_title, edited))},
        )
    numbers = numbers_by_type()
    # A section with its first pages names nothing of a province that can't be written anew.
    if count := sum(numbers.values()) - numbers.get(SECTION_TYPE, 0):
        yield _(
            "msg_province_content",
            default="Content was made in it: ${count} items.",
            mapping={"count": str(count)},
        )
    if used := used_terms(lists, new):
        more = f", … ({len(used)})" if len(used) > SHOWN else ""
        yield _(
            "msg_province_terms_used",
            default="Content names what is in its lists: ${terms}.",
            mapping={"terms": ", ".join(used[:SHOWN]) + more},
        )
    ledger = ledger_of(api.portal.get())
    if ledger is not None and len(ledger.entries):
        yield _(
            "msg_province_records_offered",
            default="Records were offered to other systems: ${count}.",
            mapping={"count": str(len(ledger.entries))},
        )


def is_edited(name: str, province: IProvince) -> bool:
    """Return whether a list has terms, and others than a province starts with."""
    first = tuple(map(ValidTerm.from_row, shipped_rows(name, province)))
    return all_terms(name) not in ((), first)


def list_title(name: str) -> str:
    """Return what administrators call a list, in their language."""
    return said(IVocabularySettings[VOCABULARY_FIELDS[name]].title)


def used_terms(lists: list[str], new: IProvince) -> list[str]:
    """Name the terms that content uses: units, and what another province's lists haven't.

    A unit of the same code may be another one there.
    """
    found = []
    for name in lists:
        vocabulary = f"sonla.pbgdpl.{name}"
        tokens = {term.token for term in all_terms(name)}
        if vocabulary != TERRITORIES:
            tokens -= {row["token"] for row in shipped_rows(name, new)}
        for token, count in sorted(count_usage(vocabulary, tokens).items()):
            found.append(f"{term_title(vocabulary, token)} ({count})")
    return found
