"""A portal that fetches, in a process of its own (`python -m bench.puller FOLDER`).

It works as the clock in a server does: a thread with a connection of its own, as the
machine's account, with the caches of a usual server.
"""

from bench.child import answer_orders
from bench.child import Child
from bench.datasets import copied
from bench.datasets import SITE
from bench.editors import Editors
from bench.memory import Peak
from bench.own_time import OwnTime
from bench.zope_process import load_zope
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from time import process_time
from typing import Any

import json
import os
import sys

RUNNER = "pbgdpl-runner"
SOURCE = "btp"
CACHED_OBJECTS = 30_000
"""What buildouts of Plone set for each thread."""
BUDGET = 7200.0
JUST_BEHIND = timedelta(seconds=1)
"""From the very beginning of a source there would be an inventory, too. The overlap of
windows brings what is before it."""


class Puller(Child):
    """Hold a copy of a data set and fetch into it."""

    def __init__(
        self, dataset: str, url: str, packages: Path | None = None, **row: str
    ) -> None:
        """Start it; `packages` is a folder of what it alone shall have.

        `row` is what the source has in other columns of the settings than usual.
        """
        with ExitStack() as stack:
            folder = stack.enter_context(copied(dataset))
            words = (str(folder), url, json.dumps(row))
            super().__init__("bench.puller", *words, packages=packages)
            self._copy = stack.pop_all()

    def __exit__(self, *error: Any) -> None:
        """Let the child end, then drop the copy."""
        try:
            super().__exit__(*error)
        finally:
            self._copy.close()

    def pull(self, records: int, again: bool = False) -> dict[str, Any]:
        """Fetch so many records; `again` asks for everything, whatever was read."""
        answer = self.ask(do="pull", limit=records, again=again)
        done = answer["counts"].get("unchanged" if again else "created", 0)
        if done < records:
            raise RuntimeError(f"{records} records were asked for: {answer}")
        return answer


class Portal:
    """Do what is asked, in the child."""

    def __init__(self, folder: Path, url: str, row: dict[str, str]) -> None:
        self.application = load_zope(folder, True, CACHED_OBJECTS)
        self.folder = folder
        self.url = url
        self.row = row
        os.environ["PBGDPL_ALLOWED_HOSTS"] = url.split("/")[2]
        os.environ["PBGDPL_ALLOWED_NETWORKS"] = "127.0.0.0/8"
        self.configure()

    def answer(self, order: dict[str, Any]) -> Any:
        """Do one order; its other keys are arguments."""
        return getattr(self, order.pop("do"))(**order)

    @contextmanager
    def opened(self) -> Iterator[Any]:
        """Yield the site while the account of the machine acts in it, as by the clock."""
        from sonla.pbgdpl.jobs.site import acting

        import transaction
        import Zope2

        transaction.begin()
        connection = Zope2.DB.open()
        try:
            with acting(connection.root()["Application"], f"/{SITE}", RUNNER) as site:
                yield site
        finally:
            transaction.abort()
            connection.close()

    def configure(self) -> None:
        """Switch fetching on, from a source that may have another port than before."""
        from plone import api
        from sonla.pbgdpl.sync.store import make_store

        import transaction

        row = {
            "name": SOURCE,
            "title": "Bộ Tư pháp (mẫu)",
            "enabled": True,
            "driver": "oaipmh",
            "base_url": self.url,
            "authentication": "bearer",
            "metadata_prefix": "pbgdpl",
            "sets": None,
            "trusted_sets": None,
            "target": None,
            **self.row,
        }
        with self.opened() as site:
            state = make_store(site).source(SOURCE)
            if state.repository_info is not None:
                state.repository_info = replace(
                    state.repository_info, base_url=self.url
                )
            for name, value in (("sources", [row]), ("pull_enabled", True)):
                api.portal.set_registry_record(f"sonla.pbgdpl.sync.{name}", value)
            transaction.commit()

    def pull(
        self, limit: int, again: bool = False, budget: float = BUDGET
    ) -> dict[str, Any]:
        """Run the synchronisation once for so many records, or as many seconds."""
        from sonla.pbgdpl.sync.running import run_exchange

        with self.opened() as site:
            since = beginning(site) if again else None
        with self.opened() as site, timed() as times:
            result = run_exchange(
                site,
                budget=budget,
                source=SOURCE,
                since=since,
                limit=None if again else limit,
            )
        counts = dict(result.counts.get(f"harvest/{SOURCE}", {}))
        return {**times, "counts": counts, "result": result.as_json()}

    def settle(self, limit: int) -> dict[str, Any]:
        """Read everything once, and go on where that is held.

        The addresses in the records have another port than those that were fetched.
        """
        from sonla.pbgdpl.sync.operations import release
        from sonla.pbgdpl.sync.store import make_store

        import transaction

        found = self.pull(limit, again=True)
        with self.opened() as site:
            release(make_store(site), SOURCE)
            transaction.commit()
        return found if found["result"]["state"] == "done" else self.pull(limit)

    def create(self, first: int, number: int, commit: int) -> dict[str, Any]:
        """Make the same content with `plone.api` alone, in a plain loop."""
        from bench.plain import contents
        from bench.plain import create_all
        from bench.plain import create_unit

        with self.opened() as site:
            container = create_unit(site)
            values = contents(site, container, self.url, first, number)
            with timed() as times:
                create_all(container, values, commit)
        return times

    def export(self, folder: str) -> int:
        """Let the tools that move content write what was fetched; tell how much it is."""
        from bench.migrating import export_all

        with self.opened() as site:
            return export_all(site, Path(folder))

    def migrate(self, folder: str, tool: str) -> dict[str, Any]:
        """Make the same content with a tool that moves content."""
        from bench.migrating import import_all
        from bench.migrating import texts_in
        from bench.plain import create_unit

        with self.opened() as site:
            unit = "/".join(create_unit(site).getPhysicalPath())
            with timed() as times:
                import_all(site, Path(folder), tool)
        with self.opened() as site:
            return {**times, "made": len(texts_in(site, unit))}

    def peak(self, limit: int) -> dict[str, float]:
        """Pull and tell what memory that took at most, in megabytes."""
        peak = Peak()
        counts = self.pull(limit)["counts"]
        return {"start": peak.start, "peak": peak.value(), "done": counts["created"]}

    def written(self, limit: int) -> dict[str, Any]:
        """Pull again what is unchanged; name what was written besides the store."""
        from bench.writes import foreign_writes
        from sonla.pbgdpl.jobs.store import job_store_of
        from sonla.pbgdpl.sync.store import store_of

        import Zope2

        storage = Zope2.DB.storage
        before = storage.lastTransaction()
        counts = self.pull(limit, again=True)["counts"]
        with self.opened() as site:
            own = (store_of(site)._p_oid, job_store_of(site)._p_oid)
            found = foreign_writes(storage, before, *own)
        return {"counts": counts, "foreign": found}

    def beside_editors(
        self, limit: int, budget: float, editors: int, pause: float
    ) -> dict[str, Any]:
        """Pull while people save texts of their own through the publisher."""
        with self.opened() as site:
            saving = Editors.hired(site, self.application, editors, pause, OwnTime())
        with saving:
            found = self.pull(limit, budget=budget)
        return {**found, "saves": saving.times, "failed": saving.failed}

    def beside_visitors(self, seconds: float) -> dict[str, Any]:
        """Time a page by the wall clock, in milliseconds, without runs and beside them."""
        from bench.visitors import median_wait
        from bench.visitors import Runs

        median_wait(self.application, seconds)
        alone = median_wait(self.application, seconds)
        with Runs(lambda: self.pull(limit=1_000, again=True, budget=seconds)) as runs:
            beside = median_wait(self.application, seconds)
        return {"alone": alone, "beside": beside, "runs": runs.number}

    def keep(self, folder: str) -> bool:
        """Put the portal as it is into a folder, as a data set."""
        import shutil
        import Zope2

        Zope2.DB.pack()
        for name in ("Data.fs", "Data.fs.index", "blobs"):
            source, target = self.folder / name, Path(folder) / name
            if source.is_dir():
                shutil.copytree(source, target, dirs_exist_ok=True)
            elif source.exists():
                shutil.copy2(source, target)
        return True


def beginning(site: Any) -> datetime | None:
    """Return the moment since which everything of the source is read.

    None for one that knows no moments: it is read whole each time.
    """
    from sonla.pbgdpl.sync.store import store_of

    earliest = store_of(site).sources[SOURCE].repository_info.earliest
    return earliest + JUST_BEHIND if earliest is not None else None


@contextmanager
def timed() -> Iterator[dict[str, float]]:
    """Yield a mapping that has times in seconds at the end.

    `seconds` by `OwnTime`, `processor` of all threads.
    """
    times: dict[str, float] = {}
    clock = OwnTime()
    begin, processor = clock(), process_time()
    yield times
    times["seconds"] = clock() - begin
    times["processor"] = process_time() - processor


def main() -> None:
    """Answer orders."""
    folder, url, row = sys.argv[1:]

    def start() -> Callable[[dict[str, Any]], Any]:
        return Portal(Path(folder), url, json.loads(row)).answer

    answer_orders(start)


if __name__ == "__main__":
    main()
