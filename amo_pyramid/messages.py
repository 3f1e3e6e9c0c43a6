"""The mark of texts that the service translates."""

from __future__ import annotations


def _(message: str) -> str:
    """The English text itself; the call is for the extractor, which looks for it.

    Mark a text where it is written. It is translated where it is sent, by ``request.tr`` or by an
    adapter, because only there the language is known.
    """
    return message


class Filled(str):
    """A marked text and what stands for its placeholders: translated first, then filled."""

    values: dict[str, object]

    def __new__(cls, text: str, **values: object) -> Filled:
        made = super().__new__(cls, text)
        made.values = values
        return made

    def __str__(self) -> str:
        return self.format(**self.values)
