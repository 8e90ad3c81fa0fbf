"""People who write without a pause while something befalls the installation."""

import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.bot.installation import Installation, until

ASKED = ("柑橘黄龙病怎么办", "水稻纹枯病怎么防治", "油菜菌核病怎么防治", "你好")
FARMERS, EACH = 3, 12


def delivered(installation: Installation, text: str, number: int, times: int) -> str:
    """The reply to a message that is brought up to so many times, as WeChat does; raises OSError when none comes."""
    for _ in range(times - 1):
        try:
            return installation.push(text, number)
        except OSError:
            continue
    return installation.push(text, number)


class Farmers:
    """Each message comes from somebody new, up to `deliveries` times until it is answered."""

    def __init__(self, installation: Installation, deliveries: int = 1) -> None:
        self._installation = installation
        self._deliveries = deliveries
        self._numbers = itertools.count(1000)
        self._is_over = False
        self.said: dict[int, tuple[str, str]] = {}
        self.unheard: list[str] = []

    def write(self) -> None:
        while not self._is_over:
            number = next(self._numbers)
            text = ASKED[number % len(ASKED)]
            try:
                self.said[number] = (text, delivered(self._installation, text, number, self._deliveries))
            except OSError as fault:
                self.unheard.append(f"{text}: {fault}")

    def wait(self) -> None:
        """Until so many more have an answer."""
        enough = len(self.said) + EACH
        until(lambda: len(self.said) >= enough or self.unheard, "answering")

    @contextmanager
    def writing(self) -> Iterator[None]:
        threads = [threading.Thread(target=self.write) for _ in range(FARMERS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._is_over = True
            for thread in threads:
                thread.join()
