"""How one language writes numbers and dates. Babel is imported with the first of them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import cached_property
from typing import Any

from amo_pyramid.domain.text import SITE_LOCALE
from amo_pyramid.errors import NOT_FOUND

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


class Language:
    """The language of a page: a locale as the API writes it, and ``translate(message)``."""

    def __init__(self, code: str, translate: Callable[[str], str]) -> None:
        self.code = code
        self._translate = translate

    @cached_property
    def tag(self) -> str:
        """The language that the text of the page is really in: English where there is no
        catalogue, so that a screen reader does not speak it as if it were another."""
        is_translated = self._translate(NOT_FOUND) != NOT_FOUND
        return self.code if is_translated or self.code.startswith("en-") else SITE_LOCALE

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return "rtl" if self.tag.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"

    def number(self, value: float) -> str:
        """A number with the language's separators."""
        from babel.numbers import format_decimal

        return str(format_decimal(value, locale=self._babel))

    def date(self, day: datetime.date) -> str:
        """A date of a few words: Jul 21, 2025."""
        from babel.dates import format_date

        return str(format_date(day, "medium", locale=self._babel))

    def day(self, day: datetime.date) -> str:
        """A day without its year: Jul 21."""
        return self._skeleton("MMMd", day)

    def month(self, day: datetime.date) -> str:
        """A month: Jul 2025."""
        return self._skeleton("yMMM", day)

    def _skeleton(self, skeleton: str, day: datetime.date) -> str:
        from babel.dates import format_skeleton

        return str(format_skeleton(skeleton, day, locale=self._babel))

    @cached_property
    def _babel(self) -> Any:
        from babel import Locale, UnknownLocaleError

        try:
            return Locale.parse(self.tag, sep="-")
        except UnknownLocaleError:
            return Locale("en")
