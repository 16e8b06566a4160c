"""Question banks, and courses that are learned online, as an option of a portal."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import ILearningLayer
from sonla.pbgdpl.core.options import Option
from sonla.pbgdpl.options.learning.question_bank import BANK_QUESTION_TYPE
from sonla.pbgdpl.options.learning.question_bank import SUBMITTED

LEARNING_OPTION = Option(
    order=10,
    title=_("option_learning", default="Learning online"),
    description=_(
        "option_learning_help",
        default="Question banks, courses with lessons and tests on the portal, and certificates.",
    ),
    audience=_(
        "option_learning_audience",
        default="An office whose people learn without coming together",
    ),
    layer=ILearningLayer,
    open_content={BANK_QUESTION_TYPE: (SUBMITTED,)},
)
