from __future__ import annotations

import pytest

from causal import Catalogue, CausalError, InvalidCatalogue, UnknownName, suggest_factors
from causal.model.layers import DEFAULT_LAYERS

TEXT = """\
catalogue: 1
# what wakes people
factors:
  alert-noise:
    name: Alerts drown in noise   # said often
    layer: detection
    statements: [Too many alerts, "Nobody reads the channel"]
  no-backup:
    name: There is no backup
    statements:
      - Nothing was backed up
    maps: {veris: Error}
"""


def small():
    return Catalogue.loads(TEXT)


def test_a_catalogue_says_what_it_holds():
    catalogue = small()
    assert list(catalogue.factors) == ["alert-noise", "no-backup"]
    assert catalogue.factors["alert-noise"].layer == "detection"
    assert catalogue.factors["no-backup"].maps == {"veris": ("Error",)}
    assert repr(catalogue) == "<Catalogue of 2 factors, 3 statements>"


def test_the_starter_catalogue_names_a_layer_and_a_public_incident_for_each_factor():
    factors = Catalogue.starter().factors
    assert len(factors) >= 80
    assert {factor.layer for factor in factors.values()} == set(DEFAULT_LAYERS)
    assert all(factor.seen and len(factor.statements) >= 3 for factor in factors.values())


def test_saving_keeps_comments_and_changes_only_the_lines_that_changed(tmp_path):
    path = tmp_path / "catalogue.yaml"
    path.write_text(TEXT, encoding="utf-8")
    catalogue = Catalogue.load(path)
    catalogue.confirm("The database was never backed up", "no-backup")
    catalogue.save(path)
    before, after = TEXT.splitlines(), path.read_text(encoding="utf-8").splitlines()
    assert [line for line in after if line not in before] == [
        "      - The database was never backed up"
    ]
    assert [line for line in before if line not in after] == []
    assert Catalogue.load(path).factors == catalogue.factors


def test_without_a_change_every_byte_stays(tmp_path):
    assert small().dumps() == TEXT


def test_confirmed_apart_from_case_and_marks_is_the_same_statement():
    catalogue = small()
    assert catalogue.key_of("  too MANY alerts! ") == "alert-noise"
    catalogue.confirm("Too many alerts.", "alert-noise")
    assert len(catalogue.factors["alert-noise"].statements) == 2
    with pytest.raises(CausalError, match="confirmed under 'alert-noise' already"):
        catalogue.confirm("too many alerts", "no-backup")


def test_rejecting_takes_a_statement_out_and_remembers_it():
    catalogue = small()
    catalogue.reject("Too many alerts", "alert-noise")
    factor = catalogue.factors["alert-noise"]
    assert (factor.statements, factor.rejected) == (
        ("Nobody reads the channel",),
        ("Too many alerts",),
    )
    catalogue.confirm("Too many alerts", "alert-noise")
    assert catalogue.factors["alert-noise"].rejected == ()


def test_merged_keys_are_remembered():
    catalogue = small()
    catalogue.add("noisy-pager", "The pager is noisy", statements=("The pager rings all day",))
    catalogue.merge("noisy-pager", into="alert-noise")
    assert catalogue.current("noisy-pager") == "alert-noise"
    assert "The pager rings all day" in catalogue.factors["alert-noise"].statements
    assert small().diff(catalogue) == [
        "alert-noise: statements: + The pager is noisy",
        "alert-noise: statements: + The pager rings all day",
        "alert-noise: was: + noisy-pager",
    ]
    assert catalogue.diff(small())[0].startswith("alert-noise: statements: -")


def test_split_factors_reject_each_others_statements():
    catalogue = small()
    catalogue.split(
        "alert-noise", "unread", name="Unread channel", statements=["Nobody reads the channel"]
    )
    assert catalogue.factors["unread"].statements == ("Nobody reads the channel",)
    assert catalogue.factors["alert-noise"].rejected == ("Nobody reads the channel",)
    assert catalogue.key_of("nobody reads the channel") == "unread"


@pytest.mark.parametrize("call", ["confirm", "reject"])
def test_an_unknown_key_is_named_with_the_nearest(call):
    with pytest.raises(UnknownName, match="did you mean 'alert-noise'"):
        getattr(small(), call)("x", "alert-nois")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("factors: {}", "begins with catalogue: 1"),
        ("catalogue: 1\nfactors: [a]", "is no mapping"),
        ("catalogue: 1\nfactors:\n  a: {layer: ci}", "factors.a.name"),
        ("catalogue: 1\nfactors:\n  a: {name: x, colour: red}", "'colour' is not a field"),
        ("catalogue: 1\nfactors:\n  a: {name: x}\n  b: {name: X.}", "confirmed under 'a' too"),
        ("catalogue: 1\nfactors:\n  a: {name: x, statements: [y], not: [Y]}", "both confirmed"),
        ("catalogue: 1\nfactors:\n  a: {name: x, was: [b]}\n  b: {name: z}", "still there"),
        ("catalogue: 1\nfactors: {a: {name: x}\n", "line"),
    ],
)
def test_bad_catalogues_are_refused_with_what_is_wrong(text, said):
    with pytest.raises(InvalidCatalogue, match=said):
        Catalogue.loads(text)


def test_faults_name_their_lines():
    with pytest.raises(InvalidCatalogue) as caught:
        Catalogue.loads("catalogue: 1\nfactors:\n  a:\n    name: x\n    colour: red\n")
    assert [fault.line for fault in caught.value.faults] == [5]


def test_from_statements_takes_the_first_statement_for_the_name():
    catalogue = Catalogue.from_statements({"a": ["One", "Two"], "b": ["Three"]})
    assert catalogue.factors["a"].name == "One"
    with pytest.raises(InvalidCatalogue, match=r"factors\.c\.name"):
        Catalogue.from_statements({"c": []})


def test_suggestions_learn_from_one_confirmation_and_one_rejection():
    catalogue = Catalogue.starter()
    odd = "The blue lamp in the corner went out"
    catalogue.confirm(odd, "no-runbook")
    assert suggest_factors("the BLUE lamp in the corner went out.", catalogue)[0].identical
    assert suggest_factors("A blue lamp went out in the corner", catalogue)[0].key == "no-runbook"
    catalogue.reject("A blue lamp went out in the corner", "no-runbook")
    keys = [found.key for found in suggest_factors("A blue lamp went out in the corner", catalogue)]
    assert "no-runbook" not in keys
