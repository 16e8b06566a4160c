"""The rows of the benchmark: functions without arguments that give results.

A new row is a module here and its function in `ROWS`.
"""

from bench.measuring import Result
from bench.rows import bank_import
from bench.rows import bare_core
from bench.rows import desk
from bench.rows import editors
from bench.rows import first_pull
from bench.rows import growth_of_pages
from bench.rows import homepage
from bench.rows import learning
from bench.rows import lengthened_links
from bench.rows import list_import
from bench.rows import mapped_json
from bench.rows import memory
from bench.rows import migrations
from bench.rows import people_page
from bench.rows import process_start
from bench.rows import public_pages
from bench.rows import readers
from bench.rows import search_page
from bench.rows import sending
from bench.rows import served_pages
from bench.rows import slow_phone
from bench.rows import statistics
from bench.rows import unchanged
from bench.rows import visitors
from collections.abc import Callable

ROWS: tuple[Callable[[], list[Result]], ...] = (
    homepage.cost_of_the_portlet,
    homepage.growth,
    growth_of_pages.growth_of_pages,
    search_page.search_page,
    people_page.people_page,
    public_pages.public_pages,
    desk.desk,
    bare_core.bare_core,
    statistics.statistics,
    served_pages.one_client_requests,
    served_pages.cluster_requests,
    lengthened_links.lengthened_links,
    slow_phone.slow_phone,
    first_pull.first_pull,
    migrations.migrations,
    unchanged.unchanged,
    mapped_json.mapped_json,
    sending.sending,
    memory.memory,
    editors.editors,
    list_import.list_import,
    bank_import.bank_import,
    learning.learning,
    visitors.visitors,
    readers.readers,
    process_start.process_start,
)
