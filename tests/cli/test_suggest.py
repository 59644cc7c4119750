from __future__ import annotations

import pytest
import yaml

import causal
from causal import Catalogue
from causal.catalogue.review import review_factors
from causal.cli.main import main
from causal.cli.suggest import _Session

TEXT = """\
causal: 1
id: INC-1
title: Orders were lost
outcome: {what: Orders were lost, because: [noise, backup, deploy]}
factors:
  noise:
    what: Too many alerts, so people ignore them
    layer: detection
  backup: {what: No snapshots of the orders were there, layer: recovery}
  deploy: {what: A release went out, kind: trigger, key: release}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.yaml").write_text(TEXT, encoding="utf-8")
    return tmp_path


def keys(folder):
    data = yaml.safe_load((folder / "in" / "a.yaml").read_text(encoding="utf-8"))
    return {name: factor.get("key") for name, factor in data["factors"].items()}


def test_it_prints_suggestions_and_changes_nothing(folder, capsys):
    assert main(["suggest", str(folder / "in")]) == 1
    out = capsys.readouterr().out
    assert "1 factors have a key; 1 more are confirmed ones" in out
    assert "no-working-backup" in out
    assert (folder / "in" / "a.yaml").read_text(encoding="utf-8") == TEXT


def test_an_edited_review_goes_into_the_files_and_the_catalogue(folder, capsys):
    catalogue, review = folder / "c.yaml", folder / "review.yaml"
    assert main(["suggest", str(folder / "in"), "--to", str(review)]) == 1
    listed = yaml.safe_load(review.read_text(encoding="utf-8"))["factors"]
    assert [row["factor"] for row in listed] == ["backup"]
    assert listed[0]["key"] in Catalogue.starter()
    command = ["suggest", str(folder / "in"), "--catalogue", str(catalogue)]
    assert main([*command, "--apply", str(review)]) == 0
    assert keys(folder)["backup"] == listed[0]["key"]
    assert Catalogue.load(catalogue).key_of("no snapshots of the orders were there") is not None
    assert "not a review" not in capsys.readouterr().err


def test_what_is_no_review_is_refused(folder, capsys):
    (folder / "r.yaml").write_text("a: 1", encoding="utf-8")
    assert main(["suggest", str(folder / "in"), "--apply", str(folder / "r.yaml")]) == 2
    assert "no review here" in capsys.readouterr().err


def session(folder, answers):
    catalogue = Catalogue.starter()
    file = str(folder / "in" / "a.yaml")
    review = review_factors([(file, causal.load(file))], catalogue)
    made = _Session(review, catalogue, str(folder / "c.yaml"))
    given = iter(answers)
    made.ask = lambda _: next(given)
    return made, catalogue


def test_enter_takes_the_key_and_keeps_the_rest_of_the_file(folder):
    made, catalogue = session(folder, [""])
    assert made.run() == 0
    found = keys(folder)
    assert found["noise"] == "alert-noise"  # confirmed already, so nobody was asked
    assert found["backup"] == "no-working-backup"
    before, after = TEXT.splitlines(), (folder / "in" / "a.yaml").read_text().splitlines()
    assert len([line for line in before if line not in after]) == 1
    assert catalogue.key_of("No snapshots of the orders were there") == "no-working-backup"


def test_what_is_left_out_is_rejected_and_asked_again(folder):
    made, catalogue = session(folder, ["x 1", "", "n", "orders-not-copied"])
    assert made.run() == 0
    assert keys(folder)["backup"] == "orders-not-copied"
    assert catalogue.factors["no-working-backup"].rejected


def test_stopping_leaves_the_rest_open(folder):
    made, _ = session(folder, ["q"])
    assert made.run() == 1
    assert keys(folder)["backup"] is None
