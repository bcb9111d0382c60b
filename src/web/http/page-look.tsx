import type { Context as RequestContext } from "hono";
import { createContext, type ReactNode, useContext } from "react";
import { fitLogo } from "../../brand/fit-logo.ts";
import { logoPath } from "../../brand/logo-path.ts";
import { shippedAccent } from "../../brand/shades.ts";
import type { Brand } from "../../settings/brand.ts";

import { accentAssets } from "./accent-assets.ts";
import { settingsOf } from "./known-settings.ts";

/** What makes a page look as its installation's own. */
export type PageLook = {
  tagline: string | null;
  /** A few lines. */
  footer: string | null;
  /** Address and size in pixels. */
  logo: { path: string; width: number; height: number } | null;
  icon: { path: string; type: string };
  /** The address of what is laid over the site's style sheet; null for nothing. */
  style: string | null;
};

/** A logo that is about as high as wide stands for the site in a browser's tab too. */
const squareRatio = 1.25;

/** How the pages of an installation look. */
export function pageLook({
  tagline,
  footerText,
  logo,
  accent,
}: Pick<Brand, "tagline" | "footerText" | "logo" | "accent">): PageLook {
  const { style, icon } = accentAssets(accent ?? shippedAccent);
  const isSquare =
    logo !== null && Math.max(logo.width / logo.height, logo.height / logo.width) < squareRatio;
  return {
    tagline,
    footer: footerText,
    logo: logo === null ? null : { path: logoPath(logo), ...fitLogo(logo, "page") },
    icon: isSquare ? { path: logoPath(logo), type: logo.type } : { path: icon.path, type: icon.type },
    style: style?.path ?? null,
  };
}

/** The look of the pages of this request. */
export function lookOf(c: RequestContext): PageLook {
  return pageLook(settingsOf(c).brand);
}

/** Of an installation that chose nothing of its own. */
export const shippedPageLook = pageLook({ tagline: null, footerText: null, logo: null, accent: null });

const OfPage = createContext(shippedPageLook);

/** A page that looks so. */
export function WithLook({ look, children }: { look: PageLook; children?: ReactNode }) {
  return <OfPage.Provider value={look}>{children}</OfPage.Provider>;
}

/** The look of the page that is rendered. */
export function usePageLook(): PageLook {
  return useContext(OfPage);
}
