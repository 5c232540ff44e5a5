"""Who should import what from whom: fit, the exchange programme as an optimisation, its proof and its reasons."""

from miniexchange.pairing.fit.score import Part, shown, shown_points
from miniexchange.pairing.programme import Programme, Proof, Proposal, Quota, Shortage, Standing
from miniexchange.pairing.propose import propose
from miniexchange.pairing.request import Named, Request

__all__ = [
    "Named",
    "Part",
    "Programme",
    "Proof",
    "Proposal",
    "Quota",
    "Request",
    "Shortage",
    "Standing",
    "propose",
    "shown",
    "shown_points",
]
