"""The budget: what is allowed, what is remembered."""

from __future__ import annotations

from scanner.decode import Budget, Limits
from scanner.model import Gap


def test_small_outputs_may_have_any_ratio():
    assert Budget(Limits(ratio=10, ratio_floor=1000)).allowance(1) == 1000


def test_large_outputs_are_bound_by_ratio_then_by_what_is_left():
    budget = Budget(Limits(ratio=10, ratio_floor=1000, output_bytes=5000))
    assert budget.allowance(200) == 2000
    budget.spend(4500)
    assert budget.allowance(200) == 500
    budget.spend(4500)
    assert budget.bytes_left == 0


def test_an_overrun_is_remembered_by_its_reason():
    budget = Budget(Limits(ratio=10, ratio_floor=1000, output_bytes=5000))
    assert budget.overrun(200) is Gap.BUDGET_RATIO
    budget.spend(4000)
    assert budget.overrun(200) is Gap.BUDGET_BYTES
    assert budget.exceeded == {Gap.BUDGET_RATIO, Gap.BUDGET_BYTES}
