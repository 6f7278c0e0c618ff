#!/bin/sh
# Fetch the front-end packages of tools/vendor/package-lock.json and copy what Amparo serves to core/static/vendor.
# The result is committed, so running Amparo needs no npm. Run this only to change a version, and look at the pages after.
#
# What is changed on the way:
# - "GDS Transport" gives way to Public Sans, and its @font-face goes: the font is licensed for GOV.UK only;
# - the crest and every other state sign goes;
# - addresses of images become relative, and source maps are dropped.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
out="$root/core/static/vendor"

cp "$root/tools/vendor/package.json" "$root/tools/vendor/package-lock.json" "$work"
(cd "$work" && npm ci --ignore-scripts --no-audit --no-fund --silent)
packages="$work/node_modules"
moj="$packages/@ministryofjustice/frontend/moj"

rm -rf "$out"
mkdir -p "$out/images" "$out/fonts" "$out/licences"
cp "$packages/govuk-frontend/dist/govuk/govuk-frontend.min.css" "$packages/govuk-frontend/dist/govuk/govuk-frontend.min.js" "$out"
cp "$moj/moj-frontend.min.css" "$moj/moj-frontend.min.js" "$out"
for weight in 400 700; do
  cp "$packages/@fontsource/public-sans/files/public-sans-latin-$weight-normal.woff2" "$out/fonts"
done
# PKI.js reads certificates and signatures on the page that checks a paper without sending it.
cp "$root/tools/vendor/pki.js" "$work"
"$packages/.bin/esbuild" "$work/pki.js" --bundle --format=esm --minify --target=es2022 --log-level=error --outfile="$out/pki.min.js"
cp "$packages/@fontsource/public-sans/LICENSE" "$out/licences/public-sans.txt"
cp "$root/tools/vendor/licences/"*.txt "$out/licences"

python3 - "$out" "$moj/assets/images" <<'PYTHON'
"""Take out what is not licensed to us and make the addresses relative; stop if the packages changed shape."""
import re
import shutil
import sys
from pathlib import Path

out, images = Path(sys.argv[1]), Path(sys.argv[2])

for sheet in out.glob("*.css"):
    text = sheet.read_text()
    text = re.sub(r"@font-face\{font-family:GDS Transport[^}]*\}", "", text)
    text = text.replace("GDS Transport,arial,sans-serif", "Public Sans,arial,sans-serif")
    text = re.sub(r"\.(?:govuk-footer__c(?:opyright-logo|rown)|moj-header__logotype-cr)[^{}]*\{[^}]*\}", "", text)
    text = text.replace("url(/assets/images/", "url(images/")
    text = re.sub(r"/\*# sourceMappingURL=\S+ \*/|/\*# sourceMappingURL=[^*]+\*/", "", text)
    left = re.findall(r"GDS Transport|crest|crown|/assets/|sourceMappingURL", text)
    if left:
        sys.exit(f"{sheet.name} still holds {sorted(set(left))}")
    if text.count("{") != text.count("}"):
        sys.exit(f"{sheet.name}: a rule was cut in two")
    for name in re.findall(r"url\(images/([^)]+)\)", text):
        shutil.copy(images / name, out / "images" / name)
    sheet.write_text(text.strip() + "\n")

for script in out.glob("*.js"):
    script.write_text(re.sub(r"//# sourceMappingURL=\S+\s*$", "", script.read_text()).strip() + "\n")
PYTHON

printf '%s\n' \
  'Built files copied from npm by tools/vendor_assets.sh; versions in tools/vendor/package-lock.json. Do not edit here.' \
  'govuk-frontend: MIT. @ministryofjustice/frontend: MIT. Public Sans: SIL OFL 1.1.' \
  'pki.min.js: PKI.js and ASN1.js, BSD 3-Clause. Texts in licences/.' > "$out/README.txt"
