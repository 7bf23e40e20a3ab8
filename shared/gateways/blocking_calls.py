"""Threads for SDKs that block: as many as an instance serves requests at once."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

T = TypeVar("T")

MAX_THREADS = 80


async def run_blocking(call: Callable[[], T]) -> T:
    """Run `call` in a thread of this module's pool.

    The default pool of asyncio has five threads on one CPU, so five slow calls would stop all others.
    """
    return await asyncio.get_running_loop().run_in_executor(_thread_pool(), call)


@cache
def _thread_pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(MAX_THREADS, thread_name_prefix="vendor")
