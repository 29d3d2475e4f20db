"""Industry chains, their stages, and the committees that lead them (链长制, 一链条一党委)."""

from pydantic import BaseModel, ConfigDict


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Chain(_Frozen):
    """One district's industry chain."""

    code: str
    name_zh: str
    name_en: str | None = None
    district: str
    summary_zh: str | None = None
    summary_en: str | None = None
    source: str | None = None


class Stage(_Frozen):
    """A stage of a chain: its place, what is made there (category ids), which stages it feeds."""

    id: str
    chain: str
    code: str
    name_zh: str
    name_en: str | None = None
    position: int
    categories: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()


class Committee(_Frozen):
    """The party committee that leads one chain."""

    code: str
    name_zh: str
    name_en: str | None = None
    chain: str
    district: str
    source: str | None = None


def stage_id(chain: str, code: str) -> str:
    """Key of a stage: codes are unique within their chain."""
    return f"{chain}/{code}"
