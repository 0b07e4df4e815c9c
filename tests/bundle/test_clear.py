"""No file of the user with a person in it goes into a bundle."""

from __future__ import annotations

import pytest
from bundle_builders import POLICY, SUBJECTS

from scanner.bundle.clear import refuse_clear
from scanner.errors import UsageError


@pytest.mark.parametrize("text", [
    "title: Sanne de Vries logt in", "title: inloggen met sanne.devries@dekanarie.example", "# bsn 999941422",
    "# 9999.41.422", "note: de Vries, Sanne",
])
def test_a_value_of_a_test_account_is_refused_by_its_line(text: str) -> None:
    with pytest.raises(UsageError, match=r"scenario.yaml:2: holds personal data \(.*take it out") as refused:
        refuse_clear([("scenario.yaml", f"steps:\n{text}\n".encode())], SUBJECTS)
    assert "Sanne" not in str(refused.value)
    assert "999941422" not in str(refused.value)


def test_a_national_number_is_refused_without_knowing_anybody() -> None:
    with pytest.raises(UsageError, match=r"policy\.yaml:1"):
        refuse_clear([("policy.yaml", b"# BSN: 999990019 van een leerling")], None)


@pytest.mark.parametrize("text", [
    "id: leerling-01", "contact: privacy@rekenbaas.example", "valid_until: 2027-08-31", "kvk: '12345678'",
    "school: De Kanarie", "endpoint: GET /leerling/{id.bsn}/rapport",
])
def test_what_such_files_hold_anyway_is_no_reason(text: str) -> None:
    refuse_clear([("policy.yaml", text.encode())], SUBJECTS)


def test_the_policy_of_the_fixtures_passes() -> None:
    refuse_clear([("policy.yaml", POLICY.read_bytes()), ("bytes", bytes(range(256)))], SUBJECTS)
