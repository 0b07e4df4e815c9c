"""Keys of organisations, and keys of persons that look like them."""

from __future__ import annotations

import pytest

from scanner.detect.organisations import is_organisation


@pytest.mark.parametrize("name", ["supplier", "sepaCreditor", "uitgever_contact", "Helpdesk", "company-address"])
def test_organisations(name: str) -> None:
    assert is_organisation(name)


@pytest.mark.parametrize("name", ["", "leerling", "supportive", "accompany", "school", "providers"])
def test_no_organisations(name: str) -> None:
    assert not is_organisation(name)
