import { choiceQuery, type MailChoice } from "../../../preview/mail-choice.ts";
import type { Scheme } from "../force-scheme.ts";

/** How a mail is looked at. */
export type PreviewView = {
  scheme: Scheme;
  pictures: "on" | "off";
  /** Beside the same mail of the edition before. */
  isBeside: boolean;
  /** Whether the page renews itself when its process is another. */
  isFollowing: boolean;
};

export const usualView: PreviewView = {
  scheme: "light",
  pictures: "on",
  isBeside: false,
  isFollowing: false,
};

/** Anything odd is as usual. */
export function parsePreviewView(read: (name: string) => string | undefined): PreviewView {
  return {
    scheme: read("scheme") === "dark" ? "dark" : "light",
    pictures: read("pictures") === "off" ? "off" : "on",
    isBeside: read("beside") === "last",
    isFollowing: read("follow") === "1",
  };
}

/** What of a view is not as usual, as fields of a query or a form. */
export function viewFields({ scheme, pictures, isBeside, isFollowing }: PreviewView): Record<string, string> {
  return {
    ...(scheme === "light" ? {} : { scheme }),
    ...(pictures === "on" ? {} : { pictures }),
    ...(isBeside ? { beside: "last" } : {}),
    ...(isFollowing ? { follow: "1" } : {}),
  };
}

/**
 * The path of a page about a mail.
 *
 * @param part of the preview: `mail`, `source`, `eml`; the page itself unless said.
 */
export function previewPath(choice: MailChoice, view: PreviewView, part: "" | `/${string}` = ""): string {
  const query = choiceQuery(choice, viewFields(view));
  return `/ops/preview${part}${query === "" ? "" : `?${query}`}`;
}
