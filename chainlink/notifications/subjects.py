"""Subjects as the doors name them: global ids, which are base64 of `Type:id`."""

import base64


def subject_id(label: str, id_: str) -> str:
    """The global id of a notification's subject."""
    return base64.b64encode(f"{label}:{id_}".encode()).decode()
