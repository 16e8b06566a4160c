"""What a question of a bank is: its kind, whether a statement is true, how hard it is.

Files and drawn tests name these tokens, so they are no lists to edit.
"""

from sonla.pbgdpl.options.learning.question_bank.rules import DIFFICULTIES
from sonla.pbgdpl.options.learning.question_bank.rules import KINDS
from sonla.pbgdpl.options.learning.question_bank.rules import TRUTHS
from sonla.pbgdpl.vocabularies.factories import TitledFactory

kinds = TitledFactory(KINDS)
truths = TitledFactory(TRUTHS)
difficulties = TitledFactory(DIFFICULTIES)
