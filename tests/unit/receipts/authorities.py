"""A whole certification authority on this machine: root, intermediate, OCSP, CRL and timestamps, over real HTTP.

Certomancer plays it. Nothing outside this machine is asked.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import CertLabel, CertomancerConfig
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.utils import timezone

from receipts.seal import EvidenceCollector, FileSigner, TimestampAuthority, certificates_in
from receipts.seal.validation import Trust

NAME = "prueba"
ORGANISATION = "Organismo de prueba"
_KEYS = ("root", "issuing", "ocsp", "tsa", "seal", "renewed", "revoked", "short", "stranger")
_LONG = {"valid-from": "2020-01-01T00:00:00+0000", "valid-to": "2046-01-01T00:00:00+0000"}


def _usage(*usages: str) -> dict[str, object]:
    return {
        "id": "key_usage",
        "critical": True,
        "smart-value": {"schema": "key-usage", "params": list(usages)},
    }


def _constraints(length: int) -> dict[str, object]:
    return {"id": "basic_constraints", "critical": True, "value": {"ca": True, "path-len-constraint": length}}


def _lists(repository: str) -> dict[str, object]:
    params = {"crl-repo-names": [repository]}
    return {"id": "crl_distribution_points", "smart-value": {"schema": "crl-dist-url", "params": params}}


_ANSWERS = {
    "id": "authority_information_access",
    "smart-value": {"schema": "aia-urls", "params": {"ocsp-responder-names": ["issuing"]}},
}
_SEAL = [_usage("digital_signature", "non_repudiation"), _lists("issuing"), _ANSWERS]


def _configuration(url: str, folder: Path) -> dict[str, object]:
    revoked = {"revoked-since": "2021-11-01T00:00:00+0000", "reason": "key_compromise"}
    authority = [_usage("digital_signature", "key_cert_sign", "crl_sign")]
    stamping = {"id": "extended_key_usage", "critical": True, "value": ["time_stamping"]}
    answering = {"id": "extended_key_usage", "critical": True, "value": ["ocsp_signing"]}
    certificates = {
        "root": {"subject": "root", "issuer": "root", "validity": _LONG, "extensions": [_constraints(1), *authority]},
        "issuing": {"issuer": "root", "validity": _LONG, "extensions": [_constraints(0), *authority, _lists("root")]},
        "ocsp": {
            "issuer": "issuing",
            "validity": _LONG,
            "extensions": [_usage("digital_signature"), answering, {"id": "ocsp_no_check"}],
        },
        "tsa": {
            "issuer": "root",
            "validity": _LONG,
            "extensions": [_usage("digital_signature"), stamping, _lists("root")],
        },
        "seal": {"issuer": "issuing", "validity": _LONG, "extensions": _SEAL},
        "renewed": {"issuer": "issuing", "subject": "seal", "validity": _LONG, "extensions": _SEAL},
        "revoked": {
            "issuer": "issuing",
            "subject": "seal",
            "validity": _LONG,
            "extensions": _SEAL,
            "revocation": revoked,
        },
        "short": {
            "issuer": "issuing",
            "subject": "seal",
            "validity": {"valid-from": "2020-01-01T00:00:00+0000", "valid-to": "2030-01-01T00:00:00+0000"},
            "extensions": _SEAL,
        },
        "stranger": {"issuer": "issuing", "subject": "stranger", "validity": _LONG, "extensions": _SEAL},
    }
    for label, certificate in certificates.items():
        certificate["subject-key"], certificate["authority-key"] = label, certificate["issuer"]
        certificate.setdefault("subject", label)
    entities = {label: {"common-name": f"Prueba {label}"} for label in _KEYS}
    entities["stranger"] = {"common-name": "Otro sello", "organization-name": "Otra organización"}
    return {
        "external-url-prefix": url,
        "keysets": {NAME: {"path-prefix": str(folder), "keys": {label: {"path": f"{label}.pem"} for label in _KEYS}}},
        "pki-architectures": {
            NAME: {
                "keyset": NAME,
                "entity-defaults": {"country-name": "ES", "organization-name": ORGANISATION},
                "entities": entities,
                "certs": certificates,
                "services": {
                    "ocsp": {"issuing": {"for-issuer": "issuing", "responder-cert": "ocsp", "signing-key": "ocsp"}},
                    "crl-repo": {
                        label: {"for-issuer": label, "signing-key": label, "simulated-update-schedule": "P30D"}
                        for label in ("root", "issuing")
                    },
                    "time-stamping": {"tsa": {"signing-key": "tsa", "signing-cert": "tsa"}},
                },
            }
        },
    }


@dataclass
class Authorities:
    """The running authority. `asked` holds the paths it was asked for; `down` makes it answer nothing but 503."""

    url: str
    folder: Path
    configuration: CertomancerConfig
    asked: list[str] = field(default_factory=list)
    down: bool = False

    def certificate(self, label: str) -> Path:
        """A certificate of it, as PEM, followed by the one that issued it."""
        path = self.folder / f"{label}.cert.pem"
        if not path.exists():
            from asn1crypto import pem

            architecture = self.configuration.get_pki_arch(NAME)
            labels = [label] if label in ("root", "issuing", "tsa") else [label, "issuing"]
            found = [architecture.get_cert(CertLabel(one)).dump() for one in labels]
            path.write_bytes(b"".join(pem.armor("CERTIFICATE", der) for der in found))
        return path

    def key(self, label: str) -> Path:
        """Its private key."""
        return self.folder / f"{label}.pem"

    def signer(self, label: str = "seal") -> FileSigner:
        """A signer with one of its certificates."""
        return FileSigner(self.certificate(label), self.key(label))

    @property
    def timestamps(self) -> TimestampAuthority:
        """A client of its timestamp authority that has asked nothing yet."""
        return TimestampAuthority(f"{self.url}/{NAME}/tsa/tsa")

    @property
    def evidence(self) -> EvidenceCollector:
        """A collector that has asked nothing yet."""
        return EvidenceCollector(certificates_in(self.root))

    @property
    def root(self) -> bytes:
        """Its root certificate, in PEM."""
        return self.certificate("root").read_bytes()

    @property
    def trust(self) -> Trust:
        """Trust in its root, for seals of the organisation of the tests."""
        return Trust((self.root,), organisation=ORGANISATION)

    def revocation_list(self) -> bytes:
        """The list of revoked certificates as of now."""
        crl = self.configuration.get_pki_arch(NAME).service_registry.get_crl("issuing", timezone.now())
        return crl.dump()


def _write_keys(folder: Path) -> None:
    for label in _KEYS:
        key = rsa.generate_private_key(65537, 2048) if label == "tsa" else ec.generate_private_key(ec.SECP256R1())
        encoded = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (folder / f"{label}.pem").write_bytes(encoded)


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def running(folder: Path) -> Iterator[Authorities]:
    """The authority, answering on a free port of loopback."""
    folder.mkdir(exist_ok=True)
    _write_keys(folder)
    state: dict[str, object] = {}

    def answer(environ, start_response):
        authorities = state["authorities"]
        authorities.asked.append(environ["PATH_INFO"])
        if authorities.down:
            start_response("503 Service Unavailable", [("Content-Length", "0")])
            return [b""]
        return state["animator"](environ, start_response)

    server = make_server("127.0.0.1", 0, answer, handler_class=_Quiet)
    url = f"http://127.0.0.1:{server.server_port}"
    configuration = CertomancerConfig(_configuration(url, folder), key_search_dir=str(folder))
    state["animator"] = Animator(AnimatorArchStore(configuration.pki_archs), with_web_ui=False)
    state["authorities"] = Authorities(url, folder, configuration)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield state["authorities"]
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
