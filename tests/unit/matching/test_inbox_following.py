"""An inbox that followed change by change is exactly the one that is made anew."""

from dataclasses import replace
from itertools import pairwise, product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from chainlink.matching.inbox import Inbox, Question
from chainlink.matching.model import MatchType
from chainlink.matching.policy import expert_policy
from chainlink.matching.projection.facts import EnterpriseFact, LinkFact
from chainlink.matching.projection.index import Index
from chainlink.matching.projection.tables import tables_of
from chainlink.taxonomy.model import ClaimKind
from tests.unit.matching.projecting import on_day, projected
from tests.unit.matching.test_ranking_properties import (
    CATEGORIES,
    CUT,
    DAY,
    STARTS,
    TAXONOMY,
    WORDS,
    said,
    speaking,
    world,
)

SIZE = 12
RECORDED = "2026-03-01T00:00:00.000000Z"
QUESTION = Question(frozenset({"ka"}), tuple(MatchType), frozenset({"ka"}))


def speaker(random: Random) -> dict:  # type: ignore[type-arg] # as the other worlds are drawn
    """Most meet most, so that the lists of members are longer than what is kept of them."""
    one = speaking(*(spoken(random) for _ in range(random.randint(1, 3))))
    one["region"] = random.choice([None, "370812", "370811", "110101"])
    if random.random() < 0.15:
        one |= random.choice([{"status": "PENDING"}, {"opted_out": True}, {"claims": []}])
    kind = random.choice(
        ["SUPPLIES", "HOLDS_SHARES_IN", "VETOES", "DISMISSES", "DISMISSES", "EXPORTS_TO", None]
    )
    if kind:  # a dismissal of the third is older than some claims and younger than others
        recorded = STARTS[random.choice([0, 2])] if kind == "DISMISSES" else STARTS[0]
        one["links"] = [{"kind": kind, "to": random.randrange(SIZE), "recorded": recorded}]
    return one


def spoken(random: Random) -> dict:  # type: ignore[type-arg] # as the other worlds are drawn
    claim = said(random.choice(WORDS), need=random.random() < 0.5)
    claim["text"] = random.choice(WORDS)
    claim["evidence"] = random.choice(["SELF_CLAIM", "ORDER", "CERTIFICATE"])
    claim["visibility"] = random.choice(["PUBLIC"] * 8 + ["ANONYMOUS", "COMMITTEE", "PRIVATE"])
    claim["valid_from"] = claim["recorded"] = random.choice(STARTS[:3])
    claim["categories"] = [
        (random.choice(CATEGORIES[:3]), random.choice([0.4, 0.6, 0.8, 1.0])),
        (CATEGORIES[5], 0.3),
    ][: random.randint(1, 2)]
    if not claim["need"] and random.random() < 0.1:
        claim |= {"kind": ClaimKind.SALES_CHANNEL, "markets": {random.choice(["KZ", "RU"])}}
    return claim


def speakers() -> EnterpriseFact:
    """Every wording there will be, from one who is not there yet.

    How rare letter groups are is then the same all the time: what a new wording does to everybody
    comes in by the sweep.
    """
    spoken = [said(title) | {"text": text} for title, text in product(WORDS, WORDS)]
    return world([speaking(*spoken) | {"status": "PENDING"}], prefix="w")["w0"]


def member(fact: EnterpriseFact, committee: str) -> EnterpriseFact:
    link = LinkFact("MEMBER_OF", fact.id, committee, None, None, RECORDED, None)
    return replace(fact, links=(*(one for one in fact.links if one.kind != "MEMBER_OF"), link))


def anew(facts: list[EnterpriseFact]) -> Inbox:
    projection = projected(facts)
    inbox = Inbox(*on_day(projection, TAXONOMY, DAY, CUT), expert_policy(), QUESTION)
    while inbox.sweep(100):
        pass
    return inbox


def kept(inbox: Inbox) -> dict[str, list[object]]:
    """Every member's few without the rows' numbers, which are a projection's own."""
    return {name: [place[:3] for place in few] for name, few in inbox.places().items()}


class Kept:
    """A district whose inbox is kept while enterprises come, go, change, join and leave."""

    def __init__(self, random: Random) -> None:
        self.random = random
        facts = world([speaker(random) for _ in range(SIZE)])
        for name in random.sample(sorted(facts), 8):
            facts[name] = member(facts[name], "ka")
        self.facts = facts | {"w0": speakers()}
        self.changes = 0
        self.made: Index | None = None
        self.projection = projected(self.facts.values())
        self.day, self.reaches = on_day(self.projection, TAXONOMY, DAY, CUT)
        self.inbox = Inbox(self.day, self.reaches, expert_policy(), QUESTION)
        self.inbox.sweep(1000)

    def change(self) -> None:
        """One or two say other things, or come for the first time, join, leave or stay away."""
        self.changes += 1
        facts = world([speaker(self.random) for _ in range(SIZE + 2)])
        changed = []
        for name in self.random.sample(sorted(facts), self.random.randint(1, 2)):
            before = self.facts[name].claims[1:] if name in self.facts else ()
            new = [replace(one, id=f"{self.changes}-{one.id}") for one in facts[name].claims]
            # the first is gone, the others go on
            fact = replace(facts[name], claims=(*before[-2:], *new))
            ends = {one.end for one in fact.links if one.kind not in {"EXPORTS_TO", "MEMBER_OF"}}
            fact = replace(fact, links=() if ends - self.facts.keys() else fact.links)
            joins = self.random.choice(["ka", "ka", "kb", None])
            changed.append(member(fact, joins) if joins else fact)
        self.facts |= {one.id: one for one in changed}
        self.projection.follow(tables_of(changed))

    def compact(self) -> None:
        """Begin to rebuild the index beside, or take it over."""
        if self.made is None:
            self.projection.begin_compaction()
            self.made = Index(self.projection)
        else:
            self.projection.texts.settle()
            self.projection.end_compaction(self.made)
            self.made = None

    def look(self) -> None:
        """What is kept is what is made anew, and so is what is told of it."""
        assert self.inbox.fits(self.day, self.reaches, expert_policy())
        self.inbox.follow(self.day)
        new = anew(list(self.facts.values()))
        assert kept(self.inbox) == kept(new)
        pairs = self.inbox.first(50)
        assert pairs == new.first(50)
        assert [one.rank for one in pairs] == list(range(1, len(pairs) + 1))
        ends = [frozenset((one.enterprise, one.partner)) for one in pairs]
        assert len(set(ends)) == len(ends)


@given(st.randoms(use_true_random=True))
@settings(max_examples=5, deadline=None)
def test_what_followed_is_what_is_made_anew(random: Random) -> None:
    district = Kept(random)
    for _ in range(8):
        district.change()
        if random.random() < 0.2:
            district.compact()
        if random.random() < 0.8:
            district.look()
    district.look()


def test_a_strong_members_fifth_comes_after_a_weak_ones_first() -> None:
    strong = [said("铝压铸件", need=True) | {"evidence": None}]
    others = [said(f"铝压铸件{place}") | {"evidence": "CERTIFICATE"} for place in "一二三四五六"]
    weak = said("玉米收获机 四行", need=True) | {"categories": [("LOCAL:corn-harvesters", 0.5)]}
    maker = said("玉米收获机 四行") | {"categories": [("LOCAL:corn-harvesters", 0.6)]}
    spoken = [speaking(*strong), speaking(weak), speaking(maker)]
    facts = world(spoken + [speaking(one) for one in others])
    for name in ("e0", "e1"):
        facts[name] = member(facts[name], "ka")
    pairs = anew(list(facts.values())).first(50)
    assert [one.enterprise for one in pairs] == ["e0", "e1", "e0", "e0", "e0", "e0"]
    assert pairs[1].score < pairs[-1].score
    assert all(one.score >= two.score for one, two in pairwise(pairs[2:]))
    assert not any(one.exploration for one in pairs)
