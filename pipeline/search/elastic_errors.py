"""What Elasticsearch answers when it cannot do what is asked, in words that say what to type."""

from typing import Any

from pipeline.errors import ServiceMissing

_FULL = ("read-only", "read_only", "flood-stage", "disk usage exceeded", "disk watermark", "no space left")


def untrusted(url: str, why: str) -> ServiceMissing:
    return ServiceMissing(
        f"The certificate of Elasticsearch at {url} cannot be trusted ({why}). Name the file with its certificate "
        "authority: EXCULPA_INDEX_CA=/path/to/ca.crt."
    )


def too_slow(url: str) -> ServiceMissing:
    return ServiceMissing(
        f"Elasticsearch at {url} did not answer in time. It may be busy or short of memory: look at its log, then "
        "type the same command again. Nothing is lost."
    )


def away(url: str) -> ServiceMissing:
    return ServiceMissing(
        f"Elasticsearch at {url} cannot be reached. Start it (`docker compose up -d elasticsearch`), or correct "
        "EXCULPA_INDEX_URL, or leave it empty for the index in the archive folder. Then type the same again."
    )


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
