"""The models that this server serves: all loaded once at the start, the broken ones remembered with what is wrong."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from app.film import FrameCache
from model import (
    CheckpointError,
    Frame,
    LoadedModel,
    MissingError,
    check_card,
    checkpoint_names,
    film_frames,
    find_checkpoint,
    load_model,
    split_frame_name,
)


@dataclass(frozen=True)
class ModelRegistry:
    """`loaded` by name, the default first; `broken` by name with the error that asking for them raises.

    `folders`: where their checkpoints are, each in a folder of its name; of two of one name (`doubled`) the first is
    served. `films`: the frames of each training; one is asked for as any model, by a name like alice@3, is loaded when
    first asked for, and not listed.
    """

    folders: tuple[Path, ...]
    default: str
    loaded: dict[str, LoadedModel]
    broken: dict[str, CheckpointError]
    doubled: list[str] = field(default_factory=list)
    films: dict[str, list[Frame]] = field(default_factory=dict)
    _frames: FrameCache = field(default_factory=FrameCache)

    @classmethod
    def load(cls, folders: tuple[Path, ...], default: str) -> "ModelRegistry":
        """Load every checkpoint in some folders. Raises MissingError or CheckpointError if the default cannot be had.

        A checkpoint whose card lacks what the page needs of it is broken.
        """
        loaded = {default: load_model(default, *folders)}
        check_card(loaded[default])
        films = {default: film_frames(find_checkpoint(default, *folders))}
        broken: dict[str, CheckpointError] = {}
        for name in checkpoint_names(*folders):
            if name == default:
                continue
            try:
                model = load_model(name, *folders)
                check_card(model)
                films[name] = film_frames(find_checkpoint(name, *folders))
                loaded[name] = model
            except CheckpointError as error:
                broken[name] = error
        return cls(folders, default, loaded, broken, _doubled(folders), films)

    def folder(self, name: str) -> Path:
        """Where the checkpoint of a model is, with all that was measured of it; a frame's is its model's.

        Where somebody has taken it away meanwhile, it is where it would be if it shipped.
        """
        frame = split_frame_name(name)
        places = [folder / (frame[0] if frame else name) for folder in self.folders]
        return next((place for place in places if place.is_dir()), places[0])

    def film(self, name: str) -> list[Frame]:
        """The frames of the training of a model; none where it was not filmed."""
        return self.films.get(name, [])

    def get(self, name: str | None, field: str = "model") -> LoadedModel:
        """The model of that name (None: the default) in a request's field.

        Raises MissingError, or CheckpointError for a broken one.
        """
        name = self.default if name is None else name
        if frame := split_frame_name(name):
            return self._frames.get(self.get(frame[0], field), self.folder(name), frame[1])
        if name in self.broken:
            raise self.broken[name]
        if name not in self.loaded:
            raise MissingError(f"There is no such model. There are: {', '.join(self.loaded)}.", field=field)
        return self.loaded[name]

    @property
    def notices(self) -> list[str]:
        """One sentence per folder that is not served: because it is broken, or because another has its name."""
        broken = [f"Model {name} is broken and not served: {error.detail}" for name, error in self.broken.items()]
        return broken + [
            f"There are two models called {name}; that of your own is not served. Give its folder another name."
            for name in self.doubled
        ]


def _doubled(folders: Iterable[Path]) -> list[str]:
    """Names of checkpoints that are in more than one folder, sorted."""
    places = Counter(name for folder in folders for name in checkpoint_names(folder))
    return sorted(name for name, count in places.items() if count > 1)
