"""Imported by the fork server before its first fork: what is loaded here is paid for once and shared by all workers."""

import pebble.pool.process  # noqa: F401 - what a worker runs on
from trafilatura.external import jt_stoplist_init

import crawler.reading  # noqa: F401 - what a worker does
from press.languages import load_model

jt_stoplist_init()
load_model()
