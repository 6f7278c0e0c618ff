"""How a one-time code reaches somebody: by e-mail, or by SMS where a provider is set. The same words and rules."""

from __future__ import annotations

import logging

from core import mail
from core.errors import AmparoError
from identity import sms
from identity.models import Channel, OneTimeCode

logger = logging.getLogger(__name__)

PURPOSES = {
    "draft": "empezar o continuar tu solicitud",
    "resume": "volver a tu borrador",
    "change_email": "cambiar el correo de tu solicitud",
    "signature": "firmar tu solicitud",
    "follow_up": "ver cómo va tu solicitud",
    "withdraw": "desistir de tu solicitud",
    "delete": "borrar tu borrador",
    "consent": "dar tu consentimiento",
    "consent_access": "ver o retirar tu consentimiento",
}
ANY_PURPOSE = "seguir con tu trámite"
_REFUSED = {Channel.EMAIL: "code.address_refused", Channel.SMS: "code.phone_refused"}


def deliver_code(challenge: OneTimeCode, code: str, minutes: int) -> None:
    """Send it, or take the challenge back and say why not: it must not make the person wait for another.

    The message holds no personal datum: the code, what it is for, and which text it agrees to.
    """
    context = {
        "code": f"{code[:3]} {code[3:]}",
        "purpose": PURPOSES.get(challenge.purpose, ANY_PURPOSE),
        "minutes": minutes,
        "expires_at": challenge.expires_at,
        "text_version": challenge.text_version,
        "text_hash": challenge.bound_to[:16],
    }
    try:
        if challenge.channel == Channel.SMS:
            sms.send(challenge.phone, "identity/sms/code.txt", context)
        else:
            mail.send(challenge.email, "Tu código de Amparo", "identity/mail/code.txt", context)
    except (mail.AddressRefusedError, sms.PhoneRefusedError):
        challenge.delete()
        raise AmparoError(_REFUSED[Channel(challenge.channel)]) from None
    except OSError as error:
        logger.error("code %s not sent: %s", challenge.public_id, type(error).__name__)
        challenge.delete()
        raise AmparoError("code.not_sent") from None


def tell_of_lock(challenge_id: str, minutes: int) -> None:
    """Say, where the codes went, that somebody wrote five wrong ones and that nothing is taken for a while."""
    challenge = OneTimeCode.objects.filter(public_id=challenge_id).first()
    if challenge is None:
        return
    context = {"purpose": PURPOSES.get(challenge.purpose, ANY_PURPOSE), "minutes": minutes}
    try:
        if challenge.channel == Channel.SMS:
            sms.send(challenge.phone, "identity/sms/locked.txt", context)
        else:
            mail.send(challenge.email, "Hemos parado los códigos por ahora", "identity/mail/locked.txt", context)
    except (mail.AddressRefusedError, sms.PhoneRefusedError):
        logger.warning("lock of %s not told: refused", challenge.public_id)
