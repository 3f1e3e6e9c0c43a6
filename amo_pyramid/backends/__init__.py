"""Storage and other services behind abstract classes.

Each *kind* of backend has a base class in :mod:`amo_pyramid.backends.base` and is built once,
from the implementation that the settings name. Implementations are imported only when chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from pyramid.exceptions import ConfigurationError
from pyramid.path import DottedNameResolver

from amo_pyramid.backends.base.catalogue import Catalogue
from amo_pyramid.backends.base.counters import Counters
from amo_pyramid.backends.base.recommender import Recommender
from amo_pyramid.backends.base.search import Search
from amo_pyramid.backends.counters import memory_counters, redis_counters, sql_counters
from amo_pyramid.backends.recommenders import HttpRecommender, NoRecommender
from amo_pyramid.declaring import declare
from amo_pyramid.settings import Setting, flag, words

#: A factory takes the configurator and gives the backend.
Factory = Callable[[Any], Any]
#: Kind of backend, the class its implementations derive from, and the name used by default.
KINDS: Mapping[str, tuple[type, str]] = {
    "catalogue": (Catalogue, "sql"),
    "search": (Search, "sql"),
    "counters": (Counters, "sql"),
    "recommender": (Recommender, "none"),
}
BUILD_PHASE = 800


def sql_catalogue(config: Any) -> Catalogue:
    """The catalogue in an SQL database, named by ``amo.catalogue.url``."""
    from amo_pyramid.backends.sql import SqlCatalogue  # only when chosen

    registry = config.registry
    url = registry["amo.settings"]["amo.catalogue.url"]
    return SqlCatalogue(url, migrations=registry["amo.migrations"], tables=registry["amo.tables"])


def sql_search(config: Any) -> Search:
    """The index in the catalogue's own database. Raises ``ConfigurationError`` when that is no
    SQL database."""
    from amo_pyramid.backends.sql import SqlCatalogue  # only when chosen
    from amo_pyramid.backends.sql.search import SqlSearch

    catalogue = config.registry["amo.backends"]["catalogue"]
    if not isinstance(catalogue, SqlCatalogue):
        raise ConfigurationError(
            "amo.search.backend: sql searches in the SQL catalogue only; choose another one"
        )
    settings = config.registry["amo.settings"]
    return SqlSearch(
        catalogue,
        compounds=settings["amo.search.compounds"] or None,
        remembered=settings["amo.search.remembered"],
    )


def http_recommender(config: Any) -> Recommender:
    """The recommendation services at the addresses in the settings."""
    settings = config.registry["amo.settings"]
    return HttpRecommender(
        settings["amo.recommender.companions_url"],
        settings["amo.recommender.personal_url"],
        settings["amo.recommender.timeout"],
    )


def add_amo_backend(config: Any, kind: str, name: str, factory: Factory) -> None:
    """Directive: offer an implementation of a kind under a name.

    Raises ``ConfigurationError`` for an unknown kind; one name twice is a conflict.
    """
    if kind not in KINDS:
        raise ConfigurationError(f"There is no kind of backend {kind}: {', '.join(KINDS)}")
    factories: dict[tuple[str, str], Factory] = config.registry["amo.backend.factories"]
    key = (kind, name)
    declare(config, "backend", key, factory, lambda: factories.__setitem__(key, factory))


def use_catalogue(registry: Any, catalogue: Catalogue) -> None:
    """Point a configured application at another catalogue, with its search and counters that
    have counted nothing: for tests."""
    registry["amo.backends"]["catalogue"] = catalogue
    registry["amo.backends"]["search"].close()
    for kind in ("search", "counters"):
        _build(SimpleNamespace(registry=registry), kind)


def _build(config: Any, kind: str) -> None:
    base, _ = KINDS[kind]
    registry = config.registry
    name = registry["amo.settings"][f"amo.{kind}.backend"]
    factory = registry["amo.backend.factories"].get((kind, name))
    if factory is None:
        factory = _dotted(kind, name)
    backend = factory(config)
    if not isinstance(backend, base):
        raise ConfigurationError(f"amo.{kind}.backend: {name} does not give a {base.__name__}")
    registry["amo.backends"][kind] = backend


def _dotted(kind: str, name: str) -> Factory:
    try:
        return DottedNameResolver().resolve(name)
    except (ImportError, ValueError) as error:
        raise ConfigurationError(f"amo.{kind}.backend: there is no backend {name}") from error


def positive(value: str) -> float:
    """A number above zero. Raises ``ValueError``."""
    number = float(value)
    if number <= 0:
        raise ValueError("it must be above zero")
    return number


def at_least_one(value: str) -> int:
    """A whole number above zero. Raises ``ValueError``."""
    number = int(value)
    if number < 1:
        raise ValueError("it must be 1 or more")
    return number


def _require_schema(config: Any) -> None:
    """Refuse to start on a database of another structure: answers would be wrong or fail."""
    if not config.registry["amo.settings"]["amo.check_database"]:
        return
    state = config.registry["amo.backends"]["catalogue"].schema_state()
    if state.is_newer:
        raise ConfigurationError(
            "The database was made by a newer amo_pyramid or plugin than this one: upgrade the "
            "program, or use a database of its own."
        )
    if not state.is_current:
        raise ConfigurationError(
            "The database is empty or older than this program or its plugins: run 'amo-pyramid "
            "db upgrade'."
        )


def includeme(config: Any) -> None:
    """The directive, the implementations that come along, and their settings."""
    config.registry["amo.backend.factories"] = {}
    config.registry["amo.backends"] = {}
    config.add_directive("add_amo_backend", add_amo_backend)
    config.include("amo_pyramid.backends.checks")
    for kind, (_, default) in KINDS.items():
        config.add_amo_setting(
            Setting(f"amo.{kind}.backend", str, default, f"Which {kind} backend to use.")
        )
        config.action(
            ("amo-backend-built", kind), lambda kind=kind: _build(config, kind), order=BUILD_PHASE
        )
    config.add_amo_setting(
        Setting(
            "amo.catalogue.url",
            str,
            "sqlite:///var/amo.db",
            "Where the catalogue is: sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME.",
            secret=True,
        )
    )
    config.add_amo_setting(
        Setting(
            "amo.check_database",
            flag,
            True,
            "Do not start on a database of another structure than this program's.",
        )
    )
    config.action("amo-database-checked", lambda: _require_schema(config), order=BUILD_PHASE + 1)
    config.add_amo_setting(
        Setting(
            "amo.search.compounds",
            words,
            (),
            "Words that names are taken apart by: firebug is also found as fire and bug. Empty: "
            "a list of usual ones. Rebuild the index after a change.",
        )
    )
    _declare_counters(config)
    config.add_amo_setting(
        Setting(
            "amo.search.remembered",
            int,
            1024,
            "How many answers of searches each process keeps while the index is the same.",
        )
    )
    config.add_amo_backend("catalogue", "sql", sql_catalogue)
    config.add_amo_backend("search", "sql", sql_search)
    for name, of_what in (("companions", "an add-on"), ("personal", "a person")):
        config.add_amo_setting(
            Setting(
                f"amo.recommender.{name}_url",
                str,
                "",
                f"With the http recommender: where it answers for {of_what}; ends with a slash.",
            )
        )
    config.add_amo_setting(
        Setting("amo.recommender.timeout", float, 1.0, "Seconds that the recommender has.")
    )
    config.add_amo_backend("recommender", "none", lambda config: NoRecommender())
    config.add_amo_backend("recommender", "http", http_recommender)


def _declare_counters(config: Any) -> None:
    for key, cast, default, help_text in (
        (
            "amo.counters.flush_seconds",
            positive,
            60.0,
            "With redis: seconds between two moves of counts into the database.",
        ),
        (
            "amo.counters.timeout",
            positive,
            2.0,
            "Seconds that a question for counts may take in the database or in Redis.",
        ),
        (
            "amo.counters.most_values",
            at_least_one,
            2000,
            "The most different versions, locales, … of an add-on's day that are kept.",
        ),
        ("amo.redis.prefix", str, "amo", "What tells this site's keys in Redis from others'."),
        ("amo.redis.cluster", flag, False, "Whether amo.redis.url is a node of a cluster."),
    ):
        config.add_amo_setting(Setting(key, cast, default, help_text))
    config.add_amo_setting(
        Setting("amo.redis.url", str, "redis://127.0.0.1:6379/0", "Where Redis is.", secret=True)
    )
    config.add_amo_backend("counters", "sql", sql_counters)
    config.add_amo_backend("counters", "redis", redis_counters)
    config.add_amo_backend("counters", "memory", memory_counters)
