"""Is a classifier that came out of a file one that fit() could have made?

scikit-learn's compiled prediction follows the numbers in a tree without looking: a wrong index
crashes the process. So nothing is predicted before every number it follows was looked at.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.ensemble._hist_gradient_boosting.common import PREDICTOR_RECORD_DTYPE
from sklearn.ensemble._hist_gradient_boosting.predictor import TreePredictor

from model.opening import Suspicious
from model.payoff import PayoffClassifier
from model.steps import STEPS
from model.structure import Structure


def check_bounds(classifier: Any, n_columns: int) -> None:
    """Raise Suspicious unless a prediction by ``classifier`` is safe and its parts will sum."""
    _require(type(classifier) is PayoffClassifier, "what it holds is no payoff classifier")
    fresh = _fresh()
    _same_shape(classifier, fresh, "the classifier")
    _require(
        type(classifier.n_features_in_) is int and classifier.n_features_in_ == n_columns,
        "it has another number of columns than it names",
    )
    try:
        structure = classifier.structure()
    except (TypeError, ValueError) as error:
        raise Suspicious("its signs, owners and softens cannot go together") from error
    _numbers(classifier.cuts_, (n_columns, STEPS - 1), "its steps", infinite=True)
    _require(bool((classifier.cuts_[:, 1:] >= classifier.cuts_[:, :-1]).all()), "its steps fall")
    _require(
        _is_array(classifier.reference_, np.float64, (n_columns,))
        and not np.isinf(classifier.reference_).any(),
        "its usual client is no row of numbers",
    )
    line = (classifier.slope_, classifier.intercept_)
    _require(
        all(type(number) is float and np.isfinite(number) for number in line) and line[0] > 0,
        "its calibration is no rising line",
    )
    _require(
        type(classifier.classes_) is np.ndarray
        and classifier.classes_.shape == (2,)
        and classifier.classes_.dtype.kind in "biufU",
        "it does not know two classes",
    )
    _check_boosting(classifier, classifier.boosting_, fresh.boosting_, structure)


def _check_boosting(
    classifier: PayoffClassifier,
    boosting: HistGradientBoostingClassifier,
    fresh: HistGradientBoostingClassifier,
    structure: Structure,
) -> None:
    n_columns = classifier.n_features_in_
    _same_shape(boosting, fresh, "the trees' owner", types_of_all_but=tuple(fresh.get_params()))
    declared = classifier.unfitted_boosting(structure, boosting.random_state)
    _require(boosting.get_params() == declared.get_params(), "its trees were grown otherwise")
    _require(
        boosting.n_features_in_ == boosting._n_features == n_columns
        and boosting.n_trees_per_iteration_ == 1
        and boosting._preprocessor is None,
        "its trees read other columns",
    )
    _numbers(boosting._baseline_prediction, (1, 1), "its starting point")
    mapper = boosting._bin_mapper
    _same_shape(mapper, fresh._bin_mapper, "the bins")
    _require(
        _is_array(mapper.is_categorical_, np.uint8, (n_columns,))
        and not mapper.is_categorical_.any(),
        "it has categories",
    )
    iterations = boosting._predictors
    _require(len(iterations) == classifier.n_iter_ == classifier.max_iter, "it lacks trees")
    allowed = [frozenset(group) for group in structure.groups]
    seen: dict[frozenset, bool] = {}
    for iteration in iterations:
        _require(type(iteration) is list and len(iteration) == 1, "its trees come in odd numbers")
        _check_tree(iteration[0], n_columns, allowed, seen)


def _check_tree(
    tree: Any, n_columns: int, allowed: list[frozenset], seen: dict[frozenset, bool]
) -> None:
    """Children inside the tree and after their parent, columns in range, values finite, one group.

    ``seen`` remembers which sets of columns were found inside one of the ``allowed`` groups.
    """
    _require(type(tree) is TreePredictor, "a tree is no tree")
    _same_shape(tree, _fresh().boosting_._predictors[0][0], "a tree")
    for bits in (tree.binned_left_cat_bitsets, tree.raw_left_cat_bitsets):
        _require(_is_array(bits, np.uint32, (0, 8)), "a tree has categories")
    nodes = tree.nodes
    _require(
        type(nodes) is np.ndarray
        and nodes.dtype == PREDICTOR_RECORD_DTYPE
        and nodes.ndim == 1
        and len(nodes) > 0
        and nodes.flags.c_contiguous,
        "a tree is no table of nodes",
    )
    _require(bool((nodes["is_leaf"] <= 1).all()), "a tree has a node of no kind")
    _require(not nodes["is_categorical"].any(), "a tree has categories")
    _require(bool(np.isfinite(nodes["value"]).all()), "a tree has a value that is no number")
    number = np.arange(len(nodes))
    inner = nodes["is_leaf"] == 0
    left, right = (nodes[side][inner].astype(np.int64) for side in ("left", "right"))
    children = np.sort(np.concatenate([left, right]))
    _require(np.array_equal(children, number[1:]), "a tree points outside itself")
    _require(bool((np.minimum(left, right) > number[inner]).all()), "a tree points backwards")
    columns = nodes["feature_idx"][inner]
    _require(bool(((columns >= 0) & (columns < n_columns)).all()), "a tree reads a missing column")
    _require(not np.isnan(nodes["num_threshold"][inner]).any(), "a tree compares with no number")
    paths = {0: frozenset[int]()}
    for node, column, *below in zip(number[inner], columns, left, right, strict=True):
        path = paths[int(node)] | {int(column)}
        if path not in seen:
            seen[path] = any(path <= group for group in allowed)
        _require(seen[path], "a tree mixes rules that must not meet")
        paths.update((int(child), path) for child in below)


@cache
def _fresh() -> PayoffClassifier:
    """Fit the smallest classifier there is: the template of what attributes a stored one has."""
    classifier = PayoffClassifier(max_iter=1, calibration_folds=0)
    return classifier.fit([[0.0], [1.0]], [False, True])


def _same_shape(
    found: Any,
    fresh: Any,
    what: str,
    types_of_all_but: tuple[str, ...] | None = None,
) -> None:
    """Same type and attribute names, so that no stored attribute can stand in for a method."""
    _require(type(found) is type(fresh), f"{what} is of another type")
    names = vars(found).keys()
    _require(names == vars(fresh).keys(), f"{what} has other attributes")
    if types_of_all_but is not None:
        for name in names - set(types_of_all_but) - {"_feature_subsample_rng"}:
            same = type(vars(found)[name]) is type(vars(fresh)[name])
            _require(same, f"{what} has an attribute of another type")


def _numbers(array: Any, shape: tuple[int, ...], what: str, infinite: bool = False) -> None:
    good = _is_array(array, np.float64, shape) and not np.isnan(array).any()
    good = good and bool((array > -np.inf).all()) and (infinite or bool(np.isfinite(array).all()))
    _require(good, f"{what} are no numbers")


def _is_array(array: Any, dtype: type, shape: tuple[int, ...]) -> bool:
    return type(array) is np.ndarray and array.dtype == dtype and array.shape == shape


def _require(condition: bool, otherwise: str) -> None:
    if not condition:
        raise Suspicious(otherwise)
