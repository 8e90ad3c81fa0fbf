"""The state store on a Redis server; while it is gone or hung, answers go on without it."""

import json
import logging
from collections.abc import Callable
from typing import Any, TypeVar

from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from knowledge.clock import machine_seconds

log = logging.getLogger(__name__)
T = TypeVar("T")

# redis-py's own defaults retry for a minute; WeChat waits five seconds in all.
CONNECT_SECONDS, ANSWER_SECONDS, REST_SECONDS = 0.2, 0.3, 2.0
_COUNT = "local n = redis.call('INCR', KEYS[1]) if n == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end return n"
_DELETE_OWN = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"
_PREFIX = "tianxun:"


class RedisState:
    """Keys on a Redis server.

    After a failure it is left alone for two seconds; meanwhile reads find nothing, writes are dropped,
    `add` succeeds and `count` says 1: state that may be lost is lost.
    """

    def __init__(self, url: str) -> None:
        self._redis = Redis.from_url(
            url,
            socket_connect_timeout=CONNECT_SECONDS,
            socket_timeout=ANSWER_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
        self._rest_until = 0.0

    def add(self, key: str, value: Any, seconds: int) -> bool:
        return self._try(lambda: bool(self._redis.set(_PREFIX + key, _packed(value), nx=True, ex=seconds)), True)

    def get(self, key: str) -> Any:
        found = self._try(lambda: self._redis.get(_PREFIX + key), None)
        return json.loads(found) if isinstance(found, bytes) else None

    def set(self, key: str, value: Any, seconds: int) -> None:
        self._try(lambda: self._redis.set(_PREFIX + key, _packed(value), ex=seconds), None)

    def delete(self, key: str, only: Any = None) -> None:
        if only is None:
            self._try(lambda: self._redis.delete(_PREFIX + key), None)
        else:
            self._try(lambda: self._redis.eval(_DELETE_OWN, 1, _PREFIX + key, _packed(only)), None)

    def count(self, key: str, seconds: int) -> int:
        return self._try(lambda: int(str(self._redis.eval(_COUNT, 1, _PREFIX + key, str(seconds)))), 1)

    def _try(self, call: Callable[[], T], otherwise: T) -> T:
        if machine_seconds() < self._rest_until:
            return otherwise
        try:
            return call()
        except (RedisError, OSError) as fault:
            self._rest_until = machine_seconds() + REST_SECONDS
            log.warning("Redis is not answering (%s); going on without it", type(fault).__name__)
            return otherwise


def _packed(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
