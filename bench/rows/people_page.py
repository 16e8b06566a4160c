"""Row: filtered lists of people against Plone's own search over the same catalog."""

from bench.measuring import alternate
from bench.measuring import pages_time
from bench.measuring import Result
from bench.worker import Worker
from urllib.parse import quote

PAIRS = (
    ("level=tinh", "tỉnh"),
    ("level=xa&letter=%C4%90", "Đạt"),
    ("agency=so-tu-phap", "Sở Tư pháp"),
    ("field=dat-dai&language=hmn", "đất đai"),
    ("q=nguyen+van+an", "nguyen van an"),
    ("level=tinh&b_start=4000", "chuyên viên"),
)
"""A state of the list, and words that Plone's search is asked for instead."""


def people_page() -> list[Result]:
    """Row: a filtered page of 10,000 people / Plone's own search page."""
    with Worker("people-10000") as worker:
        results = []
        for name, pairs in (
            ("@@reporters, all lists", PAIRS),
            *((f"@@reporters?{pair[0]}", (pair,)) for pair in PAIRS),
        ):
            ours = [f"/@@reporters?{state}" for state, _words in pairs]
            stock = [f"/@@search?SearchableText={quote(w)}" for _state, w in pairs]
            check(worker, ours, stock)
            candidate, baseline = alternate(
                lambda ours=ours: pages_time(worker, ours, 3),
                lambda stock=stock: pages_time(worker, stock, 3),
                rounds=7,
            )
            # Only the sum has a bar; single lists are there to learn from.
            bar = 1.0 if len(pairs) > 1 else None
            results.append(Result(name, candidate, baseline, bar))
        return results


def check(worker: Worker, ours: list[str], stock: list[str]) -> None:
    """Warm both up and make sure that people are shown: an error page is fast too."""
    for path in ours:
        if 'id="pbgdpl-people"' not in worker.get(path).body:
            raise RuntimeError(f"{path} shows nobody")
    for path in stock:
        if "searchResults" not in worker.get(path).body:
            raise RuntimeError(f"{path} shows no results")
