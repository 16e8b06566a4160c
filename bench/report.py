"""The table of results, as printed and as published in `docs/benchmarks.rst`."""

from bench.chart import growth_chart
from bench.datasets import DATASETS
from bench.measuring import COUNT
from bench.measuring import Result
from bench.results import Measured
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
PAGE = DOCS / "benchmarks.rst"
PICTURE = DOCS / "images" / "growth.svg"
GROWTH = "bench.rows.growth_of_pages.growth_of_pages"
"""The row that the picture shows."""
HEAD = ("What", "Candidate", "Baseline", "Ratio", "Bar", "Kept")
NONE = "–"
INTRODUCTION = """\
==========
Benchmarks
==========

Written by ``make bench``; ``make bench ARGS="--only WORD"`` measures single rows again,
and the others keep the day and the machine on which they were measured
(``bench/results.json``). Both sides of a row are measured in one run on one machine, in
processes of their own, alternating where that is possible; medians count. Only ratios mean
something; the times are those of one machine. A machine for all rows has nginx and wrk
(Debian's packages of these names); a first run, which builds the data sets, takes an hour and
a half on a quick one.

Pages
=====

The publisher is called in-process and its processor time is taken. “Uncached” empties
the memory caches before each request.

- Homepages are asked of seven pairs of processes, of which the median counts: one process
  is up to four in a hundred quicker than another one of the same kind, for life.
- *homepage* compares with a portal without the add-on that holds 10,000 items of
  Plone's own, because Plone's menus and portlets cost more in a full portal. The
  lines without a bar compare with an empty one. The page is a listing of twenty
  news with portlets on both sides.
- *100,000 / 1,000* is measured on a homepage of written text: what Plone's own
  listings cost grows with all content of a portal. So does its menu, as soon as there is
  one entry in it, with and without the add-on: each index that a search asks is walked
  from end to end. The bar is for the growth with the add-on over the growth without.
- *@@pbgdpl-search* compares with ``@@search`` for the same words over the same
  items; the bar holds for all queries together.
- *@@reporters* compares filtered lists of 10,000 people with ``@@search`` for words that
  as many of their records hold; the bar holds for all lists together.
- *landing page*, *@@materials* and *material* compare with Plone's own listing of a folder
  of twenty news, its ``@@search`` for the same materials, and its view of a news item, in
  the same portal.
- *question list* compares with a collection of Plone's own that lists the same questions,
  as many on a page, in the same order.
- *number in the toolbar*, *desk* and *add form* are asked of the demonstration, for its three
  people. The number is drawn by itself, each time for a new request: a page varies by more.
- *no option / all* are pages of the demonstration, anew each time, in a portal where every option rests and in one where all
  are on. The homepage is the visitor's; the menus are those of an editor on the page of the section.
- *Statistics* are asked of a portal all of whose 100,000 activities took place in one year,
  and of one with 1,000. The page counts two years, of which the former has none. The ZODB cache has
  room for 30,000 objects, as in ``deploy/``. *300 rows × 20 columns* is the page of such a form: the whole of it on one page,
  the part that comes first, and one of its numbers by units. *records of a cell* lists the activities behind a number of a unit's report, *activities of
  the year* those behind a number of the page. The report of
  1,300 figures is the province's, with a row for each agency; each is typed with a note of its own, sent as a
  browser does, and looked for when the form is opened again.
- The lines *…, 1,000 texts* to *…, 100,000 texts* ask portals of growing size for the same
  pages: with the add-on its homepage, landing page, list of materials and search; without it
  a homepage of the same words, Plone's listing of a folder of every fiftieth text, a
  collection of all texts by date, and ``@@search`` for the same words, which nearly every
  text holds. All texts are short there. Lists have twenty texts on a page. Three pairs of
  processes are asked, of which the median counts.

.. figure:: images/growth.svg
   :alt: Milliseconds a page by number of texts, with the add-on and without

   What the pages take with 1,000, 10,000 and 100,000 texts.

Requests a second
=================

Eight visitors without an account ask for one page again and again: wrk, in a process of its
own, over the loopback interface, four seconds at a time, five times a side in turn. The
portals hold 10,000 texts of 200 words; the pages on either side are those of the picture
above, with a homepage that lists news. Asking, serving, nginx and PostgreSQL share the
processors of one machine, so a cluster here shows what it costs rather than what it brings.

- *one client*: Zope's ``runwsgi`` with the files of ``deploy/zope`` over a FileStorage:
  waitress with the four threads of ``zope.ini``.
  Nothing is kept between requests but what Plone itself keeps.
- *cluster*: two such clients on PostgreSQL by RelStorage, nginx with the rules of
  ``deploy/nginx`` in front.
- *cluster, pages kept*: the same with Plone's caching switched on by
  ``deploy/scripts/caching.py``, as a cluster is to run: nginx keeps each
  page for four seconds and answers by itself meanwhile.
- *pages kept / asked of Zope*: our pages from the proxy's store against the same cluster's
  without it, from the same run; each is to be had forty times as often at least.
- *lengthened links*: pages of the demonstration that are kept, each request with a parameter of
  its own appended, as social networks and advertisements do, against the same without.

A slow phone
============

Chromium, 360 pixels wide and slowed down by its own protocol: a processor four times as slow as
this machine's, 400 kbit/s, 300 ms until an answer begins. The demonstration stands behind the
cluster's proxy with pages kept. Each page is loaded three times by a browser that knows nothing
yet, in turn with a plain page of the same portal: a news item of Plone's own with title,
description and text. *first paint* and *largest paint* are FCP and LCP; *blocked* is what tasks
of more than 50 ms took beyond that from the first paint on (TBT).

Fetching
========

The source has 10,000 records with bodies of 6 KB and without files. Its answers were
recorded before and are served over HTTP from files by a process of its own, so that
what the source computes is not measured. A pull is ``run_exchange`` in a connection of its
own, as the clock runs it, with a ZODB cache of 30,000 objects and time enough. Rates
are by the wall clock, so waiting for the disk at each commit counts; what does not is
the time for which another program of the machine had the processor (the kernel's account
of the thread).

- *first pull* compares with a loop of ``plone.api.content.create`` that commits every
  50 items: the same fields of the same records, read before the time is taken, into the
  same unit of the same portal with the add-on. The two take turns, a thousand records
  each, so that both catalogs grow at the same pace.
- *pull of 2,000* compares with the two tools by which portals of Plone move content. A
  portal that has fetched the records is exported by each of them, and a fresh one with the
  same unit imports that, each time a copy of the same empty portal with the add-on: the
  same types, fields, workflow and catalog. The tools run as their form
  (``@@import_content``) and their program (``plone-importer``) do, with their own settings
  of when to commit; what they read are local files with everything in its final form,
  while a pull asks over HTTP, cleans, checks and remembers each record. The first makes
  what was submitted pass the workflow, so that mail to reviewers is made, too.
- *unchanged records* asks the source for everything again (``--since``), by the time
  of our processor alone: at that rate the source is what one waits for. What was
  written meanwhile is read from the storage: nothing but what the synchronisation
  remembers itself, no content and no catalog.
  Its bar is a number of one machine, which made 17.5 records a second by the plain loop of *first pull*.
- *by mapped JSON*: the same records as a list in pages, which knows neither windows nor
  deletions, so that it is read whole each time.
- *first sending in batches*: a portal with 10,000 texts sends all of them for the first time, fifty in a
  request, by a mapping that is shipped; the reference server takes them in another process. A run is killed
  after the first thousand. Rate and memory are those of the next one, which is read after a thousand and at
  the end. What the partner has in the end is compared with what is public.
- *peak memory* is the highest resident memory of the whole process, by the account of
  the kernel, counted after a hundred records were fetched: what a server needs. What
  comes on top of the start is shown, too: it is mostly the ZODB cache, whose size the
  administrator sets.
- *beside two editors*: each saves a text with 200 new words through the publisher
  (REST), waits half a second, and so on; a save fails when Zope's own three
  repetitions did not help. They run in the process that fetches, as in a server.
- *500 people of a list*: the page of the import is asked as a browser does, from the upload to
  the last page that goes on by itself, without editors and beside the same two, by the same
  clock. All must be in the register in the end.
- *1,000 questions of a file*: the page of a question bank is asked in the same way, from the upload of a
  GIFT file over its preview to the drafts; by the same clock; once into an empty bank, once into one that has as many.
- *people who finished* and the lines below it: five hundred people learn one lesson and take its test of
  ten questions, from the link to the certificate, over a cluster as above; six times as quickly as within an hour: they
  come by chance within seven minutes, and pause five seconds at each page. Five of a hundred answers
  are sent twice at once, after three the line breaks before anything was heard; an answer that such a line brings
  late is refused if another one was given meanwhile, or shown beside the next one, which is sent once more then. Two editors save meanwhile, a second after each save, one of
  them the course itself, too. What people were told is compared with what is stored. The times are those of the wall clock, from
  sending to the answer; the processor time of a question page is that of the whole client.
- *a page, a source …*: a visitor asks for the homepage again and again, by the wall
  clock, while in the same process run after run, each a second after the last one,
  meets a source that fails.

What strangers send, and a start
================================

- *… at its limit*: each reader of files and texts is given the largest that it admits, in several
  shapes of ``bench/readers.py``: what repeats a piece of the format, is nested, or has many parts. The
  processor time of the shape that takes longest counts.
- *process ready*: processes with the add-on and without it, in turn, over an empty database; resident
  memory and processor time when Zope could answer. Modules are compiled before, as every installation has them.
"""


RESULTS = """\
Results
=======
"""


def table(results: list[Result]) -> str:
    """Write results as a table of reStructuredText."""
    rows = [HEAD, *map(cells, results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    rule = "  ".join("=" * width for width in widths)
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    return "\n".join(
        (rule, lines[0].rstrip(), rule, *(line.rstrip() for line in lines[1:]), rule)
    )


def cells(result: Result) -> tuple[str, ...]:
    """Write one result as cells."""
    return (
        result.what,
        number(result.candidate, result.unit),
        number(result.baseline, result.unit),
        number(result.ratio),
        bar(result),
        NONE if result.bar is None else "yes" if result.kept else "NO",
    )


def number(value: float | None, unit: str = "") -> str:
    """Write a number, or that there is none."""
    if value is None:
        return NONE
    digits = 2 if not unit else 0 if value >= 1_000 or unit == COUNT else 1
    return f"{value:,.{digits}f} {'' if unit == COUNT else unit}".strip()


def bar(result: Result) -> str:
    """Write a bar with its sense."""
    if result.bar is None:
        return NONE
    unit = "" if result.ratio is not None else result.unit
    return f"{'≥' if result.at_least else '≤'} {number(result.bar, unit)}"


def write(rows: dict[str, Measured]) -> None:
    """Write the page of the documentation and its picture."""
    PAGE.write_text(page(list(rows.values())), encoding="utf-8")
    if GROWTH in rows:
        PICTURE.write_text(growth_chart(rows[GROWTH].results), encoding="utf-8")


def page(rows: list[Measured]) -> str:
    """Write the page of what was measured."""
    results = [result for row in rows for result in row.results]
    parts = (INTRODUCTION, RESULTS, table(results), days(rows), data_sets())
    return "\n\n".join(part.strip() for part in parts) + "\n"


def days(rows: list[Measured]) -> str:
    """Return when and where what was measured."""
    lines = [
        f"- {row.results[0].what}: {row.day:%d %B %Y}, {row.machine}" for row in rows
    ]
    return "\n".join(["Rows measured on, each by its first line:", "", *lines])


def data_sets() -> str:
    """Return how large the data sets are."""
    lines = (f"- ``{name}``: {one.content}" for name, one in DATASETS.items())
    return "\n".join(["Data sets, built once:", "", *lines])
