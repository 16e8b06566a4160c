"""Who fits a talk, in which order, and which refusals count."""

from datetime import date
from datetime import timedelta
from people import recognition
from sonla.pbgdpl.options.requests.rules import counted_refusals
from sonla.pbgdpl.options.requests.rules import fit_of
from sonla.pbgdpl.options.requests.rules import Speaker
from sonla.pbgdpl.options.requests.rules import state_by
from sonla.pbgdpl.options.requests.rules import Talk

import pytest

DAY = date(2026, 12, 9)
TALK = Talk(DAY, "03646", ("dat-dai", "lam-nghiep"), "blt")
VALID = {
    "name": "Lò Văn Ví Dụ",
    "recognitions": [recognition()],
    "legal_fields": ("dat-dai",),
    "languages": ("vi", "blt"),
}
COMMUNE = recognition("xa", "03646")


def speaker(**changed):
    return Speaker(**{**VALID, **changed})


@pytest.mark.parametrize(
    ("changed", "obstacles"),
    {
        "fits": ({}, ()),
        "ends on the day": (
            {"recognitions": [recognition(ended_on=DAY)]},
            ("not_in_force",),
        ),
        "ends the day after": (
            {"recognitions": [recognition(ended_on=DAY + timedelta(days=1))]},
            (),
        ),
        "begins later": (
            {"recognitions": [recognition(valid_from=DAY + timedelta(days=1))]},
            ("not_in_force",),
        ),
        "commune's own": ({"recognitions": [COMMUNE]}, ()),
        "of another commune": (
            {"recognitions": [recognition("xa", "03664")]},
            ("elsewhere",),
        ),
        "of the centre": ({"recognitions": [recognition("tw", None)]}, ()),
        "barred": ({"is_barred": True}, ("barred",)),
        "other field": ({"legal_fields": ("y-te",)}, ("other_field",)),
        "other language": ({"languages": ("vi",)}, ("other_language",)),
        "speaks elsewhere": ({"is_busy": True}, ("busy",)),
    }.values(),
)
def test_obstacles(changed, obstacles):
    fit = fit_of(TALK, speaker(**changed))
    assert fit.obstacles == obstacles
    law = {"not_in_force", "elsewhere", "barred"}
    assert fit.is_forbidden == bool(law.intersection(obstacles))


def test_who_fits_better_comes_first():
    people = {
        "both fields": speaker(legal_fields=("dat-dai", "lam-nghiep"), talks=9),
        "near": speaker(is_near=True, talks=5),
        "few talks": speaker(talks=1),
        "trained": speaker(talks=2, courses=1),
        "many talks": speaker(talks=2),
        "busy": speaker(is_busy=True, legal_fields=TALK.legal_fields),
        "barred and busy": speaker(is_busy=True, is_barred=True),
    }
    names = list(people)
    ranked = sorted(names[::-1], key=lambda one: fit_of(TALK, people[one]).place)
    assert ranked == names


def test_everybody_speaks_vietnamese_and_without_fields_all_fit():
    silent = speaker(languages=(), legal_fields=())
    assert fit_of(Talk(DAY, "03646", (), "vi"), silent).obstacles == ()
    assert fit_of(Talk(DAY), silent).obstacles == ()


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ([], "received"),
        (["asked"], "introduced"),
        (["declined"], "received"),
        (["declined", "asked"], "introduced"),
        (["agreed", "asked"], "accepted"),
        (["withdrawn"], "received"),
    ],
)
def test_the_state_follows_the_answers(answers, state):
    assert state_by({"answer": one} for one in answers) == state


def test_refusals_count_within_a_recognition_and_without_good_reason():
    def refusal(day, good=False, answer="declined"):
        return {"answer": answer, "good_reason": good, "answered_on": day}

    found = [
        refusal(date(2026, 5, 1)),
        refusal(date(2023, 5, 1)),
        refusal(date(2026, 3, 1)),
        refusal(date(2026, 4, 1), good=True),
        refusal(date(2026, 4, 2), good=None),
        refusal(date(2026, 4, 3), answer="withdrawn"),
    ]
    counted = counted_refusals(found, [recognition()], DAY)
    assert [one["answered_on"].month for one in counted] == [3, 5]
    over = [recognition(ended_on=date(2026, 6, 1))]
    assert counted_refusals(found, over, DAY) == []
