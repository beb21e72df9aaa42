"""Rules for secrets that stand beside a telling name, in code, JSON, XML, YAML, INI, query strings and command lines."""

from __future__ import annotations

import itertools
import re

from reporter.redaction.ordinary import is_dummy
from reporter.redaction.rule import Rule
from reporter.redaction.rules.web import QUOTE, TOKEN

_SEPARATOR = (
    r"(?P<rest>[A-Za-z0-9_.\-]{0,40}?)"
    r"(?:" + QUOTE + r"[\])]?|[\])])?"
    r"(?:(?<=[=:])\s{0,12}|\s{0,12}(?:[:?.|+!~]{0,3}={1,3}[>~]?|:{1,3}(?!/)|[-=]>|%3[dD])\s{0,24}"
    r"|\s{0,3},\s{0,3}" + QUOTE + r"(?:value|Value)" + QUOTE + r"\s{0,3}:\s{0,3}"
    r"|\s{0,3},\s{0,3}(?=[\"'`])"
    r"|" + r"\s{1,3}value\s{0,2}=\s{0,2}"
    r"|\s{0,3}\)?\s{1,3}(?:or|\|\||\?\?)\s{1,3}(?=[\"'`])"
    r"|[>({]\s{0,40}(?=[^\s<>])"
    r"|\s{1,3}-\s{1,3}(?=[\"'`])"
    r"|(?P<space>\s{1,4}(?:(?i:by|is|was|text)\s{1,3})?))"
    r"(?:[A-Za-z_][\w.]{0,60}\(\s{0,3}[\"'][\w.\-]{1,60}[\"']\s{0,3},\s{0,3})?"
)
_AND = r"&(?:amp;)?(?!(?:amp;)?[A-Za-z_][\w.\-\[\]]{0,60}=)(?=[^\s&;\"'`<])"
"""A & inside a password: in a query string the name of the next pair follows it."""
_VALUE = (
    r"(?:[@bBfFrRuUL]{0,2}(?P<quote>'''|\"\"\"|\\{0,3}[\"'`]|&quot;|&#39;|%22)"
    r"(?P<value>(?:(?!(?P=quote))(?:\\.|[^\r\n\\])){3,8192})(?P=quote)"
    r"|['\"`{\[(]{0,3}\s{0,2}(?P<bare>(?:[^\s\"'`<,;&\\]|\\(?![nrt\"'u\\])|" + _AND + r"){3,8192}))"
)
_PAIR = _SEPARATOR + _VALUE
_REST = re.compile(
    rb"(?i)^[_.\-]?(?:names?|types?|len(?:gth)?|size|ids?|ur[il]s?|expir\w*|expiry|count|limit|usage|status|state|valid\w*|policy|polic\w+|format|field|file|path|"
    rb"location|version|algorithm|alg|provider|manager|reset|required|hint|label|prompt|error|failed|failure|source|kind|scheme|endpoint|"
    rb"info|index|mode|class|service|store|vault|resolver|generator|factory|handler|helper|exception|permission\w*|scopes?|dialog|control|ref|refs|"
    rb"ize[rd]?|s?used|max|min|ttl|lifetime|issuer|audience|url|board|word|words|stone|hole|ed|ing|ally|ary|able|s?checked|enabled|disabled|set)"
    rb"(?:[_.\-A-Z]|$)"
)
_BEFORE = re.compile(
    rb"(?i)(?:^|[^A-Za-z])(?:public|foreign|partition|primary|row|sort|cache|registry|hot|mon|tur|don|hoc|short|alternate|composite|cancellation|"
    rb"continuation|paging|skip|nextpage|page|sync|change|delta|callerorigin|xsrf|csrf|forgery|verification|by|no|forgot|reset|the|a|invalid|"
    rb"wrong|your|this|next|end|start|max|num|security|publickey|object|version|hash|sub|dictionary|lookup|any|compass|sur|over|tres|by)[_\- ]?$"
)
_GUID = re.compile(rb"^\{?[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\}?$")
_CODE = re.compile(
    rb"^(?:[A-Za-z_$][\w$]*(?:(?:\.|->|::)[A-Za-z_$][\w$]*)+(?:\(.*)?|[A-Za-z_$][\w$.:]*\(.*|[A-Za-z_$][\w$]*\[.*|//.*|/\*.*"
    rb"|(?:https?|ftp|file)://.*|\.{0,2}/[\w./\-]*|[A-Za-z]:[\\/].*|@\w*|[A-Z]\w+::\w+)$"
)
_WORDS = re.compile(rb"^[A-Za-z]+(?:[ _.\-/:][A-Za-z]+)*[.:!?]?$")
_NUMBER = re.compile(rb"^(?:[+-]?[0-9][0-9.,:\-/]*|0x[0-9a-fA-F]+|[0-9.]+(?:px|em|ms|s|kb|mb|gb|%))$")


def _parts(match: re.Match[bytes]) -> tuple[bytes, bool, bytes]:
    quoted = match["value"] is not None
    value = match["value"] if quoted else match["bare"]
    before = match.string[max(match.start() - 40, 0) : match.start()]
    return value.strip(), quoted, before


def _mixed(value: bytes) -> bool:
    digit = any(48 <= byte <= 57 for byte in value)
    lower = any(97 <= byte <= 122 for byte in value)
    upper = any(65 <= byte <= 90 for byte in value)
    return digit + lower + upper >= 2


def _excluded(match: re.Match[bytes], value: bytes, quoted: bool) -> bool:
    if is_dummy(value) or _REST.search(match["rest"]) or (len(value) < 16 and _NUMBER.match(value)):
        return True
    return (not quoted or b"(" in value or b"://" in value) and _CODE.match(value) is not None


def _password(match: re.Match[bytes]) -> bool:
    value, quoted, before = _parts(match)
    if len(value) < 4 or _excluded(match, value, quoted):
        return False
    if match["space"] is not None:
        flag = re.search(rb"[-/]{1,2}[\w\-]*$", before) is not None
        worded = match["space"].strip() != b"" or before.lower().endswith(b" by")
        return (flag or quoted or worded) and (
            _mixed(value) or (quoted and len(value) >= 6 and not _WORDS.match(value))
        )
    if quoted:
        return not (b" " in value and _WORDS.match(value)) or len(value) < 3
    return not _WORDS.match(value) or (
        b" " not in value and len(value) >= 6 and match.string[match.start("bare") - 1 : match.start("bare")] in b"=:>"
    )


def _secret(match: re.Match[bytes]) -> bool:
    value, quoted, before = _parts(match)
    if len(value) < 8 or _excluded(match, value, quoted):
        return False
    name = re.search(rb"[A-Za-z]*[_\-]?[A-Za-z]+$", before)
    if name and _BEFORE.search(before[: len(before) - _keyword_length(before)]):
        return False
    if _WORDS.match(value):
        return quoted and len(value) >= 16 and b" " not in value and _jumbled(value)
    if match["space"] is not None and not quoted:
        return _mixed(value) and len(value) >= 12 and re.search(rb"[0-9]", value) is not None
    if any(48 <= byte <= 57 for byte in value):
        return len(value) >= 8 and (quoted or len(value) >= 10)
    return quoted or len(value) >= 16


def _key(match: re.Match[bytes]) -> bool:
    value, _quoted, _before = _parts(match)
    if len(value) < 12 or _GUID.match(value) or b" " in value:
        return False
    return _secret(match) and any(48 <= byte <= 57 for byte in value)


def _keyword_length(before: bytes) -> int:
    """Length of the keyword that ends the text; what stands before it may say that it is no secret."""
    lowered = before.lower()
    return next(
        (
            len(word)
            for word in (b"token", b"secret", b"credential", b"key", b"auth")
            if lowered.rstrip(b" =:\"'").endswith(word)
        ),
        0,
    )


def _jumbled(value: bytes) -> bool:
    """Letters in which case changes often, as in random text, seldom as in CamelCase."""
    changes = sum((a ^ b) & 32 != 0 for a, b in itertools.pairwise(value))
    return changes * 4 >= len(value) or len(set(value)) >= 16


def _reversed(match: re.Match[bytes]) -> bool:
    return len(match["value"]) >= 6 and not is_dummy(match["value"]) and not _WORDS.match(match["value"])


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


_WEAK_ENDS = ("=", ":", '"', " =", " :", "%0d", " -", "0=", '0"', "0 =", "_", ' "')
_NOT_LINE_ENDS = bytes(byte for byte in range(256) if byte not in b"\r\n")
PAIR_RULES: tuple[Rule, ...] = (
    Rule(
        "compared-value",
        "password",
        ("= passw", "= pwd", "= secret", "= token"),
        r"[^\r\n]{0,255}?(?P<quote>[\"'])(?P<value>(?:(?!(?P=quote))[^\r\n]){4,200})(?P=quote)\s{0,3}[!=]={1,2}\s{1,3}[A-Za-z_]{0,20}(?i:passw|pwd|secret|token)",
        before=_NOT_LINE_ENDS,
        accept=_reversed,
        examples=(('if ("Tr0ub4dor9" != passwd) {', "Tr0ub4dor9"),),
        counters=("x == password",),
    ),
    Rule(
        "password",
        "password",
        _words(
            'passw|pswd|passphrase|kennwort|passcode|pwd|= passw|= pwd|userpass|dbpass|db_pass|mypass|identified by|_pass"|_pass=|_pass |_pass:|pass=|pass:|pass =|pass :|pass"|pw=|pw:|pw"|pw ='
            '|psw=|psw:|psw"|secret_key_base|storepass|keypass|sshpass -p|smtppass|authpass'
        ),
        _PAIR,
        at="end",
        accept=_password,
        run=TOKEN,
        examples=(
            ("username=build password=Tr0ub4dor9 retries=2", "Tr0ub4dor9"),
            ('{"username":"svc","password":"Tr0ub4dor9"}', "Tr0ub4dor9"),
            ('<setting name="SmtpPassword" password="Tr0ub4dor9" />', "Tr0ub4dor9"),
            ("Server=x;Password=Tr0ub4dor9;Encrypt=True", "Tr0ub4dor9"),
            ("net use --password Tr0ub4dor9", "Tr0ub4dor9"),
            (r"{\"password\":\"Tr0ub4dor9\"}", "Tr0ub4dor9"),
            ('<add key="ClearTextPassword" value="Tr0ub4%dor" />', "Tr0ub4%dor"),
        ),
        counters=("password: ${PASSWORD}", "The password policy requires 12 letters.", 'password = ""'),
    ),
    Rule(
        "secret",
        "key-value",
        _words(
            'secret|token|_pat=|_pat:|_pat"|_pat =|credential|apikey|api_key|api-key|api key|accesskey|access_key|access-key|access key|privatekey|private_key|private-key'
            "|authkey|auth_key|auth-key|subscription-key|subscriptionkey|functions-key|x-zumo-auth|encryptionkey|encryption_key|signingkey|signing_key"
            "|clientkey|client_key|appkey|app_key|secretkey|authcode|auth_code|refresh_token|assertion|samlresponse|session_state|= secret|= token|webhook|signature"
        ),
        _PAIR,
        at="end",
        accept=_secret,
        run=TOKEN,
        examples=(
            ('GITHUB_TOKEN ?= "Zf3D0LXCM3EIMbgJ"', "Zf3D0LXCM3EIMbgJ"),
            (
                '{"name":"Ocp-Apim-Subscription-Key","value":"0a1b2c3d4e5f67890a1b2c3d4e5f6789"}',
                "0a1b2c3d4e5f67890a1b2c3d4e5f6789",
            ),
            ("tool --token AIhq5Xyb1Gga9Q5", "AIhq5Xyb1Gga9Q5"),
            ("weather token = '0a1b2c3d4e5f6789'", "0a1b2c3d4e5f6789"),
            ("client_secret=abc123def456&scope=.default", "abc123def456"),
            ("<AwsToken>\n  a1B2c3D4e5F6g7H8\n</AwsToken>", "a1B2c3D4e5F6g7H8"),
        ),
        counters=("secret_name = 'my-key-vault-entry'", "max_tokens: 4096000000", "tokenType: Bearer0123"),
    ),
    Rule(
        "key",
        "key-value",
        tuple(f"key{end}" for end in _WEAK_ENDS)
        + tuple(f"auth{end}" for end in ("=", ":", '"', " =", " :", "_"))
        + _words('"code=|"nonce=|"state=|code_verifier=|login_hint=|pin=|sid=|"sid"|x-csrf|requestverificationtoken'),
        _PAIR,
        at="end",
        accept=_key,
        run=TOKEN,
        examples=(("$key = 'gmUGWxhQW9KQWdhd0lCQVFR'", "gmUGWxhQW9KQWdhd0lCQVFR"),),
        counters=('"key":"6f3a1c52-8b7e-4d19-a2c4-90de11f7b385"', "key = name"),
    ),
)
