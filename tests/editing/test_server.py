"""The server answers this page on this machine, and nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from causal.editing.file_session import FileSession
from causal.editing.front_end import script, served_page, style
from causal.editing.server import LARGEST
from causal.editing.start import open_file
from editing_server import TOKEN, served

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "connection-pool.yaml"


@pytest.fixture
def session(tmp_path):
    path = tmp_path / "outage.yaml"
    path.write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    return FileSession(open_file(path))


@pytest.fixture
def client(session):
    with served(session) as found:
        yield found


def test_the_page_is_served_with_the_token_alone(client):
    assert client.get("/")[0] == 403
    assert client.get("/?token=wrong")[0] == 403
    status, headers = client.get(f"/?token={TOKEN}")
    assert status == 200
    assert headers["referrer-policy"] == "no-referrer"
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert policy.count("unsafe-inline") == policy.count("style-src 'unsafe-inline'") == 1


def test_the_page_loads_nothing_and_is_small():
    assert len(served_page().encode()) < 300_000
    for text in (script("serve"), script("widget"), style()):
        assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")
        assert "https://" not in text
        assert "import " not in text.split("\n")[0]


ELSEWHERE = [
    ({"X-Causal-Token": "wrong"}, 403),
    ({"X-Causal-Token": ""}, 403),
    ({"Origin": "http://evil.example"}, 403),
    ({"Origin": "null"}, 403),
    ({"Origin": "http://127.0.0.1:1"}, 403),
    ({"Host": "evil.example"}, 421),
    ({"Host": "evil.example:{port}"}, 421),
    ({"Host": "127.0.0.1:1"}, 421),
    ({"Host": "127.0.0.1:x"}, 421),
    ({"Host": "["}, 421),
    ({"Host": "evil@127.0.0.1:{port}"}, 421),
    ({"Host": "127.0.0.1:{port}/evil"}, 421),
    ({"Content-Type": "text/plain"}, 415),
]


def test_a_message_from_elsewhere_is_refused(client, session):
    edit = '{"do": {"op": "delete", "id": "A1"}}'
    for headers, status in ELSEWHERE:
        sent = {k: v.replace("{port}", str(client.port)) for k, v in headers.items()}
        assert client.post(edit, {**client.good, **sent}) == status, headers
    assert session.version == 1


def test_a_message_that_is_none_is_refused(client):
    for body, status in (("{", 400), ("[]", 400), ("[" * 5000, 400), ("x" * (LARGEST + 1), 413)):
        assert client.post(body, client.good) == status


@pytest.mark.parametrize("value", ['"\\ud800"', "NaN", "1e999", "[" * 900 + "]" * 900])
def test_a_value_no_file_can_hold_is_refused_and_leaves_the_page_usable(client, session, value):
    body = f'{{"do": {{"op": "set", "id": "A1", "field": "owner", "value": {value}}}}}'
    assert client.post(body, client.good) == 200
    assert client.send({"do": {"op": "set", "id": "A1", "field": "owner", "value": "a"}})["valid"]
    assert session.version == 2
    assert client.send({"ask": "answers", "suppose": {"actions": 3, "layers": {}}})["what_if"]


def test_a_message_is_answered_and_two_windows_see_the_same(client, session):
    one = client.send({"do": {"op": "set", "id": "A1", "field": "owner", "value": "reviews"}})
    two = client.send({})
    assert one["data"]["actions"]["A1"]["owner"] == "reviews"
    assert (one["version"], one["data"]) == (two["version"], two["data"])
    assert not one["saved"]
    assert client.send({"save": True})["saved"]
    assert "owner: reviews" in session.path.read_text(encoding="utf-8")


def test_no_path_leads_to_another_file(client):
    for path in ("/../outage.yaml", "/outage.yaml", "/message/x", "/static/editor.js"):
        assert client.get(f"{path}?token={TOKEN}")[0] == 404


def test_the_events_ask_for_the_token_too(client):
    assert client.get("/events")[0] == 403
    assert client.get("/events?token=wrong")[0] == 403
