"""Inboxes that were asked for, kept between page views and brought up to date at each."""

import asyncio
import copy
import time
from collections import OrderedDict

from chainlink.matching.inbox import Inbox, Question
from chainlink.matching.policy import Policy
from chainlink.matching.projection.day import Day
from chainlink.matching.reach import Reaches

INBOXES = 32  # kept in one process, the ones lately asked for
SWEEP_EVERY = 60.0  # seconds between two sweeps of one inbox at the least
_SHARE = 0.25  # of one core that a sweep may take


class InboxKeeper:
    """The inbox of every question, of the day that is asked for."""

    def __init__(self) -> None:
        self._inboxes: OrderedDict[Question, Inbox] = OrderedDict()
        self._building: dict[Question, asyncio.Lock] = {}
        self._swept: dict[Question, float] = {}
        self._sweeping: asyncio.Task[None] | None = None

    async def inbox(self, day: Day, reaches: Reaches, policy: Policy, question: Question) -> Inbox:
        """The inbox as it is now; the first question of a day ranks all members.

        Wordings are compared within this process: asking somebody else about every member's would
        take minutes.
        """
        day = copy.copy(day)
        day.similarity = None
        async with self._building.setdefault(question, asyncio.Lock()):
            known = self._inboxes.get(question)
            if known is None or not known.fits(day, reaches, policy):
                known = await _built(Inbox(day, reaches, policy, question))
                self._inboxes[question] = known
        self._inboxes.move_to_end(question)
        known.follow(day)
        self._forget()
        self._sweep_if_due(question, known)
        return known

    def _forget(self) -> None:
        while len(self._inboxes) > INBOXES:
            question, _ = self._inboxes.popitem(last=False)
            self._building.pop(question, None)
            self._swept.pop(question, None)

    def _sweep_if_due(self, question: Question, inbox: Inbox) -> None:
        """One at a time, beside questions, and not after every single change."""
        now = time.monotonic()
        last = self._swept.setdefault(question, now)
        busy = self._sweeping is not None and not self._sweeping.done()
        if busy or not inbox.unranked or now - last < SWEEP_EVERY:
            return
        self._swept[question] = now
        self._sweeping = asyncio.create_task(_swept(inbox), name="inbox sweep")


async def _built(inbox: Inbox) -> Inbox:
    """Members one by one, so that others are answered in between."""
    for _ in range(inbox.unranked):
        inbox.sweep(1)
        await asyncio.sleep(0)
    return inbox


async def _swept(inbox: Inbox) -> None:
    left = inbox.unranked
    while left:
        started = time.perf_counter()
        left = inbox.sweep(1)
        await asyncio.sleep((time.perf_counter() - started) / _SHARE)
