"""Judges observations by rules and a policy: findings, recipients, the flow matrix, and the gate of coverage."""

from .actors import needs_actor
from .baseline import Baseline, BaselineOutcome
from .baselinefile import load_baseline
from .coverage_gate import CoverageSummary, Gate
from .directory import Directory, Lists, load_directory
from .domains import registrable_domain
from .examples import run_examples
from .files import is_shipped, rules_folder
from .flows import Flow, Recipient
from .judge import Judge, Judgement
from .loading import load_rule, load_rules
from .markers import Mark, is_marker_host, mark_of
from .policy import Policy
from .policyfile import load_policies, load_policy
from .products import ProductSeen, together
from .profiles import load_profiles
from .progress import Entered, Progress
from .rule import Rule
from .scenario import Scenario, ScenarioSeen, Step
from .scenariofile import load_scenario
from .single import Broken, MessageJudge, decidable
from .steps import Steps

__all__ = [
    "Baseline",
    "BaselineOutcome",
    "Broken",
    "CoverageSummary",
    "Directory",
    "Entered",
    "Flow",
    "Gate",
    "Judge",
    "Judgement",
    "Lists",
    "Mark",
    "MessageJudge",
    "Policy",
    "ProductSeen",
    "Progress",
    "Recipient",
    "Rule",
    "Scenario",
    "ScenarioSeen",
    "Step",
    "Steps",
    "decidable",
    "is_marker_host",
    "is_shipped",
    "load_baseline",
    "load_directory",
    "load_policies",
    "load_policy",
    "load_profiles",
    "load_rule",
    "load_rules",
    "load_scenario",
    "mark_of",
    "needs_actor",
    "registrable_domain",
    "rules_folder",
    "run_examples",
    "together",
]
