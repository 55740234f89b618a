"""What can stop a run, each with its exit code. A message says what happened, where, and what to type next."""


class ExculpaError(Exception):
    """Base of everything a user is told about without a traceback. `exit_code` is what the program returns."""

    exit_code = 1


class UsageError(ExculpaError):
    """What was typed cannot be done: a path that is not there, a query that cannot be read."""

    exit_code = 2


class QueryError(UsageError):
    """A search query that cannot be read; `position` is the code point where reading stopped."""

    def __init__(self, message: str, position: int = 0) -> None:
        super().__init__(message)
        self.position = position


class ServiceMissing(ExculpaError):
    """A needed service or program is missing, away, full or of the wrong version."""

    exit_code = 4


class ArchiveInUse(ExculpaError):
    """Another process is writing to this archive."""

    exit_code = 4


class CannotRead(Exception):
    """A file cannot be read at all. Never reaches the user as an error: it becomes the file's state.

    `state` is the FileState the file ends in, the message is its reason and says what to do.
    """

    def __init__(self, state: str, reason: str) -> None:
        super().__init__(reason)
        self.state = state
        self.reason = reason
