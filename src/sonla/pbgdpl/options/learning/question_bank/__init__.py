"""The question bank: questions for tests, approved before anybody is asked them; never public.

*form or file → approval → draw → marks*. Tests that are drawn from it stand above.
"""

BANK_TYPE = "QuestionBank"
BANK_QUESTION_TYPE = "BankQuestion"
BANK_WORKFLOW = "pbgdpl_bank_workflow"

DRAFT, SUBMITTED, APPROVED, RETIRED = "draft", "submitted", "approved", "retired"

DIFFICULTY_INDEX = "pbgdpl_difficulty"
