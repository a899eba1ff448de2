"""The answers of the server: a feed, "unchanged", and one refusal that is the same for all."""

import re

from starlette.datastructures import Headers
from starlette.responses import Response

from refillplan.calendars.server.documents import Document, FeedDocuments

_ETAGS = re.compile(r'(?:W/)?("[^"]*")')
_SAFE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


def feed_response(documents: FeedDocuments, asked: Headers) -> Response:
    """Return the feed, compressed for those who understand it, or 304 for those who have it."""
    chosen = documents.compressed if _takes_gzip(asked.get("accept-encoding", "")) else documents.plain
    # No-cache: a phone, or a proxy on the way, asks each time whether what it has still holds.
    headers = {"ETag": chosen.etag, "Cache-Control": "private, no-cache", "Vary": "Accept-Encoding", **_SAFE}
    if _has_it(chosen, asked.get("if-none-match")):
        return Response(status_code=304, headers=headers)
    if chosen is documents.compressed:
        headers["Content-Encoding"] = "gzip"
    headers["Content-Type"] = "text/calendar; charset=utf-8"
    return Response(chosen.content, headers=headers)


def nothing_here() -> Response:
    """Return the one answer to everything but a feed that works: it does not tell what was wrong."""
    return Response("Not found\n", status_code=404, headers=_plain())


def too_often() -> Response:
    """Return the answer to one that asks too often."""
    return Response("Too many requests\n", status_code=429, headers={"Retry-After": "60", **_plain()})


def not_now() -> Response:
    """Return the answer while the database cannot be used."""
    return Response("Not available at present\n", status_code=503, headers={"Retry-After": "60", **_plain()})


def _plain() -> dict[str, str]:
    return {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store", **_SAFE}


def _has_it(document: Document, if_none_match: str | None) -> bool:
    if if_none_match is None:
        return False
    return if_none_match.strip() == "*" or document.etag in _ETAGS.findall(if_none_match)


def _takes_gzip(accept_encoding: str) -> bool:
    """Tell whether gzip is accepted: named, and not with a quality of zero."""
    for part in accept_encoding.lower().split(","):
        name, _, quality = part.partition(";")
        if name.strip() in ("gzip", "x-gzip"):
            return re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", quality) is None
    return False
