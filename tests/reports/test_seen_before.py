from __future__ import annotations

import causal
from causal.cli.main import main
from causal.reports.seen_before import seen_before


def made(name, factors, actions=()):
    draft = causal.new(name, f"Title of {name}")
    told = [
        draft.gap(what, layer="capacity", id=f"f{n}", **({"key": key} if key else {}))
        for n, (what, key) in enumerate(factors)
    ]
    draft.outcome.because(*told)
    for what, factor, status in actions:
        draft.action(what, addresses=f"f{factor}", status=status)
    return draft.build()


PAST = [
    made("A", [("The pool was small", "pool"), ("No canary", "canary")], [("Size it", 0, "done")]),
    made("B", [("No canary", "canary")], [("Add one", 0, "open")]),
    made("C", [("No canary here", "canary")]),
    made("D", [("Nobody was paged", None)]),
]


def test_rare_shared_keys_come_first_with_what_became_of_their_actions():
    new = made("N", [("A pool again", "pool"), ("Again no canary", "canary")])
    found = seen_before(new, causal.Corpus(PAST))
    assert [before.incident for before in found] == ["A", "B", "C"]
    assert found[0].shared == ("pool", "canary")
    assert found[0].actions == ("then A1 on pool: Size it (done)",)
    assert found[2].actions == ("then no lasting action was on what they share",)


def test_proposed_keys_are_told_apart_and_come_last():
    catalogue = causal.Catalogue.starter()
    new = made("N", [("Nobody was paged", None), ("A pool", "pool")])
    found = seen_before(new, causal.Corpus(PAST), catalogue)
    assert found[0].incident == "A" and found[0].shared == ("pool",)
    last = next(before for before in found if before.incident == "D")
    assert last.shared == () and "no-alert-on-symptom" in last.proposed
    assert "(proposed, not confirmed)" in "\n".join(last.sentences())


def test_an_incident_is_not_like_itself():
    assert all(before.incident != "A" for before in seen_before(PAST[0], causal.Corpus(PAST)))


def test_the_command_says_so_when_nothing_is_alike(tmp_path, capsys):
    (tmp_path / "past").mkdir()
    causal.dump(PAST[0], tmp_path / "past" / "a.yaml")
    causal.dump(PAST[3], tmp_path / "d.yaml")
    assert main(["similar", str(tmp_path / "d.yaml"), str(tmp_path / "past")]) == 0
    out = capsys.readouterr().out
    assert "nothing like it among 1 incidents" in out
    assert "causal suggest" in out
