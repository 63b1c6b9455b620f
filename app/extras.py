"""What optional extras bring, and the error where one is missing. Light: whoever tells errors need not know formats."""

from importlib.util import find_spec

from model import ModelError


class ExtraMissingError(ModelError):
    """A format was asked for whose library is not installed."""

    code = "extra_missing"


def can_write_parquet() -> bool:
    """Whether the extra `parquet` is installed."""
    return find_spec("pyarrow") is not None
