"""Judges observations by rules and a policy: findings, recipients, the flow matrix, and the gate of coverage."""

from .baseline import Baseline, BaselineOutcome
from .baselinefile import load_baseline
from .coverage_gate import CoverageSummary, Gate
from .directory import Directory, Lists, load_directory
from .examples import run_examples
from .flows import Flow, Recipient
from .judge import Judge, Judgement
from .loading import load_rule, load_rules
from .policy import Policy
from .policyfile import load_policy
from .rule import Rule

__all__ = [
    "Baseline", "BaselineOutcome", "CoverageSummary", "Directory", "Flow", "Gate", "Judge", "Judgement", "Lists",
    "Policy", "Recipient", "Rule", "load_baseline", "load_directory", "load_policy", "load_rule", "load_rules",
    "run_examples",
]
