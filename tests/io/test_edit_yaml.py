from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from causal.io.edit_yaml import edit_yaml, write_yaml_like

TEXT = """\
# an incident
causal: 1
id:   "INC-1"          # three spaces
factors:
    pool:
        what: 'The pool was small'
        layer: capacity
    deploy: {what: "A deploy", kind: trigger}
actions:
- A
-   B   # odd
"""


def changed_lines(before, after):
    one, other = before.splitlines(), after.splitlines()
    return [x for x in other if x not in one], [x for x in one if x not in other]


def test_one_key_is_one_line():
    made = edit_yaml(TEXT, {("factors", "pool", "key"): "pool-size"})
    assert changed_lines(TEXT, made) == (["        key: pool-size"], [])


def test_a_flow_mapping_changes_in_its_line_only():
    made = edit_yaml(TEXT, {("factors", "deploy", "key"): "rollout"})
    new, gone = changed_lines(TEXT, made)
    assert (len(new), len(gone)) == (1, 1)
    assert yaml.safe_load(made)["factors"]["deploy"]["key"] == "rollout"


def test_none_removes_a_key():
    made = edit_yaml(TEXT, {("factors", "pool", "layer"): None})
    assert changed_lines(TEXT, made) == ([], ["        layer: capacity"])


def test_a_path_that_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        edit_yaml(TEXT, {("factors", "nothing", "key"): "x"})


def test_without_a_change_every_byte_stays():
    assert edit_yaml(TEXT, {}) == TEXT
    assert write_yaml_like(TEXT, yaml.safe_load(TEXT)) == TEXT


leaves = st.one_of(st.integers(-5, 5), st.booleans(), st.text("abc #:'-\"\n", max_size=8))
data = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.text("abcd", min_size=1, max_size=3), inner, max_size=3),
    ),
    max_leaves=12,
)
documents = st.dictionaries(st.text("abcd", min_size=1, max_size=3), data, max_size=4)


@given(documents, documents)
def test_the_result_always_says_what_is_wanted(before, after):
    text = yaml.safe_dump(before, sort_keys=False)
    assert yaml.safe_load(write_yaml_like(text, after)) == after
