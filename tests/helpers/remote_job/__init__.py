"""A job in a process of its own; `PBGDPL_JOB` tells it what to do."""

from plone import api
from sonla.pbgdpl.exchange.jobs import ExchangeJob
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.sync.failures import Suspicious

import logging
import os
import time

logging.getLogger(__name__).warning("No audit log file specified")  # as some add-ons do


class RemoteJob(ExchangeJob):
    """Do what the environment says: `write`, `hold`, `fail`, `stumble`, `sleep`, `linger`; else nothing."""

    def due(self, context):
        """Return whether it is due: if there is something to do."""
        return bool(os.environ.get("PBGDPL_JOB"))

    def run(self, context):
        """Call the method that the environment names."""
        getattr(self, os.environ["PBGDPL_JOB"])(context)

    def write(self, context):
        """Leave a trace in the journal and on the portal."""

        def step():
            context.count("remote", "created")
            context.note(
                "remote",
                "created",
                identifier=context.site.absolute_url(),
                uid=api.user.get_current().getId(),
                detail=f"{context.options.get('since')} {context.options.get('limit')}",
            )
            self.site.description = "written"

        context.transact(step)

    def hold(self, context):
        """Find something suspicious."""
        raise Suspicious("everything is gone")

    def fail(self, context):
        """Reach nobody."""
        raise TransientFailure("connection refused")

    def stumble(self, context):
        """Meet what nobody foresaw."""
        raise KeyError("pending")

    def sleep(self, context):
        """Say that it works, and work for long."""
        print("remote job has begun", flush=True)
        time.sleep(120)

    def linger(self, context):
        """Say that it works, and write a while later."""
        print("remote job has begun", flush=True)
        time.sleep(3)
        self.write(context)
