"""Everything an installation may set, as `CHAINLINK_*` in the environment or in `.env`."""

from datetime import date, datetime
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, field_validator
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
    consent_days: int = Field(
        365, ge=1, description="Days that a consent to pass contacts on lasts at the longest"
    )
    consent_answer_days: int = Field(
        30, ge=1, description="Days after which an introduction ends that a party has not answered"
    )
    import_batch: int = Field(1000, ge=1, le=20000, description="Rows of a file in one transaction")
    query_cost: int = Field(
        20000, ge=100, description="Fields that one GraphQL document may ask for, lists multiplied"
    )
    session_idle_hours: int = Field(
        12, ge=1, description="Hours after which a browser that asks nothing is signed out"
    )
    session_days: int = Field(
        14, ge=1, le=365, description="Days after which a browser is signed out in any case"
    )
    password_memory: int = Field(
        65536, ge=32, description="KiB of memory that hashing one password takes (argon2id)"
    )
    password_passes: int = Field(
        3, ge=1, description="Passes over that memory that hashing one password takes"
    )
    password_at_once: int = Field(2, ge=1, description="Passwords that are hashed at one time")
    trusted_proxies: str = Field(
        "",
        description="Addresses or networks whose X-Forwarded-For and -Proto are believed; commas",
    )
    oidc_issuer: str = Field(
        "",
        pattern=r"^(https://.+|http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(/.*)?)?$",
        description="Issuer URL of an OpenID Connect provider people may sign in by; empty: none",
    )
    oidc_client_id: str = Field("", description="Client id at that provider")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="Client secret there")
    oidc_name: str = Field("", description="What that provider is called on the sign-in page")
    oidc_timeout: float = Field(5.0, gt=0, description="Seconds to wait for that provider")
    notify_every: float = Field(
        5.0, ge=0, description="Seconds between two rounds of notifying while serving; 0: none"
    )
    good_match: float = Field(
        0.2, gt=0, le=1, description="Probability from which a new match is worth a notification"
    )
    good_matches_a_day: int = Field(
        3, ge=0, description="Notifications of new matches that one recipient gets a day"
    )
    secret: SecretStr = Field(
        SecretStr(""),
        description="Master secret (32 characters or more); webhooks' secrets are derived from it",
    )
    webhook_private_networks: str = Field(
        "", description="Networks of your own that webhooks may reach, by commas: 10.1.0.0/16"
    )
    webhook_timeout: float = Field(10.0, gt=0, description="Seconds that a webhook may take")
    smtp_host: str = Field("", description="Mail server for notifications; empty: no e-mail")
    smtp_port: int = Field(587, ge=1, le=65535, description="Port of the mail server")
    smtp_user: str = Field("", description="User name on the mail server, where it wants one")
    smtp_password: SecretStr = Field(SecretStr(""), description="Password on the mail server")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the connection to the mail server is protected"
    )
    smtp_from: str = Field("", description="Sender address of notifications")
    smtp_timeout: float = Field(20.0, gt=0, description="Seconds to wait for the mail server")
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

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: str) -> str:
        for part in filter(None, map(str.strip, value.split(","))):
            ip_network(part, strict=False)
        return value

    @cached_property
    def proxies(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The networks of `trusted_proxies`."""
        parts = filter(None, map(str.strip, self.trusted_proxies.split(",")))
        return tuple(ip_network(part, strict=False) for part in parts)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone of the district's calendar."""
        return ZoneInfo(self.timezone)

    def today(self, now: datetime) -> date:
        """The district's calendar day at an instant."""
        return now.astimezone(self.zone).date()
