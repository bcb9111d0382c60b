import type { ReactNode } from "react";
import { assets } from "../../http/assets.ts";
import { usePageLook } from "../../http/page-look.tsx";
import { LookLinks, Wordmark } from "../../http/page-mark.tsx";
import { useWords } from "../../http/page-words.tsx";
import { archivePath, todayPath, trendingPath } from "../../parts/paths.ts";
import { type FeedLinks, feedsOf } from "./feed-links.ts";
import { KeyboardHelpButton, ReaderTools } from "./keyboard-help.tsx";
import { type PageCard, PageCardTags } from "./page-card.tsx";

export type LayoutProps = {
  /** Null for the page that is the site's own: it bears the site's name. */
  title: string | null;
  /** For search engines and previews; one sentence. */
  description?: string;
  /** Which entry of the main navigation this page is. */
  current?: "daily" | "weekly" | "monthly" | "trending";
  /** What the reader searched for, shown in the field again. */
  query?: string;
  /** Opened by a signed link: not for search engines. */
  isPrivate?: boolean;
  /** The path under which this page is known, with what of its query makes it another page; a private page has none. */
  canonical?: string;
  /** What is shown of it elsewhere, where that is not its title and description; it counts with `canonical` only. */
  card?: PageCard;
  /** Further elements for the document's head. */
  head?: ReactNode;
  /** Of the daily editions unless said. */
  feeds?: FeedLinks;
  children?: ReactNode;
};

const sections = [
  { cadence: "daily", label: "site.frame.daily", href: "/" },
  { cadence: "weekly", label: "site.frame.weekly", href: "/editions/weekly" },
  { cadence: "monthly", label: "site.frame.monthly", href: "/editions/monthly" },
  { cadence: "trending", label: "site.trending.title", href: trendingPath() },
] as const;

/** The document around every page of the readers' site. */
export function Layout(props: LayoutProps) {
  const { language, say } = useWords();
  const feeds = props.feeds ?? feedsOf(say, "daily");
  return (
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <title>
          {props.title === null ? say("site.frame.name") : say("site.frame.title", { page: props.title })}
        </title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" media="(prefers-color-scheme: light)" content="#fbfaf7" />
        <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#151412" />
        {props.description ? <meta name="description" content={props.description} /> : null}
        {props.isPrivate ? <meta name="robots" content="noindex, nofollow" /> : null}
        {props.canonical === undefined || props.isPrivate ? null : (
          <PageCardTags
            title={props.title ?? say("site.frame.name")}
            description={props.description}
            canonical={props.canonical}
            {...props.card}
          />
        )}
        <link rel="stylesheet" href={assets.style.path} />
        <LookLinks />
        <link rel="alternate" type="application/atom+xml" title={feeds.title} href={feeds.atom} />
        <link rel="alternate" type="application/feed+json" title={feeds.title} href={feeds.json} />
        <script src={assets.script.path} type="module" />
        {props.head}
      </head>
      <body>
        <a className="skip" href="#main">
          {say("site.frame.skip")}
        </a>
        <Masthead current={props.current} query={props.query} />
        <main id="main" tabIndex={-1}>
          {props.children}
        </main>
        <Foot {...feeds} />
        <ReaderTools />
      </body>
    </html>
  );
}

function Masthead({ current, query }: Pick<LayoutProps, "current" | "query">) {
  const { say } = useWords();
  const { tagline } = usePageLook();
  return (
    <header className="masthead">
      <div className="bar">
        <a className="wordmark" href="/">
          <Wordmark name={say("site.frame.name")} />
        </a>
        <nav className="sections" aria-label={say("site.frame.editions")}>
          {sections.map(({ cadence, label, href }) => (
            <a key={cadence} href={href} aria-current={cadence === current ? "page" : undefined}>
              {say(label)}
            </a>
          ))}
        </nav>
        <search className="search">
          <form action="/search">
            <label className="unseen" htmlFor="masthead-search">
              {say("site.frame.search-label")}
            </label>
            <input
              id="masthead-search"
              type="search"
              name="q"
              placeholder={say("site.frame.search-hint")}
              defaultValue={query}
              maxLength={200}
              autoComplete="off"
              data-suggest={say("site.find.suggestions-name")}
            />
          </form>
        </search>
        <a className="button small" href="/subscribe">
          {say("site.frame.subscribe")}
        </a>
      </div>
      {tagline === null ? null : (
        <p className="tagline" dir="auto">
          {tagline}
        </p>
      )}
    </header>
  );
}

function Foot({ atom, json }: FeedLinks) {
  const { say } = useWords();
  const { footer } = usePageLook();
  return (
    <footer className="foot">
      <nav aria-label={say("site.frame.about")}>
        <a href={todayPath("look")}>{say("site.today.title")}</a>
        <a href={trendingPath()}>{say("site.trending.title")}</a>
        <a href={archivePath(null)}>{say("site.archive.title")}</a>
        <a href="/subscribe">{say("site.frame.subscribe")}</a>
        <a href="/preferences/link">{say("site.frame.preferences")}</a>
        <a href="/reading-list">{say("site.list.title")}</a>
        <a href="/privacy">{say("site.frame.privacy")}</a>
        <a href={atom}>{say("site.frame.atom")}</a>
        <a href={json}>{say("site.frame.json")}</a>
        <a href="/embed">{say("site.embed.title")}</a>
        <KeyboardHelpButton />
      </nav>
      {footer === null ? null : (
        <p className="own-lines" dir="auto">
          {footer}
        </p>
      )}
      <p>{say("site.frame.sources")}</p>
    </footer>
  );
}
