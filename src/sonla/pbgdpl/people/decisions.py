"""End or renew the recognition of many people by one decision.

Each person for themselves: whom the decision can't concern stays as they were, and it is
told why. Nothing of a recognition that has begun is lost; see `people.append_only`.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from plone import api
from plone.dexterity.utils import createContent
from plone.i18n.normalizer.interfaces import IIDNormalizer
from plone.namedfile.file import NamedBlobFile
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import REGISTER
from sonla.pbgdpl.core.append_only.periods import is_in_force
from sonla.pbgdpl.core.append_only.periods import latest_first
from sonla.pbgdpl.core.batching import with_savepoints
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.section import free_id
from sonla.pbgdpl.editorial import ATTACHMENT_WORKFLOW
from sonla.pbgdpl.editorial.additions import closed_message
from sonla.pbgdpl.editorial.additions import closed_unit
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.editorial.uploads import refuse_bad_file
from sonla.pbgdpl.people import MANAGE_REGISTRY
from sonla.pbgdpl.people.append_only import refuse_contradictions
from sonla.pbgdpl.people.append_only import refuse_ended_terms
from sonla.pbgdpl.people.behavior import IPerson
from sonla.pbgdpl.people.interfaces import IRegisteredPerson
from sonla.pbgdpl.people.rules import Recognition
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.component import getUtility
from zope.event import notify
from zope.lifecycleevent import Attributes
from zope.lifecycleevent import ObjectModifiedEvent

DECIDED = AuditAction(
    "register_decision",
    _("log_register_decision", default="Ended or renewed recognitions by a decision"),
    REGISTER,
    {"number": _("label_decision_number", default="Number of the decision")},
)
END, RENEW = "end", "renew"
EXPIRED = "het-nhiem-ky"
"""Token of `sonla.pbgdpl.EndKinds`: how a recognition ends that another follows."""

FILES = "sonla.pbgdpl.decision_files"
"""Annotation of a person: keys of decisions → UIDs of their files."""
DecisionKey = tuple[str, str, str]
"""Number of a decision, and in ISO 8601 the day of its signature and its first day."""

MSG_NOT_IN_FORCE = _(
    "msg_decision_not_in_force",
    default="No recognition of this level is in force on that day.",
)
MSG_NEVER = _(
    "msg_decision_never_recognised",
    default="There was no recognition of this level that could be renewed.",
)
MSG_NOT_YOURS = _(
    "msg_decision_not_yours",
    default="This person is not in the register any more, or you don't keep it there.",
)


@dataclass(frozen=True)
class RegisterDecision:
    """What one decision says of all whom it names; `day` is its first day."""

    kind: str
    level: str
    day: date
    number: str
    signed: date | None = None
    issuer: str = ""
    end_kind: str = ""
    reason: str = ""

    @property
    def words(self) -> str:
        """Number and date, as the cell of the end has them."""
        return ", ".join(filter(None, (self.number, format_day(self.signed))))

    @property
    def key(self) -> DecisionKey:
        """What its file is found by, however days are displayed."""
        return self.number, written_day(self.signed), written_day(self.day)


@dataclass(frozen=True)
class DecisionOutcome:
    """What became of one person."""

    title: str
    url: str
    done: bool
    reason: Any = ""
    person: Any = None


@dataclass(frozen=True)
class DecisionFile:
    """The file of a decision as it was uploaded."""

    name: str
    data: bytes
    is_public: bool = False
    """Whether somebody has looked through it and found no private data."""


def decide(
    place: Any,
    portal_type: str,
    uids: Iterable[str],
    decision: RegisterDecision,
    file: DecisionFile | None = None,
) -> tuple[list[DecisionOutcome], Any]:
    """Apply a decision to people of a place, and note it; return what came of it and the kept file."""
    if file is not None:
        refuse_file(place, file)
    outcomes = apply_to_all(uids, decision)
    people = [one.person for one in outcomes if one.done]
    kept = None
    if people and file is not None:
        kept = keep_file(place, decision.words or file.name, file)
        note_file(people, decision, kept)
    if people:
        log.note(DECIDED.name, portal_type, place, len(people), number=decision.words)
    return outcomes, kept


def refuse_file(place: Any, file: DecisionFile) -> None:
    """Raise `InvalidInput` for a file that can't be kept in a place."""
    closed = closed_unit(place)
    if closed is not None:
        raise InvalidInput(closed_message(closed))
    refuse_bad_file(place, file.name, len(file.data), BytesIO(file.data))


def keep_file(place: Any, title: str, file: DecisionFile) -> Any:
    """Keep a file beside the people; it is hidden like any new file unless it may be public.

    Like people, it is added by who keeps the register, without the right of writers.
    """
    blob = NamedBlobFile(data=file.data, filename=file.name)
    kept = createContent("File", title=title, file=blob)
    kept.id = free_id(place, getUtility(IIDNormalizer).normalize(title))
    place._setObject(kept.id, kept)
    kept = place._getOb(kept.id)
    if file.is_public:
        open_file(kept)
    return kept


def apply_to_all(
    uids: Iterable[str], decision: RegisterDecision
) -> list[DecisionOutcome]:
    """Apply a decision to each person; one whom it can't concern leaves the others done."""
    return [apply_to(uid, decision) for uid in with_savepoints(dict.fromkeys(uids))]


def apply_to(uid: str, decision: RegisterDecision) -> DecisionOutcome:
    """Apply a decision to one person, by the form's own rules."""
    person = api.content.get(UID=uid)
    kept = IRegisteredPerson.providedBy(person) and api.user.has_permission(
        MANAGE_REGISTRY, obj=person
    )
    if not kept:
        return DecisionOutcome(uid, "", False, MSG_NOT_YOURS)
    title, url = person.Title(), person.absolute_url()
    before = person.recognitions
    try:
        rows = decided(before, decision)
        refuse_contradictions(rows)
        refuse_ended_terms(before, rows)
        person.recognitions = rows
    except InvalidInput as refused:
        return DecisionOutcome(title, url, False, refused.message)
    changed = Attributes(IPerson, "IPerson.recognitions")
    notify(ObjectModifiedEvent(person, changed))
    person.reindexObject()
    return DecisionOutcome(title, url, True, person=person)


def note_file(people: Iterable[Any], decision: RegisterDecision, file: Any) -> None:
    """Note with people where the file of a decision is that concerned them."""
    for person in people:
        notes = IAnnotations(person)
        notes[FILES] = {**notes.get(FILES, {}), decision.key: IUUID(file)}


def files_of_people(people: Iterable[Any]) -> dict[str, dict[DecisionKey, str]]:
    """Map people, by UID, to keys of decisions and their files, as the user may see them.

    By one look into the catalog, however many people there are.
    """
    noted = {IUUID(one): dict(IAnnotations(one).get(FILES, {})) for one in people}
    wanted = {uid for files in noted.values() for uid in files.values()}
    if not wanted:
        return {}
    found = api.content.find(UID=list(wanted), portal_type="File")
    urls = {brain.UID: f"{brain.getURL()}/view" for brain in found}
    return {
        person: {key: urls[uid] for key, uid in files.items() if uid in urls}
        for person, files in noted.items()
    }


def file_of(files: Mapping[DecisionKey, str], recognition: Recognition) -> str:
    """Return where the file is of the decision by which a recognition began."""
    signed = written_day(recognition.get("decision_date"))
    wanted = (recognition.get("decision_number"), signed)
    return next((url for key, url in files.items() if key[:2] == wanted), "")


def file_of_end(files: Mapping[DecisionKey, str], recognition: Recognition) -> str:
    """Return where the file is of the decision that ended it: its cell begins with the number."""
    said, day = (
        recognition.get("end_decision") or "",
        written_day(recognition.get("ended_on")),
    )
    found = (
        url
        for (number, _signed, first), url in files.items()
        if first == day and f"{said}, ".startswith(f"{number}, ")
    )
    return next(found, "")


def written_day(day: date | None) -> str:
    """Write a day as keys have it."""
    return day.isoformat() if day is not None else ""


def open_file(file: Any) -> None:
    """Let everybody read the file of a decision, in which somebody found no private data."""
    workflow = api.portal.get_tool("portal_workflow")[ATTACHMENT_WORKFLOW]
    set_state(file, workflow, "visible")


def decided(
    recognitions: Sequence[Recognition], decision: RegisterDecision
) -> list[dict[str, Any]]:
    """Return the recognitions after a decision; raise `InvalidInput` where it fits none."""
    rows = [dict(one) for one in recognitions]
    ours = [one for one in rows if one.get("level") == decision.level]
    running = [one for one in ours if is_in_force(one, decision.day)]
    if decision.kind == END:
        if not running:
            raise InvalidInput(MSG_NOT_IN_FORCE)
        for one in running:
            one |= ending(decision, decision.end_kind or None)
        return rows
    if not ours:
        raise InvalidInput(MSG_NEVER)
    last = latest_first(ours)[0]
    for one in running:
        one |= ending(decision, EXPIRED)
    return [*rows, renewed(last, decision)]


def ending(decision: RegisterDecision, end_kind: str | None) -> dict[str, Any]:
    """Return the cells by which a decision ends a recognition."""
    return {
        "ended_on": decision.day,
        "end_kind": end_kind,
        "end_reason": decision.reason or None,
        "end_decision": decision.words or None,
    }


def renewed(last: Recognition, decision: RegisterDecision) -> dict[str, Any]:
    """Return the recognition that follows another one by a decision."""
    return dict.fromkeys(last) | {
        "level": last.get("level"),
        "unit": last.get("unit"),
        "decision_number": decision.number,
        "decision_date": decision.signed,
        "issuer": decision.issuer or None,
        "valid_from": decision.day,
    }
