"""Measures the night: twenty sites at once, five of them hostile; and nights that are killed again and again.

python -m tests.night [--kills 200] [--seed 1] [--minutes 10] [--postgresql]
"""

import argparse
import sys

from tests.night import kills, twenty


def main() -> int:
    """Prints both measurements; 1 where a bound is broken."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--kills", type=int, default=0, help="instead of the twenty sites: how many kills")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--minutes", type=float, default=10.0, help="where the kills end at the latest")
    asked.add_argument("--postgresql", action="store_true", help="the kills on a PostgreSQL server of their own")
    said = asked.parse_args()
    if not said.kills:
        return 0 if twenty.report() else 1
    return 0 if kills.report(said.kills, said.seed, said.minutes * 60, on_postgresql=said.postgresql) else 1


if __name__ == "__main__":
    sys.exit(main())
