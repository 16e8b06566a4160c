"""Send questions as quickly as they are taken, from a process of its own.

Arguments: address of the form, file with one stamp a line, number of connections. Writes
to the standard output how each was answered, and the code that came with it, if one did.
"""

from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode
from urllib.parse import urlsplit

import re
import sys
import threading

CODE = re.compile(rb'id="pbgdpl-code">([2-9A-Z-]{14})<')
VALUES = {
    "question": "Con tôi 15 tuổi, khi nào được đăng ký kết hôn?",
    "asker_phone": "0912 000 222",
    "consent": "1",
}
HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}


def main(address: str, stamps: str, connections: str) -> None:
    """Send them all, and say what came back."""
    parts, local = urlsplit(address), threading.local()

    def send(stamp: str) -> str:
        if not hasattr(local, "http"):
            local.http = HTTPConnection(parts.hostname, parts.port, timeout=120)
        body = urlencode({**VALUES, "stamp": stamp})
        local.http.request("POST", parts.path, body, HEADERS)
        answer = local.http.getresponse()
        found = CODE.search(answer.read())
        return f"{answer.status} {found.group(1).decode() if found else '-'}"

    with ThreadPoolExecutor(int(connections)) as pool:
        for line in pool.map(send, Path(stamps).read_text().split()):
            print(line)


if __name__ == "__main__":
    main(*sys.argv[1:])
