"""Questions that are kept, what each person was shown of the answers, and pages that were ticked off."""

from sqlalchemy import Engine

from pipeline.catalog.searches import (
    find_searches,
    forget_search,
    load_seen,
    save_look,
    save_search,
)
from pipeline.catalog.ticks import PLACES_PER_QUERY, find_ticks, load_ticks, save_tick

ONE, OTHER, THIRD = ("a" * 64, 1), ("a" * 64, 2), ("b" * 64, 1)
ANN, BEN = ("Ann", ""), ("Ben", "for the motion")


def test_the_latest_question_of_a_name_is_kept_until_it_is_forgotten(engine: Engine) -> None:
    with engine.begin() as connection:
        save_search(connection, "deals", ("deal", None), ANN)
        save_search(connection, "alibi", ("alibi", "1991-Salgado"), ANN)
        save_search(connection, "deals", ("deal OR promise", None), BEN)
        alibi, deals = find_searches(connection)
        assert (alibi.query, alibi.case, alibi.actor) == ("alibi", "1991-Salgado", "Ann")
        assert (deals.query, deals.case, deals.actor, deals.note) == ("deal OR promise", None, "Ben", "for the motion")
        forget_search(connection, deals, ANN)
        assert [one.name for one in find_searches(connection)] == ["alibi"]


def test_what_somebody_was_shown_is_new_to_the_others(engine: Engine) -> None:
    with engine.begin() as connection:
        save_search(connection, "deals", ("deal", None), ANN)
        [deals] = find_searches(connection)
        assert load_seen(connection, deals, "Ann").pages == frozenset()
        save_look(connection, deals.id, "Ann", [ONE], everybody=True)
        save_look(connection, deals.id, "Ann", [OTHER, OTHER])
        save_look(connection, deals.id, "Ann", [])
        ann, ben = load_seen(connection, deals, "Ann"), load_seen(connection, deals, "Ben")
    assert [ann.has(place) for place in (ONE, OTHER, THIRD)] == [True, True, False]
    assert [ben.has(place) for place in (ONE, OTHER, THIRD)] == [True, False, False]
    assert (len(ann.pages), ann.last >= ben.last) == (2, True)


def test_another_question_under_the_same_name_begins_anew(engine: Engine) -> None:
    with engine.begin() as connection:
        before = save_search(connection, "deals", ("deal", None), ANN)
        save_look(connection, before, "Ann", [ONE])
        save_search(connection, "deals", ("promise", None), ANN)
        [deals] = find_searches(connection)
        assert not load_seen(connection, deals, "Ann").has(ONE)


def test_the_latest_tick_of_a_page_counts(engine: Engine) -> None:
    with engine.begin() as connection:
        save_tick(connection, ONE, "r1", ANN, True)
        save_tick(connection, OTHER, None, BEN, True)
        save_tick(connection, ONE, "r1", ANN, False)
        save_tick(connection, THIRD, "r3", ANN, False)
        assert [(one.sha256, one.page, one.note) for one in find_ticks(connection)] == [(*OTHER, "for the motion")]
        save_tick(connection, ONE, "r2", BEN, True)
        found = load_ticks(connection, [ONE, OTHER, THIRD])
        assert {place: tick.reading for place, tick in found.items()} == {ONE: "r2", OTHER: None}


def test_many_pages_are_asked_for_at_once(engine: Engine) -> None:
    places = [("c" * 64, number) for number in range(1, PLACES_PER_QUERY * 2 + 2)]
    with engine.begin() as connection:
        for place in (places[0], places[-1]):
            save_tick(connection, place, "r", ANN, True)
        assert sorted(load_ticks(connection, places)) == [places[0], places[-1]]
