"""What would change the answer, as plain data for JSON."""

from tunewise.domain.analysis import Requirements, Strip, TwoWayMap, WeightInterval
from tunewise.knowledge.tables import Knowledge
from tunewise.report import whatif
from tunewise.report.json_report import Data


def strips(found: tuple[Strip, ...], knowledge: Knowledge) -> list[Data]:
    """Return each strip with its segments and what it says in words."""
    return [
        {
            "signal": strip.signal,
            "value": strip.value,
            "segments": [part._asdict() for part in strip.segments],
            "text": whatif.strip_words(strip, knowledge),
        }
        for strip in found
    ]


def weights(found: tuple[WeightInterval, ...]) -> list[Data]:
    """Return the points of each factor and between which points the leader stays."""
    return [
        one._asdict() | {"low_points": round(one.low_points, 2), "high_points": round(one.high_points, 2)}
        for one in found
    ]


def needs(found: Requirements, knowledge: Knowledge) -> Data:
    """Return what would have to be true for an option; counts are what the slider values stand for."""
    changes = [(change, whatif.need_of(change, knowledge)) for change in found.changes]
    return found._asdict() | {
        "text": whatif.need_words(found, knowledge),
        "changes": [
            change._asdict() | {"before_count": need.before_count, "after_count": need.after_count, "text": need.words}
            for change, need in changes
        ],
        "gates": [
            {"gate": name, "says": knowledge.gates[name].says, "opens": knowledge.gates[name].opens}
            for name in found.gates
        ],
    }


def two_way(found: TwoWayMap) -> Data:
    """Return the map: the destination for each pair of values, by rows of ``ys`` from 0 up."""
    return {
        "x_signal": found.x_signal,
        "y_signal": found.y_signal,
        "xs": list(found.xs),
        "ys": list(found.ys),
        "cells": [list(row) for row in found.cells],
        "x_value": found.x_value,
        "y_value": found.y_value,
    }
