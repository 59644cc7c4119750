"""The same function over many things, in their order, in this process or in several.

The answers do not depend on how many processes there are. When one is killed, what it had in hand
is done again by another; what kills every process that touches it is given up, and told of.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import TypeVar

from causal.errors import CausalError

A = TypeVar("A")
B = TypeVar("B")

BATCH = 64
ATTEMPTS = 3
"""How often processes may be killed one after the other before a batch is looked through."""

ALONE = 2
"""How often an item is tried alone before it is given up: something else may have killed it."""


COLLECTED = 2_000
"""After how many calls garbage is collected."""


@contextmanager
def rarely_collected() -> Iterator[Callable[[], None]]:
    """Switch the garbage collector off and give what runs it once in `COLLECTED` calls.

    Every incident leaves thousands of objects behind that reference counting frees; looking
    through all that live for cycles, again and again, costs more than reading them.
    """
    was_on, calls = gc.isenabled(), 0
    gc.disable()

    def tick() -> None:
        nonlocal calls
        calls += 1
        if calls % COLLECTED == 0:
            gc.collect()

    try:
        yield tick
    finally:
        if was_on:
            if not gc.get_freeze_count():  # what is kept counts as old, and is not looked through
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def in_order(
    function: Callable[[A], B],
    items: Sequence[A],
    workers: int,
    *,
    lost: Callable[[A], B],
    batch: int = BATCH,
) -> Iterator[B]:
    """Yield what a function gives for each item, in the order of the items.

    Args:
        function: A function of a module, so that processes can be told of it.
        items: The things.
        workers: How many processes; with 1, or for hardly any items, none but this one.
        lost: Returns what to give for an item that kills the processes it is given to.
        batch: How many items a process is given at a time.

    Raises:
        CausalError: `workers` is less than 1.
    """
    if workers < 1:
        raise CausalError(f"workers is 1 or more, not {workers!r}")
    if workers == 1 or len(items) <= batch:
        yield from map(function, items)
        return
    batches = [items[start : start + batch] for start in range(0, len(items), batch)]
    for found in _in_processes(function, batches, workers, lost):
        yield from found


def _in_processes(
    function: Callable[[A], B],
    batches: list[Sequence[A]],
    workers: int,
    lost: Callable[[A], B],
) -> Iterator[list[B]]:
    done = attempts = 0
    while done < len(batches):
        if attempts == ATTEMPTS:
            # Any of the batches under way may hold what kills: the first is looked through alone.
            yield _one_by_one(function, batches[done], lost)
            done, attempts = done + 1, 0
            continue
        attempts += 1
        with _processes(workers) as pool:
            waiting: list[Future[list[B]]] = []
            ahead = done
            try:
                while done < len(batches):
                    while ahead < len(batches) and len(waiting) < 4 * workers:
                        waiting.append(pool.submit(_run, function, batches[ahead]))
                        ahead += 1
                    found = waiting.pop(0).result()
                    done += 1
                    attempts = 0
                    yield found
            except BrokenProcessPool:
                continue


def _processes(workers: int) -> ProcessPoolExecutor:
    # A process started afresh holds no locks of ours, whatever threads this one runs.
    context = get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_parent)


def _end_with_parent() -> None:
    """End this process when the one that started it does, however that came to its end."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_wait_for, args=(parent.sentinel,), daemon=True).start()


def _wait_for(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _one_by_one(function: Callable[[A], B], items: Sequence[A], lost: Callable[[A], B]) -> list[B]:
    """Return what a function gives for each item, one at a time in a process of their own."""
    found: list[B] = []
    tried = 0
    while len(found) < len(items):
        with _processes(1) as pool:
            try:
                pool.submit(int).result()
            except BrokenProcessPool:  # none can be started from here, whatever the items
                return found + [function(item) for item in items[len(found) :]]
            try:
                while len(found) < len(items):
                    found.append(pool.submit(function, items[len(found)]).result())
                    tried = 0
            except BrokenProcessPool:
                tried += 1
        if tried == ALONE:
            found.append(lost(items[len(found)]))
            tried = 0
    return found


def _run(function: Callable[[A], B], batch: Sequence[A]) -> list[B]:
    with rarely_collected():
        return [function(item) for item in batch]
