"""The page on which an administrator writes a form down, part by part, as tables.

Each button saves what was typed; a form with faults is kept, too, and the faults are named at their cells.
It works without a script: moving a line, adding some and opening one are buttons of the form.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from itertools import groupby
from operator import attrgetter
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.editorial.authorship import full_name
from sonla.pbgdpl.options.forms import moves
from sonla.pbgdpl.options.forms.cells import Cell
from sonla.pbgdpl.options.forms.cells import Line
from sonla.pbgdpl.options.forms.changes import form_changes
from sonla.pbgdpl.options.forms.drafts import find_draft
from sonla.pbgdpl.options.forms.drafts import FormDraft
from sonla.pbgdpl.options.forms.drafts import RawForm
from sonla.pbgdpl.options.forms.drafts import remove_draft
from sonla.pbgdpl.options.forms.drafts import save_draft
from sonla.pbgdpl.options.forms.drafts import undo_draft
from sonla.pbgdpl.options.forms.grid import ROWS
from sonla.pbgdpl.options.forms.lines import cells_of
from sonla.pbgdpl.options.forms.lines import follow_names
from sonla.pbgdpl.options.forms.lines import name_lines
from sonla.pbgdpl.options.forms.pages.fault_places import FaultPlaces
from sonla.pbgdpl.options.forms.pages.part_table import field_name
from sonla.pbgdpl.options.forms.pages.part_table import PartTable
from sonla.pbgdpl.options.forms.pages.preview import FormPreview
from sonla.pbgdpl.options.forms.pages.use import put_in_force
from sonla.pbgdpl.options.forms.parts import part_named
from sonla.pbgdpl.options.forms.parts import PARTS
from sonla.pbgdpl.statistics.forms.faults import FormFault
from sonla.pbgdpl.statistics.forms.faults import FormRefused
from sonla.pbgdpl.statistics.forms.files import raw_form
from sonla.pbgdpl.statistics.forms.files import read_form
from sonla.pbgdpl.statistics.forms.files import write_form
from sonla.pbgdpl.statistics.forms.names import read_new_form
from sonla.pbgdpl.statistics.forms.store import stored_texts
from sonla.pbgdpl.ui.confirmation import Confirmation
from sonla.pbgdpl.ui.control_panel import panel_url
from sonla.pbgdpl.ui.control_panel import PanelLayout
from sonla.pbgdpl.ui.drafts.assets import INamedDraft
from sonla.pbgdpl.ui.form_page import FormPage
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from typing import Any
from typing import ClassVar
from zope.i18nmessageid import Message
from zope.interface import implementer

MAX_LINES = 50
"""How many empty lines one press of the button adds at most."""
PUBLISH, PREVIEW = "publish", "preview"
SHOWN = {
    PREVIEW: _("label_form_preview", default="The sheet"),
    PUBLISH: _("label_form_publish", default="Put in force"),
}

MSG_MEANWHILE = _(
    "msg_form_part_meanwhile",
    default="Somebody else has saved this part meanwhile. What you typed is still here. Save once more to keep yours instead of theirs; “Undo” brings theirs back.",
)
MSG_STILL_FAULTS = _(
    "msg_form_still_faults",
    default="The form can't be put in force yet: first correct what is named below.",
)


@implementer(INamedDraft)
class FormEditor(FormPage, Page, PanelLayout, BrowserView):
    """Edit one part of a draft, look at the sheet, put the form in force."""

    page = "statistics"
    title = _("tab_statistics", default="Statistics")
    order = 30
    index = ViewPageTemplateFile("templates/form_editor.pt")
    sheet_template = ViewPageTemplateFile("templates/form_sheet.pt")
    saved = _("msg_form_draft_saved", default="Saved.")
    sent_as = "do"
    post_forms: ClassVar = {
        PUBLISH: PostForm(_("button_form_publish", default="Put in force")),
        "discard": PostForm(
            _("button_form_discard", default="Throw this draft away"),
            look="btn-outline-danger",
        ),
    }
    asks_about: ClassVar = {
        "do=discard": Confirmation(
            _("button_form_discard", default="Throw this draft away")
        ),
    }
    leads_to: str | None = None
    draft: FormDraft
    """The draft that the address names."""

    @property
    def page_title(self) -> Message | str:
        return _(
            "heading_form_editor",
            default="Write down: ${form}",
            mapping={
                "form": f"{self.raw.get('code', '')} ({self.raw.get('version', '')})"
            },
        )

    def __call__(self) -> str:
        """Render the page, or store what was sent; a draft that is gone leads to the list."""
        found = find_draft(str(self.request.form.get("draft", "")))
        if found is None:
            self.leads_to = panel_url(page=self.page)
            return self.redirect(
                _("msg_form_draft_gone", default="This draft is not there any more.")
            )
        self.draft = found
        return self.answer()

    # What is edited

    @property
    def part(self) -> Any:
        """The part that is edited."""
        return part_named(str(self.request.form.get("part", "")))

    @property
    def shows(self) -> str:
        """What the page shows instead of a part: the sheet, or what is to be put in force."""
        asked = str(self.request.form.get("show", ""))
        return asked if asked in SHOWN else ""

    @cached_property
    def raw(self) -> RawForm:
        """The form with what was typed."""
        return dict(self.draft.raw)

    @cached_property
    def lines(self) -> list[Line]:
        """The lines of the part, as they are stored, or as they were typed."""
        return [dict(line) for line in self.part.lines(self.raw)]

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The cells of the part."""
        return cells_of(self.part, self.raw)

    @property
    def draft_name(self) -> str:
        """What parts what is typed here from other forms and other parts."""
        return f"pbgdpl-form {self.request.form.get('draft')} {self.part.name}"

    @property
    def stamp(self) -> str:
        """What the part is in the database now."""
        return stamp_of(self.draft.raw, self.part.name)

    # What was sent

    def store(self) -> None:
        """Save what was typed and do what the button says; raises `InvalidInput`."""
        done, _sign, place = str(self.request.form.get("do", "save")).partition(":")
        self.leads_to = self.address()
        if done == "discard":
            remove_draft(self.draft.id)
            self.leads_to = panel_url(page=self.page)
        elif done == "undo":
            undo_draft(self.draft.id)
        elif done == PUBLISH:
            self.publish()
        else:
            self.save(done, parse_int(place, 0))

    def save(self, done: str, at: int) -> None:
        """Save the part, changed as a button says; lead to the line it was pressed in."""
        self.take_typed()
        if self.request.form.get("stamp") != self.stamp:
            raise InvalidInput(MSG_MEANWHILE)
        at = self.change(done, at) if self.part.is_list else 0
        name_lines(self.part, self.lines)
        if done == "paste" and self.part is ROWS:
            moves.set_by_numbers(self.lines, at)
        self.raw = self.part.put(self.raw, self.lines)
        save_draft(self.draft.id, self.raw)
        opened = {"open": str(at)} if done == "open" else {}
        anchor = f"#line-{at}" if done not in ("save", "") else ""
        self.leads_to = self.address(**opened) + anchor

    def take_typed(self) -> None:
        """Write what was typed into the lines, and new names wherever they are used."""
        number = _number(self.request.form.get("lines")) if self.part.is_list else 0
        while len(self.lines) < number:
            self.lines.append({})
        renamed: dict[str, str] = {}
        for at, line in enumerate(self.lines):
            before = str(line.get("id") or "")
            for cell in self.cells:
                typed = self.request.form.get(field_name(at, cell))
                if isinstance(typed, str):
                    cell.put(line, typed)
            after = str(line.get("id") or "")
            if before and after and before != after:
                renamed[before] = after
        self.raw = self.part.put(self.raw, self.lines)
        follow_names(self.part, self.raw, renamed)

    def change(self, done: str, at: int) -> int:
        """Change the lines as a button says; return the place to which the page leads."""
        lines = self.lines
        if done == "add":
            many = min(_number(self.request.form.get("many")) or 1, MAX_LINES)
            lines.extend({} for _each in range(many))
            return len(lines) - many
        if done == "paste":
            first = len(lines)
            lines.extend(
                moves.pasted(self.part, str(self.request.form.get("paste", "")))
            )
            return first
        if not at < len(lines):
            return 0
        if done == "insert":
            stands = {"parent": lines[at]["parent"]} if lines[at].get("parent") else {}
            place = moves.block(lines, at).stop
            lines.insert(place, stands)
            return place
        if done == "delete":
            moves.remove(lines, at)
            return max(at - 1, 0)
        if done == "up":
            return moves.move_up(lines, at)
        if done == "down":
            return moves.move_down(lines, at)
        if done == "in":
            moves.indent(lines, at)
        elif done == "out":
            name = lines[at].get("id")
            moves.outdent(lines, at)
            return next(i for i, one in enumerate(lines) if one.get("id") == name)
        return at

    def publish(self) -> None:
        """Put the form among those of the portal; raises `InvalidInput` while it has faults."""
        self.request.form["show"] = PUBLISH
        text = write_form(self.raw)
        try:
            form = read_new_form(text)
        except FormRefused as refused:
            raise InvalidInput(MSG_STILL_FAULTS) from refused
        put_in_force(form, text)
        remove_draft(self.draft.id)
        self.leads_to = panel_url(page=self.page, form=form.key)

    @property
    def home(self) -> str:
        return self.leads_to or panel_url(page=self.page)

    # What the template asks

    def address(self, **parameters: str) -> str:
        """Return the address of a part of this draft; of the one that is open by default."""
        asked = {"page": self.page, "draft": str(self.request.form.get("draft", ""))}
        return panel_url(**asked, **({"part": self.part.name} | parameters))

    @cached_property
    def fault_places(self) -> FaultPlaces:
        """All that is wrong with the form as it is stored or typed."""
        return FaultPlaces(self.raw)

    @property
    def faults(self) -> tuple[FormFault, ...]:
        """What is wrong, part by part."""
        return self.fault_places.faults

    def fault_list(self) -> Iterator[dict[str, Any]]:
        """Yield the faults with the address of the line where each is."""
        for part, at, words in self.fault_places.listed():
            yield {"url": f"{self.address(part=part.name)}#line-{at}", "words": words}

    @cached_property
    def parts_of_form(self) -> list[dict[str, Any]]:
        """The parts, how many lines each has, and how many faults; then what else the page shows."""
        parts = [
            {
                "url": self.address(part=part.name),
                "title": part.title,
                "number": len(part.lines(self.raw)) if part.is_list else None,
                "faults": self.fault_places.number_in(part),
                "open": part is self.part and not self.shows,
            }
            for part in PARTS
        ]
        others = [
            {
                "url": self.address(show=name),
                "title": title,
                "number": None,
                "faults": 0,
                "open": self.shows == name,
            }
            for name, title in SHOWN.items()
        ]
        return [*parts, *others]

    @property
    def action(self) -> str:
        """The address that the form is sent to."""
        return self.address()

    @cached_property
    def table(self) -> PartTable:
        """The lines of the part, as fields."""
        opened = str(self.request.form.get("open", ""))
        faults = self.fault_places.in_cells(self.part)
        return PartTable(self.part, self.raw, self.lines, self.cells, faults, opened)

    @property
    def pasted(self) -> str:
        """What was pasted and not taken yet."""
        return str(self.request.form.get("paste", "")) if self.error else ""

    @cached_property
    def before(self) -> RawForm | None:
        """The version with which this one is compared: that which it follows, else the one in force."""
        named = self.raw.get("supersedes") or []
        found = {read_form(text).key: raw_form(text) for text in stored_texts()}
        key = f"{self.raw.get('slug')}@{self.raw.get('version')}"
        for name in (key, *(named if isinstance(named, list) else [])):
            if name in found:
                return found[name]
        return None

    def changes(self) -> list[dict[str, Any]]:
        """List what this form changes of the version before, by part."""
        if self.before is None:
            return []
        found = form_changes(self.before, self.raw)
        return [
            {"title": title, "changes": list(changes)}
            for title, changes in groupby(found, key=attrgetter("part"))
        ]

    @property
    def before_words(self) -> str:
        """Which version it is compared with."""
        found = self.before or {}
        return f"{found.get('code', '')} ({found.get('version', '')})"

    def preview(self) -> FormPreview:
        """Return what the printed sheet shows."""
        return FormPreview(self.raw)

    @property
    def last_saved(self) -> dict[str, str]:
        """Who saved the draft last, and when."""
        moment = format_moment(datetime.fromisoformat(self.draft.at))
        return {"who": full_name(self.draft.by), "at": moment}

    @property
    def is_offered(self) -> bool:
        """Whether people will report by it as soon as it is in force."""
        return self.raw.get("offered", True) is not False


def stamp_of(raw: RawForm, part: str) -> str:
    """Return what parts this state of a part from others."""
    named = [one.name for one in PARTS if one.name]
    own = (
        {part: raw.get(part, [])}
        if part
        else {name: value for name, value in raw.items() if name not in named}
    )
    return sha256(write_form(own).encode()).hexdigest()[:20]


def _number(value: Any) -> int:
    return min(parse_int(value, 0), 5000)
