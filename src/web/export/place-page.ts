/*
 * Turns a page of the site into a file that needs nobody to answer. It reads what React wrote: attributes between double
 * quotes, and no `<` or `>` but those of tags. Neither links nor forms lie within their like.
 */

/** Where an address of the site leads in the export. */
export type Lead =
  /** To a file of it: as the page may write it. */
  | { kind: "file"; href: string }
  /** To the live site. */
  | { kind: "live"; href: string }
  | { kind: "nowhere" };

export type Leads = {
  /** @param href as the page has it, with entities. */
  leadOf(href: string): Lead;
  /** The address by which the site itself knows it, without the path below which it lies. */
  withoutBase(href: string): string;
  /** The live site's address, without a slash at the end; null where none answers. */
  live: string | null;
  /** What the link to the live site's subscription is called, as HTML. */
  subscribe: string;
};

/** The page as it is exported: its links lead to files or to the live site, and no form posts nowhere. */
export function placePage(html: string, leads: Leads): string {
  const quiet = withoutKeeping(placeForms(html, leads), leads.live !== null);
  const inNavigation = quiet.replace(/<nav\b[\s\S]*?<\/nav>/g, (nav) => placeAnchors(nav, leads, () => ""));
  const anchored = placeAnchors(inNavigation, leads, (attributes, inside) =>
    / class="button\b/.test(attributes) ? "" : `<span>${inside}</span>`,
  );
  return placeTags(anchored, leads);
}

function placeForms(html: string, { live, subscribe, withoutBase }: Leads): string {
  const placed = html.replace(/<form\b([^>]*)>[\s\S]*?<\/form>/g, (form, attributes: string) => {
    if (/ method="dialog"/.test(attributes)) return form;
    const [, action = ""] = / action="([^"]*)"/.exec(attributes) ?? [];
    if (live === null) return "";
    // What is posted from another site is refused there, rightly: a link leads to the form instead.
    if (/ method="post"/i.test(attributes))
      return / class="subscribe"/.test(attributes)
        ? `<p><a class="button" href="${live}/subscribe">${subscribe}</a></p>`
        : "";
    return form
      .replace(` action="${action}"`, ` action="${live}${withoutBase(action)}"`)
      .replace(/ data-suggest="[^"]*"/g, "");
  });
  if (live !== null) return placed;
  return withoutInvitation(placed.replace(/<search\b[^>]*>\s*<\/search>/g, ""));
}

/** An invitation to nothing: what was below its heading takes its place. */
function withoutInvitation(html: string): string {
  const without = html.replace(/<section class="invitation"[\s\S]*?<\/section>/, "");
  return without === html ? html : without.replace(/<h2( class="page-title">[\s\S]*?)<\/h2>/, "<h1$1</h1>");
}

/** A reading list is kept by the live site, and so is a search. */
function withoutKeeping(html: string, isLive: boolean): string {
  const keys = isLive ? "s" : "[/s]";
  return html
    .replace(/<button\b[^>]* data-keep="[\s\S]*?<\/button>/g, "")
    .replace(new RegExp(`<div><dt><kbd>${keys}</kbd></dt><dd>[^<]*</dd></div>`, "g"), "");
}

function placeAnchors(
  html: string,
  { leadOf }: Leads,
  unlinked: (attributes: string, inside: string) => string,
): string {
  return html.replace(/<a\b([^>]*)>([\s\S]*?)<\/a>/g, (anchor, attributes: string, inside: string) => {
    const [, href = ""] = / href="([^"]*)"/.exec(attributes) ?? [];
    if (!isOfSite(href)) return anchor;
    const lead = leadOf(href);
    if (lead.kind === "nowhere") return unlinked(attributes, inside);
    return anchor.replace(` href="${href}"`, ` href="${lead.href}"`);
  });
}

/** Style sheets, scripts, pictures and what the head names; one that leads nowhere is left out. */
function placeTags(html: string, { leadOf }: Leads): string {
  return html.replace(/<(?:link|script|img|source)\b[^>]* (href|src)="([^"]*)"[^>]*>/g, (tag, name, href) => {
    if (!isOfSite(href)) return tag;
    const lead = leadOf(href);
    return lead.kind === "file" ? tag.replace(` ${name}="${href}"`, ` ${name}="${lead.href}"`) : "";
  });
}

const isOfSite = (href: string) => /^\/(?!\/)/.test(href);

/** The addresses of the site that a page links to, as it has them. */
export function linksIn(html: string): string[] {
  return [...html.matchAll(/ (?:href|src)="(\/(?!\/)[^"]*)"/g)].map(([, href = ""]) => href);
}

/** A page that leads on by itself: static hosts answer no redirects. */
export function redirectPage(href: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"/><title>Moved</title><meta http-equiv="refresh" content="0; url=${href}"/></head><body><p><a href="${href}">${href}</a></p></body></html>`;
}
