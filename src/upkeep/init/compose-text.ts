import { RefusedError } from "../../errors.ts";

/** Which release a compose file starts, and where at GitHub it was published (`OWNER/NAME`), if it was. */
export type Release = { version: string; repository: string | null };

/** The lines of the repository's compose file that build its image from the checkout. */
const fromCheckout = "  build: .\n  image: paperboy\n";

/**
 * The compose file of an installation: that of the repository, but for where its image comes from. A release that was
 * published has one; any other is built from the package file that lies beside it, on what the Dockerfile builds on.
 *
 * @throws {RefusedError} when the template has no such place.
 */
export function writeComposeText(template: string, release: Release): string {
  if (!template.includes(fromCheckout))
    throw new RefusedError("compose.yaml of this package does not say where its image comes from.");
  return template.replace(fromCheckout, () => imageOf(release));
}

/** By what `npm pack` calls the file of a release. */
export function packageFileOf({ version }: Release): string {
  return `paperboy-${version}.tgz`;
}

function imageOf(release: Release): string {
  if (release.repository !== null)
    return `  image: ghcr.io/${release.repository.toLowerCase()}:${release.version}\n`;
  return `  # Beside this file lies ${packageFileOf(release)}, as \`npm pack\` makes it.
  build:
    context: .
    dockerfile_inline: |
      FROM node:22.20.0-trixie-slim
      RUN apt-get update \\
       && apt-get install --yes --no-install-recommends postgresql-client-17 tini \\
       && rm -rf /var/lib/apt/lists/* \\
       && mkdir /data /backups \\
       && chown 1000:1000 /data /backups
      ENV NODE_ENV=production DATA_DIR=/data
      COPY ${packageFileOf(release)} /tmp/
      RUN npm install --global --omit=optional --no-audit --no-fund /tmp/${packageFileOf(release)}
      USER 1000:1000
      WORKDIR /data
      EXPOSE 3000
      ENTRYPOINT ["tini", "--", "paperboy"]
      CMD ["start"]
  image: paperboy:${release.version}
`;
}
