"""A text model loaded so that OpenCV runs it fast: the same weights in a graph without what slows it down.

The files as published hold an Identity after every sum and each convolution's bias as a sum of its own. Over those
OpenCV fuses nothing, and turns the layout of its data round before and after each. In memory, Identities are passed
over, biases go into their convolutions, and outputs that nobody asks for are not computed. Measured on one core: 25 %
less time to find text and to read it, 100 MB less memory, and the same numbers to within rounding
(`tests/unit/identity/test_text_networks.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from identity.vision.ocr.model_file import (
    Described,
    Graph,
    Model,
    Node,
    Tensor,
    TensorType,
    Type,
    Value,
    fields_of,
    message_of,
    text_of,
)
from identity.vision.weights import Weights, path_of

_WITH_BIAS = ("Conv", "ConvTranspose")
_FLOAT = 1


@dataclass(frozen=True)
class _Step:
    """One node of a graph: its operator, what goes in and out, and its other fields as they are."""

    operator: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rest: tuple[tuple[int, Value], ...] = field(repr=False)

    @classmethod
    def read(cls, message: Value) -> _Step:
        assert not isinstance(message, int)
        found = fields_of(message)
        named = {
            which: tuple(text_of(value) for number, value in found if number == which)
            for which in (Node.INPUT, Node.OUTPUT, Node.OPERATOR)
        }
        rest = tuple((number, value) for number, value in found if number not in (Node.INPUT, Node.OUTPUT))
        return cls(named[Node.OPERATOR][0], named[Node.INPUT], named[Node.OUTPUT], rest)

    def written(self) -> bytes:
        named = [(int(Node.INPUT), name.encode()) for name in self.inputs]
        named += [(int(Node.OUTPUT), name.encode()) for name in self.outputs]
        return message_of([*named, *self.rest])


@dataclass(frozen=True)
class _Constant:
    """A tensor of the file: its shape and its bytes."""

    shape: tuple[int, ...]
    kind: int
    content: Value = field(repr=False)

    def written(self, name: str) -> bytes:
        shape = [(int(Tensor.DIMENSION), size) for size in self.shape]
        return message_of(
            [*shape, (Tensor.DATA_TYPE, self.kind), (Tensor.NAME, name.encode()), (Tensor.RAW_DATA, self.content)]
        )

    def columns(self, kept: NDArray[np.intp]) -> _Constant:
        """Some columns of its last axis."""
        assert not isinstance(self.content, int)
        values = np.frombuffer(self.content, np.float32).reshape(self.shape)[..., kept]
        return replace(self, shape=values.shape, content=values.tobytes())


def load(weights: Weights, outputs: int = 0, kept: NDArray[np.intp] | None = None) -> cv2.dnn.Net:
    """The network of a model file. Of a last axis of `outputs` values only those in `kept` are computed, if given.

    After a softmax the kept ones have the sum 1, as if the others did not exist.
    Raises ``identity.models_missing`` or ``identity.models_changed``.
    """
    model = tidied(path_of(weights).read_bytes(), outputs, kept)
    return cv2.dnn.readNetFromONNX(np.frombuffer(model, np.uint8), cv2.dnn.ENGINE_NEW)


def tidied(model: bytes, outputs: int = 0, kept: NDArray[np.intp] | None = None) -> bytes:
    """The same model as `load` gives it to OpenCV."""
    return message_of(
        (number, _tidied_graph(fields_of(value), outputs, kept))
        if number == Model.GRAPH and not isinstance(value, int)
        else (number, value)
        for number, value in fields_of(model)
    )


def _tidied_graph(graph: Iterable[tuple[int, Value]], outputs: int, kept: NDArray[np.intp] | None) -> bytes:
    parts = list(graph)
    results = [_name_of_output(value) for number, value in parts if number == Graph.OUTPUT]
    constants = dict(_constant(value) for number, value in parts if number == Graph.INITIALIZER)
    steps = [_Step.read(value) for number, value in parts if number == Graph.NODE]
    steps = _with_biases(_without_identities(steps, results), constants)
    used = {name for step in steps for name in step.inputs}
    constants = {name: constant for name, constant in constants.items() if name in used}
    if kept is not None:
        for name, constant in constants.items():
            if constant.shape[-1:] == (outputs,):
                constants[name] = constant.columns(kept)
    # Shapes that were written down for the graph as it was are left out: they follow from the rest.
    changed = (Graph.NODE, Graph.INITIALIZER, Graph.OUTPUT, Graph.VALUE_INFO)
    return message_of(
        [
            *((number, value) for number, value in parts if number not in changed),
            *((Graph.NODE, step.written()) for step in steps),
            *((Graph.INITIALIZER, constant.written(name)) for name, constant in constants.items()),
            *((Graph.OUTPUT, _output_of(name)) for name in results),
        ]
    )


def _name_of_output(message: Value) -> str:
    assert not isinstance(message, int)
    return next(text_of(value) for number, value in fields_of(message) if number == Described.NAME)


def _output_of(name: str) -> bytes:
    """An output of numbers, its shape left open."""
    numbers = message_of([(TensorType.DATA_TYPE, _FLOAT), (TensorType.SHAPE, b"")])
    return message_of([(Described.NAME, name.encode()), (Described.TYPE, message_of([(Type.TENSOR, numbers)]))])


def _constant(message: Value) -> tuple[str, _Constant]:
    assert not isinstance(message, int)
    found = fields_of(message)
    one = {number: value for number, value in found if number != Tensor.DIMENSION}
    shape = tuple(value for number, value in found if number == Tensor.DIMENSION and isinstance(value, int))
    kind = one[Tensor.DATA_TYPE]
    assert isinstance(kind, int)
    return text_of(one[Tensor.NAME]), _Constant(shape, kind, one.get(Tensor.RAW_DATA, b""))


def _without_identities(steps: list[_Step], results: list[str]) -> list[_Step]:
    """The steps without those that only give a value another name."""
    known_as = dict[str, str]()
    left = []
    for step in steps:
        inputs = tuple(known_as.get(name, name) for name in step.inputs)
        if step.operator == "Identity" and step.outputs[0] not in results:
            known_as[step.outputs[0]] = inputs[0]
        else:
            left.append(replace(step, inputs=inputs))
    return left


def _with_biases(steps: list[_Step], constants: dict[str, _Constant]) -> list[_Step]:
    """The steps with each sum of a convolution and one number for each of its channels made the convolution's bias.

    `constants` gains the biases in the shape they must have there.
    """
    uses = Counter(name for step in steps for name in step.inputs)
    place = {step.outputs[0]: index for index, step in enumerate(steps)}
    changed: list[_Step | None] = list(steps)
    for index, step in enumerate(steps):
        if step.operator != "Add" or step.inputs[0] not in place or step.inputs[1] not in constants:
            continue
        before, (source, bias) = place[step.inputs[0]], step.inputs
        convolution, shape = steps[before], constants[bias].shape
        by_channel = len(shape) == 4 and shape[1] == np.prod(shape) and constants[bias].kind == _FLOAT
        if by_channel and convolution.operator in _WITH_BIAS and len(convolution.inputs) == 2 and uses[source] == 1:
            name = f"{bias} as bias"
            constants[name] = replace(constants[bias], shape=(shape[1],))
            changed[before] = replace(convolution, inputs=(*convolution.inputs, name), outputs=step.outputs)
            changed[index] = None
    return [step for step in changed if step is not None]
