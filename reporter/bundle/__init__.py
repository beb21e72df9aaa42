"""The bundle: one zip that explains itself, checks itself, and is never half written."""

from reporter.bundle.passphrase import explain_encryption as explain_encryption
