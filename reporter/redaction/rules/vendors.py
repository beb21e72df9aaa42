"""Rules for tokens that begin with a literal of their service; prefixes are case-exact, lengths as the services document them."""

from __future__ import annotations

from reporter.redaction.rule import Rule, rows

VENDOR_RULES: tuple[Rule, ...] = (
    *rows(
        "github-token",
        (
            ("github-classic", "ghp_ gho_ ghu_ ghs_ ghr_", r"gh[pousr]_[A-Za-z0-9]{30,255}", "ghp_" + "a1B2" * 9),
            ("github-fine-grained", "github_pat_", r"github_pat_[A-Za-z0-9_]{22,255}", "github_pat_" + "a1B2" * 20),
        ),
    ),
)
