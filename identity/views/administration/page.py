"""How a verb's refusal comes back to the form it was asked from."""

from collections.abc import Callable
from typing import Any

from core.errors import AmparoError
from core.office_pages import in_words

_WRONG_DATA = {400, 409}


def done(form: Any, verb: Callable[..., Any], *arguments: Any) -> Any:
    """What `verb` gives; or None, and the form says what went wrong. Other refusals go their way."""
    try:
        return verb(*arguments) or True
    except AmparoError as error:
        if error.status not in _WRONG_DATA:
            raise
        form.add_error(None, in_words(error))
        return None
