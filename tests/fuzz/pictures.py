"""Hostile pictures: what somebody who wants to break the reader would send, each remade from its seed and number.

Two thirds are damaged or doctored real specimen pictures; the rest are built byte by byte: bombs, lying headers,
impossible sizes, files that are two things at once.
"""

import io
import random
import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image


@dataclass(frozen=True)
class Hostile:
    """One picture to send, as which side, and what was done to it."""

    trick: str
    side: str
    content: bytes


def hostile(number: int, seed: int, specimens: Sequence[bytes], cards_of: int = 12) -> Hostile:
    """The picture of that number; the same for the same seed and specimens.

    One of `cards_of` goes as a side of a card, the rest as a selfie: reading text is what takes long.
    """
    chance = random.Random(f"{seed}:{number}")
    trick = TRICKS[number % len(TRICKS)]
    content = trick(chance, chance.choice(specimens))
    side = chance.choice(("front", "back")) if chance.randrange(cards_of) == 0 else "selfie"
    return Hostile(trick.__name__, side, content)


def chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, rows: bytes, *, bits: int = 8, colour: int = 2, more: bytes = b"") -> bytes:
    """A PNG whose header says what it likes, with `rows` already compressed."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + more + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@lru_cache(maxsize=8)
def blank_rows(size: int) -> bytes:
    """So many zero bytes, compressed about a thousand times."""
    packer = zlib.compressobj(9)
    packed = [packer.compress(bytes(min(1 << 20, size - at))) for at in range(0, size, 1 << 20)]
    return b"".join((*packed, packer.flush()))


def saved(picture: Image.Image, kind: str = "JPEG", **how: object) -> bytes:
    """The picture as a file."""
    stream = io.BytesIO()
    picture.save(stream, kind, **how)
    return stream.getvalue()


@lru_cache(maxsize=16)
def small(specimen: bytes, side: int = 520) -> Image.Image:
    """A specimen at a size that is quick to work with."""
    picture = Image.open(io.BytesIO(specimen)).convert("RGB")
    picture.thumbnail((side, side))
    return picture


def flipped_bytes(chance: random.Random, specimen: bytes) -> bytes:
    content = bytearray(saved(small(specimen)))
    for _ in range(chance.choice((1, 4, 30, 300))):
        content[chance.randrange(3, len(content))] = chance.randrange(256)
    return bytes(content)


def flipped_header(chance: random.Random, specimen: bytes) -> bytes:
    content = bytearray(saved(small(specimen), chance.choice(("JPEG", "PNG", "WEBP"))))
    for _ in range(chance.randint(1, 6)):
        content[chance.randrange(3, min(700, len(content)))] = chance.randrange(256)
    return bytes(content)


def truncated(chance: random.Random, specimen: bytes) -> bytes:
    content = saved(small(specimen), chance.choice(("JPEG", "PNG", "WEBP")))
    return content[: chance.randrange(4, len(content))]


def shuffled(chance: random.Random, specimen: bytes) -> bytes:
    content = saved(small(specimen))
    first, second = sorted(chance.sample(range(20, len(content)), 2))
    third = chance.randrange(second, len(content))
    return content[:first] + content[second:third] + content[first:second] + content[third:]


def repeated(chance: random.Random, specimen: bytes) -> bytes:
    content = saved(small(specimen))
    start = chance.randrange(20, len(content) - 400)
    return content[:start] + content[start : start + chance.randint(1, 400)] * chance.randint(2, 200) + content[start:]


def huge_header(chance: random.Random, _: bytes) -> bytes:
    width, height = chance.choice(((20_000, 20_000), (2**31 - 1, 2**31 - 1), (65_535, 65_535), (1, 2**31 - 1)))
    return png(width, height, blank_rows(chance.randint(1, 5000)))


def bomb(chance: random.Random, _: bytes) -> bytes:
    """A few hundred kilobytes that fill the whole of what is allowed, or say so."""
    if chance.random() < 0.9:
        side = chance.choice((9000, 20_000))  # over the limit, so refused by its header
        return png(side, side, blank_rows(1 << 20))
    channels, colour = chance.choice(((3, 2), (4, 6), (1, 0)))
    return png(8000, 8000, blank_rows(8000 * (8000 * channels + 1)), colour=colour)


def bomb_of_sixteen_bits(chance: random.Random, _: bytes) -> bytes:
    side = chance.choice((600, 1500, 3000))
    return png(side, side, blank_rows(side * (side * 2 + 1)), bits=16, colour=0)


def too_little_inside(chance: random.Random, _: bytes) -> bytes:
    return png(chance.randint(320, 4000), chance.randint(320, 4000), blank_rows(chance.randint(1, 100_000)))


def too_much_inside(chance: random.Random, _: bytes) -> bytes:
    return png(400, 400, blank_rows(chance.choice((10, 60)) << 20))


def bomb_beside_the_pixels(chance: random.Random, _: bytes) -> bytes:
    """Text or a colour profile that unpacks to fifty million bytes."""
    packed = blank_rows(50 << 20)
    kind, data = chance.choice(
        ((b"zTXt", b"Comment\0\0" + packed), (b"iCCP", b"p\0\0" + packed), (b"iTXt", b"C\0\1\0\0\0" + packed))
    )
    return png(400, 400, blank_rows(400 * 1201), more=chunk(kind, data))


def lying_jpeg(chance: random.Random, specimen: bytes) -> bytes:
    """A JPEG that says it is larger, or smaller, than it is, or of more colours."""
    content = bytearray(saved(small(specimen), progressive=chance.random() < 0.5))
    frame = max(content.find(b"\xff\xc0"), content.find(b"\xff\xc2"))
    sizes = ((65_535, 65_535), (7900, 7900), (1, 1), (0, 0), (320, 60_000), (chance.randrange(65_536),) * 2)
    content[frame + 5 : frame + 9] = struct.pack(">HH", *chance.choice(sizes))
    if chance.random() < 0.3:
        content[frame + 9] = chance.randrange(256)
    return bytes(content)


def many_scans(chance: random.Random, specimen: bytes) -> bytes:
    """A progressive JPEG whose scans are repeated: little to send, long to decode."""
    content = saved(small(specimen, 1600), progressive=True, quality=60)
    scan = content.rfind(b"\xff\xda")
    return content[:-2] + content[scan:-2] * chance.randint(10, 400) + b"\xff\xd9"


def tiny(chance: random.Random, _: bytes) -> bytes:
    size = chance.choice(((1, 1), (1, 5000), (319, 4000), (2, 2)))
    return saved(Image.new("RGB", size), chance.choice(("JPEG", "PNG", "WEBP")))


def thin(chance: random.Random, _: bytes) -> bytes:
    size = chance.choice(((320, 30_000), (16_000, 321), (320, 320)))
    return saved(Image.new("RGB", size, (chance.randrange(256), 9, 9)), chance.choice(("JPEG", "PNG")))


def two_things(chance: random.Random, specimen: bytes) -> bytes:
    """A picture that is a program, a page, a paper or an archive too."""
    other = chance.choice(
        (
            b"PK\x03\x04" + bytes(60),
            b"<script>alert(1)</script>",
            b"%PDF-1.7\n%%EOF",
            b"MZ" + bytes(100),
            b"\x7fELF" + bytes(90),
        )
    )
    picture = saved(small(specimen), chance.choice(("JPEG", "PNG", "WEBP")))
    return chance.choice((picture + other, other + picture, picture[:4] + other + picture[4:]))


def wrong_name(chance: random.Random, specimen: bytes) -> bytes:
    """The first bytes of one kind before the content of another."""
    kinds = {"JPEG": b"\xff\xd8\xff", "PNG": b"\x89PNG\r\n\x1a\n", "WEBP": b"RIFF\x00\x00\x00\x00WEBP"}
    body = saved(small(specimen), chance.choice((*kinds, "GIF", "TIFF", "BMP")))
    return chance.choice(list(kinds.values())) + body


def other_kinds(chance: random.Random, specimen: bytes) -> bytes:
    return saved(small(specimen), chance.choice(("GIF", "TIFF", "BMP", "PPM", "ICO", "PCX", "SGI")))


def moving(chance: random.Random, specimen: bytes) -> bytes:
    """Many frames where one is expected."""
    first = small(specimen, 440)
    frames = [first.point(lambda level, by=number: (level + by) % 256) for number in range(chance.choice((2, 6)))]
    return saved(first, chance.choice(("WEBP", "PNG")), save_all=True, append_images=frames, duration=1)


def other_colours(chance: random.Random, specimen: bytes) -> bytes:
    picture = small(specimen)
    mode, kind = chance.choice(
        (("CMYK", "JPEG"), ("L", "JPEG"), ("1", "PNG"), ("P", "PNG"), ("RGBA", "WEBP"), ("LA", "PNG"), ("I;16", "PNG"))
    )
    if mode == "I;16":
        return saved(Image.fromarray(np.asarray(picture.convert("L")).astype(np.uint16) << 8), kind)
    return saved(picture.convert(mode), kind)


def rubbish_beside(chance: random.Random, specimen: bytes) -> bytes:
    """Camera data and colour profile that are rubbish."""
    rubbish = chance.randbytes(chance.choice((10, 1000, 60_000)))
    exif = b"Exif\0\0" + chance.choice((rubbish, b"MM\0*\0\0\0\x08\xff\xff" + rubbish, b"II*\0\xff\xff\xff\xff"))
    return saved(small(specimen), exif=exif[:65_000], icc_profile=rubbish)


def turned_beyond(chance: random.Random, specimen: bytes) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = chance.choice((0, 9, 255, 65_535, 6))
    return saved(small(specimen), chance.choice(("JPEG", "PNG", "WEBP")), exif=exif)


def noise(chance: random.Random, _: bytes) -> bytes:
    start = chance.choice((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\xff\xff\xff\xffWEBPVP8 ", b""))
    return start + chance.randbytes(chance.choice((0, 1, 50, 5000, 200_000)))


def noisy_picture(chance: random.Random, _: bytes) -> bytes:
    """A proper picture of nothing: the reader finds letters and edges everywhere."""
    size = (chance.randint(320, 900), chance.randint(320, 900))
    pixels = np.frombuffer(chance.randbytes(size[0] * size[1] * 3), np.uint8)
    return saved(Image.fromarray(pixels.reshape(size[1], size[0], 3)), "PNG")


TRICKS: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    flipped_bytes,
    flipped_header,
    truncated,
    lying_jpeg,
    two_things,
    other_colours,
    flipped_bytes,
    huge_header,
    shuffled,
    rubbish_beside,
    truncated,
    bomb,
    repeated,
    flipped_header,
    moving,
    too_little_inside,
    tiny,
    wrong_name,
    flipped_bytes,
    noise,
    turned_beyond,
    bomb_beside_the_pixels,
    flipped_header,
    thin,
    other_kinds,
    too_much_inside,
    truncated,
    many_scans,
    noisy_picture,
    bomb_of_sixteen_bits,
)
