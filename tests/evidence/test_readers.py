"""One reader per kind of evidence: what each takes out of a file, told by content alone."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from reporter.evidence import Source, gather, open_sources
from reporter.evidence.facts import Facts, dump_facts

ACTIVITY = "5b1f0c1e-7a42-4d1c-9a55-0123456789ab"
REQUEST = "c0ffee00-1111-4222-8333-abcdefabcdef"
MANIFEST = """<?xml version="1.0" encoding="utf-8"?>
<ImportExportXml version="9.2.1.1" generatedBy="CrmLive">
  <SolutionManifest>
    <UniqueName>ContosoCore</UniqueName>
    <LocalizedNames><LocalizedName description="Contoso - Core" languagecode="1033" /></LocalizedNames>
    <Version>4.50.6</Version>
    <Managed>{managed}</Managed>
    <Publisher><UniqueName>contoso</UniqueName></Publisher>
    <MissingDependencies>
      <MissingDependency><Required type="66" schemaName="x" solution="CreatorKitCore (1.0.2)" />
      <Dependent type="60" /></MissingDependency>
      <MissingDependency><Required type="1" schemaName="y" solution="Active" />
      <Dependent type="60" /></MissingDependency>
    </MissingDependencies>
  </SolutionManifest>
</ImportExportXml>"""
DEPENDENCIES = (
    '<MissingDependencies><MissingDependency><Required key="1" type="29" schemaName="contoso_Flow" solution="Active" />'
    '<Dependent key="2" type="300" displayName="Contoso App" /></MissingDependency></MissingDependencies>'
)


def read(data: bytes | str, name: str = "evidence.bin") -> dict[str, Any]:
    return dump_facts(facts(data, name))


def facts(data: bytes | str, name: str = "evidence.bin") -> Facts:
    return gather([Source(name, data=data.encode() if isinstance(data, str) else data)])


def make_zip(**members: str | bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return stream.getvalue()


def solution_zip(managed: str = "1") -> bytes:
    return make_zip(
        **{
            "solution.xml": MANIFEST.format(managed=managed),
            "customizations.xml": "<x/>",
            "[Content_Types].xml": "<x/>",
        }
    )


def test_a_solution_package() -> None:
    assert read(solution_zip()) == {
        "solution": {
            "managed": True,
            "name": "Contoso - Core",
            "target_version": "4.50.6",
            "unique_name": "ContosoCore",
        },
        "files": [
            {
                "file": "evidence.bin",
                "kind": "solution-zip",
                "note": "Managed package. Publisher contoso. Needs CreatorKitCore (1.0.2).",
            }
        ],
    }


def test_a_package_without_its_other_files_cannot_be_imported() -> None:
    note = read(make_zip(**{"solution.xml": MANIFEST.format(managed="0")}))["files"][0]["note"]
    assert note.endswith("It lacks customizations.xml and [content_types].xml at its root, so it cannot be imported.")


def test_the_outer_download_is_no_solution() -> None:
    found = read(make_zip(**{"Contoso_4.50_managed.zip": solution_zip(), "Contoso.pbit": b"x", "Data.xlsx": b"x"}))
    assert found == {
        "files": [
            {
                "file": "evidence.bin",
                "kind": "solution-zip",
                "note": "Not a solution: a download that holds 1 solutions (Contoso_4.50). "
                "Unpack it first and import the inner zip that is meant.",
            }
        ]
    }


def test_a_solution_in_a_folder_of_the_zip_is_refused_by_the_import() -> None:
    assert "not at the root" in read(make_zip(**{"Contoso__solution.xml": MANIFEST}))["files"][0]["note"]


def test_an_unpacked_source_tree_is_its_manifest(tmp_path: Path) -> None:
    source = tmp_path / "ContosoCore"
    (source / "Other").mkdir(parents=True)
    (source / "Workflows").mkdir()
    (source / "Other" / "Solution.xml").write_text(MANIFEST.format(managed="2"))
    (source / "Workflows" / "flow.json").write_text('{"error": {"code": "x", "message": "error code 80040216"}}')
    found = dump_facts(gather(open_sources([str(tmp_path)], io.StringIO())))
    assert found["solution"]["unique_name"] == "ContosoCore"
    assert [(one["file"], one["kind"]) for one in found["files"]] == [
        ("ContosoCore/Other/Solution.xml", "solution-zip")
    ]
    assert "errors" not in found


def job(result: str, *, extra: str = "") -> str:
    return (
        '<importexportxml start="636964156226630101" stop="636964156300230328" progress="62.5">\n'
        '<solutionManifests><solutionManifest id="ContosoCore" LocalizedName="Contoso - Core">\n'
        "<UniqueName>ContosoCore</UniqueName><Version>4.50.6</Version><Managed>1</Managed>\n"
        '<result result="success" errorcode="0" errortext="" /></solutionManifest></solutionManifests>\n'
        f"{result}\n{extra}</importexportxml>"
    )


def test_a_failing_node_wins_over_a_successful_manifest() -> None:
    found = read(
        job(
            f'<nodes><node name="Contoso Mail" id="{{{ACTIVITY}}}"><result result="failure" errorcode="0x80048d19" '
            'errortext="Connection reference contoso_mail not found" datetimeticks="636964156297630395" />'
            "</node></nodes>"
        )
    )
    assert found["errors"] == [
        {
            "code": "0x80048D19",
            "spellings": ["80048D19", "0x80048D19", "-2147185383", "2147781913"],
            "message": "Connection reference contoso_mail not found",
            "component": {"kind": "component", "name": "Contoso Mail", "id": ACTIVITY},
            "where": {"file": "evidence.bin", "line": 5},
        }
    ]
    assert found["operation"] == {"duration_seconds": 7, "started": "2019-06-18T00:47:02Z"}
    assert found["solution"]["target_version"] == "4.50.6"
    assert found["events"][0]["what"] == "Failed: Contoso Mail"
    assert found["files"][0]["note"] == "1 failed of 2 results, 0 with a warning. Progress 62 %."


@pytest.mark.parametrize(
    "result",
    [
        '<result result="failure" errorcode="0x8004801D" errortext="x: FAILURE: The missing dependencies are : '
        + DEPENDENCIES.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
        + ' , ProductUpdatesOnly : False" />',
        '<result result="failure" errorcode="0x8004801D" errortext="x"><parameters><parameter>a</parameter><parameter>'
        + DEPENDENCIES.replace("<", "&lt;")
        + "</parameter></parameters></result>",
        DEPENDENCIES + '<result result="failure" errorcode="0x8004801D" errortext="x" />',
    ],
)
def test_missing_dependencies_in_three_encodings_are_one_table(result: str) -> None:
    found = read(job(f"<rootComponents><rootComponent>{result}</rootComponent></rootComponents>"))
    assert [{key: one[key] for key in one if key != "where"} for one in found["missing_dependencies"]] == [
        {"required": "contoso_Flow", "dependent": "Contoso App", "kind": "flow", "solution": "Active"}
    ]
    assert found["errors"][0]["component"] == {"kind": "rootComponent", "name": "rootComponent"}
    assert "ProductUpdatesOnly" not in found["errors"][0]["message"]


def test_an_import_job_without_results_is_not_called_clean() -> None:
    assert read('<importexportxml progress="0"></importexportxml>')["files"][0]["note"] == (
        "It holds no results, so nothing can be said about success. Progress 0 %."
    )


def test_an_import_job_as_json_of_the_web_api() -> None:
    text = job(
        '<entities><entity LocalizedName="Bill"><result result="failure" errortext="SQL error" /></entity></entities>'
    )
    found = read(json.dumps({"value": [{"importjobid": ACTIVITY, "solutionname": "ContosoCore", "data": text}]}))
    assert [(one["message"], one["component"]["name"]) for one in found["errors"]] == [("SQL error", "Bill")]
    bare = read(json.dumps({"importjobid": ACTIVITY, "solutionname": "ContosoCore", "progress": 40}))
    assert bare["files"][0]["note"] == "An import job without its data: nothing can be said about success."


WORKBOOK = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="Components"><Table>
<Row><Cell><Data ss:Type="String">Contoso - Core</Data></Cell><Cell><Data ss:Type="String">62 %</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">Date Time</Data></Cell><Cell><Data>Type</Data></Cell>
<Cell><Data>Display Name</Data></Cell>
<Cell><Data>Status</Data></Cell><Cell><Data>ErrorCode</Data></Cell><Cell><Data>ErrorText</Data></Cell></Row>
<Row><Cell><Data>10:00</Data></Cell><Cell><Data>Workflow</Data></Cell><Cell><Data>Contoso | Mail</Data></Cell>
<Cell><Data>Success</Data></Cell></Row>
<Row><Cell ss:Index="2"><Data>Solution</Data></Cell><Cell><Data>Contoso - Core</Data></Cell>
<Cell><Data>Failure</Data></Cell>
<Cell><Data>0x80048539</Data></Cell><Cell><Data>Holding solution ContosoCore_Upgrade already exists.</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


def check_log(found: dict[str, Any], line: int) -> None:
    assert [(one["code"], one["message"], one["component"], one["where"]["line"]) for one in found["errors"]] == [
        (
            "0x80048539",
            "Holding solution ContosoCore_Upgrade already exists.",
            {"kind": "solution", "name": "ContosoCore_Upgrade"},
            line,
        )
    ]
    assert (found["files"][0]["kind"], found["files"][0]["note"]) == (
        "import-log",
        "1 failed of 2 rows, 0 with a warning.",
    )


def test_the_downloaded_workbook_as_spreadsheetml() -> None:
    check_log(read(WORKBOOK, "log_import.txt"), 4)


def test_formatted_results_inside_json() -> None:
    found = read(json.dumps({"@odata.context": "x", "FormattedResults": WORKBOOK}))
    assert [one["code"] for one in found["errors"]] == ["0x80048539"]


ROWS = [
    ["Date Time", "Type", "Display Name", "Status", "ErrorCode", "ErrorText"],
    ["10:00", "Workflow", "Contoso | Mail", "Success", "", ""],
    [
        "10:01",
        "Solution",
        "Contoso - Core",
        "Failure",
        "0x80048539",
        "Holding solution ContosoCore_Upgrade already exists.",
    ],
]


def test_a_real_workbook() -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [["Contoso - Core", "62 %"], *ROWS]:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    check_log(read(stream.getvalue(), "whatever.dat"), 4)


def test_rows_pasted_out_of_excel() -> None:
    check_log(read("\n".join("\t".join(row) for row in ROWS)), 3)


def test_rows_in_the_middle_of_other_words() -> None:
    found = read("Hello, this is the log:\n\n" + "\n".join("\t".join(row) for row in ROWS) + "\n\nRegards")
    assert ("0x80048539", {"kind": "solution", "name": "ContosoCore_Upgrade"}) in [
        (one.get("code"), one.get("component")) for one in found["errors"]
    ]
    assert len(found["errors"]) == 1


HISTORY = {
    "msdyn_solutionhistoryid": REQUEST,
    "msdyn_name": "ContosoCore",
    "msdyn_solutionversion": "4.50.6",
    "msdyn_ismanaged": True,
    "msdyn_operation": 0,
    "msdyn_operation@OData.Community.Display.V1.FormattedValue": "Import",
    "msdyn_suboperation@OData.Community.Display.V1.FormattedValue": "Upgrade",
    "msdyn_suboperation": 2,
    "msdyn_starttime": "2026-01-05T10:00:00Z",
    "msdyn_endtime": "2026-01-05T10:16:07Z",
    "msdyn_activityid": ACTIVITY,
    "msdyn_errorcode": -2146864266,
    "msdyn_exceptionmessage": "Error while importing workflow type ModernFlow name Contoso | Mail: status code "
    '"BadGateway"',
}


def check_history(found: dict[str, Any]) -> None:
    assert [(one["code"], one["http_status"], one["component"]["name"]) for one in found["errors"]] == [
        ("0x80097376", "BadGateway", "Contoso | Mail")
    ]
    assert found["operation"] == {"duration_seconds": 967, "kind": "upgrade", "started": "2026-01-05T10:00:00Z"}
    assert found["solution"] == {"managed": True, "target_version": "4.50.6", "unique_name": "ContosoCore"}
    assert found["ids"] == {"activity": [ACTIVITY]}
    assert found["files"][0]["kind"] == "solution-history"
    assert [event["at"] for event in found["events"]] == ["2026-01-04T10:00:00Z", "2026-01-05T10:00:00Z"]


EARLIER = HISTORY | {"msdyn_errorcode": 0, "msdyn_exceptionmessage": "", "msdyn_starttime": "2026-01-04T10:00:00Z"}


def test_solution_history_as_json() -> None:
    check_history(read(json.dumps({"value": [HISTORY, EARLIER]})))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_solution_history_as_a_table(delimiter: str) -> None:
    columns = {
        "Name": "msdyn_name",
        "Solution Version": "msdyn_solutionversion",
        "Is Managed": "msdyn_ismanaged",
        "Suboperation": "msdyn_suboperation@OData.Community.Display.V1.FormattedValue",
        "Start Time": "msdyn_starttime",
        "End Time": "msdyn_endtime",
        "Activity Id": "msdyn_activityid",
        "Error Code": "msdyn_errorcode",
        "Exception Message": "msdyn_exceptionmessage",
    }

    def cell(value: object) -> str:
        return '"' + str(value).replace('"', '""') + '"'

    rows = [[cell(one[key]) for key in columns.values()] for one in (HISTORY, EARLIER)]
    check_history(read("\n".join(delimiter.join(row) for row in [list(columns), *rows]), "history.csv"))


def test_installed_solutions_of_pac_tell_source_version_and_left_overs() -> None:
    found = gather(
        [
            Source("core.zip", data=solution_zip()),
            Source.from_text(
                "Connected as user@contoso.com\nConnected to... Contoso Test\n\n"
                "Unique Name                 Friendly Name                         Version         Managed\n"
                "ContosoCore    Contoso - Core     4.47.1  True\n"
                "ContosoCore_Upgrade    Contoso - Core     4.50.6  True\n"
                "CreatorKitCore CreatorKitCore 1.0.20240101.1 True\n",
                "list.txt",
            ),
        ]
    )
    data = dump_facts(found)
    assert data["installed"][0] == {
        "unique_name": "ContosoCore",
        "name": "Contoso - Core",
        "version": "4.47.1",
        "managed": True,
        "where": {"file": "list.txt", "line": 5},
    }
    assert (data["solution"]["source_version"], data["solution"]["target_version"]) == ("4.47.1", "4.50.6")
    assert data["checks"] == {"creator_kit_version": "1.0.20240101.1", "upgrade_leftover": "yes"}
    assert (data["account"]["user"], data["environment"]["name"]) == ("user@contoso.com", "Contoso Test")


LIST = (
    "Unique Name  Friendly Name  Version  Managed\n"
    "CenterofExcellenceCoreComponents  Center of Excellence - Core Components  4.47.1  True\n"
    "CenterofExcellenceAuditComponents  Center of Excellence - Governance  3.25  True\n"
)


def test_other_solutions_of_a_list_are_not_the_imported_one_and_a_list_is_no_import() -> None:
    alone = read("Connected as user@contoso.com\n\n" + LIST)
    assert "solution" not in alone
    assert "operation" not in alone
    assert "disagreements" not in alone
    by_name = read('Solution "Center of Excellence - Core Components" failed to import\n\n' + LIST)
    assert by_name["solution"] == {"name": "Center of Excellence - Core Components", "source_version": "4.47.1"}
    by_unique_name = read("I import CenterofExcellenceCoreComponents_4_49_2_managed.zip\n\n" + LIST)
    assert by_unique_name["solution"]["source_version"] == "4.47.1"
    assert "disagreements" not in by_unique_name


def test_pac_solution_list_as_json() -> None:
    found = read(json.dumps([{"SolutionUniqueName": "ContosoCore", "VersionNumber": "4.47.1", "IsManaged": True}]))
    assert [(one["unique_name"], one["version"], one["managed"]) for one in found["installed"]] == [
        ("ContosoCore", "4.47.1", True)
    ]


def test_a_failed_pac_import_a_crash_and_an_expired_token() -> None:
    found = read(
        "Microsoft PowerPlatform CLI\nVersion: 2.11.2+g47bc199 (.NET 10.0.11)\n\nSolution Importing...\n"
        "pac.exe: The reason given was: Contoso Steps import: FAILURE: A\nrecord is not found.\n"
        "pac.exe: Error: The async operation completed with a statuscode of Failed.\n"
    )
    assert [one["message"] for one in found["errors"]] == [
        "The reason given was: Contoso Steps import: FAILURE: A record is not found."
    ]
    assert found["operation"] == {"method": "pac", "tool_version": "2.11.2"}
    assert found["files"][0]["kind"] == "pac-output"
    crash = read(
        f"Sorry, the app encountered a non recoverable error and will need to terminate.\nSession Id: {ACTIVITY},\n"
        "Exception Type: System.ServiceModel.CommunicationException\nThe diagnostic logs are there"
    )
    assert [one["name"] for one in crash["errors"]] == ["System.ServiceModel.CommunicationException"]
    assert crash["ids"] == {"session": [ACTIVITY]}
    token = read(
        "Error: Failed to connect to Dataverse\nAADSTS700082: The refresh token has expired due to inactivity."
    )
    assert [one["name"] for one in token["errors"] if "name" in one] == ["AADSTS700082"]


def test_a_successful_import_has_no_error() -> None:
    found = read("Solution Importing...\nSolution Imported successfully.\nPublished All Customizations.\n")
    assert "errors" not in found
    assert found["files"][0]["note"] == "It says that the import succeeded."


def test_the_active_profile_of_pac() -> None:
    found = read(
        "Index Active Kind      Name User             Cloud  Type Environment           Environment Url\n"
        "[1]   *      UNIVERSAL      user@contoso.com Public User contoso (default) https://contoso.crm7.dynamics.com/\n"
        "[2]          UNIVERSAL      other@contoso.com Public User fabrikam https://fabrikam.crm7.dynamics.com/\n"
    )
    assert found["account"] == {"user": "user@contoso.com"}
    assert found["environment"]["url"] == "https://contoso.crm7.dynamics.com/"


def test_a_failed_flow_run() -> None:
    found = read(
        json.dumps(
            {
                "name": "08580000000000000000000000001CU08",
                "properties": {
                    "startTime": "2026-05-07T04:30:58.1736069Z",
                    "endTime": "2026-05-07T04:31:58Z",
                    "status": "Failed",
                    "error": {"code": "ActionFailed", "message": "An action failed. No dependent actions succeeded."},
                },
            }
        )
    )
    assert [(one["name"], one["message"]) for one in found["errors"]] == [
        ("ActionFailed", "An action failed. No dependent actions succeeded.")
    ]
    assert [event["what"] for event in found["events"]] == ["Flow run started", "Flow run ended: Failed"]
    assert found["files"][0]["kind"] == "flow-run"


def test_a_raw_output_of_an_action_gives_the_innermost_message_and_ids() -> None:
    inner = json.dumps({"error": {"code": "0x80040217", "message": "The user does not exist"}})
    found = read(
        json.dumps(
            {
                "statusCode": 404,
                "headers": {"x-ms-client-request-id": REQUEST, "Date": "Tue, 06 Jan 2026 10:00:00 GMT"},
                "body": {"error": {"code": "NotFound", "message": inner}},
            }
        )
    )
    assert [(one["code"], one["http_status"]) for one in found["errors"]] == [("0x80040217", "404")]
    assert found["ids"] == {"client_request": [REQUEST]}
    assert found["events"][0]["at"] == "2026-01-06T10:00:00Z"


def test_a_web_api_error() -> None:
    found = read('{"error":{"code":"0x8006088a","message":"Resource not found for the segment \'Bill\'."}}')
    assert [(one["code"], one["message"]) for one in found["errors"]] == [
        ("0x8006088A", "Resource not found for the segment 'Bill'.")
    ]


def test_a_har_gives_failing_requests_without_their_queries() -> None:
    found = read(
        json.dumps(
            {
                "log": {
                    "entries": [
                        {
                            "startedDateTime": "2026-01-05T10:00:00.000Z",
                            "request": {
                                "method": "POST",
                                "url": "https://contoso.crm4.dynamics.com/api/data/v9.2/ImportSolution?sig=secret",
                                "headers": [{"name": "x-ms-client-request-id", "value": REQUEST}],
                            },
                            "response": {
                                "status": 500,
                                "headers": [{"name": "x-ms-activity-id", "value": ACTIVITY}],
                                "content": {"text": '{"error":{"code":"0x80040216","message":"An error occurred."}}'},
                            },
                        },
                        {"request": {"url": "https://contoso.crm4.dynamics.com/"}, "response": {"status": 200}},
                    ]
                }
            }
        )
    )
    assert [(one["code"], one["http_status"], one["message"]) for one in found["errors"]] == [
        (
            "0x80040216",
            "500",
            "POST contoso.crm4.dynamics.com/api/data/v9.2/ImportSolution answered 500: An error occurred.",
        )
    ]
    assert found["ids"] == {"client_request": [REQUEST], "activity": [ACTIVITY]}
    assert found["environment"] == {"url": "https://contoso.crm4.dynamics.com/"}
    assert found["files"] == [{"file": "evidence.bin", "kind": "har", "note": "1 failed of 2 requests."}]
    assert "secret" not in json.dumps(found)


def test_a_screenshot_asks_for_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image

    monkeypatch.setattr("reporter.evidence.image.read_words", lambda image: None)
    stream = io.BytesIO()
    exif = Image.Exif()
    exif[306] = "2026:01:05 10:00:00"
    Image.new("RGB", (40, 30)).save(stream, "PNG", exif=exif)
    assert read(stream.getvalue(), "shot.txt") == {
        "files": [
            {
                "file": "shot.txt",
                "kind": "image",
                "note": "40 x 30 pixels. Taken 2026-01-05 10:00:00 (time zone unknown). "
                "Paste the text of the error as well: a picture cannot be searched.",
            }
        ]
    }


def test_what_ocr_reads_is_marked_and_never_taken_without_confirmation(monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image

    monkeypatch.setattr(
        "reporter.evidence.image.read_words", lambda image: f"Error code 80097376\nActivity id {ACTIVITY}"
    )
    stream = io.BytesIO()
    Image.new("RGB", (40, 30)).save(stream, "PNG")
    found = facts(stream.getvalue())
    assert [(one.code, one.source) for one in found.errors] == [("0x80097376", "ocr")]
    assert [(one.value, one.source) for one in found.found] == [(ACTIVITY, "ocr")]
    data = dump_facts(found)
    assert data["errors"][0]["source"] == "ocr"
    assert "ids" not in data
    assert data["unconfirmed"] == [
        {"path": "ids.activity", "value": ACTIVITY, "source": "ocr", "where": {"file": "evidence.bin"}}
    ]


def test_two_sources_that_disagree_are_both_shown() -> None:
    found = gather([Source("core.zip", data=solution_zip()), Source.from_text("We upgrade to 4.49.2")])
    assert [one.value for one in found.values("solution.target_version")] == ["4.50.6", "4.49.2"]
    assert [one["path"] for one in dump_facts(found)["disagreements"]] == ["solution.target_version"]


def test_who_tells_environment_and_user() -> None:
    found = read(
        "Connected as user@contoso.com\nConnected to... Contoso Dev\n\nOrganization Information\n"
        f"  Org ID:                     {ACTIVITY}\n  Unique Name:                unq123\n"
        "  Friendly Name:              Contoso Dev\n  Org URL:                    https://contoso.crm4.dynamics.com/\n"
        f"  User Email:                 user@contoso.com\n  Environment ID:             {REQUEST}\n"
    )
    assert found["environment"] == {
        "id": REQUEST,
        "name": "Contoso Dev",
        "organization_id": ACTIVITY,
        "url": "https://contoso.crm4.dynamics.com/",
    }
    assert found["account"] == {"user": "user@contoso.com"}
    assert found["files"][0]["kind"] == "pac-output"


def test_a_run_history_as_json_and_as_table() -> None:
    run = {"startTime": "2026-01-05T10:00:00Z", "endTime": "2026-01-05T10:00:09Z"}
    error = {"code": "ActionFailed", "message": "An action failed."}
    found = read(
        json.dumps(
            {
                "value": [
                    {"name": "1", "properties": run | {"status": "Failed", "error": error}},
                    {"name": "2", "properties": run | {"status": "Succeeded"}},
                ]
            }
        )
    )
    assert [one["name"] for one in found["errors"]] == ["ActionFailed"]
    assert found["files"][0]["note"] == "1 failed of 2 runs."
    table = (
        "Flow Name,Start Time,Status,Error Code,Error Message\n"
        'Contoso | Mail,2026-01-05T10:00:00Z,Failed,ActionFailed,"An action failed, twice."\n'
        "Contoso | Mail,2026-01-05T11:00:00Z,Succeeded,,\n"
    )
    found = read(table)
    assert [(one["name"], one["message"], one["component"]["name"]) for one in found["errors"]] == [
        ("ActionFailed", "An action failed, twice.", "Contoso | Mail")
    ]
    assert found["files"][0] == {"file": "evidence.bin", "kind": "flow-run", "note": "1 failed of 2 runs."}
    assert found["events"][0]["what"] == "Run failed: Contoso | Mail"
