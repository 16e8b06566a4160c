"""Row 3: our search page with its filters against Plone's own search."""

from bench.measuring import alternate
from bench.measuring import pages_time
from bench.measuring import Result
from bench.worker import Worker
from urllib.parse import quote

QUERIES = (
    "ủy ban",
    "uy ban nhan dan",
    "pháp luật",
    "luat dat dai",
    "hôn nhân gia đình",
    "bán",
    "218/QĐ-UBND",
)
"""From the most frequent words, which nearly every text holds, to a number."""


def search_page() -> list[Result]:
    """Row 3: the search page with facets over 10,000 items / stock search."""
    with Worker("items-10000") as worker:
        results = []
        for name, addresses in (
            ("@@pbgdpl-search, all queries", QUERIES),
            *((f"@@pbgdpl-search, “{query}”", (query,)) for query in QUERIES),
        ):
            ours = [f"/@@pbgdpl-search?q={quote(query)}" for query in addresses]
            stock = [f"/@@search?SearchableText={quote(query)}" for query in addresses]
            check(worker, ours, stock)
            candidate, baseline = alternate(
                lambda ours=ours: pages_time(worker, ours, 3),
                lambda stock=stock: pages_time(worker, stock, 3),
                rounds=7,
            )
            # Only the sum has a bar; single queries are there to learn from.
            bar = 1.20 if len(addresses) > 1 else None
            results.append(Result(name, candidate, baseline, bar))
        return results


def check(worker: Worker, ours: list[str], stock: list[str]) -> None:
    """Warm both up and make sure that results are shown: an error page is fast too."""
    for path in ours:
        body = worker.get(path).body
        if "pbgdpl-search-title" not in body or "pbgdpl-filters" not in body:
            raise RuntimeError(f"{path} shows no results or no filters")
    for path in stock:
        if "searchResults" not in worker.get(path).body:
            raise RuntimeError(f"{path} shows no results")
