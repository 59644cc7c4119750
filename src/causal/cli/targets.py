"""Where a command writes to, looked at before its work, so that no work is done for nothing."""

from __future__ import annotations

import argparse

from causal.atomic import expect_target

FILES = {
    "check": ("write_baseline",),
    "convert": ("output",),
    "diff": ("output",),
    "draw": ("output",),
    "new": ("file",),
    "report": ("output",),
    "suggest": ("catalogue", "to"),
}
"""Command to those of its options that name a file to write."""

FOLDERS = {"convert": ("out",), "survey": ("output",)}
"""Command to those of its options that name a folder to write to."""

_PICTURES = ("draw", "diff")


def expect_targets(arguments: argparse.Namespace) -> None:
    """Find out whether everything that a command is to write can be written there.

    Raises:
        UnknownFormat: A picture is to be written in a format that there is not.
        OSError: A folder is missing, or does not allow it.
    """
    command = arguments.command
    for options, folder in ((FILES, False), (FOLDERS, True)):
        for option in options.get(command, ()):
            target = getattr(arguments, option)
            if target is None:
                continue
            if command in _PICTURES:
                from causal.render.drawing import format_of

                format_of(target)
            expect_target(target, folder=folder)
