"""The models of an installation: the one in use, and the one before it."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from bot.nlu.model import Model, load, save

Stamp = tuple[int, int, int]


@dataclass(frozen=True)
class Shelf:
    """Two files in the data folder; a change of the first is seen by every process that looks at its stamp."""

    folder: Path

    @property
    def now(self) -> Path:
        """The model in use."""
        return self.folder / "model.npz"

    @property
    def before(self) -> Path:
        """The one that it took the place of."""
        return self.folder / "model.before.npz"

    def stamp(self) -> Stamp | None:
        """What changes with the model in use; None when there is no file."""
        try:
            found = self.now.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def put(self, model: Model) -> None:
        """Puts a model in use, and the one that was in use behind it."""
        fresh = self.folder / "model.fresh.npz"
        save(model, fresh)
        if self.now.exists():
            # A copy, so that there is a model in use at every moment.
            shutil.copyfile(self.now, self._spare)
            self._spare.replace(self.before)
        fresh.replace(self.now)

    def back(self) -> Model:
        """Lets the two change places; raises NoModel, with nothing changed, when the one before cannot be read."""
        model = load(self.before)
        shutil.copyfile(self.now, self._spare)
        self.before.replace(self.now)
        self._spare.replace(self.before)
        return model

    @property
    def _spare(self) -> Path:
        return self.folder / "model.spare.npz"
