"""Every source of the configuration is a spider: `scrapy list`, `scrapy crawl kazinform-ru`."""

import builtins
from collections.abc import Iterable, Mapping
from typing import Self

from scrapy import Request, Spider
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from crawler.spiders.kazinform import KazinformSpider
from crawler.spiders.source import SourceSpider
from crawler.spiders.standalone import Standalone
from press.addresses import same_host
from press.configuration import load_configuration
from press.contact import ContactNeeded, require_contact
from press.errors import nearest
from press.sources import Source

SPIDERS: Mapping[str, type[SourceSpider]] = {"source": SourceSpider, "kazinform": KazinformSpider}


def spider_class(source: Source) -> type[SourceSpider]:
    """The class of a source's spider, for crawls that are handed everything they need."""
    return SPIDERS[source.spider]


class UnknownSpider(UsageError, KeyError):
    """A KeyError, as Scrapy wants it from a loader, and one that its command shows without a traceback."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(print_help=False)
        self._sentence = f"unknown source “{name}”.{nearest(name, known)} `scrapy list` shows them all."

    def __str__(self) -> str:
        return self._sentence


class NotReady(UsageError):
    """The configuration is not complete; Scrapy's command shows this without a traceback and ends with 2."""

    def __init__(self, sentence: str) -> None:
        super().__init__(print_help=False)
        self._sentence = sentence

    def __str__(self) -> str:
        return self._sentence


class SourceSpiderLoader:
    """Scrapy's SPIDER_LOADER_CLASS: its spiders open the database themselves and take the source's lease."""

    def __init__(self) -> None:
        self._configuration = load_configuration()
        self._sources = self._configuration.sources

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:  # noqa: ARG003  # the shape Scrapy asks for
        return cls()

    def load(self, spider_name: str) -> type[Spider]:
        """Raises UnknownSpider for an unknown name, NotReady when a public site is to be asked without a contact."""
        if spider_name not in self._sources:
            raise UnknownSpider(spider_name, self._sources)
        source = self._sources[spider_name]
        try:
            require_contact(self._configuration, [door.address for door in source.doors])
        except ContactNeeded as error:
            raise NotReady(str(error)) from error
        return type(
            f"Spider_{spider_name.replace('-', '_')}",
            (Standalone, spider_class(source)),
            {"name": spider_name, "source": source},
        )

    def list(self) -> builtins.list[str]:
        return [source.id for source in self._sources.values() if source.enabled]

    def find_by_request(self, request: Request) -> builtins.list[str]:
        return [source.id for source in self._sources.values() if same_host(source.homepage, request.url)]
