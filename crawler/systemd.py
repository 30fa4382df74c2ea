"""What a service tells systemd (sd_notify(3)): datagrams to the socket it names. Without one, nothing is said."""

import contextlib
import os
import socket
import time
from collections.abc import Mapping


class ServiceManager:
    """READY, RELOADING, STOPPING, a status line, and the watchdog's sign of life."""

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        self._address = environ.get("NOTIFY_SOCKET", "")
        self._watchdog = environ.get("WATCHDOG_USEC", "")
        self._watched_pid = environ.get("WATCHDOG_PID", "")

    @property
    def watchdog_seconds(self) -> float | None:
        """How often a sign of life is expected; None when nobody watches this process."""
        if not self._watchdog.isdigit() or self._watched_pid not in ("", str(os.getpid())):
            return None
        return int(self._watchdog) / 1_000_000 or None

    def ready(self, status: str) -> None:
        self._tell(f"READY=1\nSTATUS={status}\nMAINPID={os.getpid()}")

    def reloading(self) -> None:
        """To be followed by `ready`. The moment makes systemd sure which of several reloads is meant."""
        self._tell(f"RELOADING=1\nMONOTONIC_USEC={time.monotonic_ns() // 1000}")

    def stopping(self, reason: str) -> None:
        self._tell(f"STOPPING=1\nSTATUS=stopping: {reason}")

    def alive(self, status: str) -> None:
        self._tell(f"WATCHDOG=1\nSTATUS={status}")

    def _tell(self, message: str) -> None:
        if not self._address:
            return
        # A leading @ names an abstract socket, whose real name begins with a zero byte.
        address = "\0" + self._address[1:] if self._address.startswith("@") else self._address
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
            channel.connect(address)
            channel.sendall(message.encode())
