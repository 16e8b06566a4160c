"""The office's page of crisis words and helplines, and the file of the words."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.names import MANAGE_SETTINGS
from sonla.pbgdpl.core.section import require_editor
from sonla.pbgdpl.core.versioned_rows import cells_of
from sonla.pbgdpl.emergencies.checks import problems
from sonla.pbgdpl.emergencies.helplines import helplines_for
from sonla.pbgdpl.emergencies.helplines import is_named
from sonla.pbgdpl.emergencies.helplines import MAX_LENGTH
from sonla.pbgdpl.emergencies.rules import Danger
from sonla.pbgdpl.emergencies.rules import Helpline
from sonla.pbgdpl.emergencies.rules import OFF
from sonla.pbgdpl.emergencies.storage import compiled
from sonla.pbgdpl.emergencies.storage import DANGERS
from sonla.pbgdpl.emergencies.storage import dangers
from sonla.pbgdpl.emergencies.storage import helplines
from sonla.pbgdpl.ui.admin_pages import admin_page
from sonla.pbgdpl.ui.downloads import offer_csv
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.office_forms import TAKE_IN
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.rows_file import LABEL_FILE
from sonla.pbgdpl.ui.rows_file import RowsFilePage
from typing import ClassVar
from urllib.parse import urlencode
from zope.i18nmessageid import Message
from zope.schema import Bytes

MSG_TWICE = _(
    "msg_danger_twice",
    default="The file has more rows than there are dangers, or one of them twice. Each danger may stand there once.",
)
FILE_COLUMNS = ("key", *DANGERS.columns)


@dataclass(frozen=True)
class DangerLine:
    """What the table shows of a danger."""

    danger: Danger
    url: str
    numbers: str
    words: int
    is_off: bool


@dataclass(frozen=True)
class HelplineLine:
    """What the table shows of a helpline."""

    line: Helpline
    url: str
    """Address of its form; empty for a number of the whole country."""
    confirmed_on: str
    is_seen_nowhere: bool
    """Whether it is confirmed, but no danger names it."""


class DangersView(RowsFilePage):
    """Show the dangers and helplines; try words; take a file in when the form is posted."""

    post_forms: ClassVar = {
        "take_in": PostForm(
            TAKE_IN,
            (
                Bytes(
                    __name__="file",
                    title=LABEL_FILE,
                    description=_(
                        "help_dangers_file",
                        default="Dangers of the same key are changed, all others stay. A file with a mistake is refused as a whole.",
                    ),
                ),
            ),
        ),
    }
    page_title = _("heading_crisis_words", default="Crisis words and helplines")
    table = DANGERS
    needed = set(FILE_COLUMNS)

    def lines(self) -> Iterator[DangerLine]:
        """Yield the dangers in their order."""
        known = helplines()
        for one in dangers():
            found = (known[key] for key in one.helplines if key in known)
            yield DangerLine(
                one,
                f"{self.context.absolute_url()}/@@pbgdpl-danger?{urlencode({'key': one.key})}",
                ", ".join(line.number for line in found if line.is_confirmed),
                len(one.words) + len(one.accented_words) + len(one.topics),
                one.status == OFF,
            )

    @property
    def may_confirm(self) -> bool:
        """Whether the user sees the numbers that nobody confirmed, and may do so."""
        return bool(api.user.has_permission(MANAGE_SETTINGS, obj=self.context))

    def helplines(self) -> Iterator[HelplineLine]:
        """Yield the helplines that the user may see."""
        for one in helplines().values():
            if not one.is_confirmed and not self.may_confirm:
                continue
            query = urlencode({"key": one.key})
            url = f"{self.context.absolute_url()}/@@pbgdpl-helpline?{query}"
            day = one.confirmed_on
            yield HelplineLine(
                one,
                url if self.may_confirm and not one.is_national else "",
                format_day(date.fromisoformat(day)) if day else "",
                one.is_confirmed and not one.is_national and not is_named(one),
            )

    # Trying words

    @property
    def tried(self) -> str:
        """The words to be tried."""
        return " ".join(str(self.request.form.get("q", "")).split())[:MAX_LENGTH]

    @cached_property
    def told(self) -> str:
        """The dangers of which they tell; empty for none."""
        return "; ".join(one.title for one in compiled().find(self.tried))

    @property
    def shown_numbers(self) -> str:
        """The numbers that are shown for them."""
        return ", ".join(line.number for line in helplines_for(self.tried))

    # Taking a file in

    def known(self) -> list[Danger]:
        """Return the rows that are there, those of the package, too."""
        return dangers()

    def read(self, cells: dict[str, str]) -> Danger:
        """Make a danger of the cells of a file."""
        return DANGERS.read(cells)

    def name_of(self, row: Danger) -> str:
        return row.title

    def identity(self, row: Danger) -> str:
        return row.key

    def wrong(
        self, found: list[Danger], known: list[Danger]
    ) -> Iterator[tuple[int, Danger, Message]]:
        """Yield what is wrong with the rows of a file."""
        counts = Counter(row.key for row in found)
        if len(found) > len(known) or max(counts.values()) > 1:
            # Words of so many rows would take long to check
            number = next(
                (n for n, row in enumerate(found, 1) if counts[row.key] > 1), 1
            )
            yield number, found[number - 1], MSG_TWICE
            return
        keys = {one.key for one in known}
        for number, row in enumerate(found, 1):
            if row.key not in keys:
                yield (
                    number,
                    row,
                    _(
                        "msg_danger_unknown",
                        default="There is no danger “${key}”. The column key has to stay as the file of this page has it.",
                        mapping={"key": row.key},
                    ),
                )
            for problem in problems(row):
                yield number, row, problem

    def taken(self, added: int, changed: int) -> Message:
        return _(
            "msg_dangers_taken",
            default="${changed} dangers were changed; all others stay.",
            mapping={"changed": str(changed)},
        )


class DangersFile(BrowserView):
    """Provide the crisis words as a CSV file, which can be taken in again."""

    def __call__(self) -> bytes:
        """Write the file."""
        require_editor(self.context)
        rows = (cells_of(one, FILE_COLUMNS) for one in dangers())
        return offer_csv(
            self.request, "tu-bao-nguy-hiem", FILE_COLUMNS, rows, office=self.context
        )


DangersAdminPage = admin_page(
    "pbgdpl-dangers",
    title=_("heading_crisis_words", default="Crisis words and helplines"),
    help=_(
        "help_tool_dangers",
        default="Which words show whom to call, and which numbers are confirmed.",
    ),
    order=146,
)
