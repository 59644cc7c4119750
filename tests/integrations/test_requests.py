"""A request is drawn, or it is said that it is not: wherever a reader may put one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from causal.cli.main import main
from causal.errors import InvalidIncident
from causal.integrations import embed
from causal.integrations.markdown import embed_all
from causal.integrations.places import Fence, places_of
from embed_samples import folder_with

PAIR = "<!-- causal: incident.yaml -->\n<!-- /causal -->\n"
BLOCK = "```causal\nfile: incident.yaml\n```\n"


def indented(text: str, prefix: str) -> str:
    return "".join(f"{prefix}{line}\n" for line in text.splitlines())


IN = {
    "an admonition": ('!!! note "What lined up"\n\n', "    "),
    "an admonition at once": ("!!! warning\n", "    "),
    "a collapsible part": ("??? tip\n\n", "    "),
    "one that is open": ('???+ tip "x"\n\n', "    "),
    "a tab": ('=== "Graph"\n\n', "    "),
    "an admonition in a list": ("- x\n\n    !!! note\n\n", "        "),
    "an admonition in one": ("!!! note\n\n    !!! note\n\n", "        "),
    "a list item": ("- one\n\n", "  "),
    "a list item after a tab": ("1.\tone\n\n", "\t"),
    "a list item with a tab": ("-\ttwo\n\n", "\t"),
    "a list item by four": ("1.  one\n\n", "    "),
    "a list in a list": ("- a\n    - b\n\n", "      "),
    "a quote": ("> text\n>\n", "> "),
    "a quote in a list": ("- > text\n  >\n", "  > "),
    "a definition": ("Term\n:   text\n\n", "    "),
    "a footnote": ("x[^1]\n\n[^1]: text\n\n", "    "),
    "details": ("<details>\n<summary>x</summary>\n\n", ""),
    "a division": ('<div class="x">\n\n', ""),
    "a container of Docusaurus": (":::note\n\n", ""),
    "a container of MyST": (":::{note}\n", ""),
    "a block of pymdownx": ("/// note\n\n", ""),
    "a component": ('<Tabs>\n<TabItem value="a">\n\n', ""),
    "text above": ("text\n", ""),
}


@pytest.mark.parametrize("request_", [PAIR, BLOCK], ids=["comments", "block"])
@pytest.mark.parametrize("place", IN)
def test_it_is_drawn_in(place: str, request_: str, tmp_path: Path) -> None:
    head, prefix = IN[place]
    path = folder_with(tmp_path, f"# T\n\n{head}{indented(request_, prefix)}\nafter\n")
    assert embed(path).drawings == 1
    text = path.read_text()
    (line,) = [line for line in text.splitlines() if "![" in line]
    assert line.startswith(f"{prefix}![graph of")
    assert embed(path).changed == ()
    assert [line for line in text.splitlines() if line.startswith(head.splitlines()[0])]


def test_it_is_drawn_beside_the_mark_of_a_list(tmp_path: Path) -> None:
    path = folder_with(tmp_path, "1. <!-- causal: incident.yaml -->\n   <!-- /causal -->\n")
    assert embed(path).drawings == 1
    assert "\n   ![graph" in path.read_text()
    assert embed(path).changed == ()


HEADS = [
    "causal #fig",  # no option: said below
    "{.causal #fig .wide file=incident.yaml}",
    "{ .causal file=incident.yaml }",
    "{#fig .wide .causal file=incident.yaml}",
    "causal {#fig .wide file=incident.yaml}",
    'causal file=incident.yaml title="What lined up"',
    'causal title="A {b} \\"c" file=incident.yaml',
]


@pytest.mark.parametrize("head", HEADS[1:6])
def test_the_heads_of_site_builders_are_read(head: str, tmp_path: Path) -> None:
    path = folder_with(tmp_path, f"```{head}\n```\n")
    assert embed(path).drawings == 1


def test_a_title_is_shown(tmp_path: Path) -> None:
    path = folder_with(tmp_path, '```causal title="A *b* <c>"\nfile: incident.yaml\n```\n')
    embed(path)
    image = re.search(r"!\[.*", path.read_text())
    html = MarkdownIt().render(image[0])
    assert 'title="A *b* &lt;c&gt;"' in html


REFUSED = {
    "a cell": "| a | b |\n|---|---|\n| <!-- causal: incident.yaml --> <!-- /causal --> | x |\n",
    "one line": "<!-- causal: incident.yaml --> <!-- /causal -->\n",
    "a line of text": "See <!-- causal: incident.yaml -->\n\n<!-- /causal -->\n",
    "text behind": "<!-- causal: incident.yaml --> see\n\n<!-- /causal -->\n",
    "several lines": "<!-- causal: incident.yaml\n     view=graph -->\n<!-- /causal -->\n",
    "no colon": "<!-- causal incident.yaml -->\n",
    "a capital": "<!-- Causal: incident.yaml -->\n<!-- /Causal -->\n",
    "three dashes": "<!--- causal: incident.yaml -->\n",
    "a heading": "# x <!-- causal: incident.yaml -->\n",
    "a comment of MDX": "{/* causal: incident.yaml */}\n{/* /causal */}\n",
    "a comment of Markdown": "[//]: # (causal: incident.yaml)\n",
    "a comment of MyST": "% causal: incident.yaml\n",
    "a capital block": "```Causal\nfile: incident.yaml\n```\n",
    "a braced language": "```{r causal}\nfile: incident.yaml\n```\n",
    "a word that is no option": "```causal foo bar\nfile: incident.yaml\n```\n",
    "line numbers": '```causal linenums="1"\nfile: incident.yaml\n```\n',
    "ticks in its head": '```causal title="`c`"\nfile: incident.yaml\n```\n',
    "a block never closed": "- ```causal\n  file: incident.yaml\n\ntext\n",
    "an end alone": "<!-- /causal -->\n",
    "lines that fold into a paragraph": "text\n    <!-- causal: incident.yaml -->\n",
}


@pytest.mark.parametrize("where", REFUSED)
def test_it_is_refused_in(where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder_with(tmp_path, REFUSED[where])
    with pytest.raises(InvalidIncident) as caught:
        embed(path)
    assert all(fault.line for fault in caught.value.faults)
    assert path.read_text() == REFUSED[where]
    assert main(["embed", str(path)]) == 2
    assert f"{path}:" in capsys.readouterr().err


NOTED = {
    "a block of code": "````markdown\n```causal\nfile: incident.yaml\n```\n````\n",
    "comments in a block": f"```html\n{PAIR}```\n",
    "indented code": indented(PAIR, "    "),
    "raw text": f"<pre>\n{PAIR}</pre>\n",
    "a comment around": "<!--\n<!-- causal: incident.yaml -->\n",
    "code in a line": "Write `<!-- causal: incident.yaml -->` there.\n",
    "front matter": "---\nx: <!-- causal: incident.yaml -->\n---\n",
    "a directive of Sphinx": "```{causal} incident.yaml\n:view: graph\n```\n",
    "a directive in colons": ":::{causal} incident.yaml\n:::\n",
    "a block in a directive": "````{note}\n```causal\nfile: incident.yaml\n```\n````\n",
}


@pytest.mark.parametrize("where", NOTED)
def test_it_is_left_alone_and_said_in(where: str, tmp_path: Path, capsys) -> None:
    path = folder_with(tmp_path, NOTED[where])
    result = embed(path)
    assert (result.drawings, result.changed) == (0, ())
    assert result.notes
    assert main(["embed", str(path)]) == 0
    said = capsys.readouterr()
    assert f"{path}:" in said.err
    assert said.out.startswith("no drawing is asked for; a line <!-- causal: incident.yaml -->")


ORDINARY = [
    "A causal graph.",
    "```causality\nx\n```",
    "<!-- a comment -->",
    "causal: 1",
    "# causal:",
    "`causal explain`",
    "```console\n$ causal explain x\n```",
    "    causal: 1",
    "```yaml\ncausal: 1\n```",
    "The *causal: x* thing.",
    "- causal",
    "| causal | x |",
    '```python title="causal.py"\nimport causal\n```',
]


@pytest.mark.parametrize("text", ORDINARY)
def test_what_asks_for_nothing_is_left_in_peace(text: str, tmp_path: Path) -> None:
    result = embed(folder_with(tmp_path, f"{text}\n"))
    assert (result.drawings, result.notes) == (0, ())


PARTS = [
    *(
        "text\n",
        "\n",
        "- item\n",
        "1.\tone\n",
        "  ",
        "> ",
        "    ",
        "\t",
        "```\n",
        "~~~\n",
        "````md\n",
    ),
    *(
        "!!! note\n",
        '=== "T"\n',
        "??? x\n",
        "| a |\n|---|\n",
        "<div>\n",
        "</div>\n",
        "<pre>\n",
        "</pre>\n",
    ),
    *("<!--\n", "-->\n", "---\n", ": d\n", "[^1]: f\n", ":::note\n", "`", "{", "}", "\r\n", "\r"),
    *("<!-- causal: incident.yaml -->\n", "<!-- /causal -->\n", PAIR, BLOCK, "```causal\n", "| "),
    *(
        "<!-- causal: incident.yaml",
        "file: incident.yaml\n",
        "{/* causal: x */}",
        "\x0b",
        "\x0c",
        "\u2028",
    ),
]


@given(st.lists(st.sampled_from(PARTS), max_size=14).map("".join))
def test_no_request_goes_without_a_word(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = folder_with(tmp_path_factory.mktemp("x"), "")
    path.write_bytes(text.encode())
    asked = len(re.findall(r"<!-- causal:|^[>\s]*(?:```|~~~)causal$", text, re.MULTILINE))
    try:
        result = embed(path)
    except InvalidIncident:
        assert path.read_bytes().decode() == text
        return
    assert not asked or result.drawings or result.notes
    assert embed(path).changed == ()


@given(st.lists(st.sampled_from(PARTS), max_size=14).map("".join))
def test_code_is_what_commonmark_says_where_no_site_builder_has_a_say(text: str) -> None:
    if re.search(r"!!!|===|\?\?\?|^: |\[\^1\]|^---", text, re.MULTILINE):
        return
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    wanted = [tuple(token.map) for token in tokens if token.type == "fence"]
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)
    found = [place for place in places_of(lines).found if isinstance(place, Fence)]
    assert [(fence.start, fence.end) for fence in found] == wanted


def test_nothing_is_written_elsewhere(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (inside / "link").symlink_to(outside)
    (inside / "picture.svg").symlink_to(outside / "picture.svg")
    for to in ("../out/x.svg", "link/x.svg", "picture.svg", "x/../../out/x.svg"):
        path = folder_with(inside, PAIR.replace(".yaml -->", f".yaml to={to} -->"))
        with pytest.raises(InvalidIncident, match=r"outside the folder|through the link|no folder"):
            embed(path)
    assert list(outside.iterdir()) == []


def test_a_document_that_is_a_link_is_refused_by_name(tmp_path: Path) -> None:
    real = folder_with(tmp_path, PAIR)
    link = tmp_path / "link.md"
    link.symlink_to(real)
    with pytest.raises(InvalidIncident, match=r"link\.md: is a link"):
        embed_all([link])
    assert real.read_text() == PAIR
