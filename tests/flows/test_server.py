"""The Prefect server that is named from outside."""

from pathlib import Path

import pytest

from flows.server import URL, running_server
from pipeline.errors import ServiceMissing


def test_a_named_server_that_is_away_is_a_missing_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(URL, "http://127.0.0.1:9/api")
    with pytest.raises(ServiceMissing, match="unset"), running_server(tmp_path):
        pass
