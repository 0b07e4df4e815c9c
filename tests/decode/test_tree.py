"""Key-path trees: shared, bounded in width and size."""

from __future__ import annotations

import json

from scanner.decode import Decoder, Limits
from scanner.decode.tree import LONGEST_NAME, Trees, members_of


def test_nodes_are_shared_until_a_parent_is_full():
    trees = Trees(Limits(members=3))
    root = trees.root("body")
    assert trees.root("body") is root
    kept = [trees.child(root, name) for name in "abc"]
    assert [trees.child(root, name) for name in "abc"] == kept
    late = trees.child(root, "d")
    assert late is not trees.child(root, "d")
    assert (late.key, late.parent, late.pointer()) == ("d", root, "/d")
    assert sorted(members_of(root)) == ["a", "b", "c"]


def test_all_trees_together_are_bounded():
    trees = Trees(Limits(nodes=2))
    trees.child(trees.root("body"), "a")
    trees.child(trees.root("cookie"), "a")
    trees.child(trees.root("ws"), "a")
    assert not members_of(trees.root("ws"))


def test_a_name_of_absurd_length_is_not_kept():
    trees = Trees(Limits())
    assert trees.child(trees.root("body"), "x" * (LONGEST_NAME + 1)).depth == 1
    assert not members_of(trees.root("body"))


def test_objects_keyed_by_ids_do_not_grow_the_tree(decode):
    decoder = Decoder(Limits(members=2000))
    for start in range(0, 6000, 500):
        body = json.dumps({"leerlingen": {str(number): {"naam": "Sanne"} for number in range(start, start + 500)}})
        outcome = decode(response=body.encode(), kind="application/json", decoder=decoder)
        assert outcome.body[f"/leerlingen/{start + 499}/naam"] == "Sanne"
    node = outcome.fields[0].path.parent.parent
    assert node.key == "leerlingen"
    assert len(members_of(node)) == 2000
