"""The chain of hashes as arithmetic: what any tampering does to it, and what enters it."""

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import assume, given
from hypothesis import strategies as st

from chainlink.graph.declaration import load_schema
from chainlink.journal.canonical import canonical
from chainlink.journal.model import START_HASH, JournalEntry, NewEntry, hashable_facts

WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)
NEW_ENTRIES = st.builds(
    NewEntry,
    at=WORDS,
    actor=WORDS,
    action=WORDS,
    subject_label=WORDS,
    subject=WORDS,
    enterprises=st.lists(WORDS, max_size=3).map(tuple),
    facts=WORDS,
)
FIELDS = sorted(set(JournalEntry.model_fields) - {"hash"})
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(min_value=-(2**53) + 1, max_value=2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | WORDS
)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


def chain(entries: list[NewEntry]) -> list[JournalEntry]:
    chained, last = [], START_HASH
    for sequence, entry in enumerate(entries, 1):
        chained.append(entry.chained(sequence, last))
        last = chained[-1].hash
    return chained


@given(st.lists(NEW_ENTRIES, max_size=6))
def test_every_entry_carries_the_hash_of_the_one_before_and_its_own(
    entries: list[NewEntry],
) -> None:
    last = START_HASH
    for placed, entry in zip(chain(entries), entries, strict=True):
        assert placed.previous_hash == last
        assert placed.expected_hash() == placed.hash
        assert len(placed.hash) == 64
        assert placed.model_dump(include=set(NewEntry.model_fields)) == entry.model_dump()
        last = placed.hash


@given(NEW_ENTRIES, st.sampled_from(FIELDS), WORDS, st.integers(min_value=2, max_value=2**53 - 1))
def test_a_change_of_any_field_shows(entry: NewEntry, field: str, word: str, number: int) -> None:
    placed = entry.chained(1, START_HASH)
    values = {"sequence": number, "enterprises": (word,)}
    altered = placed.model_copy(update={field: values.get(field, word)})
    assume(altered != placed)
    assert altered.expected_hash() != placed.hash


@given(st.lists(NEW_ENTRIES, min_size=2, max_size=5, unique_by=lambda one: one.subject))
def test_a_change_of_the_first_entry_changes_every_hash_after_it(entries: list[NewEntry]) -> None:
    altered = [entries[0].model_copy(update={"subject": f"{entries[0].subject}x"}), *entries[1:]]
    for one, other in zip(chain(entries), chain(altered), strict=True):
        assert one.hash != other.hash


@given(NEW_ENTRIES)
def test_an_entry_read_back_from_json_has_the_same_hash(entry: NewEntry) -> None:
    placed = entry.chained(1, START_HASH)
    assert JournalEntry.model_validate_json(placed.model_dump_json()).expected_hash() == placed.hash


@given(JSON)
def test_the_canonical_form_is_that_of_rfc_8785(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "value",
    [2**53, -(2**53), {"a": 2**60}, float("nan"), {"a": [float("inf")]}],
)
def test_what_json_cannot_say_exactly_is_refused(value: Any) -> None:
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical(value)


@pytest.mark.parametrize("label", sorted({**load_schema().node, **load_schema().relationship}))
def test_personal_and_worded_values_never_become_facts(label: str) -> None:
    schema = load_schema()
    declared = (schema.node.get(label) or schema.relationship[label]).properties
    said = {name: f"<{name}>" for name in declared}
    facts = json.loads(hashable_facts(schema, label, said))
    closed = {name for name, one in declared.items() if not one.personal and not one.wording}
    assert {name for name in facts if name != "worded"} == closed
    assert sorted(facts.get("worded", [])) == sorted(declared.keys() - closed)
    for name in declared.keys() - closed:
        assert f"<{name}>" not in json.dumps(facts)


def test_facts_that_are_absent_are_left_out() -> None:
    said = {"id": "x", "size": None, "name": None, "invented": False}
    assert hashable_facts(load_schema(), "Enterprise", said) == (
        '{"id":"x","invented":false,"worded":["name"]}'
    )
