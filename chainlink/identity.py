"""Identifiers come from Python, so that both engines give the same ones."""

import os
import uuid


def new_id() -> str:
    """A random identifier (RFC 9562, version 4): it says nothing about who or when."""
    return str(uuid.uuid4())


def new_ids(count: int) -> list[str]:
    """As many random identifiers, for which the system is asked once."""
    block = os.urandom(16 * count)
    parts = (block[place : place + 16] for place in range(0, len(block), 16))
    return [str(uuid.UUID(bytes=part, version=4)) for part in parts]
