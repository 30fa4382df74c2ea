"""Why an address could not be had, and what that means for it.

    FetchError
    ├── FetchStopped          we are told to end: the address stays as it was
    ├── HostResting           its host asked to be left alone: the page stays pending, the door waits
    ├── RobotsForbidden       blocked: robots.txt says no
    ├── NetworkForbidden      blocked: its address is in a network we do not ask
    ├── ContactMissing        temporary: crawl.contact is empty
    ├── RobotsUnreachable     temporary: robots.txt cannot be had
    ├── TransferFailed        temporary: no answer, a broken connection, a bad certificate
    ├── BodyDamaged           temporary: the answer cannot be unpacked
    ├── BodyTooLarge          for good: larger than we read
    ├── RedirectsUnending     for good: a circle, or too many of them
    └── RedirectUnusable      for good: it leads to no web address

An answer with a status, whatever it is, is no failure.
"""

from dataclasses import dataclass

from OpenSSL.SSL import Error as TlsError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    StopDownload,
    UnsupportedURLSchemeError,
)
from service_identity import VerificationError
from twisted.internet.error import ConnectError, ConnectionClosed
from twisted.python.failure import Failure

from press.networks import NO_CONTACT


class FetchError(IgnoreRequest):
    """Root of the tree; its text is a sentence for the operator. Scrapy logs its IgnoreRequest quietly."""


class FetchStopped(FetchError):
    def __init__(self) -> None:
        super().__init__("the crawl was stopped before this was fetched")


class HostResting(FetchError):
    pass


class RobotsForbidden(FetchError):
    pass


class NetworkForbidden(FetchError):
    pass


class ContactMissing(FetchError):
    pass


class RobotsUnreachable(FetchError):
    pass


class TransferFailed(FetchError):
    pass


class BodyDamaged(FetchError):
    pass


class BodyTooLarge(FetchError):
    pass


class RedirectsUnending(FetchError):
    pass


class RedirectUnusable(FetchError):
    pass


def network_refusal(reason: str, host: str) -> NetworkForbidden | ContactMissing:
    """The error for what the network policy refuses."""
    if reason == NO_CONTACT:
        return ContactMissing(reason)
    return NetworkForbidden(reason if reason.startswith(host) else f"{host}: {reason}")


FETCH_FAILURES: tuple[type[Exception], ...] = (
    FetchError,
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    StopDownload,
    UnsupportedURLSchemeError,
    ConnectError,
    ConnectionClosed,
    TlsError,
    VerificationError,
)
"""What asking for an address may raise. Anything else is a storage failure or a defect, and ends the crawl."""

_BLOCKED = (RobotsForbidden, NetworkForbidden)
_NEVER_ASKED = (RobotsUnreachable, ContactMissing, CannotResolveHostError)
_FOR_GOOD = (BodyTooLarge, RedirectsUnending, RedirectUnusable, NotSupported, UnsupportedURLSchemeError)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchTrouble:
    """What a failure means.

    is_blocked: it may not be had. is_temporary: worth another try later. is_stop: we ended, nothing is to be written.
    is_untried: the address was never asked, so that it does not count as an attempt. may_fail: whether the page is given
    up after some attempts; not when it is our own or the site's trouble, and the page was never asked.
    """

    sentence: str
    is_blocked: bool = False
    is_temporary: bool = False
    is_stop: bool = False
    is_untried: bool = False
    may_fail: bool = True


def describe_failure(error: BaseException | None) -> FetchTrouble:
    """What an error means. Raises it again when it is none of a fetch: a storage failure, a defect."""
    if isinstance(error, FetchStopped):
        return FetchTrouble(sentence=str(error), is_stop=True)
    if isinstance(error, HostResting):
        return FetchTrouble(sentence=str(error), is_temporary=True, is_untried=True)
    if isinstance(error, FETCH_FAILURES):
        return FetchTrouble(
            sentence=sentence_of(error),
            is_blocked=isinstance(error, _BLOCKED),
            is_temporary=not isinstance(error, _BLOCKED + _FOR_GOOD),
            may_fail=not isinstance(error, _NEVER_ASKED),
        )
    raise error if error is not None else TypeError("a failure without an error")


_IN_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (CannotResolveHostError, "its host name leads to no address (DNS)"),
    (DownloadConnectionRefusedError, "the server refuses connections"),
    (DownloadTimeoutError, "the server did not answer in time"),
    (ResponseDataLossError, "the answer broke off before its end"),
    (DownloadCancelledError, "the transfer was broken off"),
    (NotSupported, "this is no http or https address"),
    (UnsupportedURLSchemeError, "this is no http or https address"),
    (VerificationError, "the server's certificate is not valid: it was made for another host"),
)


def sentence_of(error: BaseException) -> str:
    """A failure in words for a person."""
    if isinstance(error, FetchError):
        return str(error)
    for kind, words in _IN_WORDS:
        if isinstance(error, kind):
            return words
    return _connection_trouble(error)


def _connection_trouble(error: BaseException) -> str:
    """What lies under a failed connection: a certificate, a protocol error, or just a lost line."""
    for cause in _causes(error):
        if isinstance(cause, VerificationError):
            return sentence_of(cause)
        if isinstance(cause, TlsError):
            return f"no secure connection: {_tls_words(cause)}"
    first = _causes(error)[-1]
    said = " ".join(str(first).split())[:200]
    name = type(first).__name__
    return f"the connection failed ({name}{f': {said}' if said and said != name else ''})"


def _causes(error: BaseException) -> list[BaseException]:
    """An error with what it came from: its cause, and what Twisted bundles in `reasons`; outermost first."""
    found: list[BaseException] = []
    waiting: list[BaseException | Failure | None] = [error]
    while waiting and len(found) < 20:
        each = waiting.pop(0)
        inner = each.value if isinstance(each, Failure) else each
        if inner is None or any(inner is known for known in found):
            continue
        found.append(inner)
        waiting.append(inner.__cause__)
        waiting.extend(getattr(inner, "reasons", ()) or ())
    return found


def _tls_words(error: TlsError) -> str:
    """OpenSSL's reasons, which come as a list of (library, function, reason)."""
    entries = error.args[0] if error.args and isinstance(error.args[0], list) else []
    reasons = [str(entry[-1]) for entry in entries if entry]
    if any("certificate verify failed" in reason for reason in reasons):
        return "the server's certificate is not valid"
    return "; ".join(reasons) or "the server ended it"
