"""Languages of the service (catalog.md §1.5)."""

from __future__ import annotations

from collections.abc import Mapping

#: Supported codes as the API writes them.
LOCALES: tuple[str, ...] = (
    "af", "ar", "ast", "az", "bg", "bn-BD", "bs", "ca", "cak", "cs", "da", "de", "dsb", "el",
    "en-CA", "en-GB", "en-US", "es", "eu", "fa", "fi", "fr", "fy-NL", "ga-IE", "gu", "he", "hsb",
    "hu", "id", "it", "ja", "ka", "kab", "ko", "mk", "mn", "ms", "nb-NO", "nl", "nn-NO", "pa-IN",
    "pl", "pt-BR", "pt-PT", "ro", "ru", "sk", "sl", "sq", "sv-SE", "te", "th", "tr", "uk", "ur",
    "vi", "zh-CN", "zh-TW",
)  # fmt: skip

#: The supported code meant by a language alone that is not supported itself.
EXPANSIONS: Mapping[str, str] = {
    "en": "en-US",
    "ga": "ga-IE",
    "pt": "pt-PT",
    "sv": "sv-SE",
    "zh": "zh-CN",
}


def canonical(code: str) -> str:
    """``code`` as the API writes it: the language in lower case, a region in upper case.

    Works for any code, supported or not: ``pt-br`` is ``pt-BR``.
    """
    language, dash, region = code.partition("-")
    return f"{language.lower()}{dash}{region.upper()}"
