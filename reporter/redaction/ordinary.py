"""Ordinary words and dummies: values that must not be hunted through all texts, and values that are no secrets."""

from __future__ import annotations

import hashlib
import re

from reporter.redaction.kinds import KINDS

_WORDS = """
access account action active actor admin administrator advanced agent alert anonymous apache apps application archive
array asset async audit auth author authentication authorization automation automate azure backup base basic batch
boolean browser build builder builtin business button bytes cache calendar call callback center change changeme
changed channel check child class client close cloud code column command comment common company complete component
config configuration connect connection connector console constant contact container content context control core
count create created credential credentials current custom customer dashboard data database dataverse date debug
default delete deleted deploy deployment desktop detail details develop developer development device devops dialog
digest directory disabled display document domain download draft driver dummy dynamics edit editor element email
embedded empty enable enabled encoding endpoint engine enterprise entity environment error event everyone example
excellence exception execute expired export expression external factory failed failure false feature field file filter
finance first flow folder force form format framework front function gateway general generic global graph group guest
handler hash header hello help helper hidden history home host html http https image import index info information
inner input insert install instance integer integration internal invalid invoke item java json keyword label language
last layer level library license limit link linux list load local localhost location logger login logout machine mail
main maker manage managed management manager master member memory menu message meta method microsoft middle model
modified module monitor name network never node nobody none normal notification null number object office online open
operation option options order organization origin other output owner package page parameter parent partner pass
password path pattern payload people permission person phone pipeline platform plugin policy portal power powerapps
powerautomate preview primary print private process production product profile project property protected provider
proxy public publish publisher python query queue random read reader record redacted reference refresh region register
release remote remove report request required reset resource response result retry return role root route runtime
sales sample sandbox schedule schema scope screen script search second secret section secure security select server
service session setting settings setup share shared sharepoint shell sign simple site skip smtp software solution
solutions source staging standard start state static status step storage store stream string structure subject submit
success succeeded suffix summary supervisor support surname system systemuser table target task team teams template
temp temporary tenant test tester testing text theme thread ticket time timeout title token tool tools trace training
transaction trial trigger true type undefined unique unit unknown update upgrade upload user username users value
values variable vendor version view virtual visible visual warning webapp website welcome widget window windows worker
workflow workspace world write xrm runneradmin vssadministrator appveyor travis jenkins ubuntu vagrant runner vscode
"""
ORDINARY = frozenset(_WORDS.split())
_PRODUCTS = """
apps bi center coe components core dataverse dev excellence kit of platform prod qa starter the uat
"""
_PRODUCT = ORDINARY | frozenset(_PRODUCTS.split())
SHORTEST = 4
_SECRET_MIN = 8
_NAME_KINDS = frozenset({"user-name", "computer", "windows-domain", "org-url", "tenant-name", "server", "database"})


def may_learn(kind: str, value: bytes) -> bool:
    """Whether a value found once may be replaced wherever it stands: neither short nor an ordinary word."""
    if not KINDS[kind].learn:
        return False
    if kind == "own-term":
        return len(value) >= 2
    if len(value) < SHORTEST or len(value) > 512:
        return False
    if kind == "ip":  # four small numbers may be a version elsewhere
        return b":" in value or any(int(part) > 31 for part in value.split(b".") if part.isdigit())
    text = value.decode("utf-8", "replace").lower()
    if text in ORDINARY or text.isdecimal() or len(set(text)) < 3:
        return False
    if KINDS[kind].group == "secret":
        varied = any(char.isdigit() for char in text) or not text.isalpha()
        return len(value) >= _SECRET_MIN and varied and not is_dummy(value) and " " not in text.strip()
    if kind == "environment-name":  # `CoE Dev` would tear the names of solutions apart
        return any(word not in _PRODUCT for word in re.findall(r"[^\W\d_]+", text))
    if kind == "person":
        return " " in text.strip() and len(text) >= 7
    return True


# Keys that Google publishes in its own samples (github.com/firebase), as the beginnings of their SHA-256.
_PUBLISHED = frozenset(
    (
        "f56e323494a6", "2037abcaffb2", "3f370c9dd822", "e4a5542bb7fd", "e8883fee6294", "0b476bdf9acf",
        "eb540d2b6ee2", "37f8f09bdf12", "8731261cb72d", "49f777db995e", "27a9a42931df", "dc0fcf046c61",
        "4c98242dcadc", "ea9bb1082cf9", "3a8b61d0f636", "a6c814bc555a",
    )
)  # fmt: skip


def is_published(value: bytes) -> bool:
    """Whether a key stands in its maker's own public samples, so that it is nobody's secret."""
    return hashlib.sha256(value).hexdigest()[:12] in _PUBLISHED


_DUMMY = re.compile(
    rb"(?i)^(?:\*+|x+|\.+|-+|_+|#+|\?+|0+|1+|null|none|nil|true|false|yes|no|undefined|empty|required|optional|string|text|object|"
    rb"integer|number|bool(?:ean)?|password|passwd|pwd|pass|secret|token|key|value|changeme|change[_-]?me|change[_-]?it|redacted|masked|"
    rb"removed|hidden|todo|tbd|n/?a|default|test|testing|example|sample|dummy|foo|bar|foobar|placeholder|unknown|invalid|"
    rb"user|username|hunter2|secret123|password123|abc123|123456(?:7(?:89?0?)?)?)$"
    rb"|^(?:\$[({]|\{\{|\$\$|<|%\(|@\{|\[|#\{|%[a-z_]+%$|\$[a-z_:]+$|&[a-z]+;$)"
    rb"|(?:^|[-_ .<])(?:your|my|some|insert|enter|replace|example|sample|dummy|fake|placeholder|redacted|changeme)"
    rb"[-_ .]?(?:[a-z]*[-_ .])?"
    rb"(?:api|access|auth|client|secret|token|key|password|pass|here|value|name)s?"
    rb"|^[a-z]*fake[a-z]*$|x{6,}|\*{3,}|\.{3,}|(.)\1{9,}|^(.)\2+$|^[a-z]{2,8}[-_][0-9]*1234567890$|abcdefghijklmnopqrst"
)


def is_dummy(value: bytes) -> bool:
    """Whether the value is a placeholder or a documented dummy, so that replacing it helps nobody."""
    return _DUMMY.search(value[:64]) is not None
