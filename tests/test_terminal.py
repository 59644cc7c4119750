from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causal.errors import CausalError, Fault, InvalidIncident
from causal.terminal import safe

NASTY = {
    "clear the screen": "\x1b[2J",
    "the title of the window": "\x1b]0;title\x07",
    "a link that shows another address": "\x1b]8;;http://evil.example\x1b\\text\x1b]8;;\x1b\\",
    "one byte that opens a sequence": "\x9b31m",
    "one byte that opens a command": "\x9d0;title\x9c",
    "back over what was said": "fine\b\b\b\bbad!",
    "back to the start of the line": "fault\rfine",
    "right to left": "\u202efdp.exe",
    "an isolate that is never closed": "\u2067abc",
    "a mark": "\u200f1",
    "a line that only some programs show": "a\u2028b",
    "nothing": "\x00",
    "half a pair": "\ud800",
    "erase": "\x7f",
}


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_nothing_that_steers_a_terminal_is_left(text):
    shown = safe(text)
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in shown)
    assert not any(unicodedata.bidirectional(c)[:2] in ("LR", "RL", "PD") for c in shown)
    shown.encode("utf-8")


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_errors_and_faults_can_be_shown(text):
    fault = Fault(text, text, text, file=text)
    for error in (CausalError(text), InvalidIncident([fault], source=text)):
        assert str(error) == safe(str(error))
    assert str(fault) == safe(str(fault))


@given(st.text())
def test_other_signs_stay_and_twice_is_once(text):
    assert safe(safe(text)) == safe(text)
    plain = "".join(c for c in text if unicodedata.category(c)[0] in "LNPSMZ" and c.isprintable())
    assert safe(plain) == plain
    assert "\n" not in safe(text, lines=False)


@given(st.text())
def test_json_reads_the_same_after_the_filter(text):
    assert json.loads(safe(json.dumps(text, ensure_ascii=False))) == text
