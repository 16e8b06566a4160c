"""Mail and content-rule events that follow the steps of the editorial workflow.

The path of a mail: *subscribers* (a step was taken) → *recipients* (who is told) →
*outbox* (until the transaction commits) → *queue* (in the database, until it is sent) →
*mailer* (a thread that sends) → *failures* (what the administrator sees).
"""
