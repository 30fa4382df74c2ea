"""settings.toml of an installation that asks sites on loopback: without pauses, and with one process that reads."""

from pathlib import Path

SETTINGS = """
[database]
url = "sqlite:///{folder}/rasid.sqlite3"
[archive]
directory = "{folder}/archive"
[crawl]
delay_seconds = {delay}
allow_private_networks = ["127.0.0.0/8"]
[reading]
workers = 1
"""


def loopback_settings(folder: Path, *, delay: float = 0, **daemon: int) -> str:
    """folder: where database and archive are. daemon: what stands under [daemon]."""
    of_the_daemon = "".join(f"{key} = {value}\n" for key, value in daemon.items())
    return SETTINGS.format(folder=folder, delay=delay) + (f"[daemon]\n{of_the_daemon}" if daemon else "")
