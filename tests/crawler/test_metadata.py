"""Address and language as a page declares them."""

from made_pages import metadata_of

from crawler.metadata import is_absolute


def test_the_canonical_address_is_absolute_and_the_pages_own_word() -> None:
    assert metadata_of('<link rel="canonical" href="/world/4711">').canonical_url is None
    both = '<link rel="Canonical" href=" https://a.example/x "><meta property="og:url" content="https://b.example/">'
    assert metadata_of(both).canonical_url == "https://a.example/x"
    assert metadata_of('<meta property="og:url" content="https://b.example/">').canonical_url
    for address in (
        "",
        "javascript:alert(1)",
        "https://",
        "http://local",
        "https://a b.example/",
        "https://x.example/" + "a" * 3000,
    ):
        assert not is_absolute(address)


def test_the_declared_language_is_that_of_the_root() -> None:
    assert metadata_of("").language == "en-GB"
