"""Rules for people: addresses, names in paths, sign-in names, names beside telling keys, phone numbers."""

from __future__ import annotations

import re

from reporter.redaction.ordinary import ORDINARY
from reporter.redaction.rule import Rule
from reporter.redaction.rules.web import ESCAPED, QUOTE

_LOCAL = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+-#$!"
# Accounts of every machine of that kind: they tell nothing about a person.
_BUILT_IN = frozenset(
    b"public default defaultuser0 defaultapppool administrator admin all shared guest user username runner runneradmin root "
    b"appdata vssadministrator containeradministrator containeruser systemprofile networkservice localservice system service "
    b"node ubuntu vagrant desktop documents downloads you me name your-name yourname youruser".split()
)


def _mail(match: re.Match[bytes]) -> bool:
    value = match["value"]
    domain = value.rpartition(b"@" if b"@" in value else b"0")[2].lower()
    if domain.startswith((b"odata.", b"microsoft.dynamics")):
        return False
    return not value.lower().startswith((b"git@", b"ssh@")) and not domain.endswith(b"redacted.example")


def _person(match: re.Match[bytes]) -> bool:
    value = match["value"].strip()
    text = value.decode("utf-8", "replace").lower()
    if not any(char.isalpha() for char in text) or text in ORDINARY or re.search(rb"[{}<>=/\\:;|#]", value):
        return False
    return text not in ("n/a", "- -", "active", "inactive", "delegated admin") and len(value) >= 3


def _user(match: re.Match[bytes]) -> bool:
    value = match["value"].lower()
    return value not in _BUILT_IN and not value.startswith((b"$", b"%", b"{", b"<", b"*")) and not value.isdigit()


def _domain_user(match: re.Match[bytes]) -> bool:
    return match["value"].lower() not in _BUILT_IN and match["value"].decode("latin-1").lower() not in ORDINARY


_NAME_KEYS = (
    "fullname|displayname|display name|givenname|given name|surname|lastname|firstname|first name|last name|owneridname|createdbyname"
    '|modifiedbyname|created by|modified by|createdby"|modifiedby"|_ownerid_value@odata.community.display.v0.formattedvalue'
    "|_createdby_value@odata.community.display.v0.formattedvalue|_modifiedby_value@odata.community.display.v0.formattedvalue"
    "|_owninguser_value@odata.community.display.v0.formattedvalue|contact name|contactname|yomifullname|requested by|signed in as|ownername|owner name"
)
PEOPLE_RULES = (
    Rule(
        "email",
        "email",
        ("@",),
        ESCAPED
        + r"[.+\-#$!]{0,9}(?P<value>[A-Za-z0-9_+][A-Za-z0-9._+\-#$!]{0,63}@(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,62})\.){1,8}(?!(?:json|txt|log|xml|zip|png|jpe?g|gif|svg|webp|css|js|html?|csv|pdf|docx?|xlsx?|evtx|har|gz|ya?ml|exe|dll|v1)\b)[A-Za-z][A-Za-z0-9\-]{1,23})(?![A-Za-z0-9@])",
        before=_LOCAL,
        accept=_mail,
        examples=(("mail adele.vance@contoso.com now", "adele.vance@contoso.com"),),
        counters=("icon@2x.png", "package@1.2.3", "@mention", "_x_value@OData.Community.Display.V1.FormattedValue"),
    ),
    Rule(
        "email-encoded",
        "email",
        ("%40",),
        ESCAPED
        + r"(?P<value>[A-Za-z0-9_+][A-Za-z0-9._+\-]{0,63}%40(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,62})\.){1,8}(?!(?:json|txt|log|xml|zip|png|jpe?g|gif|svg|webp|css|js|html?|csv|pdf|docx?|xlsx?|evtx|har|gz|ya?ml|exe|dll)\b)[A-Za-z][A-Za-z0-9\-]{1,23})(?![A-Za-z0-9])",
        before=_LOCAL,
        accept=_mail,
        examples=(("?u=%27adele%40contoso.com%27", "adele%40contoso.com"),),
    ),
    Rule(
        "user-path",
        "user-name",
        ('users"', 'users""', "users/", "/home/", "users%0c", "users%0f", 'documents and settings"', "home%0f"),
        r"(?:(?<=[/\\])|%5[cC]|%2[fF])\\{0,3}(?P<value>[\w][\w.\-@~]{0,60}?)(?=[/\\\s\"'<>|;,:)\]]|%5[cC]|%2[fF]|$)",
        at="end",
        accept=_user,
        examples=(
            (r"C:\Users\avance\source", "avance"),
            (r'"C:\\Users\\avance\\x"', "avance"),
            ("/home/avance/.local", "avance"),
            ("/Users/avance/Library", "avance"),
        ),
        counters=(r"C:\Users\Public\x", "/home/runner/work"),
    ),
    Rule(
        "person-name",
        "person",
        tuple(_NAME_KEYS.split("|")),
        r"(?:"
        + QUOTE
        + r"\s{0,4}[:,]\s{0,4}(?:"
        + QUOTE
        + r"value"
        + QUOTE
        + r"\s{0,4}:\s{0,4})?"
        + QUOTE
        + r"|>|\s{0,8}[:=]\s{0,4}"
        + QUOTE
        + r"?)"
        r"(?P<value>[^\s\"'<>\\,;:=|(){}\[\]][^\"'<>\\,;:=|(){}\[\]\r\n]{1,60})(?=[\"'<\\;,\r\n]|$)",
        at="end",
        accept=_person,
        examples=(('{"fullname":"Adele Vance"}', "Adele Vance"), ("<FullName>Adele Vance</FullName>", "Adele Vance")),
    ),
    Rule(
        "sign-in-name",
        "user-name",
        (
            'domainname"',
            "domainname=",
            "samaccountname",
            "runas user",
            'username"',
            "username=",
            "username:",
            'user name"',
            "user name:",
            "user name=",
            "login_hint",
            "loginname",
            "user id=",
            "uid=",
            "userid=",
            "username ",
            "user=",
            "logon name",
            "user:",
            "account name:",
            "accountname:",
            "run as",
            "failed for",
            "failed for user",
            "for user",
            "logged on as",
            "logged in as",
            "executed by",
            "started by",
            "performed by",
            "impersonating",
        ),
        r"(?:(?<=[=:])|"
        + QUOTE
        + r"?\s{0,4}[:=,]|)\s{0,4}(?:"
        + QUOTE
        + r"value"
        + QUOTE
        + r"\s{0,4}:\s{0,4})?"
        + QUOTE
        + r"?"
        r"(?P<value>[A-Za-z][\w.\-]{2,40}\\{1,2}[A-Za-z][\w.\-]{1,60}|(?<=[=:\"'])[a-z]+[._][a-z0-9]{2,40}(?![\w@(]))",
        at="end",
        accept=_user,
        examples=(
            ('"domainname":"CONTOSO\\\\avance"', "CONTOSO\\\\avance"),
            ("Login failed for CONTOSO\\adele.vance on", "CONTOSO\\adele.vance"),
            ("Login failed for user 'CONTOSO\\adele.vance'.", "CONTOSO\\adele.vance"),
        ),
        counters=("import failed for the solution", "executed by plugin step", "started by a trigger"),
    ),
    Rule(
        "phone",
        "phone",
        ("phone", "mobile", "tel:", "tel.", "telephone", "cell:", "fax", "call me at", "+0", "+4"),
        r"(?:(?:[\w ]{0,12}"
        + QUOTE
        + r"?\s{0,3}[:=.]\s{0,3}"
        + QUOTE
        + r"?|\s)?(?P<value>\+?[0-9(][0-9() ./\-]{6,22}[0-9]))(?![0-9\w.\-])",
        at="end",
        accept=lambda match: (
            8 <= sum(48 <= byte <= 57 for byte in match["value"]) <= 15 and b"-" != match["value"][4:5] != b"."
        ),
        examples=(("Phone: +49 89 1234567", "+49 89 1234567"),),
        counters=("phone 4.49.2.1",),
    ),
)
