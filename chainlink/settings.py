"""Everything an installation may set, as `CHAINLINK_*` in the environment or in `.env`."""

from datetime import date, datetime
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The settings in force; each has a default with which the platform runs on one machine."""

    model_config = SettingsConfigDict(env_prefix="CHAINLINK_", env_file=".env", extra="ignore")

    graph: str = Field(
        "ladybug:./data/chainlink.lbdb",
        description="Engine URL: ladybug:PATH, ladybug::memory:, neo4j://host:7687, bolt://host:7687",
    )
    graph_user: str = Field("neo4j", description="User name on the Neo4j server")
    graph_password: SecretStr = Field(SecretStr(""), description="Password on the Neo4j server")
    graph_database: str = Field("neo4j", description="Database name on the Neo4j server")
    graph_timeout: float = Field(
        10.0, gt=0, description="Seconds to wait for a connection or to retry a transient failure"
    )
    graph_memory: int = Field(
        1024, ge=64, description="MiB of buffer pool that the embedded engine may use"
    )
    language: Literal["zh", "en"] = Field("zh", description="Language of commands and defaults")
    timezone: str = Field("Asia/Shanghai", description="Zone in which a day begins and ends")
    claim_days: int = Field(
        365, ge=1, description="Days a claim stays valid when its owner names no last day"
    )
    import_batch: int = Field(1000, ge=1, le=20000, description="Rows of a file in one transaction")
    query_cost: int = Field(
        20000, ge=100, description="Fields that one GraphQL document may ask for, lists multiplied"
    )
    embeddings_url: str = Field(
        "",
        pattern=r"^(https?://.+)?$",
        description="Base URL of OpenAI-compatible embeddings on your own network; empty: n-grams",
    )
    embeddings_model: str = Field("", description="Model that the embeddings endpoint is asked for")
    embeddings_key: SecretStr = Field(
        SecretStr(""), description="Key for the embeddings endpoint, where it wants one"
    )
    embeddings_timeout: float = Field(
        5.0, gt=0, description="Seconds to wait for embeddings before n-grams answer instead"
    )

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone of the district's calendar."""
        return ZoneInfo(self.timezone)

    def today(self, now: datetime) -> date:
        """The district's calendar day at an instant."""
        return now.astimezone(self.zone).date()
