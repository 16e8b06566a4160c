"""How often materials are read and fetched: counted from the proxy's log, never on a view.

A page that counted itself would write on each view and be counted never where a cache
answers. The proxy sees every visit and writes it down anyway.

*log → `access_log` → CSV → `storage` → page*. The command knows nothing of Zope, so it
runs where the log is.
"""
