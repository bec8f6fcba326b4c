"""Many people at once: each with a connection of its own and time to think. Runs in processes of its own."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

Plan = dict[str, Any]
"""A person as plain values: kind, headers, pages, for a teacher also lesson, span and cells with their versions."""
Answer = tuple[int, bytes]
TIMEOUT = 60.0
SLOW = 1.0


@dataclass(slots=True)
class Tally:
    """Seconds of answers by kind, errors in words, and how often a kept connection had been closed meanwhile.

    slow: of answers longer than a second the moment of the run when they were asked for, and their seconds.
    """

    since: float = field(default_factory=time.monotonic)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    slow: list[tuple[float, float]] = field(default_factory=list)
    errors: dict[str, int] = field(default_factory=dict)
    reopened: int = 0

    def answered(self, kind: str, seconds: float) -> None:
        """One more answer."""
        self.seconds.setdefault(kind, []).append(seconds)
        if seconds > SLOW:
            self.slow.append((time.monotonic() - seconds - self.since, seconds))

    def fail(self, kind: str, why: str) -> None:
        """One more error of a kind."""
        key = f"{kind}: {why}"
        self.errors[key] = self.errors.get(key, 0) + 1


class Browser:
    """One kept connection that speaks enough HTTP for our own server."""

    def __init__(self, port: int, tally: Tally, until: float) -> None:
        self.port = port
        self.tally = tally
        self.until = until
        self.pair: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, kind: str, path: str, headers: dict[str, str], body: bytes | None = None) -> bytes:
        """The body of a good answer, b"" after an error; both are counted."""
        started = time.perf_counter()
        try:
            status, answer = await asyncio.wait_for(self._again(path, headers, body), TIMEOUT)
        except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError) as error:
            await self.close()
            self.tally.fail(kind, type(error).__name__)
            return b""
        self.tally.answered(kind, time.perf_counter() - started)
        if status != 200:
            self.tally.fail(kind, str(status))
            return b""
        return answer

    async def _again(self, path: str, headers: dict[str, str], body: bytes | None) -> Answer:
        """As browsers do: when a kept connection turns out to be closed, before a byte of the answer, on a new one."""
        kept = self.pair is not None
        try:
            return await self._exchange(path, headers, body)
        except (ConnectionError, asyncio.IncompleteReadError) as error:
            if not kept or (isinstance(error, asyncio.IncompleteReadError) and error.partial):
                raise
            await self.close()
            self.tally.reopened += 1
            return await self._exchange(path, headers, body)

    async def _exchange(self, path: str, headers: dict[str, str], body: bytes | None) -> Answer:
        if self.pair is None:
            self.pair = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.pair
        lines = [f"{'GET' if body is None else 'POST'} {path} HTTP/1.1", "Host: 127.0.0.1"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        writer.write("\r\n".join([*lines, "", ""]).encode() + (body or b""))
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
        if fields.get("transfer-encoding") == "chunked":
            return int(head[0].split()[1]), await _chunks(reader)
        return int(head[0].split()[1]), await reader.readexactly(int(fields.get("content-length", "0")))

    async def close(self) -> None:
        """Forget the connection."""
        if self.pair is not None:
            self.pair[1].close()
            self.pair = None


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    parts = []
    while size := int((await reader.readuntil(b"\r\n")).strip() or b"0", 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readexactly(2)
    return b"".join(parts)


Life = Callable[[Browser, Plan, random.Random], Awaitable[None]]


async def crowd(port: int, plans: list[Plan], lives: dict[str, Life], until: float, seed: int) -> Tally:
    """Everybody lives until the moment (of `time.monotonic`)."""
    tally, chance = Tally(), random.Random(seed)
    browsers = [Browser(port, tally, until) for _ in plans]
    tasks = [
        asyncio.create_task(_live(lives[plan["kind"]], browser, plan, random.Random(chance.random())))
        for browser, plan in zip(browsers, plans, strict=True)
    ]
    await asyncio.wait(tasks, timeout=max(0.0, until - time.monotonic()) + TIMEOUT)
    for task in tasks:
        if not task.done():
            task.cancel()
        elif (error := task.exception()) is not None:
            tally.fail("client", repr(error))
    for browser in browsers:
        await browser.close()
    return tally


async def _live(life: Life, browser: Browser, plan: Plan, chance: random.Random) -> None:
    await asyncio.sleep(chance.uniform(0, min(plan["think"], browser.until - time.monotonic())))
    while time.monotonic() < browser.until:
        await life(browser, plan, chance)


async def think(browser: Browser, plan: Plan, chance: random.Random) -> None:
    """As long as people do, on the average `think` seconds; not past the end."""
    wait = min(chance.expovariate(1 / plan["think"]), 6 * plan["think"])
    await asyncio.sleep(max(0.0, min(wait, browser.until - time.monotonic())))
