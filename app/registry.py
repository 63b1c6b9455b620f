"""The models that this server serves: all loaded once at the start, the broken ones remembered with what is wrong."""

from dataclasses import dataclass
from pathlib import Path

from model import CheckpointError, LoadedModel, MissingError, checkpoint_names, load_model


@dataclass(frozen=True)
class ModelRegistry:
    """`loaded` by name, the default first; `broken` by name with the error that asking for them raises.

    `folder`: where their checkpoints are, each in a folder of its name.
    """

    folder: Path
    default: str
    loaded: dict[str, LoadedModel]
    broken: dict[str, CheckpointError]

    @classmethod
    def load(cls, folder: Path, default: str) -> "ModelRegistry":
        """Load every checkpoint in a folder. Raises MissingError or CheckpointError if the default cannot be had."""
        loaded = {default: load_model(default, folder)}
        broken: dict[str, CheckpointError] = {}
        for name in checkpoint_names(folder):
            try:
                loaded.setdefault(name, load_model(name, folder) if name != default else loaded[default])
            except CheckpointError as error:
                broken[name] = error
        return cls(folder, default, loaded, broken)

    def get(self, name: str | None, field: str = "model") -> LoadedModel:
        """The model of that name (None: the default) in a request's field.

        Raises MissingError, or CheckpointError for a broken one.
        """
        name = self.default if name is None else name
        if name in self.broken:
            raise self.broken[name]
        if name not in self.loaded:
            raise MissingError(f"There is no such model. There are: {', '.join(self.loaded)}.", field=field)
        return self.loaded[name]

    @property
    def notices(self) -> list[str]:
        """One sentence per broken folder."""
        return [f"Model {name} is broken and not served: {error.detail}" for name, error in self.broken.items()]
