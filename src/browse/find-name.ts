import type { Database } from "../db/client.ts";
import { foldOrganization, isSameOrganization } from "../digest/match-organization.ts";
import { findTopic, topicGroups, topicLabel } from "../papers/topics.ts";
import { type FoundAuthor, findAuthorAmong, type Spelling, whereToLook } from "./author-spellings.ts";
import { nameKey } from "./name-key.ts";
import {
  countNamed,
  listAuthorSpellings,
  listKeywordsLike,
  listNamesOf,
  listOrganizations,
  type Named,
} from "./names-store.ts";
import type { NameKind } from "./tables.ts";

/** What the address of a name's page leads to. */
export type FoundName =
  | (Named & {
      kind: NameKind;
      /** What its page is called by, the last part of its path. */
      key: string;
      /** As its papers spell it most; of a topic, what arXiv calls it. */
      name: string;
      /** Other ways in which papers spell it. */
      otherNames: string[];
      /** How many papers bear it. */
      papers: number;
    })
  /** Another spelling names the page. */
  | { kind: "moved"; key: string }
  /** No paper bears the name; names that may have been meant, those with most papers first. */
  | { kind: "unknown"; near: Spelling[] };

const mostNear = 12;

/**
 * Finds what a name in an address means. All spellings of one name lead to one page; topics have one also where no
 * paper bears them yet.
 *
 * @param asked as it stands in the address, decoded; hostile.
 */
export function findName(db: Database, kind: NameKind, asked: string): Promise<FoundName> {
  return finders[kind](db, asked);
}

const finders: Record<NameKind, (db: Database, asked: string) => Promise<FoundName>> = {
  topic: findTopicPage,
  keyword: findKeyword,
  organization: findOrganization,
  author: findAuthor,
};

async function findTopicPage(db: Database, asked: string): Promise<FoundName> {
  const topic = findTopic(asked);
  if (topic === null) return { kind: "unknown", near: [] };
  if (topic.id !== asked) return { kind: "moved", key: topic.id };
  const isArchive = topicGroups.some(({ id }) => id === topic.id);
  const named = { kind: "topic" as const, keys: [topic.id] };
  return {
    ...named,
    key: topic.id,
    name: isArchive ? topic.name : topicLabel(topic.id),
    otherNames: [],
    papers: await countNamed(db, named),
  };
}

async function findKeyword(db: Database, asked: string): Promise<FoundName> {
  const key = nameKey(asked);
  const found = await findByKey(db, "keyword", asked, key);
  if (found !== null) return found;
  const beginning = key.slice(0, Math.max(3, key.indexOf("-")));
  return { kind: "unknown", near: key === "" ? [] : await listKeywordsLike(db, beginning, mostNear) };
}

async function findOrganization(db: Database, asked: string): Promise<FoundName> {
  const key = nameKey(asked);
  const found = await findByKey(db, "organization", asked, key);
  if (found !== null) return found;
  if (key === "") return { kind: "unknown", near: [] };
  const wanted = foldOrganization(asked.replaceAll("-", " "));
  const near = (await listOrganizations(db)).filter(({ name }) =>
    isSameOrganization(foldOrganization(name), wanted),
  );
  const same = near.find(({ name }) => foldOrganization(name).joined === wanted.joined);
  return same ? { kind: "moved", key: same.key } : { kind: "unknown", near: near.slice(0, mostNear) };
}

async function findAuthor(db: Database, asked: string): Promise<FoundName> {
  const key = nameKey(asked);
  if (key === "") return { kind: "unknown", near: [] };
  const found = await findAuthorCalled(db, asked.slice(0, longestAsked), key);
  if (found.kind === "several") return { kind: "unknown", near: found.spellings.slice(0, mostNear) };
  if (found.key !== asked) return { kind: "moved", key: found.key };
  const names = found.spellings.map((spelling) => spelling.name);
  const keys = found.spellings.map((spelling) => spelling.key);
  const own = await pageOf(db, { kind: "author", keys: [found.key] }, found.key);
  const named = { kind: "author" as const, keys };
  return {
    ...named,
    key: found.key,
    name: own.name,
    otherNames: [...new Set([...own.otherNames, ...names])].filter((name) => name !== own.name),
    papers: keys.length === 1 ? own.papers : await countNamed(db, named),
  };
}

const longestAsked = 200;

async function findAuthorCalled(db: Database, name: string, key: string): Promise<FoundAuthor> {
  const known = await listAuthorSpellings(db, whereToLook(name.replaceAll("-", " ")));
  const found = findAuthorAmong(name, key, known);
  const own = known.find((one) => one.key === key);
  if (found.kind === "several" || found.key === key || own === undefined) return found;
  // `Wang, Yi` lies elsewhere than `Yi Wang`: nobody is led to a page that does not find their papers.
  const there = findAuthorAmong(
    found.key,
    found.key,
    await listAuthorSpellings(db, whereToLook(found.key.replaceAll("-", " "))),
  );
  const isThere =
    there.kind === "one" && there.key === found.key && there.spellings.some((one) => one.key === key);
  return isThere ? found : { kind: "one", key, spellings: [own] };
}

/** The page of a key that papers bear; null where none does. */
async function findByKey(
  db: Database,
  kind: "keyword" | "organization",
  asked: string,
  key: string,
): Promise<FoundName | null> {
  const named = { kind, keys: [key] };
  if (key === "") return null;
  if (key !== asked) return (await countNamed(db, named)) > 0 ? { kind: "moved", key } : null;
  const page = await pageOf(db, named, key);
  return page.papers > 0 ? page : null;
}

async function pageOf(db: Database, named: Named, key: string) {
  const papers = await countNamed(db, named);
  const [name = key, ...otherNames] = await listNamesOf(db, named);
  return { ...named, key, name, otherNames, papers };
}
