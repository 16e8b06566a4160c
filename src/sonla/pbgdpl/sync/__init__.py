"""Fetching from and sending to other systems. May import units, exchange and the platform.

`harvest` fetches, `outbox` sends, `drivers` read protocols, and only `http` opens connections.
Nobody imports this package but `install`.
"""
