"""A transaction for each request that may change something.

Reading requests have none: their work reads from a session of its own and cannot write.
pyramid_tm's tween is used; its ``includeme`` is not, because its request method would make
Pyramid create a class per request.
"""

from __future__ import annotations

from typing import Any

import pyramid_tm
from pyramid.tweens import EXCVIEW


def is_unsafe(request: Any) -> bool:
    """Whether the request gets a transaction."""
    return not request.is_safe


def includeme(config: Any) -> None:
    config.registry.settings.update(
        {
            "tm.manager_hook": pyramid_tm.explicit_manager,
            "tm.activate_hook": is_unsafe,
            "tm.commit_veto": pyramid_tm.default_commit_veto,
            "tm.annotate_user": False,
        }
    )
    config.add_tween("pyramid_tm.tm_tween_factory", over=EXCVIEW)
