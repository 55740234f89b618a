"""What Elasticsearch answers when it cannot do what is asked, in words that say what to type."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import elasticsearch
from elastic_transport import TlsError

from pipeline.errors import ServiceMissing

_FULL = ("read-only", "read_only", "flood-stage", "disk usage exceeded", "disk watermark", "no space left")


@contextmanager
def explained(url: str) -> Iterator[None]:
    """Turn the client's errors into ServiceMissing. Errors of our own making (a query it cannot parse) pass."""
    try:
        yield
    except elasticsearch.UnsupportedProductError as error:
        raise wrong_server(url, "is not Elasticsearch") from error
    except TlsError as error:
        raise ServiceMissing(
            f"The certificate of Elasticsearch at {url} cannot be trusted ({error.message}). Name the file with its "
            "certificate authority: EXCULPA_INDEX_CA=/path/to/ca.crt."
        ) from error
    except elasticsearch.ConnectionTimeout as error:
        raise ServiceMissing(
            f"Elasticsearch at {url} did not answer in time. It may be busy or short of memory: look at its log, "
            "then type the same command again. Nothing is lost."
        ) from error
    except elasticsearch.ConnectionError as error:
        raise ServiceMissing(
            f"Elasticsearch at {url} cannot be reached. Start it (`docker compose up -d elasticsearch`), or correct "
            "EXCULPA_INDEX_URL, or leave it empty for the index in the archive folder. Then type the same again."
        ) from error
    except elasticsearch.ApiError as error:
        message = describe(url, error.status_code, str(error.body))
        if message is None:
            raise
        raise ServiceMissing(message) from error


def describe(url: str, status: int, reason: str) -> str | None:
    """The message for an answer of the server or of one line of a bulk; None if it is not about the server."""
    if status == 401:
        return (
            f"Elasticsearch at {url} does not know this API key. Make one in Kibana or with its security API, and "
            "type: export EXCULPA_INDEX_API_KEY=..."
        )
    if any(sign in reason for sign in _FULL):
        return (
            f"The index in Elasticsearch at {url} is read-only, most often because its disk is full. Free some "
            "space there, then type the same command again. Nothing is lost: what is missing is indexed then."
        )
    if status == 403:
        return (
            f"The API key may not do this in Elasticsearch at {url}. It needs the privileges read, write, "
            "create_index, manage and view_index_metadata on the index of EXCULPA_INDEX_NAME and all names that "
            "begin with it and a hyphen."
        )
    if status in (429, 502, 503, 504):
        return (
            f"Elasticsearch at {url} is too busy or not ready ({status}), after several tries. Wait a minute, then "
            "type the same command again. Nothing is lost."
        )
    return None


def wrong_server(url: str, what: str) -> ServiceMissing:
    return ServiceMissing(
        f"The server at {url} {what}. Exculpa needs Elasticsearch 8.11 or a later 8: correct EXCULPA_INDEX_URL, or "
        "leave it empty for the index in the archive folder."
    )


def stale(alias: str, why: str) -> ServiceMissing:
    return ServiceMissing(f"The search index {alias} {why}. Nothing is lost: type `exculpa reindex` to build it again.")


def bulk_failed(url: str, item: dict[str, Any]) -> ServiceMissing:
    """For a page that a bulk could not write."""
    result: dict[str, Any] = next(iter(item.values()))
    status, error = int(result.get("status", 0)), result.get("error", "")
    message = describe(url, status, str(error))
    return ServiceMissing(
        message or f"Elasticsearch at {url} refused a page ({status}: {_reason(error)}). Type `exculpa reindex`."
    )


def _reason(error: Any) -> str:
    """The kind of an error, without its text: that may quote the page."""
    return str(error.get("type", "unknown")) if isinstance(error, dict) else "unknown"
