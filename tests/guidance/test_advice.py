"""Advice in the interview: what it looks like, what to try, when to come back, and the attempt that comes of it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from reporter.guidance.advice import (
    advise,
    ask_how_it_went,
    come_back,
    introduce,
    make_attempt,
    sure_matches,
)
from reporter.guidance.catalog import load_catalog
from reporter.guidance.match import match_errors
from reporter.guidance.model import Match, Step
from reporter.report import Attempt

ZONE = timezone(timedelta(hours=1))
TUESDAY = datetime(2025, 11, 18, 9, 14, tzinfo=ZONE)


def matches(text: str) -> tuple[Match, ...]:
    return match_errors(load_catalog(), (), text)


def step(step_id: str) -> Step:
    return load_catalog().steps()[step_id]


def test_it_says_what_it_looks_like_and_why() -> None:
    assert introduce(matches("80097376 Flow server error returned with status code 'BadGateway'")) == (
        "This looks like “80097376, BadGateway: the flow service did not answer while a flow was imported” "
        "(code 80097376, the text “status code ... badgateway”).",
        "A temporary fault of connectivity or availability between services of the Power Platform.",
    )


def test_an_error_that_may_hide_another_says_so() -> None:
    assert introduce(matches("80072031 completed without reporting its status"))[-1] == (
        "It often hides another error: look for that one in Solution history first."
    )


def test_a_second_error_is_named_as_well() -> None:
    text = "80072031 completed without reporting its status; 80097376 status code 'BadGateway'"
    lines = introduce(matches(text))
    assert lines[0].startswith("This looks like “80097376")
    assert lines[2].startswith("It also looks like “80072031")


def test_a_general_code_gets_its_name_and_no_steps() -> None:
    advice = advise(matches("80040216"))
    assert advice.lines == (
        "Nothing is known about this text. The code is UnExpected (80040216): Something failed that the platform has "
        "no better name for. This code comes with many causes: the text beside it tells which one it is.",
    )
    assert advice.steps == ()


def test_nothing_recognised_gives_no_advice() -> None:
    assert advise(()) == advise(matches("hello"))
    assert advise(()).lines == ()


def test_the_steps_of_the_surest_error_come_first() -> None:
    advice = advise(matches("80097376 status code 'BadGateway'"))
    assert [one.id for one in advice.steps] == [
        "bad-gateway-wait-and-retry",
        "service-health",
        "bad-gateway-off-peak",
        "bad-gateway-in-stages",
    ]


def test_a_code_alone_offers_the_steps_of_its_one_known_error() -> None:
    assert [match.known.id for match in sure_matches(matches("80072031"))] == ["K03-status-not-reported"]


@pytest.mark.parametrize(
    ("step_id", "now", "minutes", "why"),
    [
        ("retry-same-file", TUESDAY, 10, "Wait, then import the same file again: 5 to 10 minutes."),
        ("index-wait", TUESDAY, 240, "Wait 1 to 4 hours, better over night: 1 to 4 hours, better over night."),
        (
            "retry-off-peak",
            TUESDAY,
            10 * 60 + 46,
            "Import during off-peak hours: until the evening or the weekend.",
        ),
        (
            "retry-off-peak",
            TUESDAY.replace(hour=21),
            0,
            "Import during off-peak hours: until the evening or the weekend.",
        ),
        (
            "retry-off-peak",
            TUESDAY + timedelta(days=4),
            0,
            "Import during off-peak hours: until the evening or the weekend.",
        ),
    ],
)
def test_it_says_when_to_come_back_and_why(step_id: str, now: datetime, minutes: int, why: str) -> None:
    found = come_back(step(step_id), now)
    assert found.at == now + timedelta(minutes=minutes)
    assert found.why == why


def test_a_step_without_a_wait_needs_none() -> None:
    found = come_back(step("look-at-history"), TUESDAY)
    assert found.at is None
    assert found.why == "Find the first failure in Solution history: it needs no waiting; come back when it is done."


def test_a_step_done_becomes_an_attempt_with_its_id() -> None:
    assert make_attempt(step("service-health"), outcome="same error", at=TUESDAY, note="no incident") == Attempt(
        what="Check service health", at=TUESDAY, outcome="same error", note="no incident", step="service-health"
    )


def test_on_the_way_back_it_asks_how_it_went() -> None:
    assert ask_how_it_went(step("retry-same-file")) == (
        "You wanted to try “Wait, then import the same file again” first. How did it go?"
    )


def test_every_step_of_the_catalogue_can_be_come_back_to() -> None:
    for one in load_catalog().steps().values():
        found = come_back(one, TUESDAY)
        assert (found.at is not None) == bool(one.wait_minutes or one.off_peak)
        assert bool(one.wait) == bool(one.wait_minutes or one.off_peak)
