"""Secrets in the spellings and surroundings in which planted ones were once missed."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest

from reporter.redaction.gate import check_text
from reporter.redaction.policy import load_policy
from reporter.redaction.pseudonyms import Pseudonyms
from reporter.redaction.redactor import Redactor

TOKEN = "gh" + "p_" + "k4nArY" * 6
BODY = "MIIBVQIBADANBgkqhkiG9w0BAQEFAASCkanariQ7"
PEM = f"-----BEGIN PRIVATE KEY-----\n{BODY}{BODY}\n-----END PRIVATE KEY-----\n"


def make(target: str = "github") -> Redactor:
    return Redactor(load_policy(target), Pseudonyms.create(bytes(32)))


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Server=sql1;Password=Tr0ub4dor&3x;Encrypt=True", "3x"),
        ("Server=sql1;Password=Tr0ub4dor&amp;3x;Encrypt=True", "3x"),
        ("connection string: Server=sql1;Password=Tr0ub4dor&3x", "3x"),
        ("Password=Tr0ub4dor&3x&y7;Server=sql1", "y7"),
        (f"pushed%20with%20{TOKEN}%20by%20hand", TOKEN),
        (rf"first line\n{TOKEN}\n", TOKEN),
        (f"{TOKEN} and {base64.b64encode(f'by {TOKEN} now'.encode()).decode()}", "azRuQXJZazRuQXJZ"),
        (quote(PEM), BODY),
        (base64.b64encode(PEM.encode()).decode(), base64.b64encode(PEM.encode())[60:100].decode()),
        (f"<row>{PEM.strip()}</row>".replace("\n", "</row>\n<row>"), BODY),
        ("peer::ffff:81.22.4.190 left", "81.22.4.190"),
        ('{"access_token":"eyJ0eXAiOiJKV1QifQ.' + "a1B2c3D4" * 140 + '.k4nArYs1g"}', "k4nArYs1g"),
        ('{"access_token":"' + "a1B2c3D4" * 2000 + 'k4nArYs1g"}', "k4nArYs1g"),
        ("Cisco MAC: 0012.3456.789A", "789A"),
    ],
)
def test_nothing_of_a_secret_stays(text: str, secret: str) -> None:
    assert secret not in make().text(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://kit.example.com/?password=${WORD}&user=ann&code=80097376",
        "?user=ann&page=2&name=a&b",
    ],
)
def test_a_query_string_keeps_its_other_pairs(text: str) -> None:
    assert make().text(text) == text


def test_the_pairs_behind_a_password_in_a_query_string_stay() -> None:
    assert make().text("https://kit.example.com/?password=Tr0ub4dor9&page=12&v=3").endswith("&page=12&v=3")


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Cookie: session=REDACTED-ck-0a1b2c3d; theme=dark EndpointSuffix=core.windows.net;x=long-enough", "github"),
        ("&lt;Cookie: session=REDACTED-ck-0a1b2c3d; theme=dark&gt; &lt;a=core.windows.net&gt;", "github"),
        ("attachments/36-02-00-00-c5-e5-5c.txt", "github"),
        ("adapter 3C-52-82-1A-2B-4D is up", "internal"),
    ],
)
def test_what_is_no_secret_or_may_stay_keeps_no_bundle_back(text: str, target: str) -> None:
    assert check_text(text, make(target), name="a.txt") == ()


def test_a_path_that_says_what_a_value_is_hides_no_secret() -> None:
    secret = "password=Tr0ub4dor9x"
    data = {
        "account": {"user": secret},
        "ids": {"activity": [secret], "case": [secret]},
        "errors": [{"code": secret, "http_status": secret, "component": {"id": secret, "kind": secret}}],
        "solution": {"unique_name": secret, "source_version": secret},
        "environment": {"type": secret, "region": secret, "tenant_id": secret},
        "routing": {"reasons": [secret]},
        "known": [secret],
    }
    for target in ("github", "microsoft", "internal"):
        assert "Tr0ub4dor9x" not in str(make(target).data(data)), target


def test_codes_versions_and_ids_stay_where_they_belong() -> None:
    data = {
        "errors": [{"code": "0x80097376", "component": {"id": "6f3a1c52-8b7e-4d19-a2c4-90de11f7b385"}}],
        "solution": {"source_version": "4.47.1.20", "unique_name": "msdyn_Core"},
        "ids": {"activity": ["7f3a1c52-8b7e-4d19-a2c4-90de11f7b385"], "case": ["2511180040001234"]},
        "schema": 1,
    }
    assert make().data(data) == data


def test_a_public_report_has_no_contact_and_no_environment_name() -> None:
    data = {
        "summary": "Adele Vance imported into Contoso Spielwiese at noon",
        "contact": {"name": "Adele Vance", "country": "Austria"},
        "environment": {"name": "Contoso Spielwiese"},
        "schema": 1,
    }
    public = make().data(data)
    assert "contact" not in public
    assert "Adele" not in str(public)
    assert "Spielwiese" not in str(public)
    assert public["environment"]["name"] in public["summary"]
    assert make("microsoft").data(data)["environment"] == data["environment"]
    assert make("internal").data(data) == data


def test_an_environment_named_after_the_product_tears_no_other_name_apart() -> None:
    data = {"environment": {"name": "CoE Prod"}, "solution": {"name": "CoE Prod Core Components"}, "schema": 1}
    public = make().data(data)
    assert public["environment"]["name"].startswith("env-")
    assert public["solution"] == data["solution"]
