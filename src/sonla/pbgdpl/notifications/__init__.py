"""Mail and content-rule events that follow the steps of the editorial workflow.

The path of a mail: *subscribers* (a step was taken) → *recipients* (who is told) →
*outbox* (kept until the transaction is through) → *postman* (a thread that sends) →
*failures* (what the administrator sees).
"""
