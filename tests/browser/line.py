"""A line between a browser and a site that can be cut, or lose the answers on their way back."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit

WHOLE, CUT, DEAF = "whole", "cut", "deaf"
"""The line carries everything; nothing; or what is asked, but no answer."""


class Line:
    """A line to a site, at an address of its own; ``state`` says what it carries."""

    def __init__(self, site: str) -> None:
        self.to = ("127.0.0.1", int(urlsplit(site).port or 80))
        self.state = WHOLE
        self.ear = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.ear.getsockname()[1]}"
        self.open: list[socket.socket] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def become(self, state: str) -> None:
        """Change what the line carries; what is open is hung up, so that it counts at once."""
        self.state = state
        for end in self.open:
            _hang_up(end)
        self.open.clear()

    def close(self) -> None:
        """Take the line down."""
        self.become(CUT)
        self.ear.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                near, _caller = self.ear.accept()
                if self.state == CUT:
                    _hang_up(near)
                    continue
                far = socket.create_connection(self.to)
                self.open += [near, far]
                threading.Thread(target=self._carry, args=(near, far, False), daemon=True).start()
                threading.Thread(target=self._carry, args=(far, near, True), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket, back: bool) -> None:
        with suppress(OSError):
            while piece := one.recv(65_536):
                if back and self.state == DEAF:
                    break
                other.sendall(piece)
        _hang_up(one)
        _hang_up(other)


def _hang_up(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
