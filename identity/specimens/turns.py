"""A specimen person before the camera: three pictures of a head that turns, and a flat one that is turned instead."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from PIL import Image

from core.demonstration import DemoPerson
from identity.specimens.catalogue import age_of
from identity.specimens.faces import Picture, Pose, face_picture
from identity.specimens.photographs import jpeg as jpeg_of

YAW = 30.0
_BEFORE_A_WALL = Pose(
    pitch=-7.0, roll=3.0, light=(0.9, 0.6, 0.5), ambient=0.4, warmth=0.05, distance=5.5, zoom=1.0, grain=0.014
)


def face_before_camera(person: DemoPerson, yaw: float, salt: int, size: int = 620) -> Picture:
    """RGB picture of the person at arm's length, the head turned `yaw` degrees (their own left when positive)."""
    wall = np.full((8, 8, 3), (0.62, 0.66, 0.64), np.float32)
    wall += np.linspace(-0.08, 0.08, 8, dtype=np.float32)[None, :, None]
    pose = replace(_BEFORE_A_WALL, yaw=yaw)
    return face_picture(person.face_seed, person.sex, age_of(person), pose, size, wall, salt)


def turned_flat(picture: Picture, degrees: float) -> Picture:
    """The picture printed, held up and turned around its upright axis: what a still photograph can do."""
    height, width = picture.shape[:2]
    angle, reach = np.radians(degrees), 2.2 * width
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float64) * (width / 2, height / 2)
    nearer = reach / (reach + corners[:, 0] * np.sin(angle))
    seen = np.stack([corners[:, 0] * np.cos(angle) * nearer, corners[:, 1] * nearer], axis=1)
    middle = np.array([width / 2, height / 2])
    matrix = cv2.getPerspectiveTransform((corners + middle).astype(np.float32), (seen + middle).astype(np.float32))
    return np.asarray(cv2.warpPerspective(picture, matrix, (width, height), borderValue=(120, 120, 120)), np.uint8)


def turn(person: DemoPerson, side: str, salt: int = 1) -> tuple[bytes, bytes, bytes]:
    """JPEGs of the person straight, turned to their ``left`` or ``right``, and straight again."""
    yaws = (1.0, YAW if side == "left" else -YAW, -1.0)
    faces = [face_before_camera(person, yaw, 10 * salt + place) for place, yaw in enumerate(yaws)]
    first, second, third = (jpeg_of(Image.fromarray(face)) for face in faces)
    return first, second, third
