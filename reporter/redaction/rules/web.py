"""Rules for what browsers and HTTP clients carry: tokens, headers, cookies, signed links, keys in PEM form."""

from __future__ import annotations

import base64
import re

from reporter.redaction.ordinary import is_dummy
from reporter.redaction.rule import Rule

QUOTE = r"(?:\\{0,3}[\"'`]|&quot;|&#3[49];|%2[27]|\\u002[27])"
ESCAPED = r"(?:(?<=%)[0-9A-Fa-f]{2}|(?<=\\)(?:[nrtbf]|u[0-9A-Fa-f]{4}))?"
"""The letters of an escape such as %2F or \\n that stands right before a value and is none of its letters."""
START = r"(?:(?<![A-Za-z0-9])|(?<=%[0-9A-Fa-f][0-9A-Fa-f])|(?<=\\[nrt]))"
"""Where a token can begin: the letters of an escape such as %20 or \\n before it are none of its own."""
_KIND_SECRET = re.compile(rb"kind[\"']?\s*:\s*[\"']?Secret\b")
_DATE = r" (?=[0-9]{1,2}[ :\-]|[0-9]{4} |[A-Z][a-z]{2}[ \-][0-9]{4}|GMT|UTC)"
"""A blank in the date of a cookie. Behind any other blank goes on what stands beside the header: a rendered text."""
_NO_MARKUP = r"(?!&(?:[lg]t|quot|#3[49]);)"
TOKEN = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_.-"


_PEM_CODED = "LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCg" + "TUlJQlZRSUJBREFO" * 4


def _signed(match: re.Match[bytes]) -> bool:
    """Whether the first part is base64 of the beginning of a JSON object, as in every token of this form (RFC 7515)."""
    head = match[0].split(b".", 1)[0][:64]
    try:
        start = base64.urlsafe_b64decode(head[: len(head) // 4 * 4])
    except ValueError:
        return False
    return b'":' in start and all(32 <= byte < 127 or byte in b"\r\n\t" for byte in start)


def _bearer(match: re.Match[bytes]) -> bool:
    value = match["value"]
    return not is_dummy(value) and (len(value) >= 20 or any(48 <= byte <= 57 for byte in value))


def _curl(match: re.Match[bytes]) -> bool:
    line = match.string[max(match.start() - 256, 0) : match.start()].rsplit(b"\n\n", 1)[-1]
    user, _, word = (match["value"] or match["bare"]).partition(b":")
    told = word or user  # with an empty password the name itself is the key
    return b"curl" in line and len(told) >= 4 and not is_dummy(told) and told.lower() not in (b"pass", b"user")


def _private(match: re.Match[bytes]) -> bool:
    return b"PUBLIC" not in base64.b64decode(match[0][:48])


def _kubernetes(match: re.Match[bytes]) -> bool:
    around = match.string[max(match.start() - 1500, 0) : match.end() + 1500]
    return _KIND_SECRET.search(around) is not None


def _login(match: re.Match[bytes]) -> bool:
    return match["value"][:1] not in b"$<{%[*" and b"://" not in match["value"]


WEB_RULES = (
    Rule(
        "jwt",
        "jwt",
        ("eyj", "eyi", "ewog", "ewok"),
        r"(?<!\.)e(?:yJ|yI|wog|woK|w0K)[\w\-]{8,8000}\.{1,2}[\w\-]{4,8000}(?:\.[\w\-]{0,4000}){0,3}",
        accept=_signed,
        run=TOKEN,
        examples=(
            (
                "token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlMTIz end",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlMTIz",
            ),
        ),
        counters=("eyJust a word.", "eyJhbGci"),
    ),
    Rule(
        "jwt-base64",
        "jwt",
        ("zxlk", "zxlb", "zxlj"),
        r"ZXl(?:K|B|J)[A-Za-z0-9+/_\-]{40,8000}={0,2}",
        run=TOKEN,
        examples=(
            (
                "x ZXlKaGJHY2lPaUpJVXpJMU5pSjkuZXlKemRXSWlPaUl4SW4wLmMybG5ibUYwZFhKbE1USXo=",
                "ZXlKaGJHY2lPaUpJVXpJMU5pSjkuZXlKemRXSWlPaUl4SW4wLmMybG5ibUYwZFhKbE1USXo=",
            ),
        ),
    ),
    Rule(
        "bearer",
        "auth-header",
        ("bearer ", "bearer%00", "bearer+", 'bearer"'),
        r"(?:\s{0,4}|" + QUOTE + r"\s?[,:]?\s?" + QUOTE + r")(?P<value>[A-Za-z0-9._~+/=\-]{8,8000})",
        at="end",
        accept=_bearer,
        run=TOKEN,
        examples=(("Authorization: Bearer 0123abcd4567efgh", "0123abcd4567efgh"),),
        counters=("a bearer of news", "Bearer authentication is used"),
    ),
    Rule(
        "authorization",
        "auth-header",
        ("authorization", "x-ms-authorization-auxiliary"),
        r"(?:"
        + QUOTE
        + r"\s{0,8}[,:]\s{0,8}(?:"
        + QUOTE
        + r"value"
        + QUOTE
        + r"\s{0,8}:\s{0,8})?"
        + QUOTE
        + r"|"
        + QUOTE
        + r"?\]?\s{0,8}[:=]\s{0,8}"
        + QUOTE
        + r"?)"
        r"(?:(?:[Bb]asic|[Bb]earer|[Tt]oken|[Nn]egotiate|NTLM|[Ss]hared(?:Key|AccessSignature)(?:Lite)?|[A-Za-z0-9_\-]{2,20})"
        r"(?:\s{1,3}|%20|\+))?(?P<value>[A-Za-z0-9._~+/=@:!$%*#\-]{8,8000})",
        at="end",
        accept=_bearer,
        run=TOKEN,
        examples=(
            ("Authorization: Basic dXNlcjpwYXNzd29yZA==", "dXNlcjpwYXNzd29yZA=="),
            ('{"name":"Authorization","value":"Bearer abc123def456"}', "abc123def456"),
        ),
        counters=("authorization: required", "Authorization failed for the user"),
    ),
    Rule(
        "cookie-header",
        "cookie",
        ('cookie"', "cookie:", "cookie =", "cookie="),
        r"(?:(?<=[:=])|"
        + QUOTE
        + r"?\s{0,4}[,:=])\s{0,4}(?:"
        + QUOTE
        + r"value"
        + QUOTE
        + r"\s{0,4}:\s{0,4})?"
        + QUOTE
        + r"?(?P<value>[^\s=;\"'\\]{1,200}=(?:"
        + _NO_MARKUP
        + r"[^\s\"'\\<>]|(?<=[;,])[ \t]{1,3}|"
        + _DATE
        + r"){1,12000})",
        at="end",
        parts=r"(?:[;,\s]|(?<=[\s\"':=]))\s{0,3}(?!(?i:path|expires|samesite|max-age|version|priority)=)"
        r"[^\s=;]{1,200}=(?P<value>(?:" + _NO_MARKUP + r"[^;\s\"'<>]){6,8000})",
        examples=(("Cookie: ARRAffinity=0123456789abcdef; x=1", "0123456789abcdef"),),
        counters=("cookie: yes", "Cookie policy = strict"),
    ),
    Rule(
        "har-cookies",
        "cookie",
        ('cookies"',),
        r"\\{0,3}\"?\s{0,4}:\s{0,4}\[(?P<value>[^\]]{2,15000})",
        at="end",
        parts=r"value\\{0,3}\"\s{0,4}:\s{0,4}\\{0,3}\"(?P<value>[^\"\\]{1,8000})",
        examples=(('"cookies":[{"name":"s","value":"abcdef123456"}]', "abcdef123456"),),
    ),
    Rule(
        "url-login",
        "url-login",
        ("://",),
        r"(?P<value>[^\s/\"'<>?#@:]{1,128}:[^\s/\"'<>?#]{1,128}|[A-Za-z0-9_\-]{20,128})@(?=[A-Za-z0-9\[])",
        at="end",
        accept=_login,
        examples=(("clone https://build:Tr0ub4dor@git.example.com/x", "build:Tr0ub4dor"),),
        counters=("https://example.com/a:b@c", "https://${USER}:${PASS}@example.com"),
    ),
    Rule(
        "signature",
        "sas",
        ("sig=", "sig%0d"),
        r"(?P<value>[A-Za-z0-9%+/=_\-]{16,400})",
        at="end",
        examples=(("https://x.example.com/?sp=r&sig=0a1b2c3d4e5f6a7b8c9d&sv=1", "0a1b2c3d4e5f6a7b8c9d"),),
    ),
    Rule(
        "curl-user",
        "password",
        ("--user ", "--user=", '--user"', "-u ", '-u"', "--proxy-user "),
        r"\s{0,4}(?:(?P<quote>[\"'])(?P<value>[^\"':\r\n]{0,80}:[^\"'\r\n]{0,200})(?P=quote)|(?P<bare>[^\s\"':]{0,80}:[^\s\"']{0,200}))",
        at="end",
        accept=_curl,
        examples=(("curl --user 'api:k3yv4lue!' https://api.example.com", "api:k3yv4lue!"),),
        counters=("curl --user ${name}:${word} x", "docker run -u 1000:1000 x"),
    ),
    Rule(
        "kubernetes-secret",
        "key-value",
        ("data:", 'data":'),
        r"[ \t]{0,8}\r?\n(?P<value>(?:[ \t]+[^\n]{1,4000}\n?){1,60})|\s{0,4}\{(?P<bare>[^{}]{4,12000})\}",
        at="end",
        accept=_kubernetes,
        parts=r"(?m)(?:^[ \t]+[\w.\-/]+:[ \t]{1,8}[\"']?(?:\|[+\-]?\s{1,40})?|\"\s{0,4}:\s{0,4}\")(?P<value>[A-Za-z0-9+/]{4,8000}={0,2})[\"']?(?=[ \t]*(?:\r?$|[,}#]))",
        examples=(("kind: Secret\ndata:\n  user: YWRtaW4=\n  word: aHVudGVyMg==\n", "aHVudGVyMg=="),),
        counters=("kind: ConfigMap\ndata:\n  user: YWRtaW4=\n",),
    ),
    Rule(
        "pem",
        "private-key",
        ("-----begin", "---- begin"),
        r"-{4,5} ?BEGIN(?: |%20|\+)(?!(?:RSA |SSH2 |PGP )?PUBLIC|PGP SIGN|PGP MESSAGE)(?:[A-Z0-9 +]|%20){0,40}-{4,5}"
        r"(?P<value>(?:(?!-{4,5} ?END)(?:[^<>]|</?[\w:]{1,40}>)){4,15000}(?=-{4,5} ?END)"
        r"|\s{0,4}(?:[A-Za-z\-]{2,20}: [^\r\n]{0,200}\r?\n){0,6}(?:\\r|\\n|[A-Za-z0-9+/=\s]){40,15000})",
        run=TOKEN + b"\n\r\\",
        examples=(
            (
                "-----BEGIN PRIVATE KEY-----\nMIIBVQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----",
                "\nMIIBVQIBADANBgkqhkiG9w0BAQEFAASC\n",
            ),
        ),
        counters=("-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEB\n-----END PUBLIC KEY-----",),
    ),
    Rule(
        "pem-base64",
        "private-key",
        ("ls0tls1crudjti",),
        r"LS0tLS1CRUdJTi[A-Za-z0-9+/]{60,8000}={0,2}",
        accept=_private,
        run=TOKEN,
        examples=(("tls: " + _PEM_CODED, _PEM_CODED),),
        counters=("LS0tLS1CRUdJTiBQVUJMSUMgS0VZLS0tLS0K" + "TUlJQlZRSUJBREFO" * 4,),
    ),
)
