"""What is asked or sent outside: e-mail, other administrations, SMS, the provider of electronic identities."""

import os
from typing import Any

from core.settings.place import DEMONSTRATION, MAILBOX_DIR, flag

# --- E-mail ---------------------------------------------------------------------------------------------------------

EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = str(MAILBOX_DIR)
DEFAULT_FROM_EMAIL = os.environ.get("AMPARO_FROM_EMAIL", "Amparo <no-contestar@amparo.example>")
# Where delivery reports come back to, for `manage.py take_delivery_reports`; by default the address mail is sent from.
BOUNCES_TO = os.environ.get("AMPARO_BOUNCES_TO", "")

# --- Other administrations ------------------------------------------------------------------------------------------

STANDIN_PORTS = {"police": 9101, "tax": 9102, "residence": 9103}
STANDIN_URLS = {
    name: os.environ.get(f"AMPARO_STANDIN_{name.upper()}", f"http://127.0.0.1:{port}")
    for name, port in STANDIN_PORTS.items()
}
STANDIN_TOKEN = os.environ.get("AMPARO_STANDIN_TOKEN", "synthetic-demonstration-token")

# --- Services outside: SMS (identity.sms), off unless its address is set; stand-ins in the demonstration -------------

STANDIN_SERVICE_PORTS = {"sms": 9104, "electronic": 9105}
SMS = {
    "url": os.environ.get("AMPARO_SMS_URL", "http://127.0.0.1:9104/v1/messages" if DEMONSTRATION else ""),
    "token": os.environ.get("AMPARO_SMS_TOKEN", STANDIN_TOKEN if DEMONSTRATION else ""),
    "sender": os.environ.get("AMPARO_SMS_SENDER", "Amparo"),
}
SMS_FILE = MAILBOX_DIR / "short-messages.jsonl"  # what the stand-in takes, shown at /desarrollo/correo/

# --- Identity of who applies ----------------------------------------------------------------------------------------
# The level each procedure asks (applications.levels: 0 none, 1 code, 2 document and face, 3 electronic identity), and
# the OpenID Connect provider; none unless its issuer is set. `claims` names what the provider calls number and name.

IDENTITY_LEVELS = {
    name: int(level)
    for name, _, level in (one.partition("=") for one in os.environ.get("AMPARO_IDENTITY_LEVELS", "imv=2").split(","))
}
ELECTRONIC_IDENTITY: dict[str, Any] = {
    "issuer": os.environ.get("AMPARO_OIDC_ISSUER", "http://127.0.0.1:9105" if DEMONSTRATION else "").rstrip("/"),
    "name": os.environ.get("AMPARO_OIDC_NAME", "la identidad electrónica de prueba"),
    "client_id": os.environ.get("AMPARO_OIDC_CLIENT_ID", "amparo"),
    "client_secret": os.environ.get("AMPARO_OIDC_CLIENT_SECRET", STANDIN_TOKEN if DEMONSTRATION else ""),
    "scope": os.environ.get("AMPARO_OIDC_SCOPE", "openid profile"),
    "assurance": os.environ.get("AMPARO_OIDC_ASSURANCE", "").split(),  # values of `acr` that are enough; empty: any
    "claims": {
        "number": os.environ.get("AMPARO_OIDC_NUMBER_CLAIM", "document_number"),
        "given_name": os.environ.get("AMPARO_OIDC_GIVEN_NAME_CLAIM", "given_name"),
        "family_name": os.environ.get("AMPARO_OIDC_FAMILY_NAME_CLAIM", "family_name"),
    },
}
