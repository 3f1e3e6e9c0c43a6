"""One suite of tests per kind of backend; every implementation passes all of it, unchanged.

A suite is a class. A test module subclasses it and gives it a fixture with an empty backend::

    class TestMyCatalogue(CatalogueContract):
        @pytest.fixture
        def catalogue(self):
            ...
"""

from __future__ import annotations

import pytest

# So that a failing assertion explains itself as in a test module.
for _module in ("addons", "base", "derived", "keys", "put", "sessions", "versions"):
    pytest.register_assert_rewrite(f"{__name__}.catalogue_{_module}")
for _module in ("addons", "base", "lists", "records"):
    pytest.register_assert_rewrite(f"{__name__}.editorial_{_module}")
for _module in ("base", "filters", "following", "lists", "names", "ranking", "stress", "typing"):
    pytest.register_assert_rewrite(f"{__name__}.search_{_module}")
for _module in ("counters", "counters_base", "counters_resets"):
    pytest.register_assert_rewrite(f"{__name__}.{_module}")
