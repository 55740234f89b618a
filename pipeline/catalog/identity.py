"""Ids that are made from what a thing is."""

import hashlib


def made_id(*parts: object) -> str:
    """The first 32 hexadecimal digits of the SHA-256 of the parts."""
    return hashlib.sha256("\0".join(str(part) for part in parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
