"""The redactor: policies, pseudonyms, spellings, known values, the report's own paths."""

from __future__ import annotations

import base64
import json
import stat
import sys
from pathlib import Path

import pytest

from reporter.errors import InputError
from reporter.redaction.policy import load_policy
from reporter.redaction.pseudonyms import Pseudonyms
from reporter.redaction.redactor import Redactor
from reporter.redaction.restore import restore_text
from reporter.settings import PolicySettings

TENANT = "6f3a1c52-8b7e-4d19-a2c4-90de11f7b385"
KEY = bytes(32)


def make(target: str = "github", **options: object) -> Redactor:
    return Redactor(load_policy(target), Pseudonyms.create(KEY), **options)  # type: ignore[arg-type]  # passed on


def test_one_value_has_one_name_in_every_spelling() -> None:
    redactor = make()
    text = f"""tenantId={TENANT} tid {TENANT.upper()} bare {TENANT.replace("-", "")}
https://login.microsoftonline.com/{TENANT}/x u=adele.vance%40contoso.com Adele.Vance@Contoso.com"""
    out = redactor.text(text)
    assert TENANT not in out.lower()
    names = {
        part.lower().replace("-", "") for part in out.replace("/", " ").replace("=", " ").split() if "4000" in part
    }
    assert len(names) == 1
    assert len({part.replace("%40", "@") for part in out.split() if "redacted.example" in part.replace("u=", "")}) <= 2
    assert out.count("redacted.example") == 2
    assert "adele" not in out.lower()


@pytest.mark.parametrize(
    "text",
    [
        "password=Tr0ub4/dor+9== then Tr0ub4/dor+9==",
        "password=Tr0ub4/dor+9== then Tr0ub4%2Fdor%2B9%3D%3D",
        r'password=Tr0ub4/dor+9== then {"x":"Tr0ub4\/dor+9=="}',
        'password="Tr0ub4&dor9" then &lt;Tr0ub4&amp;dor9&gt;',
        f"C:\\Users\\avance\\x then {base64.b64encode(b'avance was here').decode()} and avance.",
        "Tr0ub4dor9x comes first, password=Tr0ub4dor9x second",
    ],
)
def test_a_value_found_once_is_removed_everywhere(text: str) -> None:
    out = make().text(text)
    assert "Tr0ub4" not in out
    assert "avance" not in out


def test_ordinary_words_are_not_hunted() -> None:
    out = make().text("C:\\Users\\test\\x. This is a test of the user name: test")
    assert "This is a test of" in out


def test_policies_differ_by_target() -> None:
    text = f"tenantId={TENANT} adele@contoso.com password=Tr0ub4dor9 activityId={TENANT[:-1]}0"
    assert make("internal").text(text) == make("internal").text(text).replace("Tr0ub4dor9", "")
    assert "adele@contoso.com" in make("internal").text(text)
    assert TENANT in make("microsoft").text(text)
    assert "adele" not in make("microsoft").text(text)
    assert TENANT not in make("github").text(text)
    assert f"{TENANT[:-1]}0" in make("github").text(text)


def test_kinds_can_be_kept_and_removed() -> None:
    policy = load_policy("github", keep=["email"], remove=["activity-id"], settings=PolicySettings(ask=("ip",)))
    assert policy.action("email") == "keep"
    assert policy.removes("activity-id")
    assert policy.action("ip") == "ask"
    out = Redactor(policy, Pseudonyms.create(KEY)).text(f"a@contoso.com activityId={TENANT}")
    assert out.startswith("a@contoso.com")
    assert TENANT not in out
    with pytest.raises(InputError, match="no kind 'nonsense'"):
        load_policy("github", keep=["nonsense"])
    with pytest.raises(InputError, match="no policy for 'elsewhere'"):
        load_policy("elsewhere")


def test_own_terms_go_in_any_case_but_not_inside_words() -> None:
    out = make(own_terms=["Project Falcon", "ACME"]).text("project falcon at Acme; acmeist")
    assert out == out.replace("alcon", "").replace("Acme;", "")
    assert "acmeist" in out


def test_values_stay_of_valid_shape() -> None:
    out = make().text(
        json.dumps({"upn": "adele@contoso.com", "ip": "81.22.4.190", "tenantId": TENANT, "password": 'a"b\\c9x'})
    )
    data = json.loads(out)
    assert data["upn"].endswith("@redacted.example")
    assert data["ip"].split(".")[0] >= "240"
    assert len(data["tenantId"]) == 36


def test_the_report_is_redacted_by_path() -> None:
    report = {
        "title": "Import by Adele Vance failed with 0x80097376",
        "contact": {"name": "Adele Vance", "email": "adele@contoso.com", "phone": "+49 89 1234567"},
        "environment": {"tenant_id": TENANT, "url": "https://adventure-uat.crm4.dynamics.com", "region": "europe"},
        "solution": {"source_version": "4.47.1.12", "unique_name": "CenterofExcellenceCoreComponents"},
        "errors": [
            {"code": "0x80097376", "component": {"id": TENANT, "name": "DLP Request"}, "message": f"in {TENANT}"}
        ],
        "ids": {"activity": [TENANT[:-1] + "9"], "case": ["2511180030001234"]},
        "schema": 1,
    }
    out = make().data(report)
    assert out["title"].startswith("Import by person-")
    assert "contact" not in out
    assert out["environment"]["tenant_id"] in out["errors"][0]["message"]
    assert out["environment"]["url"].endswith(".crm4.dynamics.com")
    assert out["solution"] == report["solution"]
    assert out["ids"] == report["ids"]
    assert out["errors"][0]["code"] == "0x80097376"
    microsoft = make("microsoft").data(report)
    assert microsoft["environment"] == report["environment"]
    assert microsoft["contact"]["email"] == "adele@contoso.com"


def test_the_map_is_private_mergeable_and_turns_a_reply_back(tmp_path: Path) -> None:
    redactor = make()
    text = f"Adele.Vance@contoso.com of tenant {TENANT}, 81.22.4.190"
    out = redactor.text(text)
    path = tmp_path / "map.json"
    redactor.pseudonyms.save(path)
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    loaded = Pseudonyms.load(path)
    assert restore_text("REPLY: " + out.upper(), loaded) == (
        f"REPLY: Adele.Vance@contoso.com OF TENANT {TENANT}, 81.22.4.190",
        3,
    )
    other = Pseudonyms.create(KEY)
    other.merge(redactor.pseudonyms.entries())
    assert other.learned() == redactor.pseudonyms.learned()
    assert Redactor(load_policy("github"), Pseudonyms.create(b"k" * 32)).text(text) != out
    path.write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read"):
        Pseudonyms.load(path)


def test_decisions_of_the_review_are_kept() -> None:
    pseudonyms = Pseudonyms.create(KEY)
    pseudonyms.decisions = {"add": [["own-term", "Falcon"]], "keep": ["info@contoso.com"]}
    out = Redactor(load_policy("github"), pseudonyms).text("Falcon info@contoso.com")
    assert out.startswith("term-")
    assert out.endswith(" info@contoso.com")


def test_names_of_files_are_redacted() -> None:
    assert make().name("logs/adele.vance@contoso.com.txt").startswith("logs/user-")
