"""Scrapy's downloader middlewares of Rasid, in the order a request passes them.

network_guard ─→ robots ─→ request_headers ─→ (redirects, body_decoding: answers only) ─→ download_handler
"""
