"""The reference server: what we ask the Ministry of Justice (BTP) for, as a program.

It stands for the other side, in development, in tests and at demonstrations. So it
shares nothing with the code that talks to it: no module in here imports one of
`sonla.pbgdpl`, and its OAI-PMH face is built on the library `oaipmh`.
Else a misunderstanding of ours would be on both sides and no test would see it.

It serves the loopback interface only.
"""
