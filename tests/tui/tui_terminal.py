"""A real terminal: tmux with the program in it, keys in, the screen's text out."""

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

_PATIENCE_SECONDS = 60.0


class Terminal:
    """One tmux server of its own, with one window of 80 by 24."""

    def __init__(self, folder: Path) -> None:
        self._socket = f"refillplan-{uuid4().hex[:8]}"
        self._folder = folder

    def start(self, *words: str) -> None:
        """Start the command line with these words."""
        command = shlex.join([sys.executable, "-m", "refillplan.cli", *words])
        surroundings = "env -u NO_COLOR LANG=C.UTF-8 TERM=xterm-256color COLORTERM=truecolor"
        root = shlex.quote(str(Path(__file__).parents[2]))
        line = f"cd {root} && {surroundings} {command}; echo ENDED $?; sleep 600"
        self._tmux("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "sh", "-c", line)

    def press(self, *keys: str) -> None:
        """Press keys, by tmux's names."""
        self._tmux("send-keys", *keys)

    def type(self, text: str) -> None:
        """Type a text."""
        self._tmux("send-keys", "-l", text)

    @property
    def lines(self) -> list[str]:
        """What stands on the screen."""
        return self._tmux("capture-pane", "-p").splitlines()

    def until(self, text: str) -> str:
        """Wait for a text on the screen, and return all of it in one line."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while text not in (shown := " ".join(" ".join(self.lines).split())):
            assert time.monotonic() < end, f"waited in vain for {text!r}:\n" + "\n".join(self.lines)
            time.sleep(0.1)
        return shown

    def until_gone(self, text: str) -> None:
        """Wait for a text to leave the screen."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while text in " ".join(" ".join(self.lines).split()):
            assert time.monotonic() < end, f"{text!r} stays:\n" + "\n".join(self.lines)
            time.sleep(0.1)

    def kill(self) -> None:
        """End the program as a power cut would."""
        shell = self._tmux("display-message", "-p", "#{pane_pid}").strip()
        found = subprocess.run(["pgrep", "-P", shell], capture_output=True, text=True, check=True)
        os.kill(int(found.stdout.split()[0]), signal.SIGKILL)

    def close(self) -> None:
        """End the server and all in it."""
        subprocess.run(["tmux", "-L", self._socket, "kill-server"], capture_output=True, check=False)

    def _tmux(self, *words: str) -> str:
        done = subprocess.run(["tmux", "-L", self._socket, *words], capture_output=True, text=True, check=True, cwd=self._folder)
        return done.stdout
