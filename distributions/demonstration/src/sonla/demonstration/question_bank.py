"""A question bank of the demonstration, read from a file as people do it."""

from plone import api
from sonla.demonstration.values import DATA
from sonla.pbgdpl.options.learning.question_bank import BANK_TYPE
from sonla.pbgdpl.options.learning.question_bank.importing import lines_of
from sonla.pbgdpl.options.learning.question_bank.importing import read_file
from sonla.pbgdpl.options.learning.question_bank.importing import take_in
from typing import Any

FILE = "question_bank.csv"
WAITING = 2
"""Questions that are left for whoever tries to approve."""


def create_question_bank(section: Any, people: dict[str, Any]) -> Any:
    """Read the file as the editor, and approve the bank with most of its questions."""
    with api.env.adopt_user(user=people["editor"]):
        bank = api.content.create(
            section,
            BANK_TYPE,
            "ngan-hang-cau-hoi",
            "Kiến thức pháp luật phổ thông",
            description="Câu hỏi mẫu cho các khóa tập huấn; chưa có luật gia nào thẩm định.",
        )
        found = read_file((DATA / FILE).read_bytes(), FILE)
        take_in(bank, lines_of(bank, found))
        for item in (bank, *bank.objectValues()):
            api.content.transition(item, "submit")
    with api.env.adopt_user(user=people["approver"]):
        for item in (bank, *list(bank.objectValues())[:-WAITING]):
            api.content.transition(item, "approve")
    return bank
