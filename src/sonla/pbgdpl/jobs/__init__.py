"""Scheduled jobs: what must happen without a person. Imports settings and core.

A clock starts a run: `runner` takes the lease, asks each `IScheduledJob` whether it is due, runs
them one after another and writes the journal. Only `runner` and `transactions` commit.
"""
