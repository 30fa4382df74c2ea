"""Which schema this version of Rasid works with; apart from the schema, so that a reader need not load that."""

HEAD = "0001"
"""The newest revision of `migrations/versions`; a test compares."""
