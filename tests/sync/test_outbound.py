"""One client makes every outbound request: nothing else could, because nothing else imports what it takes."""

from pathlib import Path

import ast
import sonla.pbgdpl
import sonla.referenceserver

SOURCE = Path(sonla.pbgdpl.__file__).parent

CLIENT = {
    "sync/http/client.py": {"requests", "urllib3", "ssl"},
    "sync/http/exceptions.py": {"requests", "urllib3", "http.client", "socket", "ssl"},
    "sync/http/transport.py": {"urllib3", "socket"},
}
FORBIDDEN = {
    "aiohttp",
    "asyncio",
    "ftplib",
    "http.client",
    "httpx",
    "imaplib",
    "multiprocessing",
    "poplib",
    "pycurl",
    "requests",
    "socket",
    "ssl",
    "subprocess",
    "telnetlib",
    "urllib.request",
    "urllib3",
    "xmlrpc",
}


def imports(path: Path) -> set[str]:
    """Name the modules that a file imports; `from a import b` names `a` and `a.b`."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call):
            found |= called_import(node)
    return found


def called_import(node: ast.Call) -> set[str]:
    """Name what is imported by a call (`__import__`, `import_module`)."""
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    if name not in ("__import__", "import_module") or not node.args:
        return set()
    first = node.args[0]
    return {first.value} if isinstance(first, ast.Constant) else {"socket"}


def connecting(path: Path) -> set[str]:
    return {
        forbidden
        for name in imports(path)
        for forbidden in FORBIDDEN
        if name == forbidden or name.startswith(f"{forbidden}.")
    }


def test_only_the_client_can_open_a_connection():
    found = {
        path.relative_to(SOURCE).as_posix(): connecting(path)
        for path in SOURCE.rglob("*.py")
    }
    assert {name: modules for name, modules in found.items() if modules} == CLIENT


def test_the_reference_server_only_listens():
    """It answers whoever asks, and so needs sockets, but no client."""
    clients = FORBIDDEN - {"socket", "ssl", "asyncio"}
    server = Path(sonla.referenceserver.__file__).parent
    found = {path: connecting(path) for path in server.rglob("*.py")}
    assert {"socket", "ssl"} in found.values()
    assert not {path for path, modules in found.items() if modules & clients}


def test_xml_is_never_read_from_an_address():
    """`etree.parse` would open a file, and libxml2 an address."""
    calls = {
        node.func.attr
        for path in SOURCE.rglob("*.py")
        if "etree" in (text := path.read_text(encoding="utf-8"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and getattr(node.func.value, "id", "") == "etree"
    }
    assert "tostring" in calls
    assert not calls & {"parse", "iterparse", "XSLT", "XInclude"}
