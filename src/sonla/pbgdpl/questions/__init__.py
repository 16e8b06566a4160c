"""Questions of citizens: from the form to the answer, and what is private.

*form → protection → question → desk → answer → the asker*. `docs/question-to-mail.rst` follows
one question through the code.
"""

QUESTION_WORKFLOW = "pbgdpl_question_workflow"


QUESTION_TYPE = "LegalQuestion"


ANSWER_QUESTIONS = "sonla.pbgdpl: Answer questions"


QUESTION_INDEX = "pbgdpl_question"
DUE_INDEX = "pbgdpl_due"
