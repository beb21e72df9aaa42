"""The table of all rules; within one literal the first rule that matches wins."""

from reporter.redaction.rules.guids import GUID_RULES
from reporter.redaction.rules.microsoft import MICROSOFT_RULES
from reporter.redaction.rules.network import NETWORK_RULES
from reporter.redaction.rules.pairs import PAIR_RULES
from reporter.redaction.rules.people import PEOPLE_RULES
from reporter.redaction.rules.shields import SHIELDS
from reporter.redaction.rules.vendors import VENDOR_RULES
from reporter.redaction.rules.web import WEB_RULES

RULES = (
    *SHIELDS,
    *WEB_RULES,
    *MICROSOFT_RULES,
    *VENDOR_RULES,
    *GUID_RULES,
    *PEOPLE_RULES,
    *NETWORK_RULES,
    *PAIR_RULES,
)
