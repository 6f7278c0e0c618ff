"""The text models as they are loaded say the same as the files as they were published."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.vision.ocr import dictionary, network
from identity.vision.ocr.model_file import fields_of, message_of
from identity.vision.weights import TEXT_FINDER, TEXT_READER, path_of

FIELDS = st.lists(
    st.tuples(st.integers(1, 200), st.integers(0, 2**63 - 1) | st.binary(max_size=300)),
    max_size=8,
)


def answer(net, shape):
    """What a network makes of noise, always the same."""
    net.setInput(np.random.default_rng(7).uniform(-1, 1, shape).astype(np.float32))
    return net.forward()


def published(weights):
    return cv2.dnn.readNetFromONNX(str(path_of(weights)), cv2.dnn.ENGINE_NEW)


def test_text_is_found_in_the_same_places():
    expected = answer(published(TEXT_FINDER), (1, 3, 96, 160))
    got = answer(network.load(TEXT_FINDER), (1, 3, 96, 160))
    assert got.shape == expected.shape
    assert np.abs(got - expected).max() < 1e-5


def test_a_line_is_read_the_same_among_the_characters_asked_for():
    count = len(dictionary.characters())
    kept = np.array([0, 40, 3, count - 1, 700])
    whole = answer(published(TEXT_READER), (1, 3, 48, 96))[..., kept]
    got = answer(network.load(TEXT_READER, count, kept), (1, 3, 48, 96))
    assert got.shape == whole.shape
    assert np.allclose(got, whole / whole.sum(axis=-1, keepdims=True), atol=1e-5)


def test_nothing_is_left_that_only_names_a_value_again():
    model = network.tidied(path_of(TEXT_FINDER).read_bytes())
    assert b"Identity" in path_of(TEXT_FINDER).read_bytes()
    net = cv2.dnn.readNetFromONNX(np.frombuffer(model, np.uint8), cv2.dnn.ENGINE_NEW)
    assert len(net.getLayerNames()) < 0.5 * len(published(TEXT_FINDER).getLayerNames())


@given(FIELDS)
def test_a_message_taken_apart_and_put_together_is_the_same(fields):
    message = message_of(fields)
    assert [
        (number, bytes(value) if not isinstance(value, int) else value) for number, value in fields_of(message)
    ] == (fields)
    assert message_of(fields_of(message)) == message


def test_a_field_of_another_kind_is_not_passed_over():
    with pytest.raises(ValueError, match="do not have"):
        fields_of(b"\x0d\0\0\0\0")
