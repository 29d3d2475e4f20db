"""`graph_schema/schema.toml`, read and checked: the one declaration of labels and relationships.

Tables and constraints of both engines, the drawn schema, required-property checks, help texts and
what must never enter the journal's hashed rows are derived from it.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from chainlink.resources import resource_folder

PropertyType = Literal["string", "integer", "float", "boolean", "date", "instant", "strings"]


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Property(_Declared):
    """One property: its type, whether it must be there, and what it means.

    Dates (`2025-06-01`) and instants (`2025-06-01T08:00:00.000000Z`, always UTC) are stored as
    text, which both engines order correctly and neither strips of its zone.
    """

    type: PropertyType = "string"
    required: bool = False
    personal: bool = False  # about a natural person (PIPL article 4): never in hashed rows
    wording: bool = False  # free text that may name a person: never in hashed rows either
    zh: str
    en: str


class NodeLabel(_Declared):
    """One label: its key, what else is unique or looked up, and its properties."""

    zh: str
    en: str
    help_zh: str
    help_en: str
    key: str = "id"
    unique: tuple[str, ...] = ()
    index: tuple[str, ...] = ()
    properties: Mapping[str, Property]

    @model_validator(mode="after")
    def _names_exist(self) -> "NodeLabel":
        for name in (self.key, *self.unique, *self.index):
            if name not in self.properties:
                raise ValueError(f"no property {name!r}")
        if not self.properties[self.key].required:
            raise ValueError(f"key {self.key!r} must be required")
        return self


class Relationship(_Declared):
    """One relationship type and which labels it joins; `key` tells several such edges apart."""

    zh: str
    en: str
    help_zh: str
    help_en: str
    ends: tuple[tuple[str, str], ...]
    key: tuple[str, ...] = ()
    properties: Mapping[str, Property] = Field(default_factory=dict)


class GraphSchema(_Declared):
    """The whole declaration."""

    version: Annotated[int, Field(ge=1)]
    node: Mapping[str, NodeLabel]
    relationship: Mapping[str, Relationship]

    @model_validator(mode="after")
    def _ends_exist(self) -> "GraphSchema":
        for name, relationship in self.relationship.items():
            for label in (label for ends in relationship.ends for label in ends):
                if label not in self.node:
                    raise ValueError(f"{name}: no label {label!r}")
        return self


@cache
def load_schema(path: Path | None = None) -> GraphSchema:
    """The declaration that ships with the code, or another file's."""
    file = path or resource_folder("graph_schema") / "schema.toml"
    return GraphSchema.model_validate(tomllib.loads(file.read_text("utf-8")))
