import type { ReactNode } from "react";
import { assets } from "../../http/assets.ts";

export type LayoutProps = {
  title: string;
  /** For search engines and previews; one sentence. */
  description?: string;
  /** Which entry of the main navigation this page is. */
  current?: "daily" | "weekly" | "monthly";
  /** What the reader searched for, shown in the field again. */
  query?: string;
  /** Opened by a signed link: not for search engines. */
  isPrivate?: boolean;
  feeds?: { title: string; atom: string; json: string };
  children: ReactNode;
};

const sections = [
  { cadence: "daily", label: "Daily", href: "/" },
  { cadence: "weekly", label: "Weekly", href: "/editions/weekly" },
  { cadence: "monthly", label: "Monthly", href: "/editions/monthly" },
] as const;

const defaultFeeds = { title: "Paperboy: daily papers", atom: "/feed.xml", json: "/feed.json" };

/** The document around every page of the readers' site. */
export function Layout(props: LayoutProps) {
  const feeds = props.feeds ?? defaultFeeds;
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <title>{props.title === "Paperboy" ? props.title : `${props.title} · Paperboy`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" media="(prefers-color-scheme: light)" content="#fbfaf7" />
        <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#151412" />
        {props.description ? <meta name="description" content={props.description} /> : null}
        {props.isPrivate ? <meta name="robots" content="noindex, nofollow" /> : null}
        <link rel="icon" href={assets.icon.path} type="image/svg+xml" />
        <link rel="stylesheet" href={assets.style.path} />
        <link rel="alternate" type="application/atom+xml" title={feeds.title} href={feeds.atom} />
        <link rel="alternate" type="application/feed+json" title={feeds.title} href={feeds.json} />
        <script src={assets.script.path} type="module" />
      </head>
      <body>
        <a className="skip" href="#main">
          Skip to the content
        </a>
        <Masthead current={props.current} query={props.query} />
        <main id="main" tabIndex={-1}>
          {props.children}
        </main>
        <Foot atom={feeds.atom} json={feeds.json} />
      </body>
    </html>
  );
}

function Masthead({ current, query }: Pick<LayoutProps, "current" | "query">) {
  return (
    <header className="masthead">
      <div className="bar">
        <a className="wordmark" href="/">
          <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden="true">
            <rect width="32" height="32" rx="7" className="mark-ground" />
            <path d="M8 8h16v16H8z" className="mark-sheet" />
            <path d="M11 12h10M11 16h10M11 20h6" className="mark-lines" />
          </svg>
          Paperboy
        </a>
        <nav className="sections" aria-label="Editions">
          {sections.map(({ cadence, label, href }) => (
            <a key={cadence} href={href} aria-current={cadence === current ? "page" : undefined}>
              {label}
            </a>
          ))}
        </nav>
        <search className="search">
          <form action="/search">
            <label className="unseen" htmlFor="masthead-search">
              Search all papers
            </label>
            <input
              id="masthead-search"
              type="search"
              name="q"
              placeholder="Search papers"
              defaultValue={query}
              maxLength={200}
              autoComplete="off"
            />
          </form>
        </search>
        <a className="button small" href="/subscribe">
          Subscribe
        </a>
      </div>
    </header>
  );
}

function Foot({ atom, json }: { atom: string; json: string }) {
  return (
    <footer className="foot">
      <nav aria-label="About this site">
        <a href="/subscribe">Subscribe</a>
        <a href="/preferences/link">Your preferences</a>
        <a href="/privacy">Privacy</a>
        <a href={atom}>Atom feed</a>
        <a href={json}>JSON feed</a>
      </nav>
      <p>
        Papers from Hugging Face Daily Papers and arXiv, ordered by what readers vote for. All times are UTC.
      </p>
    </footer>
  );
}
