"""An incident that no rule finds anything in, and how to change it."""

from __future__ import annotations

import copy
from typing import Any

import yaml

import causal

__all__ = ["SOUND", "changed", "incident"]

SOUND: dict[str, Any] = yaml.safe_load("""
causal: 1
id: INC-7
title: Orders failed for 47 minutes
severity: SEV2
services: [orders]
times:
  started: 2025-03-14T14:02:00Z
  detected: 2025-03-14T14:06:00Z
  mitigated: 2025-03-14T14:40:00Z
  resolved: 2025-03-14T14:49:00Z
impact: {users: 18400, users_share: 6% of users}
roles:
  incident_commander: payments on-call
  scribe: support lead
  communications_lead: support manager
summary: Orders failed for 47 minutes while queries waited, unlike in any earlier incident.
outcome: {what: Orders failed for 6% of users, because: [queries-waited]}
factors:
  queries-waited:
    what: Queries waited for a free connection
    because: [release-41, small-pool, no-canary]
  release-41: {what: Release 41 raised the queries of an order from 3 to 12, kind: trigger}
  small-pool:
    what: The pool held 20 connections
    layer: capacity
    evidence: [dashboards/pool]
    key: pool-size
  no-canary: {what: All hosts got the release together, layer: rollout, key: no-canary}
actions:
  A1: {what: Size the pool by the number of workers, addresses: small-pool,
       owner: platform team, priority: P1,
       due: 2025-04-01, ticket: OPS-1, done_when: a load test at twice the peak passes}
  A2: {what: Release to one host in ten for 30 minutes, addresses: no-canary,
       owner: release team, priority: P2,
       due: 2025-04-15, ticket: OPS-2, done_when: release 50 is held by a failing canary}
timeline:
  - {at: 2025-03-14T14:00:00Z, what: Release 41 is deployed, factor: release-41, by: release team}
  - {at: 2025-03-14T14:06:00Z, what: An alert pages payments on-call, by: payments on-call}
  - {at: 2025-03-14T14:15:00Z, what: All connections are seen in use, by: payments on-call}
  - {at: 2025-03-14T14:25:00Z, what: Workers are cut to half, by: platform team}
  - {at: 2025-03-14T14:34:00Z, what: Release 40 is put back, by: release team}
  - {at: 2025-03-14T14:40:00Z, what: Orders succeed again, by: support lead}
  - {at: 2025-03-14T14:49:00Z, what: The queue is empty, by: support lead}
lessons:
  {went_well: [The page came after 4 minutes], got_lucky: [A spare pool held 40 connections]}
review: {held: 2025-03-18, attendees: [platform team, payments team]}
""")


def changed(**changes: Any) -> dict[str, Any]:
    """Return the sound incident's data with values at dotted paths set; None removes."""
    data = copy.deepcopy(SOUND)
    for path, value in changes.items():
        *way, last = path.split("__")
        node: Any = data
        for part in way:
            node = node[int(part)] if isinstance(node, list) else node.setdefault(part, {})
        if value is None:
            del node[last]
        elif isinstance(node, list):
            node[int(last)] = value
        else:
            node[last] = value
    return data


def incident(**changes: Any) -> causal.Incident:
    """Return the sound incident, changed."""
    return causal.loads(yaml.safe_dump(changed(**changes), sort_keys=False))
