"""Measures how alike the demonstration's drawn faces look to the recogniser; ``--search`` moves them apart first."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand
from numpy.typing import NDArray

from core.demonstration import people
from identity.specimens import faces, traits
from identity.specimens.catalogue import age_of
from identity.specimens.skin import FacePaint
from identity.vision import face

Vector = NDArray[np.float32]
_TRIES = 90
_APART = 0.22


def _vector(picture: NDArray[np.uint8], grey: bool) -> Vector | None:
    image = np.ascontiguousarray(picture[:, :, ::-1])
    if grey:
        image = np.repeat(image.mean(axis=2, keepdims=True).astype(np.uint8), 3, axis=2)
    found = face.faces_in(image)
    return face.vector_of(image, found[0]) if found else None


class Command(BaseCommand):
    """``manage.py separate_faces [--search]``."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--search", action="store_true", help="look for the steps of traits.STEPS anew")
        parser.add_argument("--rounds", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        grown = [(p.face_seed, p.sex, age_of(p)) for p in people() if age_of(p) >= 18]
        if options["search"]:
            self._search(grown, options["rounds"])
        self._measure(grown)

    def _search(self, grown: list[tuple[int, str, int]], rounds: int) -> None:
        traits.STEPS.clear()
        paints = {who: FacePaint(traits.traits_of(*who)) for who in grown}
        shapes = {who: traits.shape_of(*who) for who in grown}

        def seen(who: tuple[int, str, int], shape: dict[str, float]) -> Vector | None:
            return _vector(faces.draw_head(faces.shaped_head(shape, paints[who]), faces.CARD_POSE, 200), grey=True)

        vectors = {who: seen(who, shapes[who]) for who in grown}
        steps: dict[int, list[int]] = {who[0]: [] for who in grown}
        for turn in range(rounds):
            for who in grown:
                others = np.array([v for other, v in vectors.items() if other != who and v is not None])
                best = self._likeness(vectors[who], others)
                for step in range(turn * 1000, turn * 1000 + _TRIES):
                    shape = traits.moved(shapes[who], who[0], step)
                    vector = seen(who, shape)
                    likeness = self._likeness(vector, others)
                    if likeness < best:
                        best, shapes[who], vectors[who] = likeness, shape, vector
                        steps[who[0]].append(step)
                    if vectors[who] is not None and float((others @ vectors[who]).max()) < _APART:
                        break
                self.stdout.write(
                    f"    {who[0]}: {tuple(steps[who[0]])},  # {float((others @ vectors[who]).max()):.2f}"
                )
                self.stdout.flush()
        traits.STEPS.update({seed: tuple(taken) for seed, taken in steps.items()})

    @staticmethod
    def _likeness(vector: Vector | None, others: Vector) -> float:
        if vector is None:
            return 9.0
        likeness = np.sort(others @ vector)
        # Mostly the nearest, a little all: otherwise the search only trades one neighbour for another.
        return float(0.6 * likeness[-1] + 0.2 * likeness[-3:].mean() + 0.2 * likeness.mean())

    def _measure(self, grown: list[tuple[int, str, int]]) -> None:
        cards = [_vector(faces.portrait(*who, 360), grey=True) for who in grown]
        selfies = [_vector(faces.selfie(*who, 800), grey=False) for who in grown]
        table = np.array([[np.nan if a is None or b is None else float(a @ b) for b in selfies] for a in cards])
        same, others = np.diag(table), table[~np.eye(len(grown), dtype=bool)]
        for who, row in zip(grown, table, strict=True):
            self.stdout.write(f"{who[0]} " + " ".join(f"{value:5.2f}" for value in row))
        self.stdout.write(f"same person: min {np.nanmin(same):.2f}, mean {np.nanmean(same):.2f}")
        self.stdout.write(f"others: mean {np.nanmean(others):.2f}, max {np.nanmax(others):.2f}")
        self.stdout.write(f"others below 0.30: {(others < 0.30).mean():.1%}, below 0.40: {(others < 0.40).mean():.1%}")
