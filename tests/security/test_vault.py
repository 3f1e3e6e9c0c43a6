"""Secrets at rest."""

from __future__ import annotations

import pytest

from amo_pyramid.domain.errors import Invalid
from amo_pyramid.security.vault import Vault

OLD, NEW = "o" * 40, "n" * 40
SECRET = "5ecret" * 10


def test_what_is_sealed_can_be_opened_and_does_not_show():
    vault = Vault([OLD])
    sealed = vault.seal(SECRET)
    assert SECRET not in sealed
    assert vault.open(sealed) == SECRET
    assert vault.seal(SECRET) != sealed


def test_another_process_with_the_same_key_opens_it():
    assert Vault([OLD]).open(Vault([OLD]).seal(SECRET)) == SECRET


def test_keys_are_changed_by_sealing_again():
    sealed = Vault([OLD]).seal(SECRET)
    both = Vault([NEW, OLD])
    assert both.open(sealed) == SECRET
    assert Vault([NEW]).open(both.reseal(sealed)) == SECRET
    with pytest.raises(Invalid):
        Vault([NEW]).open(sealed)


@pytest.mark.parametrize("change", [lambda text: text[:-4] + "AAA=", lambda _: "", lambda _: "ñ"])
def test_what_was_changed_is_not_opened(change):
    vault = Vault([OLD])
    with pytest.raises(Invalid) as caught:
        vault.open(change(vault.seal(SECRET)))
    assert SECRET not in str(caught.value)
