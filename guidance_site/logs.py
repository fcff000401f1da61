"""Keeps what says who read what out of the logs."""

import logging


class WithoutReaders(logging.Filter):
    """Takes addresses of the public, and the paths they asked for, out of log records.

    Django and gunicorn put both into their messages. Who reads what stays out of every log; its
    operators need to know which route of the site failed, and why.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite a record about a request, or drop it (False)."""
        message = str(record.msg)
        if message.startswith("Invalid request from ip="):
            return False
        if message.startswith("Error handling request"):
            record.msg, record.args = "Error handling a request", ()
        elif (request := getattr(record, "request", None)) is not None:
            match = getattr(request, "resolver_match", None)
            route = match.route if match else "no route"
            record.msg, record.args = "Error %s at %s", (getattr(record, "status_code", "?"), route)
        return True
