"""Publishing on a calendar server: events that changed are sent, those that are gone are deleted, all others left alone.

CalDAV (RFC 4791) asks for three requests here, which `httpx` sends. The library ``caldav`` is not used: it needs
``recurring-ical-events``, whose licence (LGPL) this program does not take in.
"""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from types import TracebackType
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import httpx

from refillplan.domain.messages import N_, InvalidValue, Message, message

_SECONDS = 30.0
_WANTED = b'<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop><getetag/></prop></propfind>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Who publishes; kept nowhere."""

    user: str
    password: str = field(repr=False)


class ConnectionCut(Exception):
    """The server could not be reached, stopped answering, or someone else changed the same event meanwhile."""

    def __init__(self, sentence: Message) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class Collection:
    """One calendar on a server, by the events' names in it.

    Parameters
    ----------
    url
        Its address, ``https://host/path/``; plain HTTP is used on this machine alone.
    """

    def __init__(self, url: str, credentials: Credentials | None) -> None:
        self.url = _checked(url)
        auth = None if credentials is None else (credentials.user, credentials.password)
        secure = self.url.startswith("https:")  # certificates take a moment to load, and plain HTTP needs none
        self._client = httpx.Client(auth=auth, timeout=_SECONDS, verify=secure)

    def __enter__(self) -> "Collection":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._client.close()

    def etags(self) -> dict[str, str]:
        """Return the version of everything in the collection by its name."""
        return self._etags("", depth="1")

    def put(self, name: str, content: bytes, etag: str | None) -> str:
        """Write an event over the version ``etag``, or as a new one (None), and return its version.

        A server that gives no strong version back may have changed what it was given, and is asked for it.
        """
        expected = {"If-None-Match": "*"} if etag is None else {"If-Match": etag}
        answer = self._ask("PUT", name, {**expected, "Content-Type": "text/calendar; charset=utf-8"}, content)
        _require_done(answer, name)
        given: str = answer.headers.get("ETag", "")
        return given if given.startswith('"') else self._etags(name, depth="0").get(name, "")

    def delete(self, name: str, etag: str) -> None:
        """Delete an event of the version ``etag``."""
        answer = self._ask("DELETE", name, {"If-Match": etag}, b"")
        if answer.status_code not in (404, 410):
            _require_done(answer, name)

    def _etags(self, name: str, depth: str) -> dict[str, str]:
        answer = self._ask("PROPFIND", name, {"Depth": depth, "Content-Type": "application/xml; charset=utf-8"}, _WANTED)
        _require_found(answer, self.url)
        found = {}
        for response in _parsed(answer, self.url).iter("{DAV:}response"):
            href, etag = response.findtext("{DAV:}href"), response.findtext(".//{DAV:}getetag")
            its = unquote(urlsplit(href or "").path).rpartition("/")[2]
            if its and etag:
                found[its] = etag
        return found

    def _ask(self, method: str, name: str, headers: Mapping[str, str], content: bytes) -> httpx.Response:
        try:
            answer = self._client.request(method, self.url + name, headers=headers, content=content)
        except httpx.HTTPError as error:
            raise ConnectionCut(_why_cut(error)) from error
        if answer.status_code >= 500:
            raise ConnectionCut(message(N_("the calendar server cannot be reached, or stopped answering")))
        if answer.status_code in (401, 403):
            raise InvalidValue(message(N_("the calendar server refuses these credentials")), "credentials")
        return answer


class Publication:
    """Makes the events of ours in a collection those that are wanted; may be cut anywhere and begun again.

    Parameters
    ----------
    known
        Version and digest of what was sent earlier, by name; where it is lost all is sent again.
    prefix
        Begins the names of our events; those of others are left alone.

    Attributes
    ----------
    known
        The same, with what was done since; of use also after a cut.
    sent, deleted, unchanged
        Numbers of events.
    """

    def __init__(self, collection: Collection, known: Mapping[str, tuple[str, str]], prefix: str) -> None:
        self._collection = collection
        self._prefix = prefix
        self.known = dict(known)
        self.sent = self.deleted = self.unchanged = 0

    def run(self, wanted: Mapping[str, bytes]) -> None:
        """Send and delete what it takes.

        Raises
        ------
        ConnectionCut
            If it could not be finished; running again goes on from there.
        InvalidValue
            If there is no such collection, or the credentials are refused.
        """
        there = {name: etag for name, etag in self._collection.etags().items() if name.startswith(self._prefix)}
        self.known = {name: known for name, known in self.known.items() if name in there}
        for name, content in wanted.items():
            digest = sha256(content).hexdigest()
            if name in there and self.known.get(name) == (there[name], digest):
                self.unchanged += 1
                continue
            self.known[name] = (self._collection.put(name, content, there.get(name)), digest)
            self.sent += 1
        for name in sorted(there.keys() - wanted.keys()):
            self._collection.delete(name, there[name])
            self.known.pop(name, None)
            self.deleted += 1


def _checked(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None or parts.query or parts.fragment:
        raise InvalidValue(
            message(N_("'{url}' is not the address of a calendar: write https://host/path/, without user and password"), url=url),
            "url",
        )
    if parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "::1", "localhost"):
        raise InvalidValue(message(N_("a password is sent by HTTPS alone: write https://")), "url")
    return url if url.endswith("/") else url + "/"


def _why_cut(error: BaseException | None) -> Message:
    """Say what ended a connection: a certificate is not put right by trying again."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            wrong = N_("the certificate of the calendar server is not accepted: {reason}; SSL_CERT_FILE names other authorities")
            return message(wrong, reason=error.verify_message)
        if isinstance(error, ssl.SSLError):
            return message(N_("there is no safe connection to the calendar server: does it speak HTTPS there?"))
        error = error.__cause__ or error.__context__
    return message(N_("the calendar server cannot be reached, or stopped answering"))


def _parsed(answer: httpx.Response, url: str) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(answer.content)
    except ElementTree.ParseError as error:
        raise InvalidValue(message(N_("{url} answers with something that is no list of events"), url=url), "url") from error


def _require_found(answer: httpx.Response, url: str) -> None:
    if answer.status_code != 207:
        raise InvalidValue(
            message(N_("{url} is no calendar of this server (it answers {status})"), url=url, status=answer.status_code), "url"
        )


def _require_done(answer: httpx.Response, name: str) -> None:
    if answer.status_code == 412:
        raise ConnectionCut(message(N_("{name} was changed on the server by someone else at this moment"), name=name))
    if not answer.is_success:
        raise ConnectionCut(
            message(N_("the calendar server refuses {name} (it answers {status})"), name=name, status=answer.status_code)
        )
