"""A chat export of Slack: every message an entry of the timeline."""

from __future__ import annotations

import re
from typing import Any

from causal.io.documents.draft import Draft
from causal.io.documents.json_text import get, settle, text_of
from causal.io.documents.tracker_parts import add_entry

_MARKUP = re.compile(r"<(?:([@#!])([^|>]+)(?:\|([^>]+))?|([^|>]+)\|([^>]+)|(https?://[^>]+))>")


def _messages(data: Any) -> list[Any]:
    return data if isinstance(data, list) else get(data, "messages") or []


def understands(data: Any) -> bool:
    """Whether data is a list of messages."""
    messages = _messages(data)
    first = messages[0] if messages else None
    return isinstance(first, dict) and {"ts", "text"} <= set(first)


def read(draft: Draft, data: Any) -> None:
    """Fill a draft with an entry for each message that people or programs wrote."""
    for row in _messages(data):
        if row.get("subtype") in (
            "channel_join",
            "channel_leave",
            "channel_topic",
            "channel_purpose",
        ):
            continue
        who = text_of(
            row,
            "user_profile.display_name",
            "user_profile.real_name",
            "username",
            "bot_profile.name",
            "user",
        )
        add_entry(draft, get(row, "ts"), _plain(str(row.get("text", ""))), kind="chat", by=who)
    settle(draft)


def _plain(text: str) -> str:
    """Return a message without Slack's marks for people, channels and links."""

    def said(found: re.Match[str]) -> str:
        if found[1]:
            return f"{found[1]}{found[3] or found[2]}"
        return found[5] or found[6] or ""

    return _MARKUP.sub(said, text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
