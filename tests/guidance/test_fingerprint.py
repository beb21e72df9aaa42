"""The fingerprint: the same for the same failure, whatever ids, versions, order, case and blanks it comes with."""

from __future__ import annotations

import random
import re
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.guidance.fingerprint import make_fingerprint, reduce_text
from reporter.report import Component, ErrorDetail, Report, Solution

MESSAGE = (
    "Error while importing workflow {41111111-2222-eb11-bacb-000000000001} type ModernFlow name HELPER - Contoso Copy: "
    'Flow server error returned with status code "InternalServerError" and details "The tracking Id is '
    "'d1111111-1c6b-40e2-9d55-000000000002'.\""
)
LOST = ErrorDetail(code="80072031", message="This operation completed without reporting its status.")


def of(message: str, code: str = "80097376", **more: object) -> str:
    return make_fingerprint(Report(errors=(ErrorDetail.model_validate({"code": code, "message": message, **more}),)))


def test_the_fingerprint_stays_what_it_is() -> None:
    # Published reports hold these: another value here needs another prefix.
    assert of(MESSAGE) == "fp-40f6b55f082e"
    assert make_fingerprint(Report(title="Import of Contoso failed")) == "fp-07fbc1f7b585"


def test_it_is_one_short_word() -> None:
    assert re.fullmatch(r"fp-[0-9a-f]{12}", of(MESSAGE))


def test_ids_versions_case_quotes_and_line_breaks_do_not_count() -> None:
    other = MESSAGE.replace("41111111-2222-eb11-bacb-000000000001", "99999999-8888-4777-\n8666-555555555555")
    assert of(other) == of(MESSAGE)
    assert of(MESSAGE.upper().replace(" ", "\n  ")) == of(MESSAGE)
    assert of(MESSAGE.replace('"', r"\"")) == of(MESSAGE)
    assert of("Solution 4.49.2 failed on 2025-11-18") == of("Solution 4.50 failed on 2026-01-02")


def test_every_spelling_of_the_code_is_the_same() -> None:
    assert of(MESSAGE, "-2146864266") == of(MESSAGE, "0x80097376") == of(MESSAGE)


def test_order_and_repetition_of_errors_do_not_count() -> None:
    first = ErrorDetail(code="80097376", message=MESSAGE)
    reports = [(first, LOST), (LOST, first), (first, LOST, first)]
    assert len({make_fingerprint(Report(errors=errors)) for errors in reports}) == 1


def test_people_places_and_environments_do_not_count() -> None:
    base = "Import of the flow failed"
    assert of(f"{base} for jane.doe@contoso.com at https://contoso.crm4.dynamics.com/x?id=1 ") == of(f"{base} for at")
    assert of(f"{base} reading C:\\Users\\jdoe\\Downloads\\core.zip") == of(f"{base} reading /home/other/core.zip")
    assert make_fingerprint(
        Report(errors=(LOST,), solution=Solution(unique_name="Contoso", target_version="1"))
    ) == make_fingerprint(Report(errors=(LOST,)))


def test_component_and_status_count_once_wherever_they_stand() -> None:
    component = Component(kind="flow", name="HELPER - Contoso Copy", id="41111111-2222-eb11-bacb-000000000001")
    assert of(MESSAGE, component=component, http_status="InternalServerError") == of(MESSAGE)
    assert of("Import failed", component=component) != of("Import failed")


def test_what_wraps_the_message_does_not_count() -> None:
    inner = "Holding solution Contoso_Upgrade already exists."
    for wrapper in (
        'Solution "Contoso Core" failed to import: ',
        'Solution "Contoso Core" failed to import: ImportAsHolding failed with exception :',
        "Solution Upgrade action failed after import as holding. InnerException is: ",
        "The reason given was: ",
    ):
        assert of(wrapper + inner) == of(inner)
    assert of('status code "BadGateway" .') == of("status code 'BadGateway' and details.")


def test_a_code_without_a_message_does_not_count_beside_the_same_code_with_one() -> None:
    whole = ErrorDetail(code="80097376", message=MESSAGE)
    assert make_fingerprint(Report(errors=(ErrorDetail(code="80097376"), whole))) == of(MESSAGE)


def test_another_code_text_or_component_is_another_failure() -> None:
    variants = [
        of(MESSAGE),
        of(MESSAGE, "80040216"),
        of(MESSAGE.replace("InternalServerError", "BadGateway")),
        of(MESSAGE.replace("Contoso Copy", "Contoso Mail")),
    ]
    assert len(set(variants)) == 4


def test_a_report_that_says_nothing_has_none() -> None:
    assert make_fingerprint(Report()) == ""
    assert make_fingerprint(Report(title="123")) == ""


def test_a_hostile_megabyte_takes_bounded_time() -> None:
    start = time.process_time()
    for text in ("a" * 1_000_000, "a-" * 500_000, "a- " * 300_000, "\\" * 1_000_000, "' " * 500_000):
        reduce_text(text)
    assert time.process_time() - start < 5


@given(
    st.lists(st.sampled_from(["import", "failed", "flow", "gateway", "BadGateway"]), min_size=1, max_size=8),
    st.randoms(),
)
@settings(deadline=None, max_examples=60)
def test_numbers_blanks_and_case_anywhere_change_nothing(words: list[str], chance: random.Random) -> None:
    noisy = []
    for word in words:
        noisy.append(chance.choice([word, word.upper(), word.lower()]))
        noisy.append(
            chance.choice(["", "4.49.2", "\n", "[11111111-0000-4000-8000-000000000000]", "x9", "a@contoso.com"])
        )
    assert of(" ".join(noisy)) == of(" ".join(words))
