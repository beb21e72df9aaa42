from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from reporter.bundle.age import seal_for
from reporter.errors import InputError, ReporterError

installed = importlib.util.find_spec("pyrage") is not None


@pytest.mark.skipif(installed, reason="pyrage is installed")
def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"zip")
    with pytest.raises(InputError, match=r"reporter\[age\]"):
        seal_for(tmp_path / "a.zip", ["age1"])
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


@pytest.mark.skipif(not installed, reason="pyrage is not installed")
def test_a_recipient_opens_what_is_sealed_for_their_key(tmp_path: Path) -> None:
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    bundle = tmp_path / "a.zip"
    bundle.write_bytes(b"zip" * 100_000)
    sealed = seal_for(bundle, [str(identity.to_public())])
    assert sealed.name == "a.zip.age"
    assert pyrage.decrypt(sealed.read_bytes(), [identity]) == bundle.read_bytes()
    with pytest.raises(ReporterError, match="exists already"):
        seal_for(bundle, [str(identity.to_public())])
    with pytest.raises(InputError, match="no public key"):
        seal_for(bundle, ["age1xx"], force=True)
    with pytest.raises(InputError, match="at least one"):
        seal_for(bundle, [], force=True)
