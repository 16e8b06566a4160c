"""`@@btp-sync`: one run of the exchange's jobs, asked for over HTTP."""

from sonla.pbgdpl.administration.pages.run_jobs import RunView


class ExchangeRunView(RunView):
    """Run the jobs of the exchange that are due, and no others."""

    group = "exchange"
