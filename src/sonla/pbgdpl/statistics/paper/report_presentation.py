"""What stands around the table of a printed report, and what people write into it.

A document of the state is in Vietnamese, whatever language its reader has chosen for pages.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.section import place_title
from sonla.pbgdpl.province.current import current_province
from sonla.pbgdpl.settings.getters import get_settings
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.parts import FormPresentation
from sonla.pbgdpl.statistics.paper.sheet import Presentation
from sonla.pbgdpl.statistics.paper.sheet import printable
from sonla.pbgdpl.statistics.paper.sheet import Signer
from sonla.pbgdpl.statistics.periods import Period
from sonla.pbgdpl.statistics.query import is_province_report
from sonla.pbgdpl.statistics.settings import get_reporting_settings
from typing import Any
from zope.i18nmessageid import Message

LANGUAGE = "vi"
BLANK = "......"
"""Where somebody writes a number or a day by hand."""


def say(message: Message, **words: str) -> str:
    """Put a message into the language of the document."""
    text = api.portal.translate(Message(message, mapping=words), lang=LANGUAGE)
    return printable(str(text))


@dataclass(frozen=True)
class PaperWords:
    """What people write into a printed report before it is made; all of it may be empty."""

    superior: str = ""
    issuer: str = ""
    receiver: str = ""
    number: str = ""
    place: str = ""
    day: date | None = None
    maker: str = ""
    checker: str = ""
    head_capacity: str = ""
    head: str = ""


def words_for(report: Any) -> PaperWords:
    """Return what settings say, of the province's report; a unit's report is the unit's."""
    settings, agency = get_reporting_settings(), get_settings().managing_agency or ""
    names = current_province().names
    if not is_province_report(report):
        return PaperWords(
            issuer=place_title(report),
            receiver=agency,
            place=names.place,
        )
    return PaperWords(
        superior=names.committee,
        issuer=agency or place_title(report),
        receiver=settings.statistics_receiver or "",
        number=settings.statistics_number or "",
        place=names.place,
        maker=settings.statistics_maker or "",
        checker=settings.statistics_checker or "",
        head_capacity=settings.statistics_head_capacity or "",
        head=settings.statistics_head or "",
    )


def presentation_of(words: PaperWords, asked: FormPresentation) -> Presentation:
    """Return what stands around the table: what the form asks for, else what is usual."""
    number = words.number if words.number[:1].isdigit() else f"{BLANK}{words.number}"
    return Presentation(
        superior=printable(words.superior.upper()),
        issuer=printable(words.issuer.upper()),
        number=say(_("paper_number", default="No.: ${number}"), number=number),
        place_and_day=place_and_day(words),
        reporter=say(
            _("paper_reporter", default="Reporting body: ${body}"), body=words.issuer
        ),
        receiver=words.receiver
        and say(
            _("paper_receiver", default="Receiving body: ${body}"), body=words.receiver
        ),
        signers=tuple(signers_of(words, asked.signers or usual_signers(words))),
    )


def usual_signers(words: PaperWords) -> tuple[str, str, str]:
    """Return the capacities of who made a report, who checked it, and who heads the body."""
    return (
        say(_("paper_maker", default="Made by")),
        say(_("paper_checker", default="Checked by")),
        words.head_capacity or say(_("paper_head", default="Head of the unit")),
    )


def signers_of(words: PaperWords, capacities: Sequence[str]) -> Iterator[Signer]:
    """Yield the places for signatures: the first has made it, the last heads the body and seals it."""
    sign = say(_("paper_sign", default="(Signature, full name)"))
    seal = say(_("paper_sign_and_seal", default="(Signature, full name, seal)"))
    last = len(capacities) - 1
    names = {0: words.maker, 1: words.checker} | {last: words.head}
    for at, capacity in enumerate(capacities):
        hint = seal if at == last else sign
        yield Signer(printable(capacity), hint, printable(names.get(at, "")))


def place_and_day(words: PaperWords) -> str:
    """Write place and day; days below 10 and the first months have a zero before them."""
    day = words.day
    month = (
        "" if day is None else f"{day.month:02}" if day.month < 3 else f"{day.month}"
    )
    return say(
        _("paper_place_and_day", default="${place}, ${year}-${month}-${day}"),
        place=words.place or BLANK,
        day=BLANK if day is None else f"{day.day:02}",
        month=month or BLANK,
        year=BLANK if day is None else f"{day.year}",
    )


def form_lines(form: Form) -> tuple[str, ...]:
    """Return what stands above the title: what the form asks for, else its code and basis."""
    if form.presentation.heading:
        return tuple(printable(line) for line in form.presentation.heading)
    code = say(
        _("paper_form_code", default="Form: ${code}"), code=form.number or form.code
    )
    if not form.basis:
        return (code,)
    return code, say(_("paper_form_basis", default="After: ${basis}"), basis=form.basis)


def period_lines(period: Period) -> tuple[str, ...]:
    """Return the period, and its days."""
    return (
        say(_("paper_period", default="Period: ${period}"), period=period.title),
        say(
            _("paper_days", default="(from ${first} to ${last})"),
            first=format_day(period.first),
            last=format_day(period.last),
        ),
    )
