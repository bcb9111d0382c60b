import type { Words } from "../../../../words/words.ts";
import { cadences } from "../../../calendar/periods.ts";
import { escapeHtml } from "../../../digest/escape-html.ts";
import { useWords } from "../../http/page-words.tsx";
import { type FeedLinks, feedsOf } from "./feed-links.ts";
import { MessagePage } from "./message-page.tsx";
import { consentFieldName, honeypotName } from "./subscribe-form.tsx";

/** What other sites may take from this one: its subscribe form, to be pasted, and its feeds. */
export function EmbedPage({
  publicUrl,
  takesForms,
  consent,
}: {
  publicUrl: string;
  takesForms: boolean;
  /** What readers agree to, sealed. */
  consent: string;
}) {
  const words = useWords();
  const { say } = words;
  const snippet = subscribeSnippet(words, publicUrl, consent);
  return (
    <MessagePage title={say("site.embed.title")} description={say("site.embed.lede")} canonical="/embed">
      <div className="prose">
        <p className="lede">{say("site.embed.lede")}</p>
        <h2 id="embed-form">{say("site.embed.form")}</h2>
        <p>{say("site.embed.form-note")}</p>
        {takesForms ? null : <p className="notice">{say("site.embed.no-sites")}</p>}
        <textarea
          className="embed-code"
          aria-labelledby="embed-form"
          readOnly
          rows={snippet.split("\n").length + 4}
          spellCheck={false}
          value={snippet}
        />
        <h2>{say("site.embed.feeds")}</h2>
        <p>{say("site.embed.feeds-note")}</p>
        <ul>
          {[...cadences.map((cadence) => feedsOf(say, cadence)), editionsOf(say)].map(
            ({ title, atom, json }) => (
              <li key={atom}>
                {title}: <a href={atom}>{say("site.own-feed.atom")}</a>,{" "}
                <a href={json}>{say("site.own-feed.json")}</a>
              </li>
            ),
          )}
        </ul>
      </div>
    </MessagePage>
  );
}

function editionsOf(say: Words["say"]): FeedLinks {
  return {
    title: say("site.feed.editions", { cadence: "all" }),
    atom: "/feeds/editions.atom",
    json: "/feeds/editions.json",
  };
}

/** The form of this site as it works on another, without a script or a style: HTML, escaped, in these words. */
function subscribeSnippet(words: Words, publicUrl: string, consent: string): string {
  const said = (text: string) => escapeHtml(text);
  const { say } = words;
  const link = (inside: string[]) => `<a href="${escapeHtml(publicUrl)}/privacy">${inside.join("")}</a>`;
  const kept = words.rich("site.subscribe.kept", { consent: said(say("site.consent.subscribe")) }, { link });
  return `<form method="post" action="${escapeHtml(publicUrl)}/subscribe">
  <p>
    <label>${said(say("site.frame.address"))}
      <input name="email" type="text" inputmode="email" autocomplete="email" maxlength="254" required>
    </label>
    <button type="submit">${said(say("site.frame.subscribe"))}</button>
  </p>
  <p hidden>
    <label>${said(say("site.subscribe.trap"))}
      <input name="${honeypotName}" type="text" tabindex="-1" autocomplete="off">
    </label>
  </p>
  <input name="language" type="hidden" value="${words.language}">
  <input name="${consentFieldName}" type="hidden" value="${consent}">
  <p><small>${kept.join("")}</small></p>
</form>`;
}
