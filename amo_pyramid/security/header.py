"""The header ``Authorization``: a scheme and a credential (community.md §2.1)."""

from __future__ import annotations

from typing import Any

from amo_pyramid.errors import AuthenticationFailed
from amo_pyramid.messages import _

NO_CREDENTIALS = _("Invalid Authorization header. No credentials provided.")
SPACES = _("Invalid Authorization header. Credentials string should not contain spaces.")
UNDECODABLE = _("Error decoding signature.")
EXPIRED = _("Signature has expired.")
WRONG_TYPE = _("Wrong type for one or more keys in payload")
#: Seconds that the clock of who signs a token may differ from ours.
LEEWAY = 5


def credential_of(request: Any, scheme: str, code: str | None = None) -> str | None:
    """What follows the scheme, which is compared without regard to case; None for another scheme.

    Raises :class:`AuthenticationFailed` with that code when it is not exactly one word.
    """
    words = request.environ.get("HTTP_AUTHORIZATION", "").split()
    if not words or words[0].lower() != scheme:
        return None
    if len(words) != 2:
        raise AuthenticationFailed(NO_CREDENTIALS if len(words) == 1 else SPACES, code)
    return str(words[1])
