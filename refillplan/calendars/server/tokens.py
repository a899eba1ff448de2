"""Tokens: the secret part of a feed's link, of which the database knows no more than the hash."""

import re
import secrets
from base64 import b32encode
from hashlib import sha256

_BYTES = 20  # 160 bits, which base32 writes in 32 characters without filling
_TOKEN = re.compile(r"[a-z2-7]{32}")


def new_token() -> str:
    """Return a token of 160 random bits, in lower-case letters and digits that can be typed from paper."""
    return b32encode(secrets.token_bytes(_BYTES)).decode().lower()


def is_token(text: str) -> bool:
    """Tell whether ``text`` has the form of a token."""
    return _TOKEN.fullmatch(text) is not None


def token_hash(token: str) -> str:
    """Return what is stored of a token; a plain hash is enough, since 160 random bits cannot be guessed."""
    return sha256(token.encode()).hexdigest()


def feed_path(token: str) -> str:
    """Return the path of a feed on the server."""
    return f"/feeds/{token}.ics"


def token_in(link: str) -> str | None:
    """Return the token in a path or a whole link; None where there is none."""
    name = link.rstrip("/").rpartition("/feeds/")[2].removesuffix(".ics")
    return name if "/feeds/" in link and is_token(name) else None
