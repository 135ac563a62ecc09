"""A tree of heads: every chain's way leads to the root, and nothing else does."""

import base64
import hashlib
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from aceite_verify.anchor_faults import check_anchors
from aceite_verify.anchored import Anchored
from aceite_verify.anchors import Leaf, anchor_hash, anchor_text, path_to, root_from, root_in_order, root_of
from aceite_verify.canonical import canonical
from aceite_verify.shape import Malformed, read_json
from aceite_verify.trail import GENESIS
from aceite_verify.trust import Trust
from tests.verify.sale import KEY, evidence, key_id, pem

NOBODY = Trust(datetime(2026, 11, 25, tzinfo=UTC))


def leaves(count: int) -> list[Leaf]:
    return [Leaf(f"sale/{number}", number + 1, f"{number:064x}") for number in range(count)]


@given(st.integers(1, 70), st.data())
def test_every_leaf_leads_to_the_root_and_no_other_does(count: int, data: st.DataObject) -> None:
    tree = leaves(count)
    leaf = data.draw(st.sampled_from(tree))
    path = path_to(reversed(tree), leaf.chain)
    assert root_from(leaf, path) == root_of(tree)
    assert root_from(Leaf(leaf.chain, leaf.seq + 1, leaf.head), path) != root_of(tree)
    assert root_of(tree[:-1] or leaves(2)) != root_of(tree)


def test_leaves_and_nodes_are_hashed_as_anybody_can_by_hand() -> None:
    """Under tags of their own: a node's two hashes could otherwise be passed off as a leaf."""
    head = "0" * 64
    hashed = [
        hashlib.sha256(b"aceite.anchor.leaf.v1\n" + f'{{"chain":"{chain}","head":"{head}","seq":7}}'.encode()).digest()
        for chain in ("company", "sale/1", "sale/2")
    ]
    below = hashlib.sha256(b"aceite.anchor.node.v1\n" + hashed[0] + hashed[1]).digest()
    root = hashlib.sha256(b"aceite.anchor.node.v1\n" + below + hashed[2]).hexdigest()
    assert root_of(Leaf(chain, 7, head) for chain in ("sale/2", "company", "sale/1")) == root


def test_the_order_of_arrival_does_not_matter_and_a_chain_stands_once() -> None:
    assert root_of(reversed(leaves(5))) == root_of(leaves(5))
    with pytest.raises(ValueError, match="one newest"):
        root_of([*leaves(2), *leaves(1)])
    with pytest.raises(ValueError, match="one newest"):
        path_to([*leaves(2), *leaves(1)], "sale/1")
    with pytest.raises(ValueError, match="leaves"):
        root_of([])
    with pytest.raises(ValueError, match="order"):
        root_in_order(reversed(leaves(3)))


def proof(at: int = 0) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The proof of the sale's trail as it stood `at` events before its end, and that trail."""
    trail = evidence()["trail"]
    held = trail[len(trail) - 1 - at]
    tree = [*leaves(6), Leaf(held["chain"], held["seq"], held["hash"])]
    tree = [leaf for leaf in tree if leaf.chain != held["chain"]] + [tree[-1]]
    anchor = {
        "type": "aceite.anchor.v1", "company": held["company"], "seq": 1, "at": "2026-11-25T03:00:00.000000Z",
        "count": len(tree), "root": root_of(tree), "previous": GENESIS,
    }  # fmt: skip
    return {
        "type": "aceite.anchored.v1",
        "anchor": anchor,
        "sha256": anchor_hash(anchor),
        "signature": base64.b64encode(KEY.sign(anchor_text(anchor), ec.ECDSA(hashes.SHA256()))).decode(),
        "key": key_id(),
        "leaf": tree[-1].as_json(),
        "path": [step.as_json() for step in path_to(tree, held["chain"])],
        "stamp": None,
    }, trail


def codes(anchored: dict[str, Any], trail: list[dict[str, Any]]) -> list[str]:
    read = Anchored.of(read_json(canonical(anchored)))
    return [finding.code for finding in check_anchors([read], trail, {key_id(): pem(KEY)}, NOBODY)]


@pytest.mark.parametrize("at", [0, 2])
def test_a_trail_that_was_anchored_is_told_so_also_when_it_went_on(at: int) -> None:
    assert codes(*proof(at)) == ["anchor.sound"]


def test_a_cut_tail_and_a_rewritten_trail_are_found() -> None:
    anchored, trail = proof()
    assert codes(anchored, trail[:-1]) == ["anchor.cut"]
    assert codes(anchored, [*trail[:-1], {**trail[-1], "hash": "f" * 64}]) == ["anchor.other_trail"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sha256": "0" * 64}, "anchor.changed"),
        ({"signature": "MAA="}, "anchor.false"),
        ({"key": "0" * 64}, "anchor.unknown_key"),
        ({"path": []}, "anchor.other_root"),
        ({"leaf": None}, "anchor.other_root"),
        ({"stamp": "MAA="}, "anchor.stamp_broken"),
    ],
)
def test_each_false_part_is_told(change: dict[str, Any], said: str) -> None:
    anchored, trail = proof()
    assert codes({**anchored, **change}, trail) == [said]


@pytest.mark.hostile
@pytest.mark.parametrize(
    "change",
    [
        {"type": "x"},
        {"path": [{"side": "above", "sha256": "0" * 64}]},
        {"path": [{"side": "left", "sha256": "0" * 64}] * 65},
        {"leaf": {"chain": 7, "seq": 1, "head": "0" * 64}},
        {"anchor": {}},
    ],
)
def test_a_proof_of_another_form_is_refused(change: dict[str, Any]) -> None:
    anchored, _trail = proof()
    with pytest.raises(Malformed):
        Anchored.of(read_json(canonical({**anchored, **change})))
