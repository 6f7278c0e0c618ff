"""Hostile pictures cost one process at most: no crash of ours, no hang, bounded memory, and the next one is read."""

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter

import numpy as np
import pytest
from PIL import Image

from core.errors import AmparoError, catalogue
from core.identifiers import new_public_id
from core.models import AuditEvent, StoredFile
from identity import services
from identity.models import Picture
from identity.vision import apart, intake
from tests.fuzz import pictures
from tests.fuzz.run import Report, peak_of, send

SEED = 20261121
COUNT = 500


@pytest.fixture(scope="module")
def specimens(shots):
    return [shots("adrian", name) for name in ("front", "back", "selfie")]


@pytest.mark.req("S2-22")
def test_five_hundred_hostile_pictures(specimens):
    report = Report()
    apart.workers().warm()
    here = peak_of(os.getpid(), "VmRSS")
    for number in range(COUNT):
        send(pictures.hostile(number, SEED, specimens, cards_of=100), report)
    print(report.told())
    assert not report.unforeseen
    assert report.slowest[0] < apart.workers().limits.seconds + 10
    assert report.most_apart < 700
    assert report.most_here - here < 150, "what is decoded, is decoded elsewhere"
    # The generator must go on making what it says: something let in, and something of each refusal.
    assert report.outcomes["examined"] > COUNT / 5
    assert {
        f"identity.picture_{kind}" for kind in ("damaged", "not_image", "too_large", "too_small", "too_heavy")
    } <= set(report.outcomes)
    assert report.outcomes.total() == COUNT
    lost = sum(report.outcomes[code] for code in apart.GIVEN_UP)
    assert lost <= COUNT / 50, report.by_trick


def test_the_same_seed_makes_the_same_pictures(specimens):
    first, second = ([pictures.hostile(number, 7, specimens) for number in range(30)] for _ in range(2))
    assert first == second
    assert pictures.hostile(0, 8, specimens) != first[0]
    assert set(Counter(trick.__name__ for trick in pictures.TRICKS)) == {one.trick for one in first}


@pytest.mark.parametrize(("channels", "colour"), [(3, 2), (4, 6), (1, 0)])
def test_the_largest_bomb_let_in_stays_under_its_memory(channels, colour):
    bomb = pictures.png(4800, 4800, pictures.blank_rows(4800 * (4800 * channels + 1)), colour=colour)
    assert len(bomb) < 300_000
    seen, _ = apart.examine("selfie", bomb, _today())
    assert "identity.no_face" in seen.problems
    (process,) = apart.workers().processes()
    assert 0 < peak_of(process.number) < 700


def test_twenty_thousand_by_twenty_thousand_is_refused_by_its_header():
    with pytest.raises(AmparoError, match=r"identity\.picture_too_large"):
        apart.examine("front", pictures.png(20_000, 20_000, pictures.blank_rows(1 << 20)), _today())


def _today():
    from django.utils import timezone

    return timezone.localdate()


@pytest.mark.django_db(transaction=True)
class TestKilledInTheMiddle:
    @pytest.fixture
    def check(self, claimed):
        ref = str(new_public_id())
        return services.open_check(subject_ref=ref, claimed=claimed("adrian"), province_code="29", face_consent=True)

    def test_the_person_is_told_it_is_recorded_and_the_next_picture_is_read(self, check, shots):
        content = shots("adrian", "front")
        services.add_picture(check.check_id, "selfie", shots("adrian", "selfie"))
        (process,) = apart.workers().processes()

        def kill_when_busy():
            while apart.workers().processes():
                time.sleep(0.001)
            time.sleep(0.1)
            os.kill(process.number, signal.SIGKILL)

        killer = threading.Thread(target=kill_when_busy)
        killer.start()
        with pytest.raises(AmparoError) as caught:
            services.add_picture(check.check_id, "front", content)
        killer.join()
        assert caught.value.code == "identity.reader_died"
        assert services.check_state(check.subject_ref).tries_left["front"] == 3, "it used up no try"
        event = AuditEvent.objects.get(kind="identity.picture_given_up")
        expected = {"check": str(check.check_id), "side": "front", "reason": "identity.reader_died"}
        assert event.payload == expected, "and nothing of the person"
        result = services.add_picture(check.check_id, "front", content)
        assert result.accepted
        assert result.read["number"] == "99003351N"
        assert Picture.objects.count() == StoredFile.objects.count() == 2

    def test_faces_that_cannot_be_compared_go_to_a_person(self, check, shots, monkeypatch):
        services.set_face_consent(check.check_id, True)
        for side in ("front", "back", "selfie"):
            services.add_picture(check.check_id, side, shots("adrian", side))
        monkeypatch.setattr(apart.workers(), "limits", apart.workers().limits.__class__(wait_seconds=0))
        with apart.workers()._place():
            outcome = services.conclude(check.check_id, "ok")
        assert outcome.outcome == "review"
        assert [reason.code for reason in outcome.reasons] == ["identity.models_unavailable"]


@pytest.mark.parametrize("code", sorted(apart.GIVEN_UP | {"identity.reader_busy"}))
def test_what_is_told_says_what_why_and_what_to_do(code):
    words = catalogue()[code]
    assert all(part.endswith(".") for part in (words.what, words.why, words.next_step))


def test_the_serving_process_loads_neither_opencv_nor_tesseract():
    """What it does not load, a picture cannot attack."""
    code = (
        "import django, sys; django.setup(); import identity.services, identity.vision.apart; "
        "print([name for name in ('cv2', 'pytesseract', 'identity.vision.intake') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def saved(picture, kind="PNG", **how):
    stream = io.BytesIO()
    picture.save(stream, kind, **how)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_rubbish_camera_data_does_not_spoil_a_good_picture(kind):
    picture = Image.new("RGB", (640, 480), (220, 20, 20))
    opened = intake.open_picture(saved(picture, kind, exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + bytes(40)))
    assert opened.image.shape == (480, 640, 3)


def test_sixteen_bits_are_not_a_white_sheet():
    levels = np.tile(np.linspace(0, 65_535, 640).astype(np.uint16), (480, 1))
    opened = intake.open_picture(saved(Image.fromarray(levels)))
    assert opened.image[240, 60].max() < 60 < 190 < opened.image[240, 580].min()


def test_one_larger_than_needed_is_turned_after_it_is_shrunk():
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = Image.new("RGB", (3000, 2000), (220, 20, 20))
    picture.paste((20, 20, 220), (0, 0, 3000, 1000))
    for kind in ("PNG", "JPEG", "WEBP"):
        opened = intake.open_picture(saved(picture, kind, exif=exif))
        assert opened.image.shape == (2000, 1333, 3)
        assert opened.image[1000, 1200, 0] > 150, "the top, blue, comes to the right"
        assert opened.image[1000, 100, 2] > 150
