"""Look at a page again and again, from a process of its own; write how long each took.

Arguments: address, number of looks (0: until the standard input ends). Writes seconds to
the standard output, a look a line.
"""

from http.client import HTTPConnection
from itertools import count
from urllib.parse import urlsplit

import sys
import threading
import time

PAUSE = 0.05


def main(address: str, looks: str) -> None:
    """Look, and say how long it took."""
    parts, over = urlsplit(address), threading.Event()
    if not int(looks):
        threading.Thread(target=lambda: (sys.stdin.read(), over.set())).start()
    for number in count(1):
        begun = time.perf_counter()
        http = HTTPConnection(parts.hostname, parts.port, timeout=60)
        http.request("GET", parts.path)
        answer = http.getresponse()
        answer.read()
        print(time.perf_counter() - begun)
        assert answer.status == 200
        http.close()
        if number == int(looks) or over.is_set():
            return
        time.sleep(PAUSE)


if __name__ == "__main__":
    main(*sys.argv[1:])
