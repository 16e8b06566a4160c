"""Write the Zope instance of the demonstration into `var/`: what `buildout.cfg` says, without it.

Its database lies where that of the buildout does, so either serves what the other made.

usage: instance.py PORT BTP_PORT
"""

from configparser import ConfigParser
from configparser import ExtendedInterpolation
from pathlib import Path

import shutil
import subprocess
import sys
import textwrap

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
FOLDER = VAR / "instance"
CONF = FOLDER / "etc" / "zope.conf"
INI = FOLDER / "etc" / "zope.ini"

ZOPE_CONF = """\
instancehome {folder}
<environment>
{environment}
</environment>
<zodb_db main>
  mount-point /
  cache-size 30000
  <blobstorage>
    blob-dir {var}/blobstorage
    <filestorage>
      path {var}/filestorage/Data.fs
    </filestorage>
  </blobstorage>
</zodb_db>
{additional}
"""


def settings(address: str, btp_port: int) -> dict[str, str]:
    """Return the options of buildout's instance, as it serves at an address."""
    parser = ConfigParser(interpolation=ExtendedInterpolation())
    parser.optionxform = str  # type: ignore[method-assign,assignment]
    parser.read(ROOT / "buildout.cfg", encoding="utf-8")
    parser["instance"]["http-address"] = address
    parser["demonstration"]["btp-port"] = str(btp_port)
    return {
        name: textwrap.dedent(value).strip()
        for name, value in parser["instance"].items()
    }


def write(address: str, btp_port: int) -> None:
    """Make the instance with Zope's own program, and lay our configuration into it."""
    for name in ("filestorage", "blobstorage"):
        (VAR / name).mkdir(parents=True, exist_ok=True)
    if not CONF.exists():
        program = Path(sys.executable).with_name("mkwsgiinstance")
        words = (sys.executable, program, "-u", "admin:admin", "-d", FOLDER)
        subprocess.run(list(map(str, words)), check=True)
    shutil.copy(ROOT / "deploy" / "zope" / "zope.ini", INI)
    options = settings(address, btp_port)
    CONF.write_text(
        ZOPE_CONF.format(
            folder=FOLDER,
            var=VAR,
            environment=options["environment-vars"],
            additional=options["zope-conf-additional"],
        ),
        encoding="utf-8",
    )


if __name__ == "__main__":
    write(f"127.0.0.1:{int(sys.argv[1])}", int(sys.argv[2]))
