"""Row: a list of people that is entered while others save."""

from bench.measuring import COUNT
from bench.measuring import Result
from bench.puller import Puller
from bench.source import Source
from statistics import median

EDITORS = 2
PAUSE = 0.5
NUMBER = 500
BAR = 15.0


def people_import() -> list[Result]:
    """Row: 500 people of a list entered beside two editors who save every half second."""
    with Source() as source, Puller("items-0", source.url) as puller:
        found = puller.ask(do="enter_list", number=NUMBER, editors=EDITORS, pause=PAUSE)
    if found["entered"] != NUMBER or not found["saves"]:
        raise RuntimeError(f"not everybody was entered, or nobody saved: {found}")
    failed = float(len(found["failed"]))
    return [
        Result(
            "500 people of a list beside two editors",
            found["seconds"],
            bar=BAR,
            unit="s",
        ),
        Result("processor time of the list and the editors", found["cpu"], unit="s"),
        Result("requests of the list", float(found["requests"]), unit=COUNT),
        Result("saves beside the list that failed", failed, bar=0.0, unit=COUNT),
        Result("saves beside the list", float(len(found["saves"])), unit=COUNT),
        Result("a save beside the list, median", median(found["saves"]) * 1000),
    ]
