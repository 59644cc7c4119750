"""Tables of incidents with lists of cause codes: read as they are, nothing lost in silence."""

from __future__ import annotations

import pandas
import pytest

from causal import CausalError, Corpus
from causal.corpus.charts.bar_charts import fixes_chart
from causal.corpus.charts.figures import FIGURES
from causal.corpus.coded.levels import begin_with_capitals, cut, levels_of, specific

COLUMNS = {
    "id": "no",
    "codes": "why",
    "date": "day",
    "services": "site",
    "title": "what",
    "impact": ["hurt"],
}
TABLE = """no,day,site,what,why,hurt
1,2024-01-02,north,Leak,"Equipment, Valve, Seal;Equipment, Valve",0
2,2024-05-03,north;south,Fire,"Equipment, Valve, Seal; People, Training",2
3,,south,Leak,,
4,03/2024,south,Leak,"People, Training",none
"""


def corpus(tmp_path, text=TABLE, **options):
    path = tmp_path / "incidents.csv"
    path.write_text(text, encoding="utf-8")
    return Corpus.from_codes(path, COLUMNS, **options)


def test_a_row_is_an_incident_and_its_codes_are_causes_that_contributed(tmp_path):
    found = corpus(tmp_path)
    incident = found["2"]
    seal, training = "Equipment > Valve > Seal", "People > Training"
    assert [f.key for f in incident.factors.values()] == [seal, training]
    assert incident.outcome.because.op == "contributing"
    assert incident.services == ("north", "south")
    assert incident.impact == {"hurt": 2}
    assert f"{incident.times.started:%Y-%m-%d}" == "2024-05-03"


def test_a_code_beside_one_of_its_own_that_is_more_special_is_one_cause(tmp_path):
    found = corpus(tmp_path)
    assert list(found["1"].factors) == ["Equipment > Valve > Seal"]
    assert any("told twice" in w for w in found.tables.warnings)
    pairs = found.co_occurrence(min_incidents=1)
    assert not any(
        b.startswith(a) or a.startswith(b) for a, b in zip(pairs.a, pairs.b, strict=True)
    )


def test_what_cannot_be_read_is_a_fault_with_its_line_and_the_incident_stays(tmp_path):
    found = corpus(tmp_path)
    assert list(found) == ["1", "2", "3", "4"]
    assert found.faults[["line", "where"]].to_numpy().tolist() == [[5, "day"], [5, "hurt"]]
    assert "'03/2024' is not a date like 2025-04-01" in found.faults.problem[0]
    assert "Without a date that could be read: 2 of 4 incidents." in found.tables.warnings
    assert any(
        "Without a cause code, and so not explained: 1 of 4" in w for w in found.tables.warnings
    )


def test_any_question_is_asked_at_any_level(tmp_path):
    found = corpus(tmp_path)
    assert set(found.recurring_factors(1).key) == {"Equipment > Valve > Seal", "People > Training"}
    assert set(found.at_level(1).recurring_factors(1).key) == {"Equipment", "People"}
    assert set(found.at_level(2).recurring_factors(1).key) == {
        "Equipment > Valve",
        "People > Training",
    }
    assert list(found.at_level(None)) == list(found)
    for wrong in (0, -1, True, "1"):
        with pytest.raises(CausalError, match="a level is 1 or more"):
            found.at_level(wrong)


def test_best_fixes_and_layers_come_as_a_range(tmp_path):
    found = corpus(tmp_path, layers={"Equipment": "capacity", "People > Training": "review"})
    fixes = found.best_fixes(1)
    assert (fixes.objective, fixes.objective_high) == (1, 2)
    assert "1 to 2 of 3 incidents" in fixes.words
    layers = found.layer_profile().set_index("layer")
    assert layers.would_have_stopped["capacity"] == 1
    assert layers.would_have_stopped_at_most["capacity"] == 2


def test_a_frame_gives_what_its_file_gives(tmp_path):
    of_file = corpus(tmp_path)
    frame = pandas.read_csv(tmp_path / "incidents.csv", dtype=str)
    of_frame = Corpus.from_codes(frame, COLUMNS)
    assert [of_frame[i] for i in of_frame] == [of_file[i] for i in of_file]


def test_a_frame_whose_columns_have_numbers_for_names():
    found = Corpus.from_codes(pandas.DataFrame({1: ["a"], 2: ["x;y"]}), {"id": "1", "codes": "2"})
    assert list(found["a"].factors) == ["x", "y"]


def test_columns_named_in_causal_toml(tmp_path):
    (tmp_path / "causal.toml").write_text(
        '[corpus]\nseparator = ";"\nlevels = false\n'
        '[corpus.columns]\nid = "no"\ncodes = "why"\n[corpus.layers]\n'
        '"People, Training" = "review"\n'
    )
    path = tmp_path / "incidents.csv"
    path.write_text(TABLE)
    found = Corpus.from_codes(path)
    assert found["4"].factors["People, Training"].layer == "review"
    assert "Equipment, Valve" in found["1"].factors


def test_without_a_map_the_columns_and_the_smallest_map_are_told(tmp_path):
    path = tmp_path / "incidents.csv"
    path.write_text('Number,"Day, local",Causes\n1,01/09/2023,Pool\n')
    told = "id = \"Number\" and codes = \"Causes\", .* its columns: 'Number', 'Day, local'"
    with pytest.raises(CausalError, match=told.replace(", .* its", ".*its")):
        Corpus.from_codes(path)


@pytest.mark.parametrize(
    "day, hint",
    [
        ("01/09/2023", 'dates = "%d/%m/%Y", or dates = "%m/%d/%Y" if the month is first'),
        ("1.9.2023", 'dates = "%d.%m.%Y", or dates = "%m.%d.%Y" if the month is first'),
        ("3 June 2023", 'dates = "%d %B %Y"; where rows differ, a list of forms'),
        ("September", 'say the form of dates: dates = "%d.%m.%Y"'),
    ],
)
def test_a_date_of_another_form_is_told_with_the_forms_it_may_have(tmp_path, day, hint):
    path = tmp_path / "incidents.csv"
    path.write_text(f"no,day,why\n1,{day},Pool\n")
    found = Corpus.from_codes(path, {"id": "no", "codes": "why", "date": "day"})
    assert hint in found.faults["hint"][0]


def test_rows_may_differ_in_the_form_of_their_dates(tmp_path):
    path = tmp_path / "incidents.csv"
    path.write_text("no,day,why\n1,2024-02-03,a\n2,04/02/2024,a\n3,n/a,a\n4,soon,a\n")
    columns = {"id": "no", "codes": "why", "date": "day"}
    forms = ["%Y-%m-%d", "%d/%m/%Y"]
    found = Corpus.from_codes(path, columns, dates=forms)
    days = found.incidents["started"].dt.strftime("%Y-%m-%d")
    assert days.fillna("").tolist() == ["2024-02-03", "2024-02-04", "", ""]
    assert found.faults["problem"].tolist() == ["'soon' is not of the form %Y-%m-%d or %d/%m/%Y"]
    with pytest.raises(CausalError, match="dates is a form, or a list of them"):
        Corpus.from_codes(path, columns, dates=[1])


def test_names_that_look_the_same_count_as_one_and_words_for_no_cause_as_none(tmp_path):
    path = tmp_path / "incidents.csv"
    path.write_text(
        "no,why,site\n1,Pump > Seal,Acme\n2,pump > seal; Valve,ACME\n3,Pump > Seal; N/A,n/a\n"
        "4,Unknown,Acme\n5,PUMP > Stem,Acme\n"
    )
    found = Corpus.from_codes(path, {"id": "no", "codes": "why", "services": "site"}, levels=">")
    keys = found.recurring_factors(1).set_index("key")["incidents"].to_dict()
    assert keys == {"Pump > Seal": 3, "Pump > Stem": 1, "Valve": 1}
    assert [found[name].services for name in found] == [("Acme",)] * 2 + [()] + [("Acme",)] * 2
    assert found.faults.empty
    assert "Without a cause code, and so not explained: 1 of 5 incidents." in found.tables.warnings
    assert found.tables.warnings[-2:] == (
        "Counted as one, since they look the same: 'ACME' as 'Acme'; 'PUMP > Stem' as "
        "'Pump > Stem'; 'pump > seal' as 'Pump > Seal'.",
        "Left out, since it names no cause (in how many incidents): 'N/A' (1); 'Unknown' (1).",
    )


@pytest.mark.parametrize(
    "columns, options, told",
    [
        ({"id": "no"}, {}, "codes is required"),
        ({"id": "no", "codes": "wy"}, {}, "no column 'wy' \\(did you mean 'why'"),
        ({"id": "no", "codes": "why", "servces": "x"}, {}, "did you mean 'services'"),
        ({"id": "no", "codes": 3}, {}, "codes is the name of a column, not 3"),
        ({"id": "no", "codes": "why"}, {"separator": ","}, "are not the same"),
        ({"id": "no", "codes": "why"}, {"encoding": "klingon"}, "is no encoding"),
        ({"id": "no", "codes": "why"}, {"encoding": "ascii"}, "not ascii"),
    ],
)
def test_a_map_that_does_not_fit_is_told(tmp_path, columns, options, told):
    path = tmp_path / "incidents.csv"
    path.write_text(TABLE.replace("People", "Équipe"), encoding="utf-8")
    with pytest.raises(CausalError, match=told):
        Corpus.from_codes(path, columns, **options)


def test_rows_that_share_an_id_are_faults(tmp_path):
    found = corpus(tmp_path, TABLE + "1,2024-01-02,north,Leak,,\n,2024-01-02,north,Leak,,\n")
    assert len(found) == 4
    assert found.faults.line.tolist()[-2:] == [6, 7]


def test_no_file_and_no_table(tmp_path):
    with pytest.raises(FileNotFoundError):
        Corpus.from_codes(tmp_path / "none.csv", COLUMNS)
    with pytest.raises(CausalError, match="takes a DataFrame or the path"):
        Corpus.from_codes([1], COLUMNS)


def test_levels():
    assert levels_of(" A,  b  c ,,d", ",") == "A > b c > d"
    assert levels_of("A, b", None) == "A, b"
    assert levels_of("A, B, c or d, E", ",", capitals=True) == "A > B, c or d > E"
    assert levels_of("a, b", ",", capitals=True) == "a, b"
    assert begin_with_capitals(["A, B", "A, C, d", "E"], ",")
    assert not begin_with_capitals(["Equipment, valve", "A, B"], ",")
    assert not begin_with_capitals(["A, B"], None)
    assert cut("A > b > c", 2) == "A > b"
    assert specific(["A", "A > b", "A > b > c", "AB", "A > b"]) == (["A > b > c", "AB"], 2)


def test_charts_name_a_code_by_its_last_levels_and_a_range_as_one(tmp_path):
    rows = (
        '1,,,,"A, B, Other",\n2,,,,"A, C, Other;D, E",\n3,,,,"A, C, Other",\n4,,,,"A, B, Other",\n'
    )
    found = corpus(tmp_path, "no,day,site,what,why,hurt\n" + rows)
    chart = FIGURES["recurrence"](found)
    assert chart.y.categories == ("B > Other", "C > Other")
    assert chart.y.notes == ("A", "A")
    ranged = fixes_chart(corpus(tmp_path).best_fixes(1))
    assert "At the least; up to 2 for all where contributing causes" in ranged.caption
