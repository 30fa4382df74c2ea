"""What travels with a request, in Scrapy's `meta`: the one place that names its keys."""

from typing import Final

SOURCE: Final = "source"
"""The source it is made for."""

IS_ROBOTS: Final = "is_robots"
"""It asks for a robots.txt, which no robots.txt forbids."""

CRAWL_DELAY: Final = "crawl_delay"
"""Seconds that the site's robots.txt asks to leave between requests."""

STEPS: Final = "redirect_steps"
"""The addresses that led here, in order."""

MOVED_FOR_GOOD: Final = "moved_for_good"
"""The address to ask from now on, when every redirect on the way said so (301, 308); else None."""
