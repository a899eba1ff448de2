"""A real browser, headless, spoken to over its debugging protocol; what the program draws is read from its own socket."""

import asyncio
import base64
import itertools
import re
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import cast

from aiohttp import ClientSession, ClientWebSocketResponse

_PATIENCE_SECONDS = 60.0
_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]")
_WIDTH, _HEIGHT = 1000, 600
_SENT, _RECEIVED = "Network.webSocketFrameSent", "Network.webSocketFrameReceived"


class Browser:
    """One page in headless Chromium."""

    def __init__(self, program: str, folder: Path) -> None:
        self._program = program
        self._folder = folder
        self._numbers = itertools.count(1)
        self.drawn = ""
        self.size = (80, 24)

    async def __aenter__(self) -> "Browser":
        options = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--remote-debugging-port=0",
            f"--window-size={_WIDTH},{_HEIGHT}",
        ]
        self._process = subprocess.Popen(
            [self._program, *options, f"--user-data-dir={self._folder}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        port_file = self._folder / "DevToolsActivePort"
        end = time.monotonic() + _PATIENCE_SECONDS
        while not port_file.exists() or not port_file.read_text().strip():
            assert time.monotonic() < end, "the browser does not start"
            await asyncio.sleep(0.1)
        port = port_file.read_text().split()[0]
        self._session = ClientSession()
        async with self._session.get(f"http://127.0.0.1:{port}/json") as answer:
            pages = await answer.json()
        address = next(page["webSocketDebuggerUrl"] for page in pages if page["type"] == "page")
        self._socket: ClientWebSocketResponse = await self._session.ws_connect(address, max_msg_size=0)
        self._reader = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._reader.cancel()
        await self._socket.close()
        await self._session.close()
        self._process.terminate()
        self._process.wait()

    async def open(self, url: str) -> None:
        """Go to a page."""
        await self._ask("Network.enable")
        await self._ask("Page.navigate", url=url)

    async def press(self, key: str, code: int) -> None:
        """Press a key by its name and virtual code."""
        text = {"text": key} if len(key) == 1 else {"text": "\r"} if key == "Enter" else {}
        await self._ask("Input.dispatchKeyEvent", type="keyDown", key=key, windowsVirtualKeyCode=code, **text)
        await self._ask("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    async def click(self, column: int, row: int) -> None:
        """Click in the middle of a cell of the terminal."""
        x, y = (column + 0.5) * _WIDTH / self.size[0], (row + 0.5) * _HEIGHT / self.size[1]
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            button = {} if kind == "mouseMoved" else {"button": "left", "clickCount": 1}
            await self._ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, **button)

    async def until_drawn(self, text: str) -> None:
        """Wait for the program to draw a text, then forget what it drew."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while text not in self.drawn:
            assert time.monotonic() < end, f"waited in vain for {text!r}; drawn: {self.drawn[-2000:]}"
            await asyncio.sleep(0.05)
        self.drawn = ""

    async def _ask(self, method: str, **params: object) -> None:
        await self._socket.send_json({"id": next(self._numbers), "method": method, "params": params})

    async def _read(self) -> None:
        async for answer in self._socket:
            event = cast("dict[str, object]", answer.json())
            method = event.get("method")
            params = cast("dict[str, dict[str, str]]", event.get("params", {}))
            frame = params.get("response", {})
            payload = frame.get("payloadData", "") if method in (_SENT, _RECEIVED) else ""
            if method == _SENT and '"resize"' in payload:
                found = re.search(r'"width":\s*(\d+),\s*"height":\s*(\d+)', payload)
                if found is not None:
                    self.size = int(found[1]), int(found[2])
            if method == _RECEIVED:
                text = base64.b64decode(payload).decode(errors="replace") if str(frame.get("opcode")) == "2" else payload
                self.drawn += _ANSI.sub("", text)
