"""The key may be a file, in a security module or far away: the paper that comes out is the same."""

import base64
import json
import os
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

from receipts.seal import FileSigner, Sealer, SignerError, create_demonstration_authority, renew_demonstration_seal
from receipts.seal.remote_signer import RemoteSigner
from receipts.seal.token_signer import TokenSigner
from receipts.verify import verify_bytes
from tests.unit.receipts.authorities import running
from tests.unit.receipts.letters import authority, sealed_by

MODULE = next((path for path in Path("/usr/lib").glob("**/softhsm/libsofthsm2.so")), None)


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    return create_demonstration_authority(tmp_path_factory.mktemp("keys") / "seal")


@pytest.fixture(scope="module")
def roots(keys):
    return [keys.root.read_bytes()]


def rsa_seal(keys, folder: Path) -> tuple[Path, Path]:
    """A certificate of the same root over an RSA key."""
    import datetime as dt

    from cryptography import x509

    key = rsa.generate_private_key(65537, 2048)
    root = x509.load_pem_x509_certificate(keys.root.read_bytes())
    root_key = serialization.load_pem_private_key(keys.root_key.read_bytes(), None)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Sello RSA")])
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"), False
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(root.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2040, 1, 1, tzinfo=dt.UTC))
        .add_extension(x509.KeyUsage(True, True, encipher_only=False, decipher_only=False, **usage), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    paths = folder / "rsa.pem", folder / "rsa_key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths


def test_rsa_keys_seal_too(keys, roots, tmp_path):
    data = sealed_by(Sealer(FileSigner(*rsa_seal(keys, tmp_path))))
    verdict = verify_bytes(data, roots)
    assert (verdict.state, verdict.issuer) == ("authentic", "Sello RSA")


def test_a_key_that_is_not_the_certificate_s_is_refused(keys, tmp_path):
    other = create_demonstration_authority(tmp_path / "other")
    with pytest.raises(SignerError, match="not the one of the certificate"):
        FileSigner(keys.certificate, other.key)


# --- In a module ------------------------------------------------------------------------------------------------------


@pytest.fixture
def token(tmp_path, monkeypatch):
    """A SoftHSM token with nothing in it; its PIN is 1234."""
    if MODULE is None or not shutil.which("softhsm2-util"):
        pytest.skip("SoftHSM is not installed (Debian: softhsm2)")
    (tmp_path / "tokens").mkdir()
    settings = tmp_path / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {tmp_path / 'tokens'}\nobjectstore.backend = file\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(settings))
    run = ["softhsm2-util", "--init-token", "--free", "--label", "amparo", "--pin", "1234", "--so-pin", "4321"]
    subprocess.run(run, check=True, capture_output=True)
    return settings


def put_in(key: Path, label: str) -> None:
    run = ["softhsm2-util", "--import", str(key), "--token", "amparo", "--label", label, "--id", os.urandom(2).hex()]
    subprocess.run([*run, "--pin", "1234"], check=True, capture_output=True)


# A process loads a PKCS #11 module once, with the settings of that moment: each test asks a fresh one.
IN_A_TOKEN = """
import sys
from pathlib import Path
from receipts.seal import Sealer, SignerError
from receipts.seal.token_signer import TokenSigner
from tests.unit.receipts.letters import sealed_by
module, certificate, pin, label, out = sys.argv[1:]
try:
    signer = TokenSigner(Path(module), "amparo", pin, label, Path(certificate))
    for number in range(2):
        Path(f"{out}{number}").write_bytes(sealed_by(Sealer(signer)))
except SignerError as error:
    sys.exit(f"SignerError: {error}")
"""


def seal_in_token(certificate: Path, pin: str, label: str, out: Path) -> "subprocess.CompletedProcess[str]":
    import sys

    root = Path(__file__).resolve().parents[3]
    command = [sys.executable, "-c", IN_A_TOKEN, str(MODULE), str(certificate), pin, label, str(out)]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=root)


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_a_key_in_a_token_seals_and_never_leaves_it(keys, roots, token, tmp_path, kind):
    certificate, key = (keys.certificate, keys.key) if kind == "ec" else rsa_seal(keys, tmp_path)
    put_in(key, "sello")
    done = seal_in_token(certificate, "1234", "sello", tmp_path / "paper")
    assert done.returncode == 0, done.stderr
    papers = [(tmp_path / f"paper{number}").read_bytes() for number in range(2)]
    assert [verify_bytes(paper, roots).state for paper in papers] == ["authentic"] * 2


@pytest.mark.parametrize(("pin", "label"), [("9999", "sello"), ("1234", "otra")])
def test_a_wrong_pin_or_name_is_said_without_saying_the_pin(keys, token, tmp_path, pin, label):
    put_in(keys.key, "sello")
    done = seal_in_token(keys.certificate, pin, label, tmp_path / "paper")
    assert done.returncode == 1
    assert "SignerError" in done.stderr
    assert pin not in done.stderr.replace(str(tmp_path), "")


def test_a_module_that_is_not_there(keys, tmp_path):
    signer = TokenSigner(tmp_path / "none.so", "amparo", "1234", "sello", keys.certificate)
    with pytest.raises(SignerError):
        sealed_by(Sealer(signer))


# --- Far away ---------------------------------------------------------------------------------------------------------


class Service(BaseHTTPRequestHandler):
    """A signing service that speaks CSC v1: credentials/info, credentials/authorize, signatures/signHash."""

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        asked = json.loads(self.rfile.read(length))
        self.server.asked.append((self.path, asked))
        if self.headers["Authorization"] != "Bearer pase":
            return self._answer(401, {"error": "invalid_token"})
        method = self.path.removeprefix("/csc/v1/")
        answers = {
            "credentials/info": self._information,
            "credentials/authorize": self._authorize,
            "signatures/signHash": self._sign,
        }
        return self._answer(*answers[method](asked))

    def _information(self, asked):
        certificates = [base64.b64encode(der).decode() for der in self.server.certificates]
        return 200, {"key": {"status": self.server.status}, "cert": {"certificates": certificates}}

    def _authorize(self, asked):
        if asked.get("PIN") != "2468":
            return 400, {"error": "invalid_pin"}
        self.server.leave[asked["hash"][0]] = "SAD-1"
        return 200, {"SAD": "SAD-1"}

    def _sign(self, asked):
        hashed = asked["hash"][0]
        if asked["SAD"] != self.server.leave.pop(hashed, None):
            return 400, {"error": "invalid_sad"}
        digest = base64.b64decode(hashed)
        key = self.server.key
        if isinstance(key, rsa.RSAPrivateKey):
            assert asked["signAlgo"] == "1.2.840.113549.1.1.11"
            signature = key.sign(digest, padding.PKCS1v15(), utils.Prehashed(hashes.SHA256()))
        else:
            assert asked["signAlgo"] == "1.2.840.10045.4.3.2"
            signature = key.sign(digest, ec.ECDSA(utils.Prehashed(hashes.SHA256())))
        if self.server.lies:
            signature = signature[:-4] + bytes(4)
        return 200, {"signatures": [base64.b64encode(signature).decode()]}

    def _answer(self, status, content):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service(keys, tmp_path):
    server = HTTPServer(("127.0.0.1", 0), Service)
    server.asked, server.leave, server.status, server.lies = [], {}, "enabled", False
    from receipts.seal import certificates_in

    server.key = serialization.load_pem_private_key(keys.key.read_bytes(), None)
    server.certificates = [certificates_in(path.read_bytes())[0].dump() for path in (keys.certificate, keys.root)]
    server.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_key_far_away_seals_and_only_hashes_travel(service, roots):
    signer = RemoteSigner(service.url, "sello-1", "pase", "2468")
    data = sealed_by(Sealer(signer))
    assert verify_bytes(data, roots).state == "authentic"
    methods = [path.removeprefix("/csc/v1/") for path, _ in service.asked]
    assert methods == ["credentials/info", "credentials/authorize", "signatures/signHash"]
    assert max(len(json.dumps(asked)) for _, asked in service.asked) < 400


def test_an_rsa_key_far_away(service, keys, roots, tmp_path):
    from receipts.seal import certificates_in

    certificate, key = rsa_seal(keys, tmp_path)
    service.key = serialization.load_pem_private_key(key.read_bytes(), None)
    service.certificates = [certificates_in(certificate.read_bytes())[0].dump()]
    data = sealed_by(Sealer(RemoteSigner(service.url, "sello-1", "pase", "2468")))
    assert verify_bytes(data, roots).state == "authentic"


@pytest.mark.parametrize(
    ("token", "pin", "broken"),
    [
        ("otro", "2468", {}),
        ("pase", "0000", {}),
        ("pase", "2468", {"status": "disabled"}),
        ("pase", "2468", {"lies": 1}),
    ],
)
def test_what_the_service_refuses_or_fakes_is_a_signer_error(service, token, pin, broken):
    for name, value in broken.items():
        setattr(service, name, value)
    with pytest.raises(SignerError) as problem:
        sealed_by(Sealer(RemoteSigner(service.url, "sello-1", token, pin)))
    assert "2468" not in str(problem.value)


def test_a_service_that_is_not_there():
    with pytest.raises(SignerError):
        RemoteSigner("http://127.0.0.1:9", "sello-1", "pase")


# --- One key after another --------------------------------------------------------------------------------------------


def test_a_renewed_seal_comes_from_the_same_root_and_what_the_old_one_sealed_stays_good(tmp_path):
    keys, before = authority(tmp_path / "keys")
    roots, old = [keys.root.read_bytes()], sealed_by(before)
    old_key = keys.key.read_bytes()
    renew_demonstration_seal(tmp_path / "keys")
    _, after = authority(tmp_path / "keys")
    new = sealed_by(after)
    assert before.signer.certificate.serial_number != after.signer.certificate.serial_number
    assert [verify_bytes(paper, roots).state for paper in (old, new)] == ["authentic"] * 2
    assert old_key not in [path.read_bytes() for path in (tmp_path / "keys").rglob("*") if path.is_file()]
    assert keys.key.stat().st_mode & 0o077 == 0


def test_a_new_certificate_of_an_authority_over_http(tmp_path):
    with running(tmp_path / "authority") as authorities:
        papers = [sealed_by(Sealer(authorities.signer(label))) for label in ("seal", "renewed")]
        assert [verify_bytes(paper, authorities.trust).state for paper in papers] == ["authentic"] * 2
