"""Texts that break careless writers of markup, shared by every test of escaping."""

from __future__ import annotations

__all__ = ["LINKS_TO_REFUSE", "NASTY"]

NASTY = {
    "markup": "<b>bold</b> & <script>alert(1)</script>",
    "quotes": "\"double\" 'single' `back`",
    "backslash at the end": "C:\\temp\\",
    "backslash before a quote": 'a\\"b',
    "dot escapes": "\\N \\G \\L \\l \\r \\n \\E",
    "entities": "&amp; &lt; &#60; &nbsp; &bogus;",
    "html label": "<TABLE><TR><TD>x</TD></TR></TABLE>",
    "port": "a:b:n",
    "nul and control characters": "a\x00b\x01c\x1fd\x7fe",
    "cdata end": "]]> and <![CDATA[",
    "comment": "<!-- x --> --> /* y */ // z # w",
    "newlines": "one\ntwo\r\nthree\tfour",
    "very long": "x" * 20_000,
    "very many words": "word " * 4_000,
    "right to left": "שלום עולם مرحبا بالعالم",
    "overrides": "a\u202eb\u202cc\u200fd",
    "devanagari": "क्षत्रिय प्रार्थना नमस्ते",
    "chinese": "数据库连接池已耗尽。因为查询占用连接太久",
    "emoji": "🔥👩‍👩‍👧‍👦🇩🇪👍🏽 down",
    "combining": "Z̸̧̢̛͙͎͚̘a̴l̷g̶o̵",
    "keyword": "end",
    "graph keyword": "subgraph digraph node edge",
    "javascript": "javascript:alert(1)",
    "dangling surrogate": "a\ud800b",
    "noncharacter": "a\uffffb\ufffec",
    "braces": "{a|b} [c] %d $x ${y}",
    "css": "</style><style>*{display:none}",
    "svg": "</text></svg><svg onload=alert(1)>",
    "line separators": "a\u2028b\u2029c\u0085d",
    "odd blanks": "a\u00a0 \u3000\u200bb",
    "mermaid marks": "%%{init: {}}%% style n0:#f00; classDef x #35; #quot; n0 --> n1",
    "markdown": "1. one **bold** `code` _em_ [a](b) - item # head",
    "typst": "#let x = 1 $a$ #panic() *b* @ref <label> \\u{41}",
    "formula": "$\\alpha$ costs $5 and $6",
    "templates": "%{x} %{customdata} {{x}} {0} <extra>e</extra>",
}

LINKS_TO_REFUSE = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//evil.example/x",
    "http:\\\\evil.example",
    "https://",
    "relative/path",
    "",
    "http://[bad",
]
