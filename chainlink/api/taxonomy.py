"""Categories: looked up, searched, suggested for what somebody writes."""

from collections.abc import Sequence

import strawberry

from chainlink.api.context import Info
from chainlink.api.relay import PAGE, Connection, Node, counted_page, global_id, page_size
from chainlink.language import Language
from chainlink.taxonomy import model
from chainlink.taxonomy.model import CategoryKind, Scheme
from chainlink.taxonomy.service import Taxonomy


@strawberry.type
class Category(Node):
    """A good or a service of one of the schemes."""

    key: strawberry.Private[str]
    scheme: Scheme
    code: str
    kind: CategoryKind
    label_zh: str
    label_en: str | None
    edition: str
    source: str

    def label_in(self, language: Language) -> str:
        """Its label in a language; industries have none but the Chinese."""
        return (self.label_en if language is Language.EN else None) or self.label_zh

    @strawberry.field
    def label(self, info: Info) -> str:
        """Its label in the viewer's language."""
        return self.label_in(info.context.language)

    @strawberry.field
    async def broader(self, info: Info) -> list["Category"]:
        """The next wider categories."""
        taxonomy = await info.context.loaders.taxonomy()
        wider = [link.end for link in taxonomy.broader_of(self.key)]
        return [category(taxonomy.by_id[id_]) for id_ in wider]


def category(found: model.Category) -> Category:
    """A category as GraphQL shows it."""
    return Category(
        id=global_id("Category", found.id),
        key=found.id,
        scheme=found.scheme,
        code=found.code,
        kind=found.kind,
        label_zh=found.label_zh,
        label_en=found.label_en or None,
        edition=found.edition,
        source=found.source,
    )


async def categories_of(info: Info, ids: Sequence[str]) -> list[Category]:
    """Categories by id, in order; one that has left the taxonomy is left out."""
    taxonomy = await info.context.loaders.taxonomy()
    return [category(taxonomy.by_id[id_]) for id_ in ids if id_ in taxonomy.by_id]


@strawberry.type
class CategorySuggestion:
    """A category that a text may be about."""

    category: Category
    confidence: float
    terms: list[str]


@strawberry.type
class TaxonomyQueries:
    """Questions about categories."""

    @strawberry.field
    async def categories(
        self,
        info: Info,
        search: str | None = None,
        first: int | None = PAGE,
        after: str | None = None,
    ) -> Connection[Category]:
        """Categories whose labels or code hold the words, by scheme and code."""
        taxonomy = await info.context.loaders.taxonomy()
        found = _found(taxonomy, search or "")
        return counted_page("categories", found, category, first, after)

    @strawberry.field
    async def suggest_categories(
        self, info: Info, text: str, scheme: Scheme | None = None, first: int | None = PAGE
    ) -> list[CategorySuggestion]:
        """The likeliest categories of a text, surest first."""
        size = page_size(first)
        suggested = await info.context.app.taxonomy.suggest(text, scheme=scheme, first=size)
        return [
            CategorySuggestion(
                category=category(found), confidence=read.confidence, terms=list(read.terms)
            )
            for found, read in suggested
        ]


def _found(taxonomy: Taxonomy, search: str) -> list[model.Category]:
    wanted = search.strip().casefold()
    matching = [
        one
        for one in taxonomy.by_id.values()
        if wanted in one.code.casefold()
        or wanted in one.label_zh.casefold()
        or wanted in one.label_en.casefold()
    ]
    return sorted(matching, key=lambda one: (list(Scheme).index(one.scheme), one.code))
