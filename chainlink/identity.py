"""Identifiers come from Python, so that both engines give the same ones."""

import uuid


def new_id() -> str:
    """A random identifier (RFC 9562, version 4): it says nothing about who or when."""
    return str(uuid.uuid4())
