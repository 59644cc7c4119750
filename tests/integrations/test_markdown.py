from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import causal
from causal.errors import InvalidIncident
from causal.integrations import embed
from causal.integrations.markdown import embed_all
from embed_samples import INCIDENT, folder_with

PAIR = "<!-- causal: incident.yaml view=graph -->\n<!-- /causal -->\n"


FOREIGN = "is no path relative to the document; only local files are read"


def faults_of(path: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(InvalidIncident) as caught:
        embed(path)
    return [(Path(f.file).name, f.line, f.problem) for f in caught.value.faults]


def test_a_pair_of_markers_is_filled_with_a_reference_to_a_picture(tmp_path: Path) -> None:
    path = folder_with(tmp_path, f"before\n\n{PAIR}after\n")
    result = embed(path)
    assert path.read_text() == (
        "before\n\n<!-- causal: incident.yaml view=graph -->\n\n"
        "![graph of INC-2041: Checkout failed for users for 47 minutes](<incident-graph.svg>)\n\n"
        "<!-- /causal -->\nafter\n"
    )
    picture = tmp_path / "incident-graph.svg"
    assert result.pictures == (picture,)
    assert result.changed == (picture, path)
    assert picture.read_text() == causal.draw(causal.load(tmp_path / "incident.yaml")).svg


def test_a_code_block_of_options_gets_its_drawing_below(tmp_path: Path) -> None:
    block = "```causal\nfile: incident.yaml\nview: swiss-cheese\norientation: landscape\n```\n"
    path = folder_with(tmp_path, f"{block}after\n")
    embed(path)
    head, tail = path.read_text().split(block)
    assert head == ""
    assert tail.startswith("<!-- causal drawing -->\n\n![swiss-cheese of INC-2041")
    assert tail.endswith("(<incident-swiss-cheese-landscape.svg>)\n\n<!-- /causal -->\nafter\n")


def test_a_code_block_may_hold_the_incident(tmp_path: Path) -> None:
    path = folder_with(tmp_path, f"~~~ causal view=graph format=png scale=1\n{INCIDENT}~~~\n")
    embed(path)
    assert "](<INC-7-graph-1x.png>)" in path.read_text()
    picture = (tmp_path / "INC-7-graph-1x.png").read_bytes()
    assert picture == causal.draw(causal.loads(INCIDENT)).png(1.0)


def test_mermaid_is_written_into_the_document(tmp_path: Path) -> None:
    path = folder_with(tmp_path, PAIR.replace(" -->\n<", " format=mermaid -->\n<"))
    result = embed(path)
    assert result.pictures == ()
    assert re.search(r"-->\n\n```mermaid\n[^`]+\n```\n\n<!-- /causal", path.read_text())
    assert embed(path).changed == ()


EVERYTHING = (
    b"\xef\xbb\xbfTitle  \r\n\r\n"
    + PAIR.replace("\n", "\r\n").encode()
    + b"\xff\xfe not UTF-8\t \r"
    b"\n- item\n\n  ```causal\n  file: incident.yaml\n  ```\n"
    b"> <!-- causal: incident.yaml view=five-whys -->\n> <!-- /causal -->\n\n"
    b"    <!-- causal: indented.yaml -->\n\n"
    b"````markdown\n```causal\nfile: shown.yaml\n```\n<!-- causal: shown.yaml -->\n````\n"
    b"<pre>\n<!-- causal: raw.yaml -->\n</pre>\n`<!-- causal: inline.yaml -->`\n"
    b"```causal view=graph\n" + INCIDENT.encode() + b"```"
)


def without_drawings(content: bytes) -> bytes:
    content = re.sub(
        rb"\r?\n *<!-- causal drawing -->.*?<!-- /causal -->", b"", content, flags=re.S
    )
    return re.sub(rb"(?:> ?)?\r?\n(?:> |)!\[[^\n]*\n>?\r?\n", b"", content)


def test_every_other_byte_stays_and_a_second_run_changes_none(tmp_path: Path) -> None:
    path = folder_with(tmp_path, EVERYTHING)
    assert embed(path).drawings == 4
    once = path.read_bytes()
    assert without_drawings(once) == EVERYTHING
    assert once.count(b"![") == 4
    assert not once.endswith(b"\n")
    assert embed(path).changed == ()
    assert path.read_bytes() == once


def test_new_lines_end_as_the_marker_does(tmp_path: Path) -> None:
    path = folder_with(tmp_path, PAIR.replace("\n", "\r\n"))
    embed(path)
    assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n") == 5


def test_a_changed_incident_makes_the_picture_anew(tmp_path: Path) -> None:
    path = folder_with(tmp_path, PAIR)
    embed(path)
    source = tmp_path / "incident.yaml"
    source.write_text(source.read_text().replace("returned 500s", "answered 500"))
    assert embed(path, check=True).changed == (tmp_path / "incident-graph.svg",)
    embed(path)
    assert "answered 500" in (tmp_path / "incident-graph.svg").read_text()


def test_a_check_writes_nothing(tmp_path: Path) -> None:
    path = folder_with(tmp_path, PAIR)
    assert embed(path, check=True).changed == (tmp_path / "incident-graph.svg", path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["doc.md", "incident.yaml"]
    assert path.read_text() == PAIR


def test_paths_start_at_the_document_and_may_lead_up(tmp_path: Path) -> None:
    folder_with(tmp_path, "")
    (tmp_path / "docs").mkdir()
    path = tmp_path / "docs" / "page.md"
    path.write_text(PAIR.replace("incident.yaml", "../incident.yaml"))
    assert embed(path).pictures == (tmp_path / "docs" / "incident-graph.svg",)


def test_every_fault_is_reported_with_its_place_and_nothing_is_written(tmp_path: Path) -> None:
    document = (
        PAIR
        + "<!-- /causal -->\n"
        + PAIR.replace("graph", "grph")
        + "<!-- causal: missing.yaml -->\n<!-- /causal -->\n"
        + "<!-- causal: https://example.org/x.yaml -->\n<!-- /causal -->\n"
        + "<!-- causal: incident.yaml size=3 format=gif -->\n<!-- /causal -->\n"
        + "<!-- causal: incident.yaml -->\nMy words.\n<!-- /causal -->\n"
        + "```causal\nview: graph\n```\n"
        + "```causal\ncausal: 1\nid: x\ntitle: t\nfactors: {}\nwrong: 1\n```\n"
        + "<!-- causal: incident.yaml -->\n"
    )
    path = folder_with(tmp_path, document)
    faults = faults_of(path)
    assert {file for file, _, _ in faults} == {"doc.md"}
    assert [(line, problem.split(" (")[0]) for _, line, problem in faults] == [
        (3, "<!-- /causal --> closes nothing"),
        (4, "no view 'grph'"),
        (6, f"cannot read '{tmp_path}/missing.yaml': No such file or directory"),
        (8, f"'https://example.org/x.yaml' {FOREIGN}"),
        (10, "no option 'size'"),
        (10, "no format 'gif'"),
        (13, "what stands between the markers is no drawing and would be lost"),
        (15, "holds neither `file: incident.yaml` nor an incident"),
        (19, "'outcome' is missing"),
        (23, "the key 'wrong' is not known"),
        (25, "the marker is never closed"),
    ]
    assert path.read_text() == document
    assert sorted(p.name for p in tmp_path.iterdir()) == ["doc.md", "incident.yaml"]


def test_the_faults_of_an_incident_are_those_of_its_file(tmp_path: Path) -> None:
    path = folder_with(tmp_path, PAIR * 2)
    (tmp_path / "incident.yaml").write_text(INCIDENT.replace("[a, b]", "[a, b, c]"))
    assert [(file, line) for file, line, _ in faults_of(path)] == [("incident.yaml", 4)]


def test_a_fault_in_one_document_keeps_the_others_as_they_are(tmp_path: Path) -> None:
    good = folder_with(tmp_path, PAIR)
    bad = tmp_path / "bad.md"
    bad.write_text("<!-- causal: nothing.yaml -->\n<!-- /causal -->\n")
    with pytest.raises(InvalidIncident, match=r"bad\.md: 1 fault"):
        embed_all([good, bad])
    assert good.read_text() == PAIR


def test_two_drawings_never_share_a_file(tmp_path: Path) -> None:
    other = INCIDENT.replace("It was down", "It was slow")
    path = folder_with(tmp_path, f"```causal\n{INCIDENT}```\n```causal\n{other}```\n")
    assert [line for _, line, _ in faults_of(path)] == [10]
    named = path.read_text().replace("```causal\n", "```causal to=second.svg\n")
    path.write_text(named.replace("to=second.svg\n", "to=first.svg\n", 1))
    assert [p.name for p in embed(path).pictures] == ["first.svg", "second.svg"]


def test_the_alternative_text_and_the_name_of_the_picture_are_safe_in_markdown(
    tmp_path: Path,
) -> None:
    path = folder_with(tmp_path, '<!-- causal: "a b.yaml" alt="x](y) <b>" -->\n<!-- /causal -->\n')
    (tmp_path / "incident.yaml").rename(tmp_path / "a b.yaml")
    embed(path)
    assert r"![x\](y) \<b\>](<a%20b-graph.svg>)" in path.read_text()
    assert (tmp_path / "a b-graph.svg").exists()


PARTS = [
    *("text\n", "\n", "- item\n", "  ", "> ", "    ", "```\n", "````md\n", "~~~\n", "<pre>\n"),
    *("</pre>\n", "<!--\n", "-->\n", "\r\n", "\r", "\t", "1. ", "<!-- causal drawing -->\n"),
    *("<!-- causal: incident.yaml -->\n", "<!-- /causal -->\n", "```causal\nfile: incident.yaml\n"),
    *("![x](<y.svg>)\n", PAIR, "```causal\nfile: incident.yaml\n```\n", "``` js\n", "\ufeff"),
]


@given(parts=st.lists(st.sampled_from(PARTS), max_size=14))
def test_whatever_the_document_it_is_refused_whole_or_settles_at_once(
    parts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("law") / "doc.md"
    path.with_name("incident.yaml").write_text(INCIDENT)
    text = "".join(parts)
    path.write_bytes(text.encode())
    try:
        embed(path)
    except InvalidIncident:
        assert path.read_bytes() == text.encode()
        return
    once = path.read_bytes()
    assert embed(path).changed == ()
    # Each line the author wrote is still there, in its order.
    lines = iter(once.decode().splitlines())
    kept = [line for line in text.splitlines() if line.strip("> \t") and "](<" not in line]
    assert all(any(line == other for other in lines) for line in kept)
