"""Editors are told what a dialogue lacks; nothing is held up by it."""

from dialogues import make_dialogue
from rich_texts import rich
from sonla.pbgdpl.editorial.checks import IContentCheck
from zope.component import getAdapter

import pytest


@pytest.mark.parametrize(
    "phase,fields,missing",
    [
        ("open", {}, []),
        ("coming", {}, []),
        ("open", {"officials": []}, ["msg_check_dialogue_nobody"]),
        ("closed", {}, ["msg_check_dialogue_summary"]),
        ("closed", {"summary": rich(" ")}, ["msg_check_dialogue_summary"]),
        ("closed", {"summary": rich("<p>Xong.</p>")}, []),
    ],
)
def test_what_lacks(section, phase, fields, missing):
    dialogue = make_dialogue(section, phase, **fields)
    check = getAdapter(section, IContentCheck, name="dialogues")
    assert [str(one) for one in check.missing(dialogue)] == missing
