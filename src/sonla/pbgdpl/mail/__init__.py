"""Mail: notices, the queue in the database, and the mailer. Knows no subject.

The path of a notice: a subject writes it (`notice`), it waits for the commit (`outbox`), then in
the database (`queue`), until a thread sends it (`mailer`, `delivery`); `failures` has what the
administrator sees.
"""
