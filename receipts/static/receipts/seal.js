// Looks at the seal of a PDF in this browser: nothing is sent anywhere. Says the same as `python -m receipts.verify`
// for papers of one revision (PAdES B-B to B-LT); of what was added after the seal it only says that it is there.
import { Certificate, ContentInfo, SignedData, fromBER } from "../vendor/pki.min.js";

const MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
const SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.47";
const SHA_256 = "2.16.840.1.101.3.4.2.1";
const DATA = "1.2.840.113549.1.7.1";
const TIMESTAMP = "1.2.840.113549.1.9.16.2.14";

// The certificates of a PEM text.
export function certificatesIn(pem) {
  const found = pem.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]+?)-----END CERTIFICATE-----/g);
  return [...found].map(([, base64]) => Certificate.fromBER(bytesOf(base64.replace(/\s/g, ""))));
}

// One of {not_pdf, not_sealed, altered, added, untrusted, authentic}, why, and whose seal it is.
export async function check(data, roots, organisation, now = new Date()) {
  try {
    return await look(data, roots, organisation, now);
  } catch {
    return { state: "altered", reason: "unreadable" };
  }
}

async function look(data, roots, organisation, now) {
  const text = new TextDecoder("latin1").decode(data);
  if (!text.slice(0, 1024).includes("%PDF-")) return { state: "not_pdf" };
  const ranges = [...text.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)];
  if (ranges.length === 0) return { state: "not_sealed" };
  const [start, length, resume, rest] = ranges[0].slice(1).map(Number);
  if (start !== 0 || resume <= length || resume + rest > data.length) return { state: "altered", reason: "ranges" };
  const container = containerIn(text.slice(length, resume));
  if (container === null) return { state: "altered", reason: "gap" };

  const seal = await sealIn(container, roots, organisation, now);
  const digest = await digestOf(joined(data.subarray(0, length), data.subarray(resume, resume + rest)));
  if (!seal.well || !same(digest, seal.digest)) return { state: "altered", reason: "digest" };
  if (!seal.signed) return { state: "altered", reason: "signature" };
  const about = { issuer: seal.issuer, timestamped: seal.timestamped };
  if (seal.doubt) return { state: "untrusted", reason: seal.doubt, ...about };
  if (resume + rest !== data.length || ranges.length > 1) return { state: "added", sealed: resume + rest, ...about };
  return { state: "authentic", ...about };
}

// The DER in the gap, if the gap holds that, its padding of zeros, and nothing else.
function containerIn(gap) {
  const hexadecimal = gap.match(/^<((?:[0-9a-f]{2})+)>$/) ?? gap.match(/^<((?:[0-9A-F]{2})+)>$/);
  if (hexadecimal === null) return null;
  const bytes = Uint8Array.from(hexadecimal[1].match(/../g), (pair) => parseInt(pair, 16));
  const parsed = fromBER(bytes);
  if (parsed.offset === -1) return null;
  const size = parsed.offset;
  return bytes.subarray(size).every((byte) => byte === 0) ? bytes.slice(0, size) : null;
}

async function sealIn(container, roots, organisation, now) {
  const outer = ContentInfo.fromBER(container);
  const signed = new SignedData({ schema: outer.content });
  const [information] = signed.signerInfos;
  const certificate = signerOf(signed, information);
  const attribute = (type) => information.signedAttrs.attributes.find((one) => one.type === type)?.values[0];
  const named = attribute(SIGNING_CERTIFICATE).valueBlock.value[0].valueBlock.value[0].valueBlock.value;
  const hashed = named.find((part) => part.valueBlock.valueHexView?.byteLength === 32).valueBlock.valueHexView;
  const issuer = partOf(certificate.subject, "2.5.4.3");
  const seal = {
    well: wellFormed(signed, information, container, outer),
    digest: attribute(MESSAGE_DIGEST).valueBlock.valueHexView,
    issuer,
    timestamped: Boolean(information.unsignedAttrs?.attributes.some((one) => one.type === TIMESTAMP)),
    signed: same(await digestOf(certificate.toSchema().toBER()), hashed) && (await signatureHolds(information, certificate)),
  };
  seal.doubt = await doubtAbout(certificate, signed, roots, organisation, now);
  return seal;
}

// The parts that no signature covers say what they must: see receipts/seal/validation.py.
function wellFormed(signed, information, container, outer) {
  const algorithms = signed.digestAlgorithms;
  return (
    signed.signerInfos.length === 1 &&
    signed.version === 1 &&
    information.version === 1 &&
    signed.encapContentInfo.eContentType === DATA &&
    !signed.encapContentInfo.eContent &&
    algorithms.length === 1 &&
    algorithms[0].algorithmId === SHA_256 &&
    information.digestAlgorithm.algorithmId === SHA_256 &&
    same(new Uint8Array(new ContentInfo({ contentType: outer.contentType, content: signed.toSchema() }).toSchema().toBER()), container)
  );
}

function signerOf(signed, information) {
  const serial = information.sid.serialNumber.valueBlock.valueHexView;
  return signed.certificates.find(
    (one) =>
      same(one.serialNumber.valueBlock.valueHexView, serial) &&
      same(new Uint8Array(one.issuer.toSchema().toBER()), new Uint8Array(information.sid.issuer.toSchema().toBER())),
  );
}

async function signatureHolds(information, certificate) {
  // What was signed is the set of attributes, written as a set and not with the tag it travels with.
  const attributes = new Uint8Array(information.signedAttrs.encodedValue);
  attributes[0] = 0x31;
  const signature = information.signature.valueBlock.valueHexView;
  const elliptic = certificate.subjectPublicKeyInfo.algorithm.algorithmId === "1.2.840.10045.2.1";
  const algorithm = elliptic
    ? { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" }
    : { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const spki = certificate.subjectPublicKeyInfo.toSchema().toBER();
  const key = await crypto.subtle.importKey("spki", spki, algorithm, false, ["verify"]);
  return crypto.subtle.verify(algorithm, key, elliptic ? fixedWidth(signature) : signature, attributes);
}

// Why not to believe the certificate, or nothing.
async function doubtAbout(certificate, signed, roots, organisation, now) {
  const chain = await signed
    .verify({ signer: 0, data: new ArrayBuffer(0), trustedCerts: roots, checkChain: true, checkDate: now, extendedMode: true })
    .catch((error) => error);
  if (now < certificate.notBefore.value || now > certificate.notAfter.value) return "expired";
  if (!chain.signerCertificateVerified) return "stranger";
  if (organisation && partOf(certificate.subject, "2.5.4.10") !== organisation) return "organisation";
  return "";
}

// ECDSA as WebCrypto wants it: two numbers of 32 bytes one after the other, instead of DER.
function fixedWidth(der) {
  const [r, s] = fromBER(der).result.valueBlock.value.map((one) => one.valueBlock.valueHexView);
  const out = new Uint8Array(64);
  [r, s].forEach((number, place) => {
    const digits = number.subarray(Math.max(0, number.length - 32));
    out.set(digits, 32 * (place + 1) - digits.length);
  });
  return out;
}

function partOf(name, type) {
  return name.typesAndValues.find((one) => one.type === type)?.value.valueBlock.value ?? "";
}

async function digestOf(data) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", data));
}

function joined(first, second) {
  const out = new Uint8Array(first.length + second.length);
  out.set(first);
  out.set(second, first.length);
  return out;
}

function same(one, other) {
  return one.length === other.length && one.every((byte, place) => byte === other[place]);
}

function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
}
