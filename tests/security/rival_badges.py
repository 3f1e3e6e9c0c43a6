"""Another plugin with a kind of credential of the same name."""

from __future__ import annotations

from typing import Any


def includeme(config: Any) -> None:
    config.add_amo_authenticator("badge", lambda request: None)
