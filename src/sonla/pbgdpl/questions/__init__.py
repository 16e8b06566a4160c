"""Questions of citizens: their way from the form to the answer, and what is private.

*form → protection → question → desk → answer → the asker*. Pages are in
`questions.pages`; nothing here knows of them.
"""

QUESTION_WORKFLOW = "pbgdpl_question_workflow"


QUESTION_TYPE = "LegalQuestion"


ANSWER_QUESTIONS = "sonla.pbgdpl: Answer questions"


QUESTION_INDEX = "pbgdpl_question"
DUE_INDEX = "pbgdpl_due"
