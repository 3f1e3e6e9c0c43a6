"""What directives have in common: a thing is declared once for its name, and can be looked up."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any


def declare(
    config: Any,
    kind: str,
    key: tuple[Hashable, ...],
    what: Any,
    do: Callable[[], Any] | None = None,
    *,
    order: int = 0,
) -> None:
    """Call ``do`` when the application is put together, in that order among all actions.

    A second declaration of that kind and key is a configuration conflict, in which Pyramid names
    both places. Its introspection shows ``what`` under the category ``amo KIND``.
    """
    category = f"amo {kind}"
    introspectable = config.introspectable(category, key, " ".join(map(str, key)), category)
    introspectable[kind] = what
    config.action((f"amo-{kind}", *key), do, order=order, introspectables=(introspectable,))
