"""One platform with something of everything, and everybody who may ask for it.

Whatever is private bears a mark of its own: a word that must be found in the answers to those who
may read it, and in no answer to anybody else.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Any

import httpx

from chainlink.accounts.model import Actor, Role
from chainlink.api.relay import global_id, opened_id
from chainlink.app import App
from chainlink.enterprises.model import Enterprise
from chainlink.graph.cypher import Query

# The seeker (of committee ka) is introduced to the provider (kb), and was to be to the refused
# (kb). The foreigner is of kc and has nothing to do with any of it; the waiting one asked ka.
COMPANIES = {"seeker": "ka", "provider": "kb", "refused": "kb", "foreign": "kc", "waiting": "ka"}
OFFICES = {
    f"{role.value.lower()} of {code}": (role, code)
    for code in ("ka", "kb", "kc")
    for role in (Role.STAFF, Role.SECRETARY)
}
EVERYBODY = ("public", *COMPANIES, *OFFICES, "auditor", "admin")
MEMORY_OF_ALL = 512  # MiB of buffer pool; half of it is too little for all rooms at once
PASSWORD = "正确的马电池订书钉好"
FAILED = "__typename ... on Failure { code message } ... on InvalidInput { fields { path } }"
NODELESS = {"createWebhook", "setMailAddress", "confirmMailAddress", "deleteMailAddress"}
NODELESS |= {"markNotificationsRead"}


@dataclass
class WholeWorld:
    """The platform over HTTP, with everybody's token and the ids of what there is."""

    app: App
    client: httpx.AsyncClient
    tokens: dict[str, str | None]
    actors: dict[str, Actor]
    readers: dict[str, str] = field(default_factory=dict)  # tokens to read with only
    enterprises: dict[str, Enterprise] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    async def text(self, who: str, query: str, *, read_only: bool = False, **given: Any) -> str:
        """An answer to the letter."""
        token = self.readers.get(who) if read_only else self.tokens[who]
        headers = {"authorization": f"Bearer {token}"} if token else {}
        body = {"query": query, "variables": given}
        answer = await self.client.post("/graphql", json=body, headers=headers)
        return answer.text

    async def ask(self, who: str, query: str, **given: Any) -> dict[str, Any]:
        """The data of a question that nothing goes wrong with."""
        found: dict[str, Any] = httpx.Response(
            200, text=await self.text(who, query, **given)
        ).json()
        assert "errors" not in found, (who, query, found)
        data: dict[str, Any] = found["data"]
        return data

    async def change(
        self, who: str, mutation: str, form: dict[str, Any], *, read_only: bool = False
    ) -> dict[str, Any]:
        """What a mutation gives back."""
        name = mutation[0].upper() + mutation[1:] + "Input"
        shown = FAILED if mutation in NODELESS else f"{FAILED} ... on Node {{ id }}"
        document = (
            f"mutation ($input: {name}!) {{ result: {mutation}(input: $input) {{ {shown} }} }}"
        )
        text = await self.text(who, document, read_only=read_only, input=form)
        answer = httpx.Response(200, text=text).json()
        assert answer.get("data"), (mutation, form, answer)
        result: dict[str, Any] = answer["data"]["result"]
        return result

    async def done(self, who: str, mutation: str, **form: Any) -> str:
        """The id of what a change made or changed, which must succeed."""
        result = await self.change(who, mutation, form)
        assert "code" not in result, (mutation, form, result)
        return str(result.get("id", ""))

    def enterprise(self, name: str) -> str:
        """An enterprise's global id."""
        return global_id("Enterprise", self.enterprises[name].id)

    async def version(self, id_: str) -> int:
        """The newest version of whatever has one."""
        kind, _ = opened_id(id_) or ("", "")
        question = f"query ($id: ID!) {{ node(id: $id) {{ ... on {kind} {{ version }} }} }}"
        found = await self.ask("admin", question, id=id_)
        return int(found["node"]["version"])

    async def moved(self, who: str, mutation: str, introduction: str, **form: Any) -> None:
        """A change of an introduction at its newest version."""
        version = await self.version(introduction)
        await self.done(who, mutation, id=introduction, version=version, **form)

    async def shortlisted(self, who: str, provider: str, match_type: str, **form: Any) -> str:
        """An introduction of the seeker that somebody has opened."""
        pair = {"seeker": self.enterprise("seeker"), "provider": self.enterprise(provider)}
        return await self.done(who, "shortlistMatch", matchType=match_type, **pair, **form)

    async def answered(self, who: str, verb: str, introduction: str, **form: Any) -> None:
        """A consent answered by an enterprise's own account."""
        await self.done(who, f"{verb}Consent", id=introduction, version=1, **form)

    async def head(self) -> tuple[int, str]:
        """Where the journal ends."""
        return await self.app.journal.head()

    async def raw_ids(self, question: str) -> list[str]:
        """Ids straight out of the graph, whoever may see them."""
        rows = await self.app.store.read(Query("tests/ids", question))
        return sorted({str(row["id"]) for row in rows})


def never(id_: str) -> str:
    """An id of the same kind and length that never was anything's."""
    kind, raw = opened_id(id_) or ("", id_)
    digest = hashlib.sha256(raw.encode()).hexdigest()
    other = "".join("-" if one == "-" else new for one, new in zip(raw, digest, strict=False))
    return global_id(kind, other) if kind else other.upper()
