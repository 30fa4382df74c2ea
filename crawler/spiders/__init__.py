"""The spiders: every source of the configuration is one (see `crawler.spider_loader`)."""
