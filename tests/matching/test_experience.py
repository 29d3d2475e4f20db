"""What providers did before counts for a new need, and nothing that happened later does."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainlink.matching.experience import Experience, Need, Outcome
from chainlink.matching.experience_catalogue import SENTENCES as CATALOGUE_SENTENCES
from chainlink.matching.experience_catalogue import Catalogue, Request, Served
from chainlink.matching.experience_kinds import Kinds
from chainlink.matching.experience_names import Spellings
from chainlink.matching.experience_profiles import Profiles, Provider
from chainlink.matching.experience_ranker import Question, learned
from chainlink.matching.experience_terms import Relevance, Terms
from chainlink.matching.experience_values import SENTENCES
from chainlink.matching.experience_wording import own_words, provinces, subject
from chainlink.matching.texts import TextIndex

TEXTS = ["道路照明路灯采购", "园林绿化景观工程", "智能电能表采购", "污水处理厂扩建"]
BACKGROUND = TextIndex(TEXTS)


def experience(*outcomes: Outcome) -> Experience:
    found = Experience(BACKGROUND)
    found.add(outcomes)
    return found


def outcome(text: int, provider: int, day: int, seeker: int = 0, category: int = 0) -> Outcome:
    return Outcome(Need(TEXTS[text], seeker, category), provider, day, 1000.0)


def test_the_provider_that_served_the_same_words_is_nearest() -> None:
    answer = experience(outcome(0, 7, 1), outcome(1, 3, 1)).answer(Need(TEXTS[0]), 2)
    assert answer.providers.tolist() == [3, 7]
    assert answer.column("wording").tolist() == pytest.approx([0.0, 1.0])
    assert answer.column("nearest").tolist() == pytest.approx([0.0, 1.0])


def test_values_of_one_outcome_are_exact() -> None:
    known = experience(Outcome(Need(TEXTS[0], seeker=4, category=9), 0, 0, 1000.0))
    need = Need(TEXTS[0], seeker=4, category=9, budget=100.0)
    answer = known.answer(need, 365)
    decay = np.exp(-1 / 1.5)
    expected = {
        "wording": 1.0,
        "fresh_wording": np.exp(-1),
        "wording_often": np.sqrt(decay),
        "wording_usual": 1 / 3,
        "nearest": 1.0,
        "own_wording": 1.0,
        "returning": 1.0,
        "seeker_often": np.log1p(decay) / 3,
        "category_share": decay / (decay + 1),
        "category_often": np.log1p(decay) / 3,
        "active": np.exp(-1),
        "often": np.log1p(decay) / 4,
        "amount": np.exp(-1),
        "kin": 0.0,
    }
    assert dict(zip(answer.names, answer.values[0], strict=True)) == pytest.approx(expected)
    assert set(answer.names) == set(SENTENCES)


def test_an_unknown_seeker_or_category_is_not_the_same_as_another_unknown_one() -> None:
    answer = experience(Outcome(Need(TEXTS[0]), 0, 0)).answer(Need(TEXTS[0]), 1)
    assert answer.column("returning").tolist() == [0.0]
    assert answer.column("category_share").tolist() == [0.0]


def test_what_happened_on_the_day_itself_is_not_known_yet() -> None:
    assert len(experience(outcome(0, 1, 5)).answer(Need(TEXTS[0]), 5).providers) == 0


def test_an_outcome_left_out_does_not_answer_for_itself() -> None:
    known = experience(outcome(0, 1, 0), outcome(0, 2, 0))
    assert known.answer(Need(TEXTS[0]), 1, without=0).providers.tolist() == [2]


def test_kin_of_the_provider_of_a_like_need_are_credited_but_not_itself() -> None:
    names = TextIndex(["大江园林", "大江路灯", "小河电表"]).vectors(
        ["大江园林", "大江园林", "小河电表"]
    )
    known = experience(outcome(0, 0, 0), outcome(1, 1, 0), outcome(1, 2, 0))
    kin = known.answer(Need(TEXTS[0]), 1, alike=names).column("kin")
    assert kin.tolist() == pytest.approx([0.0, 1.0, 0.0])


OUTCOMES = st.lists(
    st.builds(
        Outcome,
        st.builds(
            Need,
            st.sampled_from(TEXTS),
            st.integers(-1, 2),
            st.integers(-1, 2),
            st.none() | st.floats(1, 1e6),
        ),
        st.integers(0, 4),
        st.integers(0, 1000),
        st.none() | st.floats(0, 1e6),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(OUTCOMES, st.integers(0, 1000), st.sampled_from(TEXTS))
def test_nothing_from_the_day_on_is_read(outcomes: list[Outcome], day: int, text: str) -> None:
    need = Need(text, seeker=1, category=1, budget=500.0)
    before = experience(*(one for one in outcomes if one.day < day)).answer(need, day)
    whole = experience(*outcomes).answer(need, day)
    assert whole.providers.tolist() == before.providers.tolist()
    assert whole.values == pytest.approx(before.values, abs=0)


@settings(max_examples=60, deadline=None)
@given(OUTCOMES, st.integers(0, 6))
def test_values_lie_between_0_and_1_and_adding_in_parts_changes_nothing(
    outcomes: list[Outcome], cut: int
) -> None:
    parts = experience(*outcomes[:cut])
    parts.cosines(TEXTS[0])
    parts.add(outcomes[cut:])
    need = Need(TEXTS[2], seeker=0, category=0, budget=10.0)
    answer = parts.answer(need, 1001)
    assert ((answer.values >= 0) & (answer.values <= 1)).all()
    assert answer.values == pytest.approx(experience(*outcomes).answer(need, 1001).values, abs=0)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ('"Elting Electronices"', "ELTING ELETRONICS", True),
        ("Mabb Constructi", "Mabb Construction", True),
        ("Pastërtia", "PASTERTIA", True),
        ("Beni Trans", "Beni Tours", False),
        ("Abc", "Abd", False),
    ],
)
def test_spellings(one: str, other: str, same: bool) -> None:
    spellings = Spellings()
    assert (spellings.number(one) == spellings.number(other)) is same
    assert spellings.number(one) == 0


def test_subject_and_provinces_of_a_need() -> None:
    assert subject("济宁市路灯采购项目").split() == ["路灯"]
    assert provinces("济宁市路灯采购项目") == {"37"}
    assert own_words("山东大江园林股份有限公司") == "大江园林"


def test_a_kind_chosen_oftener_than_its_share_is_lifted() -> None:
    kinds = Kinds(["a", "a", "b", "b", ""])
    # all 2 choices fell on a: 4 firms of known kind, so a choice stands for 2; a: (4 + 3) / (2 + 3)
    lift = kinds.lift(np.array([0, 1]))
    assert lift.tolist() == pytest.approx(
        [np.log1p(7 / 5) / np.log(7)] * 2 + [np.log1p(3 / 5) / np.log(7)] * 2 + [0.45]
    )
    shares = kinds.share(np.array([0, 2]), np.array([3.0, 1.0]))
    assert shares.tolist() == pytest.approx([0.75**0.5] * 2 + [0.25**0.5] * 2 + [0.0])


def test_relevance_without_an_addition_is_that_of_never_having_added_it() -> None:
    terms = Terms([*TEXTS, "路灯"])
    profile, record = terms.counts(["路灯", "电能表"]), terms.counts(["路灯采购"])
    added = profile.toarray()
    added[0] += record.toarray()[0]
    relevance = Relevance(type(profile)(added))
    assert relevance.without(record, 0) < relevance.scores(record)[0, 0]
    assert relevance.without(record, 1) == pytest.approx(relevance.scores(record)[0, 1])


def catalogue() -> Catalogue:
    providers = [
        Provider("山东大江园林股份有限公司", ("园林绿化", "苗木"), ("建筑", "园林"), "old"),
        Provider("浙江小河仪表有限公司", ("智能电能表",), ("电气", "仪表"), "new"),
        Provider("无名企业"),
    ]
    served = [
        Served(Request("济宁市景观绿化项目", "济宁市园林局", 1e6), 0, 1e6),
        Served(Request("杭州市电能表采购", "杭州电力", 1e5), 2, 1e5),
    ]
    return Catalogue(Profiles(providers, [one.request.whole for one in served]), served)


def test_a_provider_without_a_record_is_found_by_its_offers() -> None:
    values = catalogue().values(Request("宁波市智能电能表采购项目"))
    assert values["profile"].argmax() == 1
    assert values["offer"][1] == pytest.approx(values["offer"].max())
    assert values["local"].tolist() == [0.0, 1.0, 0.0]
    assert values["by_record"].tolist() == [0.0, 0.0, 1.0]
    assert set(values) == set(CATALOGUE_SENTENCES)


def test_a_request_left_out_says_nothing_of_its_own_provider() -> None:
    request = Request("济宁市景观绿化项目", "济宁市园林局", 1e6)
    known, without = catalogue().values(request), catalogue().values(request, without=0)
    for name in ("served", "served_subject", "often", "was_there", "size"):
        assert known[name][0] > 0
        assert without[name][0] == 0.0
    assert without["record"][0] < known["record"][0]


def test_weights_are_learned_from_who_was_chosen_and_none_is_below_0() -> None:
    random = np.random.default_rng(1)
    questions = [Question(one, int(one[:, 0].argmax())) for one in random.random((60, 200, 2))]
    ranker = learned(("telling", "noise"), questions)
    assert ranker.weights[0] > 5
    assert 0 <= ranker.weights[1] < ranker.weights[0] / 5
    terms = ranker.terms(np.array([0.5, 1.0]))
    assert sum(terms.values()) == pytest.approx(float(ranker.scores(np.array([[0.5, 1.0]]))[0]))


def test_a_value_that_speaks_against_its_owner_gets_no_weight() -> None:
    random = np.random.default_rng(1)
    questions = [Question(one, int(one[:, 0].argmin())) for one in random.random((60, 200, 1))]
    assert learned(("against",), questions).weights.tolist() == [0.0]


def test_without_questions_the_anchor_stays_and_wrong_columns_are_refused() -> None:
    assert learned(("one", "two"), [], anchor=2.0).weights.tolist() == [2.0, 2.0]
    with pytest.raises(ValueError, match="2 columns"):
        learned(("one", "two"), [Question(np.zeros((3, 1)), 0)])
