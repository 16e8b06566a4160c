"""What the speakers of an activity get, as the form for expenditures offers it.

As lecturers, and more where special groups listen (Circular 56/2023/TT-BTC, Article 3.11.a).
"""

from dataclasses import dataclass
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.activities.content import counted_sessions
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.options.finance import ITEMS
from sonla.pbgdpl.options.finance.interfaces import IExpenditureProposal
from sonla.pbgdpl.vocabularies.terms import find_term
from sonla.pbgdpl.vocabularies.terms import term_titles
from typing import Any
from zope.i18nmessageid import Message
from zope.interface import implementer

FEE = "thu-lao-bao-cao-vien"
"""Token of the item of the rates."""
AUDIENCES = "sonla.pbgdpl.Audiences"
SPECIAL_GROUPS = (
    "dan-toc-thieu-so",
    "nguoi-lao-dong",
    "nan-nhan-bao-luc-gia-dinh",
    "nguoi-khuyet-tat",
    "nguoi-chap-hanh-an",
    "nguoi-duoc-giao-duc-tai-xa",
)
"""Listeners of Articles 17 to 22 of Law 14/2012/QH13, in their order."""
SPECIAL_GROUP_PERCENT = 20
"""By how much the fee is higher: Circular 56/2023/TT-BTC, Article 3.11.a."""

MSG_NOTE = _("note_fee", default="${sessions} sessions × ${speakers} speakers.")
MSG_MORE = _(
    "note_fee_more", default="${percent} % more for special groups: ${groups}."
)


@implementer(IExpenditureProposal)
@dataclass(frozen=True)
class SpeakersFee:
    """The fee of all speakers of an activity."""

    quantity: int
    rate: int | None
    note: str
    item: str = FEE

    @property
    def amount(self) -> int | None:
        """The rate for each session of each speaker."""
        return None if self.rate is None else self.rate * self.quantity


def speakers_fee(activity: Any) -> SpeakersFee | None:
    """Return the fee of an activity at which people of the register spoke; None for others.

    So it is where no session was held, by the number that somebody entered.
    """
    speakers = len(stored_value(activity, "performers") or ())
    sessions = counted_sessions(stored_value(activity, "sessions"))
    if not speakers or not sessions:
        return None
    words = {"sessions": str(sessions), "speakers": str(speakers)}
    note = api.portal.translate(Message(MSG_NOTE, mapping=words))
    groups = special_groups(activity)
    percent = SPECIAL_GROUP_PERCENT if groups else 0
    if percent:
        titles = ", ".join(term_titles(AUDIENCES, groups))
        words = {"percent": str(percent), "groups": titles}
        note += " " + api.portal.translate(Message(MSG_MORE, mapping=words))
    term = find_term(ITEMS, FEE)
    rate = None if term is None else term.maximum
    if rate is not None:
        rate = rate * (100 + percent) // 100
    return SpeakersFee(sessions * speakers, rate, note)


def special_groups(activity: Any) -> list[str]:
    """List the special groups among the listeners."""
    return [
        one
        for one in stored_value(activity, "audiences") or ()
        if one in SPECIAL_GROUPS
    ]
