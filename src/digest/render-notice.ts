import type { NoticeBase, NoticeWords } from "../../emails/components/notice.tsx";
import { shippedLook } from "../../emails/look.ts";
import { defaultLanguage, type Words, wordsIn } from "../../words/words.ts";
import { cleanText, cutText } from "./clean-text.ts";
import type { Mail, MailSite } from "./compiled-digest.ts";
import { headerValue, tagValue } from "./digest-headers.ts";
import { noticeText } from "./notice-text.ts";
import type { NoticeContent } from "./templates.tsx";

/**
 * Renders a mail that the site itself causes. The same input gives the same bytes.
 *
 * @param reference names this mail to the provider and keeps clients from folding two into one conversation.
 * @param subscriberId whom what the provider reports of it is about; null for a mail to no subscriber.
 */
export async function renderNotice(
  notice: NoticeContent,
  site: MailSite,
  to: string,
  reference: string,
  subscriberId: string | null = null,
  words: Words = wordsIn(defaultLanguage),
): Promise<Mail> {
  const { noticeHtml, noticeWords } = await import("./templates.tsx");
  const base: NoticeBase = {
    words,
    brand: words.brand,
    look: site.look ?? shippedLook,
    recipient: cleanText(to),
    postalAddress: cutText(cleanText(site.postalAddress), 300),
  };
  const said = cleanWords(noticeWords(notice, base));
  return {
    from: headerValue(site.from),
    to: headerValue(to),
    replyTo: site.replyTo === null ? null : headerValue(site.replyTo),
    subject: headerValue(said.subject),
    html: noticeHtml(base, said),
    text: noticeText(base, said),
    headers: {
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
      "X-Entity-Ref-ID": tagValue(`${notice.kind}-${reference}`),
      ...leaving(notice),
    },
    tags: [
      { name: "kind", value: notice.kind },
      { name: "notice", value: tagValue(reference) },
      ...(subscriberId === null ? [] : [{ name: "subscriber", value: tagValue(subscriberId) }]),
    ],
  };
}

/** Only mails to a subscriber offer to leave by one click (RFC 8058). */
function leaving(notice: NoticeContent): Record<string, string> {
  const { kind } = notice;
  if (kind !== "welcome" && kind !== "preferences-link" && kind !== "still-reading") return {};
  return {
    "List-Unsubscribe": headerValue(`<${notice.props.unsubscribeUrl}>`),
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  };
}

/** Titles and reasons in notices come from outside too. */
function cleanWords(words: NoticeWords): NoticeWords {
  const clean = (text: string) => cutText(cleanText(text), 2000);
  return {
    ...words,
    subject: cutText(cleanText(words.subject), 150),
    preheader: cutText(cleanText(words.preheader), 140),
    heading: clean(words.heading),
    paragraphs: words.paragraphs.map(clean),
    facts: words.facts.map((fact) => ({ label: clean(fact.label), value: clean(fact.value) })),
    list:
      words.list === null
        ? null
        : {
            heading: clean(words.list.heading),
            items: words.list.items.map((item) => ({ label: clean(item.label), url: item.url })),
            more: words.list.more,
          },
    notes: words.notes.map(clean),
    why: clean(words.why),
  };
}
