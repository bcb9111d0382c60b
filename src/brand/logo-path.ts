import type { LogoType } from "./inspect-logo.ts";

/** Path of a logo under this site: it changes with the picture. @param hash hexadecimal. */
export function logoPath({ hash, type }: { hash: string; type: LogoType }): string {
  return `/brand/logo.${hash}.${type === "image/png" ? "png" : "jpg"}`;
}
