"""Mixes the weights of a choice that were learned from two sets of reports, and writes them as one.

    python tools/mix_weights.py EARLIER LATER SHARE CHOICE [...] [--out DIR]

EARLIER and LATER are folders with <choice>.yaml. A weight becomes (1 - SHARE) of the earlier one and SHARE of the
later; what only one of them knows counts nought in the other. The floor stays that of the earlier. Where the reports of
the earlier weights are no longer at hand, this keeps what they taught: the mean of models learned apart is nearly as
good as one learned from all (Zinkevich et al., Parallelized Stochastic Gradient Descent, 2010).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from riwaya.extract.weights import DATA, Weights, load_weights

SMALL = 5
"""Weights below this (hundredths) are left out, as in learner.py."""


def mixed(earlier: Weights, later: Weights, share: float) -> Weights:
    """Each weight between the two, in hundredths."""
    signs = {
        sign: round((1 - share) * earlier.signs.get(sign, 0) + share * later.signs.get(sign, 0))
        for sign in {**earlier.signs, **later.signs}
    }
    bias = round((1 - share) * earlier.bias + share * later.bias)
    return Weights(bias, earlier.floor, {sign: weight for sign, weight in signs.items() if abs(weight) >= SMALL})


def as_yaml(choice: str, weights: Weights, share: float) -> str:
    """The weights as a page that a person can read."""
    kept = sorted((weight, sign) for sign, weight in weights.signs.items())
    lines = [
        f"# Written by tools/mix_weights.py: {choice}, {share:.2f} of later weights and the rest of earlier ones.",
        f"bias: {weights.bias / 100:.2f}",
        f"floor: {weights.floor / 100:.2f}",
        "signs:",
    ]
    return "\n".join([*lines, *(f'  "{sign}": {weight / 100:+.2f}' for weight, sign in kept)]) + "\n"


def main() -> int:
    """Mixes each choice that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("earlier", type=Path)
    parser.add_argument("later", type=Path)
    parser.add_argument("share", type=float)
    parser.add_argument("choices", nargs="+")
    parser.add_argument("--out", type=Path, default=DATA)
    asked = parser.parse_args()
    for choice in asked.choices:
        weights = mixed(load_weights(choice, asked.earlier), load_weights(choice, asked.later), asked.share)
        (asked.out / f"{choice}.yaml").write_text(as_yaml(choice, weights, asked.share), "utf-8")
        print(f"{choice}: {len(weights.signs)} signs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
