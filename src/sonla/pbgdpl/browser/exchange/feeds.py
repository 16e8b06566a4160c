from sonla.pbgdpl.exchange.settling import now_in_seconds  # noqa
