"""The program in a browser of the same machine; installed only where it is wanted (``refillplan[web]``)."""

from aiohttp.web import Application, HTTPForbidden, Request, WebSocketResponse
from textual_serve.server import Server


class LocalServer(Server):
    """Serves the program, started anew for each visitor, to browsers of this machine alone.

    A page of some other site, open in the same browser, could reach it too; what does not come from its own page is refused.
    """

    def __init__(self, command: str, port: int) -> None:
        super().__init__(command, host="localhost", port=port, title="refillplan")

    def initialize_logging(self) -> None:
        """Keep quiet: the command line has told the address."""

    async def on_startup(self, app: Application) -> None:
        """Keep quiet."""

    async def handle_websocket(self, request: Request) -> WebSocketResponse:
        """Start the program for a visitor, if it is our own page that asks.

        Raises
        ------
        HTTPForbidden
            If the page that asks is another's.
        """
        own = {self.public_url, f"http://127.0.0.1:{self.port}"}
        if request.headers.get("Origin") not in own or f"http://{request.host}" not in own:
            raise HTTPForbidden
        response: WebSocketResponse = await super().handle_websocket(request)
        return response
