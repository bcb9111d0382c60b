import type { ReactNode } from "react";
import { assets } from "../../http/assets.ts";
import { LookLinks, Mark } from "../../http/page-mark.tsx";
import { InOperatorsWords, useWords } from "../../http/page-words.tsx";
import { opsAssets } from "../assets.ts";

export type OpsSection =
  | "editions"
  | "subscribers"
  | "readers"
  | "suppressions"
  | "sources"
  | "ranking"
  | "queues"
  | "preview"
  | "outbox"
  | "audit"
  | "sessions"
  | "settings";

export type OpsLayoutProps = {
  title: string;
  current?: OpsSection;
  /** Carried by the form that logs out; null when there is nobody to log out. */
  formToken?: string | null;
  /** Follow the sending: parts marked `data-live` are renewed. */
  isLive?: boolean;
  /** What was just done, above the page. */
  notice?: string | null;
  children: ReactNode;
};

const sections: { key: OpsSection; label: string; href: string }[] = [
  { key: "editions", label: "Editions", href: "/ops" },
  { key: "subscribers", label: "Subscribers", href: "/ops/subscribers" },
  { key: "readers", label: "Find a reader", href: "/ops/readers" },
  { key: "suppressions", label: "Suppressions", href: "/ops/suppressions" },
  { key: "sources", label: "Sources", href: "/ops/sources" },
  { key: "ranking", label: "Ranking", href: "/ops/ranking" },
  { key: "queues", label: "Queues", href: "/ops/queues" },
  { key: "preview", label: "Preview", href: "/ops/preview" },
  { key: "audit", label: "Audit trail", href: "/ops/audit" },
  { key: "settings", label: "Settings", href: "/ops/settings" },
];

/** The document around every page of the operators, who read English. */
export function OpsLayout(props: OpsLayoutProps) {
  return (
    <InOperatorsWords>
      <OpsDocument {...props} />
    </InOperatorsWords>
  );
}

function OpsDocument(props: OpsLayoutProps) {
  const { brand } = useWords();
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <title>{`${props.title} · ${brand} operations`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex, nofollow" />
        <link rel="stylesheet" href={assets.style.path} />
        <LookLinks />
        <link rel="stylesheet" href={opsAssets.style.path} />
        <script src={opsAssets.script.path} type="module" />
      </head>
      <body className="ops" data-follow={props.isLive ? "/ops/live" : undefined}>
        <a className="skip" href="#main">
          Skip to the content
        </a>
        <header className="masthead">
          <div className="bar">
            <a className="wordmark" href="/ops">
              <Mark />
              Operations
            </a>
            {props.formToken === undefined ? null : (
              <nav className="sections" aria-label="Operations">
                {sections.map(({ key, label, href }) => (
                  <a key={key} href={href} aria-current={key === props.current ? "page" : undefined}>
                    {label}
                  </a>
                ))}
              </nav>
            )}
            {props.formToken ? (
              <form method="post" action="/ops/logout" className="log-out">
                <a href="/ops/sessions" aria-current={props.current === "sessions" ? "page" : undefined}>
                  Sessions
                </a>
                <input type="hidden" name="form_token" value={props.formToken} />
                <button type="submit" className="quiet small">
                  Log out
                </button>
              </form>
            ) : null}
          </div>
        </header>
        <main id="main" tabIndex={-1}>
          {props.notice ? (
            <p className="notice" role="status">
              {props.notice}
            </p>
          ) : null}
          {props.children}
        </main>
        {props.formToken === undefined ? null : <footer className="foot">All times are UTC.</footer>}
      </body>
    </html>
  );
}
