"""Scrapy's settings: everything Rasid leaves to Scrapy, and everything of Scrapy that is switched off.

`scrapy.cfg` points here, so that `scrapy list` and `scrapy crawl SOURCE` work in the project folder; the dispatcher takes
`crawl_settings`. What depends on an installation's own settings is read from `RASID_FETCH` (see `fetch_services`).
"""

from typing import Any

from press.settings import Settings

BOT_NAME = "rasid"
SPIDER_LOADER_CLASS = "crawler.spider_loader.SourceSpiderLoader"
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

# Only the web, through our own handler: no file, data, ftp or s3.
_HANDLER = "crawler.download_handler.GuardedDownloadHandler"
DOWNLOAD_HANDLERS_BASE: dict[str, str] = {}
DOWNLOAD_HANDLERS = {"http": _HANDLER, "https": _HANDLER}
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_FAIL_ON_DATALOSS = True

# None of Scrapy's own middlewares: no retries at once, no cookies, no referer, no filter of statuses or long addresses.
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.network_guard.NetworkGuard": 100,
    "crawler.middlewares.robots.RobotsGuard": 200,
    "crawler.middlewares.request_headers.RequestHeaders": 300,
    "crawler.middlewares.body_decoding.BodyDecoding": 800,
    "crawler.middlewares.redirects.Redirects": 900,
}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
ITEM_PIPELINES = {"crawler.pipelines.ReadAndStore": 300}
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"

# No extensions: no telnet, no remote control, no dumps of statistics.
EXTENSIONS_BASE: dict[str, int] = {}
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
COOKIES_ENABLED = False
RETRY_ENABLED = False
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"
STATS_DUMP = False

# The host gate keeps the pauses; Scrapy only keeps one request per host in hand, and the order of the ledger.
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 0
DOWNLOAD_DELAY_JITTER = 0
# An answer leads to one item at most; Scrapy would start a hundred tasks for it.
CONCURRENT_ITEMS = 1
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"

LOG_LEVEL = "INFO"
LOG_VERSIONS: list[str] = []
WARN_ON_GENERATOR_RETURN_VALUE = False

_OF_THE_COMMAND = ("SPIDER_LOADER_CLASS", "LOG_LEVEL")


def crawl_settings(settings: Settings) -> dict[str, Any]:
    """The settings of crawls that are started from within Rasid, which hand their spiders over themselves."""
    own = {name: value for name, value in globals().items() if name.isupper() and name[0] != "_"}
    for name in _OF_THE_COMMAND:
        del own[name]
    return own | {"CONCURRENT_REQUESTS": settings.crawl.concurrent_hosts}
