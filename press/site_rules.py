"""What to leave out of a site's pages, and where its article stands, as data: config/sites/*.toml, one file per site.

Most sites need none. A rule is for markup that no general reader can tell from the article; its golden folder
(tests/golden/sites/) shows the page that needs it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError


def _is_host(host: str) -> str:
    if not re.fullmatch(r"[a-z0-9.-]+\.[a-z0-9-]+", host):
        raise ValueError("not a host such as news.example.org: in small letters, without https://")
    return host


def _is_css(selector: str) -> str:
    from cssselect import SelectorError, parse  # only where there are rules

    try:
        parse(selector)
    except SelectorError as error:
        raise ValueError(f"no CSS selector: {error}") from error
    return selector


Host = Annotated[str, AfterValidator(_is_host)]
Selector = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_is_css)]


class SiteRule(BaseModel):
    """hosts: with all that stand under them, the longest name wins. drop, keep: CSS selectors.

    drop: what is no part of the article. keep: where the text of the article stands; title and date are read off the
    whole page all the same, and a page without such a place is read as any other.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    hosts: tuple[Host, ...] = Field(min_length=1)
    why: str = Field(min_length=10, max_length=500)
    drop: tuple[Selector, ...] = ()
    keep: Selector | None = None


@dataclass(frozen=True, slots=True)
class SiteRules:
    """All rules by host."""

    by_host: Mapping[str, SiteRule] = field(default_factory=dict)

    def of(self, host: str) -> SiteRule | None:
        """The rule of a host, or of the nearest one above it: m.news.example.org, news.example.org, example.org."""
        while host and self.by_host:
            if rule := self.by_host.get(host):
                return rule
            host = host.partition(".")[2]
        return None


def read_site_rules(files: Iterable[Path]) -> SiteRules:
    """Raises ConfigurationError, which names the file, the line and the key; also for two rules of one host."""
    from press.errors import ConfigurationError
    from press.toml_files import most_telling, place_in, read_toml, told
    from press.toml_places import Lines

    by_host: dict[str, SiteRule] = {}
    for path in files:
        try:
            rule = SiteRule.model_validate(read_toml(path))
        except ValidationError as error:
            finding = most_telling(error)
            place = place_in(finding)
            wrong = told(finding, SiteRule.model_fields, place)
            raise ConfigurationError(wrong, where=Lines(path).of(*place)) from error
        for host in rule.hosts:
            if host in by_host:
                raise ConfigurationError(f"hosts: {host} has a rule already", where=Lines(path).of("hosts"))
            by_host[host] = rule
    return SiteRules(by_host)
