"""What Prefect must be told before it is imported: no telemetry, nothing outside the archive folder, quiet at exit."""

import os
from pathlib import Path

QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    # Prefect gives the root logger a handler: without this the client of a search server prints tracebacks to users.
    "PREFECT_LOGGING_ROOT_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_LOGGING_LOG_PRINTS": "false",
    # The temporary server writes tracebacks when it is stopped while these run.
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
}


def prepare_prefect(archive: Path) -> None:
    """Set what is not set already; a server named by PREFECT_API_URL is used, else Prefect starts one of its own."""
    for name, value in {**QUIET, "PREFECT_HOME": str((archive / "prefect").absolute())}.items():
        os.environ.setdefault(name, value)
