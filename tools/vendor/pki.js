// What checking a seal in the browser needs of PKI.js, as one file. Built by tools/vendor_assets.sh.
export { fromBER } from "asn1js";
export { Certificate, ContentInfo, SignedData } from "pkijs";
