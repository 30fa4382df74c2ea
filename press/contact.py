"""Before the public web is asked: whoever runs sites must be able to reach us, and one sentence says where to write that."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from press.configuration import SETTINGS_FILE, Configuration
from press.errors import ConfigurationError
from press.networks import NO_CONTACT, NetworkPolicy, literal_address, network_policy
from press.shipped import shipped_directory

KEY: Final = "crawl.contact"


class ContactNeeded(ConfigurationError):
    """A public site was to be asked, and crawl.contact is empty."""


def require_contact(configuration: Configuration, addresses: Iterable[str]) -> None:
    """Raises ContactNeeded when one of these addresses is certain to be on the public web and no contact is set.

    A host name may lead into an allowed private network: where there is one, it is tried.
    """
    policy = network_policy(configuration.settings.crawl)
    if not policy.has_contact and any(_is_public(address, policy) for address in addresses):
        raise contact_needed(configuration)


def contact_needed(configuration: Configuration) -> ContactNeeded:
    """The sentence, with the line that is to be edited."""
    sentence = f"set {KEY} before the public web is crawled: a web page or mail address where site owners can reach you"
    if configuration.directory == shipped_directory():
        return ContactNeeded(f"{sentence}. `rasid init` writes a configuration to edit")
    return ContactNeeded(sentence, where=_line_to_edit(configuration))


def _is_public(address: str, policy: NetworkPolicy) -> bool:
    try:
        literal = literal_address(urlsplit(address).hostname or "")
    except ValueError:
        return False  # whoever asks for it will be told what is wrong with it
    if literal is None:
        return not policy.allowed
    return policy.refusal(literal) == NO_CONTACT


def _line_to_edit(configuration: Configuration) -> str:
    """Where it was set to nothing, else the line that shows its default."""
    origin = configuration.origins.get(KEY, "default")
    if origin != "default":
        return origin
    path: Path = configuration.directory / SETTINGS_FILE
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    shown = (number for number, line in enumerate(lines, 1) if re.match(r"\s*#\s*contact\s*=", line))
    number = next(shown, None)
    return f"{path}:{number}" if number else str(path)
