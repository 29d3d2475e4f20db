"""Reference data of chains changed one thing at a time: names, and a committee more."""

from chainlink.accounts.model import Actor
from chainlink.accounts.permissions import Action, Resource, require
from chainlink.chains.model import Chain, Committee
from chainlink.chains.service import ChainService
from chainlink.errors import Conflict, FieldProblem, InvalidInput, NotFound
from chainlink.validation import visible

LONGEST_NAME = 100
LONGEST_CODE = 40


class ChainEditing:
    """What an administrator changes by hand; codes and what hangs on them stay as they are.

    Each change is whole in itself: the same again changes nothing.
    """

    def __init__(self, chains: ChainService) -> None:
        self._chains = chains

    async def name_chain(self, actor: Actor, code: str, name_zh: str, name_en: str) -> Chain:
        """Another name for a chain. Raises NotFound, InvalidInput."""
        require(actor, Action.WRITE, Resource.REFERENCE)
        chain = await self._chains.chain(code)
        named = chain.model_copy(update=_names(name_zh, name_en))
        await self._chains.load(actor, [named], [], [])
        return named

    async def name_committee(
        self, actor: Actor, code: str, name_zh: str, name_en: str
    ) -> Committee:
        """Another name for a committee. Raises NotFound, InvalidInput."""
        require(actor, Action.WRITE, Resource.REFERENCE)
        known = {one.code: one for one in await self._chains.committees()}
        if code not in known:
            raise NotFound("committee.unknown", value=code)
        named = known[code].model_copy(update=_names(name_zh, name_en))
        await self._chains.load(actor, [], [], [named])
        return named

    async def add_committee(
        self, actor: Actor, code: str, chain: str, name_zh: str, name_en: str
    ) -> Committee:
        """A committee that leads a chain, in that chain's district.

        Raises NotFound for an unknown chain, InvalidInput, Conflict where the code is another's.
        """
        require(actor, Action.WRITE, Resource.REFERENCE)
        leads = await self._chains.chain(chain)
        code = code.strip().lower()
        if not (code.isascii() and code.replace("-", "").isalnum() and len(code) <= LONGEST_CODE):
            raise InvalidInput.of("code", "committee.code", most=LONGEST_CODE)
        wanted = Committee(
            code=code, chain=leads.code, district=leads.district, **_names(name_zh, name_en)
        )
        for known in await self._chains.committees():
            if known.code == code and known != wanted:
                raise Conflict("committee.exists", value=code, name=known.name_zh)
        await self._chains.load(actor, [], [], [wanted])
        return wanted


def _names(name_zh: str, name_en: str) -> dict[str, str | None]:
    zh, en = visible(name_zh).strip(), visible(name_en).strip()
    problems = [
        FieldProblem(path, "too_long", {"max_length": LONGEST_NAME})
        for path, name in (("nameZh", zh), ("nameEn", en))
        if len(name) > LONGEST_NAME
    ]
    if not zh:
        problems.append(FieldProblem("nameZh", "required", {}))
    if problems:
        raise InvalidInput(problems)
    return {"name_zh": zh, "name_en": en or None}
