"""The models that this server serves: all loaded once at the start, the broken ones remembered with what is wrong."""

from dataclasses import dataclass
from pathlib import Path

from model import CheckpointError, LoadedModel, MissingError, check_card, checkpoint_names, find_checkpoint, load_model


@dataclass(frozen=True)
class ModelRegistry:
    """`loaded` by name, the default first; `broken` by name with the error that asking for them raises.

    `folders`: where their checkpoints are, each in a folder of its name; of two of one name the first is served.
    """

    folders: tuple[Path, ...]
    default: str
    loaded: dict[str, LoadedModel]
    broken: dict[str, CheckpointError]

    @classmethod
    def load(cls, folders: tuple[Path, ...], default: str) -> "ModelRegistry":
        """Load every checkpoint in some folders. Raises MissingError or CheckpointError if the default cannot be had.

        A checkpoint whose card lacks what the page needs of it is broken.
        """
        loaded = {default: load_model(default, *folders)}
        check_card(loaded[default])
        broken: dict[str, CheckpointError] = {}
        for name in checkpoint_names(*folders):
            if name == default:
                continue
            try:
                model = load_model(name, *folders)
                check_card(model)
                loaded[name] = model
            except CheckpointError as error:
                broken[name] = error
        return cls(folders, default, loaded, broken)

    def folder(self, name: str) -> Path:
        """Where the checkpoint of a model is, with all that was measured of it. Raises MissingError."""
        return find_checkpoint(name, *self.folders)

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
