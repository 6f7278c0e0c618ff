"""Only real pictures come in, upright and with nothing but their pixels."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from core.errors import AmparoError
from identity.vision import intake


def saved(picture, kind="JPEG", **how):
    stream = io.BytesIO()
    picture.save(stream, kind, **how)
    return stream.getvalue()


def halves(width=640, height=480):
    """Left half red, right half blue."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[:, : width // 2] = (220, 20, 20)
    pixels[:, width // 2 :] = (20, 20, 220)
    return Image.fromarray(pixels)


def refused(content):
    with pytest.raises(AmparoError) as caught:
        intake.open_picture(content)
    assert caught.value.what
    assert caught.value.next_step
    return caught.value.code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_three_kinds_come_in(kind):
    opened = intake.open_picture(saved(halves(), kind))
    assert opened.image.shape == (480, 640, 3)
    assert opened.image[240, 60, 2] > 150, "BGR, red on the left"


def test_it_is_turned_upright_and_its_metadata_goes():
    exif = Image.Exif()
    exif[0x0112] = 3
    exif[0x010F] = "Some telephone"
    opened = intake.open_picture(saved(halves(), exif=exif))
    assert opened.image[240, 60, 0] > 150, "upside down, so blue comes to the left"
    kept = Image.open(io.BytesIO(opened.jpeg))
    assert not kept.getexif()
    assert b"telephone" not in opened.jpeg


def test_a_large_picture_is_shrunk_and_says_how_much():
    opened = intake.open_picture(saved(halves(4000, 3000)))
    assert max(opened.image.shape) == 2000
    assert opened.shrunk == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "identity.picture_empty"),
        (b"%PDF-1.7 not a picture", "identity.picture_is_pdf"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 500, "identity.picture_is_heic"),
        (b"\0\0\0\x18ftypisom\0\0\0\0" + b"\0" * 500, "identity.picture_not_image"),
        (b"GIF89a" + b"\0" * 100, "identity.picture_not_image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "identity.picture_not_image"),
        (b"\xff\xd8\xff" + b"\0" * 500, "identity.picture_damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "identity.picture_damaged"),
        (b"\xff\xd8\xff" + b"\0" * (15 * 1024 * 1024), "identity.picture_too_heavy"),
    ],
)
def test_what_is_no_picture_is_told_plainly(content, code):
    assert refused(content) == code


def test_a_truncated_picture_is_damaged():
    assert refused(saved(halves())[:2000]) == "identity.picture_damaged"


def test_a_tiny_picture_is_too_small():
    assert refused(saved(halves(200, 100))) == "identity.picture_too_small"


def test_a_bomb_is_refused_by_its_header_without_being_unpacked():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    assert refused(bomb) == "identity.picture_too_large"
