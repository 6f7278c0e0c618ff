"""The catalogue of errors that people read.

Every error has a stable code, and says what happened, why, and what to do next, in Spanish. Apps register theirs when
they load; a test fails for a code raised but not registered. Texts may hold ``{parameters}``, never a personal datum.
Those that can be met on a page in several languages are marked with `in_languages`.
"""

from dataclasses import dataclass

from django.utils.translation import gettext


@dataclass(frozen=True)
class ErrorText:
    """Wording of one code. `status` is the HTTP status a page or API answers with.

    `way_on`: the room (core.rooms) where the next step is taken, and the words of the link to it.
    """

    code: str
    what: str
    why: str
    next_step: str
    status: int = 400
    way_on: tuple[str, str] | None = None


_CATALOGUE: dict[str, ErrorText] = {}


def register(
    code: str,
    *,
    what: str,
    why: str = "",
    next_step: str,
    status: int = 400,
    way_on: tuple[str, str] | None = None,
) -> None:
    """Add `code` to the catalogue; registering a code twice with other words is a mistake in the code."""
    text = ErrorText(code, what, why, next_step, status, way_on)
    if _CATALOGUE.setdefault(code, text) != text:
        raise ValueError(f"error code registered twice with different words: {code}")


def catalogue() -> dict[str, ErrorText]:
    """Every registered code, for the documentation and its test."""
    return dict(_CATALOGUE)


def in_languages(text: str) -> str:
    """Mark a text for the catalogues of core/locale. Not Django's `gettext_noop`, which would ask for the settings."""
    return text


def _spoken(text: str) -> str:
    """The text in the language of the page; `gettext` of nothing would be the catalogue's own heading."""
    return gettext(text) if text else ""


class AmparoError(Exception):
    """An error of the catalogue, raised by any verb and shown to people as it is.

    `params` fill the wording; they must not hold personal data, because they reach pages and logs.
    """

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        if code not in _CATALOGUE:
            raise KeyError(f"unregistered error code: {code}")
        super().__init__(code)

    @property
    def _text(self) -> ErrorText:
        return _CATALOGUE[self.code]

    @property
    def what(self) -> str:
        """What happened."""
        return _spoken(self._text.what).format(**self.params)

    @property
    def why(self) -> str:
        """Why it happened; may be empty where it is plain from `what`."""
        return _spoken(self._text.why).format(**self.params)

    @property
    def next_step(self) -> str:
        """What to do next."""
        return _spoken(self._text.next_step).format(**self.params)

    @property
    def way_on(self) -> tuple[str, str] | None:
        """The room where the next step is taken, and the words of the link to it."""
        way = self._text.way_on
        return (way[0], _spoken(way[1])) if way else None

    @property
    def status(self) -> int:
        """HTTP status."""
        return self._text.status


class Refused(AmparoError):
    """The actor may not do this. The middleware records it as ``access.refused`` and answers 403."""

    def __init__(self, action: str, subject_type: str = "", subject_ref: str = "") -> None:
        super().__init__("access.refused")
        self.action = action
        self.subject_type = subject_type
        self.subject_ref = subject_ref


register(
    "access.refused",
    what="No puedes hacer esto.",
    why="Tu puesto o tu oficina no tienen este permiso sobre este expediente.",
    next_step="Si crees que deberías poder, habla con tu supervisor. Hemos dejado constancia del intento.",
    status=403,
)
register(
    "record.busy",
    what=in_languages("Otra persona está guardando esto ahora mismo."),
    why=in_languages("Dos cambios a la vez se pisarían."),
    next_step=in_languages("Espera unos segundos y vuelve a intentarlo. No se ha perdido nada."),
    status=409,
)
register(
    "request.too_many",
    what=in_languages("Has hecho demasiados intentos seguidos."),
    why=in_languages("Limitamos los intentos para proteger los datos de todos."),
    next_step=in_languages("Espera {minutes} minutos y vuelve a probar."),
    status=429,
)
