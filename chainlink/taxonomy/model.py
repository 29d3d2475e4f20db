"""Categories of goods and services: three schemes, one shape."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chainlink.taxonomy.names import ReadableCategory


class Scheme(StrEnum):
    """Where a category's code comes from."""

    LOCAL = "LOCAL"
    GBT4754 = "GBT4754"
    HS = "HS"


class CategoryKind(StrEnum):
    """What sort of offer a category is; ACTIVITY is an industry of GB/T 4754."""

    GOOD = "GOOD"
    PROCESS = "PROCESS"
    SALES_CHANNEL = "SALES_CHANNEL"
    LOGISTICS = "LOGISTICS"
    TECHNOLOGY = "TECHNOLOGY"
    FINANCE = "FINANCE"
    INVESTMENT = "INVESTMENT"
    TALENT = "TALENT"
    CERTIFICATION = "CERTIFICATION"
    SERVICE = "SERVICE"
    ACTIVITY = "ACTIVITY"


class ClaimKind(StrEnum):
    """What a need looks for and what a capability offers; the two meet where they are equal."""

    SUPPLY = "SUPPLY"
    SALES_CHANNEL = "SALES_CHANNEL"
    TECHNOLOGY = "TECHNOLOGY"
    FINANCE = "FINANCE"
    INVESTMENT = "INVESTMENT"
    LOGISTICS = "LOGISTICS"
    TALENT = "TALENT"
    CERTIFICATION = "CERTIFICATION"
    SERVICE = "SERVICE"


def claim_kind(kind: CategoryKind) -> ClaimKind:
    """The kind of claim that a category's kind speaks for; goods and processing are supplies."""
    if kind in {CategoryKind.GOOD, CategoryKind.PROCESS, CategoryKind.ACTIVITY}:
        return ClaimKind.SUPPLY
    return ClaimKind(kind.value)


def category_id(scheme: Scheme, code: str) -> str:
    """`LOCAL:corn-harvesters`, `GBT4754:3572`, `HS:843359`."""
    return f"{scheme.value}:{code}"


class Category(BaseModel):
    """One category with all the words that it can be read from."""

    model_config = ConfigDict(frozen=True)

    scheme: Scheme
    code: str
    kind: CategoryKind
    label_zh: str
    label_en: str = ""
    other_zh: tuple[str, ...] = ()
    other_en: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    edition: str
    source: str

    @property
    def id(self) -> str:
        """Key in the graph, unique over the schemes."""
        return category_id(self.scheme, self.code)

    def readable(self) -> ReadableCategory:
        """What the reader needs of it."""
        return ReadableCategory(
            **self.model_dump(exclude={"edition", "source", "scheme", "kind"}),
            scheme=self.scheme.value,
            kind=self.kind.value,
        )


class CategoryLink(BaseModel):
    """An edge between two categories, by id; `strength` is only said of INPUT_TO."""

    model_config = ConfigDict(frozen=True)

    start: str
    end: str
    source: str
    confidence: float = 1.0
    strength: float | None = None
