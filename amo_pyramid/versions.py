"""API versions and the named differences between them (platform.md §1).

This is the only module that knows which version is which: everything else asks for a gate.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pyramid.config import PHASE0_CONFIG
from pyramid.exceptions import ConfigurationError

from amo_pyramid.declaring import declare
from amo_pyramid.settings import Setting, flag, words


@dataclass(frozen=True, slots=True)
class ApiVersion:
    """One version of the API: its name in the path and the gates that are on. ``based_on`` are
    the versions it goes on from, the nearest first."""

    name: str
    gates: frozenset[str] = frozenset()
    based_on: tuple[str, ...] = ()

    def gate(self, name: str) -> bool:
        """Whether the difference of that name applies to this version."""
        return name in self.gates

    def has(self, names: Iterable[str]) -> bool:
        """Whether what these versions have is in this one: it, or one it is based on, is among
        them."""
        return not {self.name, *self.based_on}.isdisjoint(names)


@dataclass(frozen=True, slots=True)
class Gate:
    """A named difference: the versions in which it is on, and its effect in words."""

    name: str
    versions: frozenset[str]
    help: str


V3, V4, DEV, V5 = KNOWN = ("v3", "v4", "v4dev", "v5")
#: The table of platform.md §1.3, and the differences of catalog.md §0.2 that it does not name.
GATES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("l10n_flat_input_output", (V3, V4), "with lang a translated field is a plain string"),
    ("l10n-names-missing-locale", (V5,), "a missing translation is null, beside _default"),
    ("wrap-outgoing-parameter", (V3, V4, DEV), "URLs are strings, wrapped on request"),
    ("del-addons-created-field", (V3,), "add-ons have no created"),
    ("is-source-public-shim", (V3,), "is_source_public is always false"),
    ("is-featured-addon-shim", (V3,), "is_featured: in the recommended group"),
    ("promoted-field", (V4, DEV, V5), "add-ons have promoted"),
    ("icon-128", (V4, DEV, V5), "icons have a size of 128"),
    ("contributions-utm", (V4, DEV, V5), "contributions_url names its source"),
    ("del-version-license-is-custom", (V3,), "license has no is_custom"),
    ("del-version-license-slug", (V3, V4, DEV), "license has no slug"),
    ("version-files", (V3, V4, DEV), "a version has files, not one file"),
    ("file-optional-permissions", (V4, DEV, V5), "files have optional_permissions"),
    ("host-permissions-shim", (V3, V4, DEV), "host permissions are among a file's permissions"),
    ("platform-shim", (V3, V4, DEV), "files have platform"),
    ("is-webextension-shim", (V3, V4, DEV), "files have is_webextension"),
    ("is-restart-required-shim", (V3, V4, DEV), "files have is_restart_required"),
    ("keep-license-text-in-version-list", (V3, V4, DEV), "the version list has license.text"),
    ("del-preview-position", (V3, V4, DEV), "previews have no position"),
    ("categories-application", (V3, V4, DEV), "categories are grouped by application"),
    ("addons-locale_disambiguation-shim", (V3,), "language tools have locale_disambiguation"),
    ("disco-heading-and-description-shim", (V3,), "discovery items have heading, description"),
    ("discovery-details", (V4, DEV, V5), "add-ons in discovery have authors, users, ratings"),
    ("addons-search-_score-field", (V4, DEV, V5), "search results have _score"),
    ("search-version-notes", (V4, DEV, V5), "versions in search have license and notes"),
    ("search-by-downloads", (V3,), "search without a query is sorted by downloads"),
    ("autocomplete-sort-param", (V3,), "autocomplete looks at sort"),
    ("del-accounts-fxa-edit-email-url", (V3,), "accounts have no fxa_edit_email_url"),
    ("legacy-applications", (V3,), "thunderbird and seamonkey are known applications"),
)


class Versions:
    """The versions and gates of one application, filled by the directives."""

    def __init__(self) -> None:
        self._names: dict[str, tuple[str | None, frozenset[str]]] = {}
        self._gates: dict[str, Gate] = {}
        self._compiled: dict[str, ApiVersion] | None = None

    def add(self, name: str, based_on: str | None, without: frozenset[str]) -> None:
        self._names[name] = (based_on, without)

    def add_gate(self, gate: Gate) -> None:
        self._gates[gate.name] = gate

    @property
    def gates(self) -> tuple[Gate, ...]:
        return tuple(self._gates.values())

    @property
    def by_name(self) -> dict[str, ApiVersion]:
        """The versions that exist, in order of declaration; fixed at the first use."""
        if self._compiled is None:
            self._compiled = {name: self._compile(name) for name in self._names}
        return self._compiled

    def __getitem__(self, name: str) -> ApiVersion:
        return self.by_name[name]

    def _compile(self, name: str) -> ApiVersion:
        based_on = tuple(self._ancestors(name))
        return ApiVersion(name, self._gates_of(name), based_on)

    def _gates_of(self, name: str) -> frozenset[str]:
        # A version need not be served to be built upon.
        based_on, without = self._names.get(name, (None, frozenset()))
        own = {gate.name for gate in self._gates.values() if name in gate.versions}
        if based_on is not None:
            own |= self._gates_of(based_on)
        return frozenset(own - without)

    def _ancestors(self, name: str) -> list[str]:
        found: list[str] = []
        before = self._names[name][0]
        while before is not None:
            if before not in self._names and before not in KNOWN:
                raise ConfigurationError(f"add_api_version {name}: there is no version {before}")
            if before in found or before == name:
                raise ConfigurationError(f"add_api_version {name}: it is based on itself")
            found.append(before)
            before = self._names.get(before, (None, frozenset()))[0]
        return found

    def check_gates(self, used: set[str]) -> None:
        """Raise ``ConfigurationError`` when a field or service names an unknown gate."""
        unknown = used - self._gates.keys()
        if unknown:
            raise ConfigurationError(f"Unknown gate: {', '.join(sorted(unknown))}")


def add_api_version(
    config: Any, name: str, *, based_on: str | None = None, without: tuple[str, ...] = ()
) -> None:
    """Directive: serve the API under ``/api/NAME/``. Its gates are those of ``based_on``, less
    ``without``, plus those that name it; its endpoints are those of ``based_on`` and those that
    name it. ``based_on`` need not be served itself."""
    versions: Versions = config.registry["amo.versions"]

    def register() -> None:
        versions.add(name, based_on, frozenset(without))

    declare(config, "api-version", (name,), based_on, register, order=PHASE0_CONFIG)


def add_gate(config: Any, name: str, versions: tuple[str, ...], help: str) -> None:
    """Directive: name a difference and the versions in which it is on."""
    gate = Gate(name, frozenset(versions), help)
    table: Versions = config.registry["amo.versions"]
    declare(config, "gate", (name,), gate, lambda: table.add_gate(gate), order=PHASE0_CONFIG)


def includeme(config: Any) -> None:
    """The directives, AMO's own versions and gates."""
    config.registry["amo.versions"] = Versions()
    config.add_directive("add_api_version", add_api_version)
    config.add_directive("add_gate", add_gate)
    enabled = config.add_amo_setting(
        Setting("amo.api.versions", words, (V3, V4, V5), "API versions that are served.")
    )
    dev = config.add_amo_setting(
        Setting("amo.api.v4dev", flag, False, "Serve v4dev too; not for production.")
    )
    served = [*enabled, *([DEV] if dev and DEV not in enabled else [])]
    for name in served:
        config.add_api_version(name)
    for name, versions, help_text in GATES:
        config.add_gate(name, versions, help_text)
