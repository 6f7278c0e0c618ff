"""The seal: two independent validators agree, and whatever is changed afterwards is noticed."""

import asyncio
import json
import random
import re
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from receipts.seal import create_demonstration_authority
from receipts.verify import verify_bytes
from tests.unit.receipts.letters import authority, laid_out, sealed_by


@pytest.fixture(scope="module")
def keys_and_sealer(tmp_path_factory):
    return authority(tmp_path_factory.mktemp("seal") / "keys")


@pytest.fixture(scope="module")
def sealed(keys_and_sealer):
    return sealed_by(keys_and_sealer[1])


@pytest.fixture(scope="module")
def roots(keys_and_sealer):
    return [keys_and_sealer[0].root.read_bytes()]


@pytest.mark.req("S2-61")
def test_pyhanko_finds_it_authentic(sealed, roots):
    verdict = verify_bytes(sealed, roots)
    assert verdict.state == "authentic", verdict
    assert verdict.issuer == "Amparo · Sello electrónico de demostración"
    assert verdict.sealed_at is not None


@pytest.mark.req("S2-61")
@pytest.mark.skipif(not (shutil.which("pdfsig") and shutil.which("certutil")), reason="pdfsig or certutil is missing")
def test_poppler_finds_it_valid_and_trusted(sealed, keys_and_sealer, tmp_path):
    store = tmp_path / "nss"
    store.mkdir()
    paper = tmp_path / "sealed.pdf"
    paper.write_bytes(sealed)
    database = f"sql:{store}"
    subprocess.run(["certutil", "-N", "-d", database, "--empty-password"], check=True)
    root = str(keys_and_sealer[0].root)
    subprocess.run(["certutil", "-A", "-d", database, "-n", "root", "-t", "CT,C,C", "-i", root], check=True)
    seen = subprocess.run(
        ["pdfsig", "-nssdir", database, str(paper)], capture_output=True, text=True, check=True
    ).stdout
    assert "Signature is Valid." in seen
    assert "Certificate is Trusted." in seen
    assert "Total document signed" in seen
    assert "ETSI.CAdES.detached" in seen
    assert "SHA-256" in seen


def test_sealing_keeps_the_letter_readable(sealed, tmp_path):
    from pdfua import validate

    paper = tmp_path / "sealed.pdf"
    paper.write_bytes(sealed)
    assert not validate(str(paper)).findings
    assert sealed.count(b"%%EOF") == 1, "one revision: the seal was in the letter from the start"


def test_one_changed_byte_anywhere_is_never_authentic(sealed, roots):
    chance = random.Random(20261121)
    places = [chance.randrange(len(sealed)) for _ in range(150)]
    for place in places:
        changed = bytearray(sealed)
        changed[place] ^= 1 << chance.randrange(8)
        assert verify_bytes(bytes(changed), roots).state in ("altered", "not_sealed"), place


def test_the_gap_that_holds_the_seal_hides_nothing(sealed, roots):
    """The padding after the signature is not part of the digest; writing there is an alteration all the same."""
    place = sealed.rindex(b"00000000>") + 3
    changed = sealed[:place] + b"1" + sealed[place + 1 :]
    assert len(changed) == len(sealed)
    assert verify_bytes(changed, roots).state == "altered"


def test_an_appended_revision_is_an_alteration(sealed, roots):
    writer = IncrementalPdfFileWriter(BytesIO(sealed))
    writer.root["/Amparo"] = generic.pdf_string("algo más")
    writer.update_root()
    later = BytesIO()
    writer.write(later)
    assert later.getvalue().startswith(sealed)
    assert verify_bytes(later.getvalue(), roots).state == "altered"
    assert verify_bytes(sealed + b"\n% x", roots).state == "altered"


def test_a_second_seal_on_top_is_an_alteration(sealed, roots, tmp_path):
    other, _ = authority(tmp_path / "other")
    from pyhanko.sign import signers

    signer = signers.SimpleSigner.load(str(other.key), str(other.certificate))
    twice = signers.PdfSigner(signers.PdfSignatureMetadata(field_name="Otro", md_algorithm="sha256"), signer=signer)
    writer = IncrementalPdfFileWriter(BytesIO(sealed))
    assert verify_bytes(twice.sign_pdf(writer).getvalue(), roots).state == "altered"


def test_a_foreign_certificate_is_not_trusted(roots, tmp_path):
    _, stranger = authority(tmp_path / "stranger")
    verdict = verify_bytes(sealed_by(stranger), roots)
    assert verdict.state == "untrusted"


def test_a_removed_seal_is_no_seal(roots):
    assert verify_bytes(laid_out(), roots).state == "not_sealed"


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7\n", b"%PDF-1.7\n/ByteRange" + b"<<" * 5000, bytes(1000)])
def test_rubbish_gets_an_answer(data, roots):
    assert verify_bytes(data, roots).state in ("not_sealed", "altered")


def test_a_truncated_file_is_altered_or_not_sealed(sealed, roots):
    for size in range(0, len(sealed), len(sealed) // 20):
        assert verify_bytes(sealed[:size], roots).state in ("altered", "not_sealed")


def test_works_inside_a_thread_and_many_times(keys_and_sealer, roots):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        papers = list(pool.map(lambda _: sealed_by(keys_and_sealer[1]), range(8)))
    assert len(set(papers)) == 8
    assert all(verify_bytes(paper, roots).state == "authentic" for paper in papers)


def test_the_authority_is_p256_made_once_and_its_key_private(tmp_path):
    folder = tmp_path / "keys"
    keys = create_demonstration_authority(folder)
    first = keys.certificate.read_bytes()
    assert create_demonstration_authority(folder).certificate.read_bytes() == first
    certificate = x509.load_pem_x509_certificate(first)
    public_key = certificate.public_key()
    assert isinstance(public_key, ec.EllipticCurvePublicKey)
    assert public_key.curve.name == "secp256r1"
    assert keys.key.stat().st_mode & 0o077 == 0
    assert keys.root_key.stat().st_mode & 0o077 == 0
    assert sorted(file.name for file in folder.iterdir()) == ["root.pem", "root_key.pem", "seal.pem", "seal_key.pem"]


def test_the_command_needs_no_server_and_answers_by_its_exit_code(sealed, keys_and_sealer, tmp_path):
    def verify(data: bytes, root: object) -> tuple[int, dict[str, object]]:
        paper = tmp_path / "paper.pdf"
        paper.write_bytes(data)
        command = [
            sys.executable,
            "-X",
            "importtime",
            "-m",
            "receipts.verify",
            str(paper),
            "--trust",
            str(root),
            "--json",
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert not re.search(r"\|\s+(django|core)\b", done.stderr), "the verifier must not need the product"
        return done.returncode, json.loads(done.stdout)

    root = keys_and_sealer[0].root
    stranger = create_demonstration_authority(tmp_path / "stranger").root
    middle = len(sealed) // 3
    changed = sealed[:middle] + bytes([sealed[middle] ^ 1]) + sealed[middle + 1 :]
    assert verify(sealed, root)[0] == 0
    assert verify(changed, root)[0] == 1
    assert verify(sealed, stranger)[0] == 1
    assert verify(laid_out(), root)[0] == 2
    assert verify(b"no es un PDF", root)[0] == 2
    missing = [sys.executable, "-m", "receipts.verify", str(tmp_path / "no.pdf"), "--trust", str(root)]
    assert subprocess.run(missing, capture_output=True, check=False).returncode == 2


def test_verifying_leaves_no_event_loop_behind(sealed, roots):
    verify_bytes(sealed, roots)
    with pytest.raises(RuntimeError):
        asyncio.get_running_loop()


BLOCKED = """
import sys

class NoDjango:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("django", "core", "psycopg", "sqlite3"):
            raise ImportError(f"{name} is not here")

sys.meta_path.insert(0, NoDjango())
from receipts.verify.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def test_the_verifier_runs_where_there_is_neither_django_nor_a_database(sealed, keys_and_sealer, tmp_path):
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(sealed)
    root = Path(__file__).resolve().parents[3]
    command = [sys.executable, "-c", BLOCKED, paper, "--trust", keys_and_sealer[0].root]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("AUTÉNTICO")
    assert done.stderr == ""
    refused = subprocess.run(
        [*command, "--organisation", "Otra"], capture_output=True, text=True, check=False, cwd=root
    )
    assert refused.returncode == 1
    assert "otra organización" in refused.stdout
