"""Where a page comes from, for people: the file it lies in, its Bates number, what load files and mail say of it."""

from collections.abc import Iterator

from pipeline.catalog.facts import find_facts
from pipeline.catalog.members import INSIDE, find_members
from pipeline.reports.places import Places

TOLD = {"dat": "load file", "mail": "mail header", "opt": "load file"}
"""Sources whose facts are worth a line; a header that no mail program shows is not."""
ON_THE_PAGE = ("from", "to", "cc", "bcc", "date", "subject")
LONGEST = 200
SHOWN = 30


def find_origins(places: Places, sha256: str, number: int) -> Iterator[str]:
    """A line each: the containers of the document, the Bates number of the page, what is said of the document."""
    for location in dict.fromkeys(places.document(sha256).locations):
        container, inside, name = location.rpartition(INSIDE)
        if inside:
            yield f"inside {container}, called {name} there"
    if attached := find_members(places.connection, sha256):
        yield f"inside it: {', '.join(member.path for member in attached[:SHOWN])}"
    for fact in find_facts(places.connection, sha256, number):
        yield f"{fact.name} {fact.value} ({TOLD.get(fact.source, fact.source)})"
    told = [fact for fact in find_facts(places.connection, sha256) if fact.source in TOLD]
    for fact in [fact for fact in told if fact.source != "mail" or fact.name not in ON_THE_PAGE][:SHOWN]:
        value = " ".join(fact.value.split())
        yield f"{fact.name}: {value[:LONGEST]}{'...' if len(value) > LONGEST else ''} ({TOLD[fact.source]})"
