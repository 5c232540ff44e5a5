"""How well a practice answers a need: one module for each part of the score, and `fit.py`, which adds them up."""
