"""What lies over a screen, and is left once."""

from typing import Generic, TypeVar, cast

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

from tui.host import Host

T = TypeVar("T")


class Overlay(ModalScreen[T | None], Generic[T]):
    """A screen over others that goes once, whoever asks for it again, and takes along nothing that lies under or over it."""

    _result_on_leaving: T | None = None
    _leaving = False

    @property
    def host(self) -> Host:
        """The application."""
        return cast("Host", self.app)

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Leave at once, or as soon as it has come up and what covers it has been left."""
        self._result_on_leaving, self._leaving = result, True
        return super().dismiss(result) if self.is_active and self.is_mounted else AwaitComplete()

    def on_screen_resume(self) -> None:
        """Leave now, where that was asked for under another."""
        if self._leaving:
            self.dismiss(self._result_on_leaving)
