import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.search import Index, open_index
from pipeline.settings import Settings

Opener = Callable[[Settings], Index]
BACKENDS = ["embedded", pytest.param("elastic", marks=pytest.mark.elastic)]


def elastic_url() -> str:
    url = os.environ.get("EXCULPA_TEST_ELASTIC_URL")
    if not url:
        pytest.fail(
            "EXCULPA_TEST_ELASTIC_URL is not set. `make test` starts a server and sets it; by hand: "
            "export EXCULPA_TEST_ELASTIC_URL=$(scripts/elasticsearch start). "
            "To leave these tests out: pytest -m 'not elastic'."
        )
    return url


@pytest.fixture(scope="session")
def new_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Settings]]:
    """Settings of a new, empty index of a backend. Indices on the server are deleted at the end."""
    made: list[Settings] = []

    def new(backend: str) -> Settings:
        folder = tmp_path_factory.mktemp("archive")
        if backend == "embedded":
            return Settings(archive=folder)
        name = f"exculpa-test-{uuid.uuid4().hex[:10]}"
        made.append(Settings(archive=folder, index_url=elastic_url(), index_name=name))
        return made[-1]

    yield new
    if made:
        from elasticsearch import Elasticsearch

        with Elasticsearch(elastic_url()) as client:
            for settings in made:
                for index in client.indices.get(index=f"{settings.index_name}*"):
                    client.indices.delete(index=index)


@pytest.fixture(params=BACKENDS)
def settings(request: pytest.FixtureRequest, new_settings: Callable[[str], Settings]) -> Settings:
    """A new, empty index of each backend."""
    return new_settings(request.param)


@pytest.fixture
def index(settings: Settings) -> Iterator[Index]:
    opened = open_index(settings)
    yield opened
    opened.close()


@pytest.fixture
def archive(tmp_path: Path) -> Settings:
    return Settings(archive=tmp_path)
