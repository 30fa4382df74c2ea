"""Who asks the public web can be reached; whoever cannot is told where to write it."""

from pathlib import Path

import pytest

from press.configuration import load_configuration, load_settings, shipped_directory
from press.contact import ContactNeeded, require_contact
from press.errors import ConfigurationError

PUBLIC = "https://steppe.example/feed"


def refused(folder: Path, settings: str, *addresses: str, **environ: str) -> str:
    """What is said; nothing when it may be asked."""
    (folder / "settings.toml").write_text(settings, "utf-8")
    try:
        require_contact(load_configuration(folder, environ), addresses)
    except ContactNeeded as error:
        return str(error)
    return ""


def test_the_line_to_edit_is_named_whether_it_is_written_or_only_shown(tmp_path: Path) -> None:
    shown = refused(tmp_path, '[crawl]\n# who?\n# contact = ""\n', PUBLIC)
    assert shown.startswith(f"{tmp_path}/settings.toml:3: set crawl.contact before the public web is crawled")
    assert refused(tmp_path, '[crawl]\ncontact = " "\n', PUBLIC).startswith(f"{tmp_path}/settings.toml:2: ")
    assert refused(tmp_path, "", PUBLIC).startswith(f"{tmp_path}/settings.toml: ")
    assert refused(tmp_path, "", PUBLIC, RASID_CRAWL__CONTACT="").startswith("environment RASID_CRAWL__CONTACT: ")


def test_who_has_no_configuration_yet_is_told_to_make_one() -> None:
    with pytest.raises(ContactNeeded, match="`rasid init` writes"):
        require_contact(load_configuration(shipped_directory(), {}), [PUBLIC])


def test_allowed_private_networks_need_no_contact(tmp_path: Path) -> None:
    allowed = '[crawl]\nallow_private_networks = ["127.0.0.0/8"]\n'
    assert refused(tmp_path, allowed, "http://127.0.0.1:8000/feed") == ""
    assert refused(tmp_path, allowed, "http://intranet/feed") == ""
    assert refused(tmp_path, allowed, "http://93.184.216.34/feed") != ""
    assert refused(tmp_path, '[crawl]\ncontact = "desk@steppe.example"\n', PUBLIC) == ""


@pytest.mark.parametrize("contact", ["not an address", "me", "desk@", "ftp://steppe.example", "a b@c.example"])
def test_a_contact_that_reaches_nobody_is_refused_with_its_place(tmp_path: Path, contact: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f'[crawl]\ncontact = "{contact}"\n', "utf-8")
    with pytest.raises(
        ConfigurationError, match=r"settings.toml:2: crawl.contact: .* neither a mail address nor a web"
    ):
        load_settings(path, {})


@pytest.mark.parametrize("contact", ["desk@steppe.example", "https://steppe.example/bot", " desk@steppe.example "])
def test_a_contact_is_a_mail_or_a_web_address(tmp_path: Path, contact: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f'[crawl]\ncontact = "{contact}"\n', "utf-8")
    assert load_settings(path, {})[0].crawl.contact == contact
