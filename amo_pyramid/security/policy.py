"""Who is asking, and may they: one Pyramid security policy over a list of authenticators.

The first authenticator that recognises *its* credential decides. A credential that is there and
wrong raises :class:`AuthenticationFailed`; it never becomes "anonymous".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pyramid.interfaces import ISecurityPolicy
from pyramid.security import Allowed, Denied
from zope.interface import implementer

from amo_pyramid.domain.user import User
from amo_pyramid.domain.viewer import ANONYMOUS, Viewer
from amo_pyramid.errors import AuthenticationFailed
from amo_pyramid.messages import _
from amo_pyramid.security.tokens import TokenCodec
from amo_pyramid.services import AUTHENTICATED, READ

#: Takes the request; the user, or None when its kind of credential is not there.
Authenticator = Callable[[Any], "User | None"]

NO_CREDENTIALS = _("Invalid Authorization header. No credentials provided.")
SPACES = _("Invalid Authorization header. Credentials string should not contain spaces.")
GONE = _("Incorrect authentication credentials.")
ALLOWED = Allowed("public")


def bearer(codec: TokenCodec) -> Authenticator:
    """``Authorization: Bearer TOKEN`` (catalog.md §1.2). Other schemes are not ours."""

    def authenticate(request: Any) -> User | None:
        words = request.environ.get("HTTP_AUTHORIZATION", "").split()
        if not words or words[0].lower() != "bearer":
            return None
        if len(words) != 2:
            message = NO_CREDENTIALS if len(words) == 1 else SPACES
            raise AuthenticationFailed(message, "ERROR_INVALID_HEADER")
        return _user_of(request, *codec.read(words[1]))

    return authenticate


def _user_of(request: Any, user_id: int, session_version: int) -> User:
    with request.registry["amo.reading"]() as work:
        users = work.catalogue.users.by_ids([user_id])
    if not users or users[0].is_deleted or users[0].session_version != session_version:
        raise AuthenticationFailed(GONE)
    return users[0]


@implementer(ISecurityPolicy)
class AmoSecurityPolicy:
    """Pyramid's policy for the whole service; its identity is a :class:`Viewer`.

    ``authenticators`` are asked in the order in which they were added.
    """

    def __init__(self, authenticators: Mapping[str, Authenticator]) -> None:
        self._authenticators = authenticators

    def viewer(self, request: Any) -> Viewer:
        """Who is asking; use ``request.viewer``, which asks once per request."""
        if "HTTP_AUTHORIZATION" not in request.environ:
            return ANONYMOUS
        for authenticate in self._authenticators.values():
            user = authenticate(request)
            if user is not None:
                with request.registry["amo.reading"]() as work:
                    return Viewer(user, work.catalogue.users.rules_of(user.id))
        return ANONYMOUS

    def identity(self, request: Any) -> Viewer | None:
        """The viewer, or None for nobody."""
        return None if request.viewer.is_anonymous else request.viewer

    def authenticated_userid(self, request: Any) -> str | None:
        """The user's id as text, or None."""
        return None if request.viewer.is_anonymous else str(request.viewer.id)

    def permits(self, request: Any, context: Any, permission: str) -> Any:
        """``read`` is for everybody with a good credential or none, ``authenticated`` for whoever
        is signed in, everything else is a permission rule such as ``Addons:Review``."""
        viewer = request.viewer
        if permission == READ:
            return ALLOWED
        if permission == AUTHENTICATED:
            return Denied("anonymous") if viewer.is_anonymous else ALLOWED
        return ALLOWED if viewer.may(permission) else Denied(permission)

    def remember(self, request: Any, userid: str, **kw: Any) -> list[tuple[str, str]]:
        """Nothing: tokens are handed out by their own endpoint."""
        return []

    def forget(self, request: Any, **kw: Any) -> list[tuple[str, str]]:
        """Nothing, likewise."""
        return []
