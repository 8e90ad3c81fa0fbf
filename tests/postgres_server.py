"""A real PostgreSQL server of a test's own."""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from sqlalchemy import create_engine

FOLDERS = "/usr/lib/postgresql"


def is_installed() -> bool:
    return bool(_programs())


class Cluster:
    """A PostgreSQL cluster in a folder of its own, which a test may stop in the middle of everything."""

    def __init__(self, port: int, *, syncs: bool) -> None:
        # Not within a test's folder: the server refuses to run as root and must reach its own as another user.
        self._folder = Path(tempfile.mkdtemp(prefix="tianxun-postgresql-"))
        self._as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._as_user:
            shutil.chown(self._folder, "postgres")
        self.url = f"postgresql+psycopg://tianxun@127.0.0.1:{port}"
        self._options = f"-p {port} -k {self._folder} -c fsync={'on' if syncs else 'off'} -h 127.0.0.1"
        self._run("initdb", "-U", "tianxun", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()

    def start(self) -> None:
        """Returns once the server accepts."""
        self._run("pg_ctl", "-o", self._options, "-w", "-l", str(self._folder / "log"), "start")

    def stop(self) -> None:
        """Ends every process of the server as a crash would: its next start must recover."""
        self._run("pg_ctl", "-m", "immediate", "stop")

    def hang(self) -> None:
        """Every process of the server stands still: it accepts, and never answers."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """After `hang`, or without one."""
        self._signal(signal.SIGCONT)

    @property
    def runs(self) -> bool:
        """Whether it has been started and not stopped since."""
        return (self._folder / "data" / "postmaster.pid").exists()

    def end(self) -> None:
        if self.runs:
            self.stop()
        shutil.rmtree(self._folder)

    def say(self, statement: str) -> None:
        """Runs a statement that stands in no transaction."""
        engine = create_engine(f"{self.url}/postgres", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()

    def _signal(self, number: signal.Signals) -> None:
        # First the one that would start others.
        first = (self._folder / "data" / "postmaster.pid").read_text().split()[0]
        os.kill(int(first), number)
        for child in Path(f"/proc/{first}/task/{first}/children").read_text().split():
            # It may have ended by itself.
            with suppress(ProcessLookupError):
                os.kill(int(child), number)

    def _run(self, program: str, *arguments: str) -> None:
        command: list[str | Path] = [*self._as_user, _programs()[-1] / program, "-D", self._folder / "data", *arguments]
        subprocess.run(command, check=True, capture_output=True)


def _programs() -> list[Path]:
    return sorted(Path(FOLDERS).glob("*/bin"))
