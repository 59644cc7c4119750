from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import causal

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "connection-pool.yaml"
PROMISED = {
    *("Incident", "load", "loads", "read", "dump", "dumps", "to_networkx", "from_networkx"),
    *("explain", "assess_actions", "compare_five_whys", "draw", "report"),
    *("load_corpus", "Corpus", "new", "all_of", "any_of", "at_least", "incident_schema"),
    *("CausalError", "InvalidIncident", "InvalidFormula", "UnknownName", "UnknownFormat"),
    *("NothingToDraw", "NothingToCompare", "NothingToExplain", "NotFinished", "MissingExtra"),
    *("Factor", "Action", "Gate", "Link", "Layer", "TimelineEntry", "Drawing", "Budget"),
    *("Fault", "IncidentBuilder"),
}
HEAVY = {"pydantic", "networkx", "pandas", "numpy", "plotly", "scipy", "graphviz", "yaml"}


def loaded_by(code: str) -> set[str]:
    """Return the heavy libraries in a fresh interpreter after it ran `code`."""
    names = sorted(HEAVY)
    script = f"import sys\n{code}\nprint(*(n for n in {names!r} if n in sys.modules))"
    run = [sys.executable, "-c", script]
    return set(subprocess.run(run, capture_output=True, text=True, check=True).stdout.split())


def test_the_names_promised_are_public():
    assert set(causal.__all__) >= PROMISED


def test_the_list_is_sorted_and_has_no_name_twice():
    assert list(causal.__all__) == sorted(set(causal.__all__))
    assert dir(causal) == list(causal.__all__)


@pytest.mark.parametrize("name", causal.__all__)
def test_every_public_name_is_there_and_documented(name):
    found = getattr(causal, name)
    assert name == "__version__" or found.__doc__


def test_every_lazy_name_is_public_and_loads_only_when_asked_for():
    assert set(causal._HOME) <= set(causal.__all__)
    loaded = set(causal.__all__) - set(causal._HOME)
    assert loaded == {"__version__", *causal.errors.__all__} - {"did_you_mean"}


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'explian'"):
        _ = causal.explian


def test_importing_loads_nothing_heavy():
    assert loaded_by("import causal") == set()


def test_loading_and_explaining_loads_no_tables_and_no_graphs():
    code = f"""
import causal
incident = causal.load({str(EXAMPLE)!r})
print(causal.explain(incident), file=sys.stderr)
print(causal.assess_actions(incident), causal.compare_five_whys(incident), file=sys.stderr)
"""
    assert loaded_by(code) == {"pydantic", "yaml"}
