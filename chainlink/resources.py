"""Where the files lie that travel with the code: the graph's declaration and the seeds."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def resource_folder(name: str) -> Path:
    """Folder `name` beside the package in a checkout, or inside it in an installed wheel."""
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
