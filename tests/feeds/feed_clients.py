"""Real clients: vdirsyncer subscribes to a feed, khal shows what it brought."""

import json
import subprocess
import sys
from pathlib import Path

_VDIRSYNCER = """\
[general]
status_path = "{home}/status"
[pair refills]
a = "feed"
b = "here"
collections = null
[storage feed]
type = "http"
url = "{url}"
[storage here]
type = "filesystem"
path = "{home}/refills"
fileext = ".ics"
"""
_KHAL = """\
[calendars]
[[refills]]
path = {home}/refills
[sqlite]
path = {home}/khal.db
[locale]
local_timezone = Europe/Paris
default_timezone = Europe/Paris
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[default]
default_calendar = refills
"""


class Phone:
    """vdirsyncer and khal with a home of their own, subscribed to one link."""

    def __init__(self, home: Path, link: str) -> None:
        self.home = home
        (home / "refills").mkdir(parents=True)
        (home / "vdirsyncer").write_text(_VDIRSYNCER.format(home=home, url=link))
        (home / "khal").write_text(_KHAL.format(home=home))
        self._run("vdirsyncer", "discover")

    def sync(self) -> None:
        self._run("vdirsyncer", "sync")

    def shown(self) -> list[dict[str, str]]:
        """Return every event that khal shows from 2027 to the middle of 2028."""
        wanted = [part for field in ("uid", "start-long", "title", "status") for part in ("--json", field)]
        days = self._run("khal", "list", "--once", *wanted, "2027-01-01", "2028-06-30").splitlines()
        return [event for day in days for event in json.loads(day)]

    def _run(self, program: str, *words: str) -> str:
        environment = {"HOME": str(self.home), "LC_ALL": "C.UTF-8", "TZ": "Europe/Paris", "PATH": "/usr/bin:/bin"}
        option = "--config"
        command = [str(Path(sys.executable).with_name(program)), option, str(self.home / program), *words]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False, input="")
        assert done.returncode == 0, done.stderr
        return done.stdout
