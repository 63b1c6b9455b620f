"""Keeps what people type out of the logs: an address is logged without its query string."""

import logging


def keep_text_out_of_logs() -> None:
    """Make uvicorn's access log stop at the question mark. Calling it twice changes nothing."""
    logger = logging.getLogger("uvicorn.access")
    if not any(isinstance(each, WithoutQuery) for each in logger.filters):
        logger.addFilter(WithoutQuery())


class WithoutQuery(logging.Filter):
    """Cuts the query string off the address, the third argument of uvicorn's access records."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple) and len(record.args) == 5:
            client, method, address, *rest = record.args
            record.args = (client, method, str(address).split("?", 1)[0], *rest)
        return True
