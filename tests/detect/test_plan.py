"""What is known of a key path before any value: masked pointers, objects, keys that are data."""

from __future__ import annotations

from detect_builders import BSN, KEY, SANNE, subjects

from scanner.detect.fingerprint import Fingerprinter
from scanner.detect.judging import ValueJudge
from scanner.detect.known import KnownValues
from scanner.detect.plan import KEYED, QUIET, SHORT, Plan, Planner, depth_of
from scanner.model import Category as C
from scanner.model import KeyPath


def planner(*, known: bool = False) -> Planner:
    return Planner(ValueJudge(Fingerprinter(KEY), KnownValues(subjects(SANNE)) if known else None))


def path(*names: str) -> KeyPath:
    node = KeyPath()
    for name in names:
        node = node.item() if name == "*" else node.child(name)
    return node


def test_a_plan_is_made_once_for_each_engine() -> None:
    node, one, other = path("a", "bsn"), planner(), planner()
    first = one.plan(node)
    assert one.plan(node) is first is node.plan
    second = other.plan(node)
    assert second is not first
    assert second.owner is other


def test_kinds() -> None:
    made = planner()
    assert made.plan(path("bsn")).kind == KEYED
    assert made.plan(path("zomaar")).kind == QUIET
    assert made.plan(path("em")).kind == SHORT
    assert made.plan(path("course", "title")).kind == QUIET


def test_pointer_and_template() -> None:
    plan = planner().plan(path("leerlingen", "*", "a/b~c", "*", "100%"))
    assert plan.template.startswith("/leerlingen/*/")
    assert plan.pointer((3, 4)).startswith("/leerlingen/3/")
    assert plan.pointer((1,)) == plan.template  # other indices than levels


def test_the_object_of_a_leaf() -> None:
    made = planner()
    leaf = path("leerlingen", "*", "adres", "postcode")
    plan = made.plan(leaf)
    assert plan.object_node is leaf.parent
    assert plan.object_depth == depth_of(leaf) == 1
    element = path("leerling", "emails", "*")
    assert made.plan(element).object_node is element.parent.parent if element.parent else None


def test_keys_that_are_values_are_masked_and_reported() -> None:
    plan = planner().plan(path("cijfers", BSN, "cijfer"))
    assert plan.template == "/cijfers/{id.bsn}/cijfer"
    ((node, depth, outcomes),) = plan.key_outcomes
    assert (node.key, depth) == (BSN, 0)
    assert outcomes[0].category is C.BSN


def test_known_values_in_keys() -> None:
    plan = planner(known=True).plan(path("scores", "Sanne de Vries"))
    assert plan.template == "/scores/{name.full}"
    assert plan.key_outcomes[0][2][0].known[0].subject == "leerling-01"
    assert plan.object_node is plan.node  # each entry of the map is an object of its own


def test_other_keys_that_are_no_words() -> None:
    made = planner()
    for key in ("Sanne", "3f2a9c1d-aaaa-4bbb-8ccc-123456789012", "12345", "klas 7c van 4", "x" * 500):
        assert made.plan(path("m", key)).template == "/m/{key}", key
    assert made.plan(path("m", "sanne@school.example")).template == "/m/{contact.email}"


def test_roles_and_uploads() -> None:
    made = planner()
    assert made.plan(path("user", "rol")).is_role
    assert made.plan(path("user", "roles", "*")).is_role
    assert not made.plan(path("user", "parol")).is_role
    assert made.plan(path("foto", "@filename")).is_file


def test_lists_of_one_person() -> None:
    made = planner()
    for key, one in (("emails", True), ("adreslijst", True), ("leerlingen", False), ("toetsen", False)):
        plan = made.plan(path(key, "*"))
        assert isinstance(plan, Plan)
        assert plan.list_of_one is one, key


def test_a_deep_path_does_not_recurse() -> None:
    assert planner().plan(path(*["a"] * 5000)).template.count("/a") == 5000


def test_what_was_judged_is_kept_at_hand_where_only_the_value_counts() -> None:
    made = planner()
    for names in (("zomaar",), ("bsn",), ("course", "title")):
        plan = made.plan(path(*names))
        assert plan.seen is plan.rule.cache
    for names in (("em",), ("role",), ("@filename",), ("999990019", "les")):
        assert made.plan(path(*names)).seen is None
