import type { Cadence } from "../../src/calendar/periods.ts";
import { assembleDigest } from "../../src/digest/assemble.ts";
import { choosePapers } from "../../src/digest/choose-papers.ts";
import { compileDigest } from "../../src/digest/compile.ts";
import type { DigestPreferences, MailSite } from "../../src/digest/compiled-digest.ts";
import { groupPapers } from "../../src/digest/group-papers.ts";
import { mailLook } from "../../src/digest/mail-look.ts";
import { renderNotice } from "../../src/digest/render-notice.ts";
import type { NoticeContent } from "../../src/digest/templates.tsx";
import { usualPreferences } from "../../src/subscribers/preferences.ts";
import { sampleEdition } from "../../test/support/sample-edition.ts";
import { defaultLanguage, wordsIn } from "../../words/words.ts";
import { labBrand } from "./lab-brand.ts";
import type { Look } from "./mail-camera.ts";

export type MailScene = { name: string; html: string; looks: Look[] };

const site: MailSite = {
  publicUrl: "https://papers.example.org",
  from: "Paperboy <digest@papers.example.org>",
  replyTo: "hello@papers.example.org",
  unsubscribeTo: "leave@papers.example.org",
  postalAddress: "Example Lab, 1 Research Road, 12345 Springfield",
  showsThumbnails: false,
};

/** An installation of the name and look that an invented lab has set, as in the pictures of the site. */
const labSite: MailSite = {
  ...site,
  name: labBrand.name,
  look: mailLook({ ...labBrand, logo: null, language: "en" }, site.publicUrl),
};

const tokens = { unsubscribe: "sample", preferences: "sample", view: "sample" };

const look = (width: Look["width"], scheme: Look["scheme"], hasImages = true): Look => ({
  width,
  scheme,
  hasImages,
});
const all = [look(640, "light"), look(640, "dark"), look(375, "light"), look(375, "dark")];
const extremes = [look(640, "light"), look(375, "dark")];
const withThumbnails = [look(640, "light"), look(640, "light", false), look(375, "dark", false)];

/** Every mail, made from the sample day. */
export async function mailScenes(): Promise<MailScene[]> {
  return Promise.all([
    digest("daily-summary", "daily", { topics: ["cs.RO"], keywords: ["agents"], maxPapers: 5 }, all),
    digest("daily-title", "daily", { detail: "title", maxPapers: 7 }, extremes),
    digest("daily-abstract", "daily", { detail: "abstract", maxPapers: 3 }, extremes),
    digest("daily-groups", "daily", { maxPapers: 12 }, extremes),
    digest("daily-thumbnails", "daily", { maxPapers: 2 }, withThumbnails, { ...site, showsThumbnails: true }),
    digest("own-look", "daily", { maxPapers: 3 }, extremes, labSite),
    digest("weekly", "weekly", { maxPapers: 3 }, extremes),
    digest("monthly", "monthly", { detail: "title", maxPapers: 5 }, extremes),
    ...notices.map(notice),
  ]);
}

async function digest(
  name: string,
  cadence: Cadence,
  wanted: Partial<DigestPreferences>,
  looks: Look[],
  from = site,
): Promise<MailScene> {
  const edition = sampleEdition(cadence);
  const preferences = { ...usualPreferences, ...wanted };
  const chosen = choosePapers(edition, preferences);
  if (chosen.kind === "none") throw new Error(`no paper for ${name}: ${chosen.reason}`);
  const compiled = await compileDigest(
    edition,
    preferences.detail,
    from,
    wordsIn(defaultLanguage, from.name),
  );
  const choice = groupPapers(chosen.choice, compiled.facts);
  const slots = { to: "ada@example.com", choice, tokens, subscriberId: "ada" };
  return { name, html: assembleDigest(compiled, slots).html, looks };
}

async function notice(content: NoticeContent): Promise<MailScene> {
  const { html } = await renderNotice(content, site, "ada@example.com", "sample");
  return { name: content.kind, html, looks: extremes };
}

const link = (path: string) => `${site.publicUrl}/${path}?token=sample`;

const notices: NoticeContent[] = [
  { kind: "confirm", props: { confirmUrl: link("confirm"), expiresInDays: 3 } },
  {
    kind: "welcome",
    props: {
      schedule: { cadence: "daily", time: "07:00", zone: "Europe/London" },
      preferencesUrl: link("preferences"),
      unsubscribeUrl: link("unsubscribe"),
      latest: {
        cadence: "daily",
        period: "16 June 2026",
        weekday: "Tuesday",
        url: `${site.publicUrl}/editions/daily/2026-06-16`,
        papers: sampleEdition("daily")
          .papers.slice(0, 3)
          .map(({ title, links }) => ({ title, url: links.arxiv })),
      },
    },
  },
  {
    kind: "preferences-link",
    props: {
      cause: "requested",
      preferencesUrl: link("preferences"),
      unsubscribeUrl: link("unsubscribe"),
    },
  },
  { kind: "goodbye", props: { undoUrl: link("undo"), undoDays: 7 } },
  {
    kind: "address-allow",
    props: { newAddress: "ada@new.example", answerUrl: link("address/allow"), expiresInDays: 7 },
  },
  {
    kind: "address-confirm",
    props: { isTaken: false, confirmUrl: link("address/confirm"), expiresInDays: 7 },
  },
  {
    kind: "operator-alert",
    props: {
      title: "Edition daily-2026-06-16 is paused",
      paragraphs: [
        "Five of a hundred mails bounced for good, which is more than a healthy list has, so the rest waits for you.",
        "Look at the reasons, then go on with: paperboy resume --edition daily-2026-06-16 --force",
      ],
      facts: [
        { label: "Submitted", value: "1,200" },
        { label: "Pending", value: "18,800" },
        { label: "Permanent bounces", value: "61 (5.1 %)" },
      ],
      action: { label: "Open the edition", url: `${site.publicUrl}/ops/editions/daily-2026-06-16` },
    },
  },
];
