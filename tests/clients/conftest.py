"""One served platform and one folder of clients for all of these tests."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.clients.npm_packages import NodeMissing, acquire_packages
from tests.clients.serving import Platform, served_platform
from tests.clients.workshop import Workshop


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The platform, served by the command that users start."""
    with served_platform(tmp_path_factory.mktemp("platform")) as served:
        yield served


@pytest.fixture(scope="session")
def packages() -> Path:
    """The npm packages; skips where this machine has none."""
    try:
        return acquire_packages()
    except NodeMissing as reason:
        pytest.skip(f"clients in Node.js: {reason}")


@pytest.fixture(scope="session")
def workshop(
    packages: Path, platform: Platform, tmp_path_factory: pytest.TempPathFactory
) -> Workshop:
    """The clients' programs with their packages and the schema that the platform serves."""
    schema = httpx.get(f"{platform.url}/schema.graphql", trust_env=False).text
    return Workshop(tmp_path_factory.mktemp("workshop"), packages, platform, schema)
