"""Policies: which kinds of values may leave for which target; `policies.yml`, changed by settings and options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Literal, Protocol, cast

from reporter.errors import InputError
from reporter.redaction.kinds import KINDS

Action = Literal["remove", "keep", "ask"]
GROUPS = {"secret": "secret", "secrets": "secret", "identity": "identity", "identities": "identity"} | {
    "diagnostic": "diagnostic",
    "diagnostics": "diagnostic",
}
AFFECTED_USER = "affected-user"
_ACTIONS = ("keep", "remove", "ask")


@dataclass(frozen=True)
class Policy:
    """What becomes of each kind for one target."""

    target: str
    actions: Mapping[str, Action] = field(default_factory=dict)
    keeps_affected_user: bool = False
    """Whether the sign-in name of the account that the report is about is kept where other addresses are not."""

    def action(self, kind: str) -> Action:
        """Return what becomes of a kind; a kind that no policy names is removed."""
        return self.actions.get(kind, "remove")

    def removes(self, kind: str) -> bool:
        """Whether values of this kind are replaced; `ask` counts as removing until somebody has answered."""
        return self.action(kind) != "keep"

    def removed(self) -> frozenset[str]:
        """Return the kinds that are replaced."""
        return frozenset(kind for kind in KINDS if self.removes(kind))


@lru_cache(maxsize=1)
def _shipped() -> dict[str, dict[str, str]]:
    import yaml

    text = resources.files("reporter.redaction").joinpath("policies.yml").read_text(encoding="utf-8")
    return cast("dict[str, dict[str, str]]", yaml.safe_load(text))


class Changes(Protocol):
    """What settings say about one target: kinds or groups to keep, to remove, to ask about."""

    @property
    def keep(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def remove(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def ask(self) -> Sequence[str]: ...  # noqa: D102


def load_policy(
    target: str,
    *,
    keep: Sequence[str] = (),
    remove: Sequence[str] = (),
    settings: Changes | None = None,
) -> Policy:
    """Return the policy of a target; what `settings` says changes it, then `keep`, then `remove`.

    Raises:
        InputError: unknown target or kind, or an impossible action in the policy file.
    """
    shipped = _shipped()
    if target not in shipped:
        raise InputError(f"There is no policy for {target!r}. Choose one of: {', '.join(shipped)}.")
    layers = [list(shipped[target].items())]
    if settings is not None:
        layers.append([(kind, action) for action in _ACTIONS for kind in getattr(settings, action)])
    layers.append([(kind, "keep") for kind in keep])
    layers.append([(kind, "remove") for kind in remove])
    actions: dict[str, Action] = {}
    keeps = False
    for layer in layers:
        # Groups first, so that a kind wins over its group in whatever order they are named.
        for name, action in sorted(layer, key=lambda pair: pair[0] not in GROUPS):
            if action not in _ACTIONS:
                raise InputError(f"Redaction of {name}: {action!r} is not one of remove, keep, ask.")
            if name == AFFECTED_USER:
                keeps = action == "keep"
                continue
            for kind in _kinds_of(name):
                actions[kind] = cast("Action", action)
    return Policy(target, actions, keeps)


def _kinds_of(name: str) -> list[str]:
    if name in KINDS:
        return [name]
    if name in GROUPS:
        return [kind.id for kind in KINDS.values() if kind.group == GROUPS[name]]
    raise InputError(
        f"Redaction knows no kind {name!r}. Kinds: {', '.join(KINDS)}; groups: secrets, identities, diagnostics."
    )
