"""Beyond B-B: timestamps and proof of validity from a real authority over HTTP, and what becomes of a seal with age."""

import datetime as dt
import shutil
import subprocess

import pytest
from asn1crypto import cms, tsp

from receipts.layout import prepare
from receipts.seal import RevokedSealError, Sealed, Sealer, TimestampAuthority
from receipts.seal.timestamps import TimestampError
from receipts.seal.validation import Trust
from receipts.verify import verify_bytes
from tests.unit.receipts.authorities import running
from tests.unit.receipts.letters import ISSUED_AT, letter, stamp

LATER = dt.datetime(2035, 1, 1, tzinfo=dt.UTC)  # the seal of `short` ended in 2030, the authority's goes on


@pytest.fixture(scope="module")
def authorities(tmp_path_factory):
    with running(tmp_path_factory.mktemp("authorities")) as found:
        yield found


@pytest.fixture(autouse=True)
def _up(authorities):
    authorities.down = False
    authorities.asked.clear()


def sealer(authorities, level, label="seal"):
    stamps = None if level == "B-B" else authorities.timestamps
    evidence = authorities.evidence if level in ("B-LT", "B-LTA") else None
    return Sealer(authorities.signer(label), level, stamps, evidence)


def seal(sealing: Sealer) -> Sealed:
    place = sealing.place(reason="prueba", moment=ISSUED_AT)
    return sealing.close(prepare(letter(), stamp(), place))


@pytest.fixture(scope="module")
def papers(authorities):
    return {level: seal(sealer(authorities, level)).data for level in ("B-B", "B-T", "B-LT", "B-LTA")}


@pytest.mark.req("S2-61")
@pytest.mark.parametrize("level", ["B-B", "B-T", "B-LT", "B-LTA"])
def test_each_level_is_reached_and_recognised(papers, authorities, level):
    authorities.down = True
    verdict = verify_bytes(papers[level], authorities.trust)
    assert (verdict.state, verdict.level) == ("authentic", level), verdict
    assert (verdict.timestamp is None) == (level == "B-B")
    assert authorities.asked == [], "checking asks nobody"
    assert len(papers[level]) < 60_000


@pytest.mark.parametrize("level", ["B-B", "B-T", "B-LT"])
def test_up_to_b_lt_the_seal_covers_the_whole_file(papers, level):
    assert papers[level].count(b"%%EOF") == 1


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="pdfsig is missing (Debian: poppler-utils)")
@pytest.mark.parametrize("level", ["B-T", "B-LT", "B-LTA"])
def test_poppler_finds_the_seal_valid(papers, tmp_path, level):
    """Whether it trusts the certificate is tried with the demonstration's authority (test_seal.py)."""
    (tmp_path / "paper.pdf").write_bytes(papers[level])
    command = ["pdfsig", "-nocert", tmp_path / "paper.pdf"]
    # Of a B-LTA paper it says that it cannot read the timestamp over the document.
    seen = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid." in seen.split("Signature #2")[0]
    assert "Total document signed" in seen


@pytest.mark.parametrize("level", ["B-LT", "B-LTA"])
def test_a_changed_byte_and_an_appended_one_are_noticed(papers, authorities, level):
    data = papers[level]
    for place in range(200, len(data), len(data) // 40):
        changed = data[:place] + bytes([data[place] ^ 4]) + data[place + 1 :]
        assert verify_bytes(changed, authorities.trust).state != "authentic", place
    assert verify_bytes(data + b"\n% x", authorities.trust).state == "altered"


# --- With age ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("level", "state"), [("B-B", "untrusted"), ("B-T", "authentic"), ("B-LT", "authentic")])
def test_when_the_certificate_has_ended_only_a_timestamp_proves_it_was_in_time(authorities, level, state):
    verdict = verify_bytes(seal(sealer(authorities, level, "short")).data, authorities.trust, LATER)
    assert verdict.state == state, verdict
    if state == "untrusted":
        assert "no estaba en vigor" in verdict.reasons[0]


def test_before_it_ended_it_was_good(authorities):
    data = seal(sealer(authorities, "B-B", "short")).data
    assert verify_bytes(data, authorities.trust, ISSUED_AT).state == "authentic"


def test_a_certificate_revoked_before_sealing_is_not_believed(authorities):
    data = seal(sealer(authorities, "B-B", "revoked")).data
    told = Trust((authorities.root,), revocation_lists=(authorities.revocation_list(),))
    verdict = verify_bytes(data, told)
    assert verdict.state == "untrusted"
    assert verdict.reasons == ("El certificado del sello estaba revocado.",)
    good = seal(sealer(authorities, "B-B")).data
    assert verify_bytes(good, told).state == "authentic", "the list says nothing against the others"


def test_with_a_revoked_certificate_nothing_is_sealed(authorities):
    with pytest.raises(RevokedSealError):
        sealer(authorities, "B-LT", "revoked").place(reason="x", moment=ISSUED_AT)


# --- Whose ------------------------------------------------------------------------------------------------------------


def test_another_client_of_the_same_authority_is_not_us(authorities):
    data = seal(sealer(authorities, "B-B", "stranger")).data
    verdict = verify_bytes(data, authorities.trust)
    assert verdict.state == "untrusted"
    assert verdict.reasons == ("El sello es de otra organización.",)
    assert verify_bytes(data, [authorities.root]).state == "authentic", "without a name, the authority is enough"


def test_a_timestamp_from_an_authority_nobody_knows_proves_no_time(authorities, tmp_path):
    with running(tmp_path / "unknown") as unknown:
        data = seal(Sealer(authorities.signer("short"), "B-T", unknown.timestamps)).data
    now, then = (verify_bytes(data, authorities.trust, moment) for moment in (ISSUED_AT, LATER))
    assert (now.state, now.level, now.timestamp) == ("authentic", "B-B", None)
    assert then.state == "untrusted"


# --- Replays ----------------------------------------------------------------------------------------------------------


class Replaying(TimestampAuthority):
    """Gives every question the same old answer, as somebody on the wire could."""

    def token(self, digest: bytes) -> bytes:
        return self.sample() if hasattr(self, "_old") else self._keep(digest)

    def _keep(self, digest: bytes) -> bytes:
        self._old = self._sample = super().token(digest)
        return self._old


def test_a_timestamp_moved_to_another_seal_is_noticed(authorities):
    replaying = Replaying(authorities.timestamps.url)
    replaying.token(bytes(32))
    data = seal(Sealer(authorities.signer(), "B-T", replaying)).data
    verdict = verify_bytes(data, authorities.trust)
    assert verdict.state == "altered"
    assert "El sello de tiempo no es de este sello" in verdict.reasons[0]


def test_an_old_answer_is_refused_when_it_is_asked_for(authorities, httpx_answers):
    import httpx

    old = []
    real = httpx.post
    httpx_answers(lambda *args, **more: old.append(real(*args, **more)) or old[0])
    authority = authorities.timestamps
    authority.token(bytes(32))
    with pytest.raises(TimestampError, match="another question"):
        authority.token(bytes(32))


def test_an_answer_about_something_else_is_refused(authorities, httpx_answers):
    import httpx

    real = httpx.post

    def meddled(url, *, content, **more):
        asked = tsp.TimeStampReq.load(content)
        asked["message_imprint"]["hashed_message"] = b"\1" * 32
        return real(url, content=asked.dump(force=True), **more)

    httpx_answers(meddled)
    with pytest.raises(TimestampError, match="something else"):
        authorities.timestamps.token(bytes(32))


@pytest.fixture
def httpx_answers(monkeypatch):
    return lambda answer: monkeypatch.setattr("receipts.seal.timestamps.httpx.post", answer)


# --- When the authority is silent -------------------------------------------------------------------------------------


def test_a_silent_authority_never_stops_a_paper_and_is_left_alone_for_a_while(authorities):
    sealing = sealer(authorities, "B-LT")
    authorities.down = True
    first = seal(sealing)
    asked = len(authorities.asked)
    second = seal(sealing)
    assert (first.level, second.level) == ("B-B", "B-B")
    assert len(authorities.asked) == asked, "it is not asked again within the minute"
    assert verify_bytes(first.data, authorities.trust).state == "authentic"


def test_evidence_is_asked_for_once_for_many_papers(authorities):
    sealing = sealer(authorities, "B-LT")
    for _ in range(3):
        assert seal(sealing).level == "B-LT"
    assert sum("ocsp" in path for path in authorities.asked) == 1
    assert sum("tsa" in path for path in authorities.asked) == 4, "one sample, then one a paper"


def test_if_only_revocation_is_silent_the_paper_is_b_t(authorities):
    class NoAnswer:
        def gather(self, *_):
            from receipts.seal.evidence import EvidenceError

            raise EvidenceError("silent")

    assert seal(Sealer(authorities.signer(), "B-LT", authorities.timestamps, NoAnswer())).level == "B-T"


def test_levels_without_what_they_need_are_a_mistake(authorities):
    with pytest.raises(ValueError, match="timestamp authority"):
        Sealer(authorities.signer(), "B-T")
    with pytest.raises(ValueError, match="evidence"):
        Sealer(authorities.signer(), "B-LT", authorities.timestamps)


# --- The container ----------------------------------------------------------------------------------------------------


def test_openssl_agrees_with_the_container(authorities, tmp_path):
    content = b'{"day": "2026-11-21"}'
    (tmp_path / "content").write_bytes(content)
    (tmp_path / "signature").write_bytes(sealer(authorities, "B-T").detached(content))
    command = ["openssl", "cms", "-verify", "-binary", "-purpose", "any", "-inform", "DER"]
    command += ["-in", "signature", "-content", "content", "-CAfile"]
    root = str(authorities.certificate("root"))
    done = subprocess.run([*command, root], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == content
    (tmp_path / "content").write_bytes(content + b" ")
    assert subprocess.run([*command, root], cwd=tmp_path, capture_output=True, check=False).returncode != 0


def test_the_container_names_its_certificate_among_what_is_signed(authorities):
    signed = cms.ContentInfo.load(sealer(authorities, "B-T").detached(b"x"))["content"]
    information = signed["signer_infos"][0]
    names = {attribute["type"].native for attribute in information["signed_attrs"]}
    assert names == {"content_type", "message_digest", "signing_certificate_v2", "cms_algorithm_protection"}
    assert [attribute["type"].native for attribute in information["unsigned_attrs"]] == ["signature_time_stamp_token"]
    assert signed.dump(force=True) == signed.dump(), "DER, to the letter"
