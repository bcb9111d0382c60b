#!/usr/bin/env bash
# Packs the tag that is checked out into `package/`, with its SBOM, as GitHub publishes it: under its owner's scope, with
# the repository that it comes from. Needs GITHUB_REPOSITORY and GITHUB_REF_NAME.
set -euo pipefail
cd "$(dirname "$0")/../.."

version=$(node -p 'require("./package.json").version')
if [ "$GITHUB_REF_NAME" != "v$version" ]; then
  printf 'The tag is %s, and package.json has %s.\n' "$GITHUB_REF_NAME" "$version" >&2
  exit 1
fi

owner=${GITHUB_REPOSITORY%%/*}
# Written out, as npm compares it with where the package was built.
npm pkg set "name=@${owner,,}/paperboy" repository.type=git "repository.url=git+https://github.com/$GITHUB_REPOSITORY.git"
mkdir -p package
npm pack --pack-destination package
# Of the lock file, so that what is installed here for development changes nothing.
npm sbom --package-lock-only --omit dev --sbom-type application --sbom-format cyclonedx >package/sbom.cdx.json
