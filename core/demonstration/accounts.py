"""Invented members of staff for the demonstration: the five roles, in Madrid (28), Málaga (29) and central services.

Passwords and second-factor secrets are known to everybody on purpose: these accounts are only ever created, and only
let in, where ``AMPARO_DEMONSTRATION`` is set.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

PASSWORD = "amparo-demostracion-2026"  # noqa: S105 - known on purpose
EMPLOYEE_PREFIX = "DEMO-"


@dataclass(frozen=True)
class DemoStaff:
    """One account. `office_kind` is core.OfficeKind's value; `province_code` is empty for central services."""

    number: int
    username: str
    full_name: str
    role: str
    office_kind: str
    province_code: str

    @property
    def employee_number(self) -> str:
        """``DEMO-001``: how a demonstration account is told from a real one."""
        return f"{EMPLOYEE_PREFIX}{self.number:03d}"

    @property
    def password(self) -> str:
        """The same for every account."""
        return PASSWORD

    @property
    def totp_secret(self) -> str:
        """A secret for an authenticator application, the same at every start (base32)."""
        digest = hashlib.sha256(f"amparo demonstration {self.username}".encode()).digest()
        return base64.b32encode(digest[:20]).decode()


_STAFF = (
    DemoStaff(1, "capturador.madrid", "Iván Torreblanca Soler", "capturer", "caiss", "28"),
    DemoStaff(2, "tramitadora.madrid", "Elena Casares Mota", "processor", "provincial_office", "28"),
    DemoStaff(3, "tramitador.madrid", "Óscar Beltrán Vela", "processor", "provincial_office", "28"),
    DemoStaff(4, "supervisora.madrid", "Pilar Arévalo Sanz", "supervisor", "provincial_office", "28"),
    DemoStaff(5, "control.madrid", "Tomás Guijarro León", "fiscal_reviewer", "provincial_office", "28"),
    DemoStaff(6, "capturadora.malaga", "Rocío Palomares Gil", "capturer", "caiss", "29"),
    DemoStaff(7, "tramitadora.malaga", "Carmen Olivares Prado", "processor", "provincial_office", "29"),
    DemoStaff(8, "tramitador.malaga", "Javier Montoro Cid", "processor", "provincial_office", "29"),
    DemoStaff(9, "supervisor.malaga", "Andrés Peñalver Ruano", "supervisor", "provincial_office", "29"),
    DemoStaff(10, "control.malaga", "Lourdes Segarra Polo", "fiscal_reviewer", "provincial_office", "29"),
    DemoStaff(11, "administradora", "Beatriz Alcón Herrero", "administrator", "central", ""),
    DemoStaff(12, "administrador.central", "Rafael Quintana Lobo", "administrator", "central", ""),
)


def staff() -> list[DemoStaff]:
    """Every demonstration account."""
    return list(_STAFF)
