import type { Spelling } from "../../../browse/author-spellings.ts";
import type { NameKind } from "../../../browse/tables.ts";
import { useWords } from "../../http/page-words.tsx";
import { MessagePage } from "./message-page.tsx";
import { NameLink } from "./name-link.tsx";
import { useSignedPath } from "./signed-reader.tsx";

export type UnknownNamePageProps = {
  kind: NameKind;
  /** As it stands in the address; hostile and perhaps long. */
  asked: string;
  near: Spelling[];
};

/** Of an address like those of names that no paper bears: what may have been meant, and a search. */
export function UnknownNamePage({ kind, asked, near }: UnknownNamePageProps) {
  const { say } = useWords();
  const signed = useSignedPath();
  const name = Array.from(asked.replaceAll(/[\p{Cc}\p{Cf}]+/gu, " "))
    .slice(0, longestShown)
    .join("")
    .trim();
  const search = new URLSearchParams({ q: name.replaceAll("-", " ") });
  return (
    <MessagePage title={say("site.browse.unknown-title")}>
      <p className="lede" dir="auto">
        {say("site.browse.unknown", { kind, name: `“${name}”` })}
      </p>
      {near.length === 0 ? null : (
        <section aria-labelledby="near">
          <h2 className="section-title" id="near">
            {say("site.browse.near")}
          </h2>
          <ul className="related">
            {near.map((one) => (
              <li key={one.key}>
                <NameLink kind={kind} name={one.name} />
                <span className="facts">{say("site.browse.near-count", { papers: one.papers })}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {name === "" ? null : (
        <p>
          <a href={signed(`/search?${search}`)} dir="auto">
            {say("site.browse.search", { name: `“${name}”` })}
          </a>
        </p>
      )}
    </MessagePage>
  );
}

const longestShown = 100;
