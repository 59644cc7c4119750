"""``causal recurring``: incidents that name the same cause within a time, and what a rule asks."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from causal.cli.output import add_format, show
from causal.cli.parser import day
from causal.cli.source import read_source, tell_unread

if TYPE_CHECKING:
    from causal.corpus.patterns.pattern import Pattern

HELP = "list incidents that name the same cause within a time, and what a rule on them asks besides"
SHOWN = 20
"""How many groups are printed as text; JSON has all."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("source", help="a folder of incidents, or a CSV file of coded ones")
    parser.add_argument("--within", help="such as '183 days' (default: of the rule, else 6 months)")
    parser.add_argument(
        "--by", choices=("key", "basic"), default="key", help="what makes causes the same"
    )
    parser.add_argument(
        "--same",
        action="append",
        choices=("services", "severity"),
        default=[],
        help="what the incidents must share besides",
    )
    parser.add_argument("--rule", help="dora-2024-1772, nis2-2024-2690, or a YAML file like theirs")
    parser.add_argument("--on", type=day, help="look back from this day only (YYYY-MM-DD)")
    parser.add_argument("--level", type=int, help="cut keys with levels at this one first")
    add_format(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the groups, if any; the code is 1 where something was not read."""
    corpus = read_source(arguments.source)
    code = tell_unread(corpus, arguments.source)
    if not len(corpus):
        return code
    found = corpus.at_level(arguments.level).recurring_incidents(
        arguments.within,
        arguments.by,
        arguments.same,
        rule=arguments.rule,
        on=arguments.on,
    )
    show(_text(found), _data(found), arguments.format)
    return code


def _text(found: Pattern) -> str:
    lines = [found.attrs["words"]]
    for row in found.head(SHOWN).to_dict("records"):
        shared = f" ({', '.join(row['same'])})" if row["same"] else ""
        days = f"{row['first_day']:%Y-%m-%d} to {row['last_day']:%Y-%m-%d}"
        lines += ["", f"{row['key']}{shared}: {row['incidents']} incidents, {days}"]
        lines.append(f"  {', '.join(row['incident_ids'])}")
        lines.append(f"  why: {row['why']}")
        lost = f"{row['minutes_lost']:,.0f} minutes lost" if row["minutes_known"] else ""
        known = f"{lost} (known for {row['minutes_known']} of {row['incidents']})" if lost else ""
        impact = "; ".join(part for part in (known, *row["impact"]) if part)
        lines.append(f"  impact: {impact or 'not stated'}")
    if len(found) > SHOWN:
        lines += ["", f"and {len(found) - SHOWN} more groups: --format json has all"]
    rule = found.attrs["rule"]
    if rule is not None and len(found):
        lines += ["", "What must be known besides:"]
        lines += [f"  {each.needs} ({each.place})" for each in rule.criteria]
    return "\n".join([*lines, "", *(f"note: {warning}" for warning in found.attrs["warnings"])])


def _data(found: Pattern) -> dict[str, object]:
    rows = json.loads(found.to_json(orient="records", date_format="iso"))
    rule = found.attrs["rule"]
    return {
        "words": found.attrs["words"],
        "warnings": list(found.attrs["warnings"]),
        "rule": None if rule is None else rule.model_dump(mode="json"),
        "groups": rows,
    }
