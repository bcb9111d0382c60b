import type { ArxivPaper } from "./arxiv-invented.ts";
import { authorLine, declaration, escapeXml, seconds } from "./arxiv-xml.ts";

/** Records per page; arXiv's own pages are of some two thousand. */
const usualPage = 100;

type Asked = { parameters: URLSearchParams; papers: ArxivPaper[]; now: Date; pageSize?: number | undefined };

/**
 * Answers a question of OAI-PMH 2.0 (http://www.openarchives.org/OAI/openarchivesprotocol.html) as arXiv's
 * interface does, with `ListRecords` and `GetRecord` in the formats arXiv and arXivRaw: errors come with status 200.
 */
export function oaiAnswer({ parameters, papers, now, pageSize = usualPage }: Asked): string {
  const verb = parameters.get("verb");
  const token = parameters.get("resumptionToken");
  const asked = token === null ? parameters : readToken(token);
  if (asked === null) return answer(parameters, now, error("badResumptionToken", "the token is not known"));
  const format = asked.get("metadataPrefix") ?? "";
  const refuse = (code: string, message: string) => answer(parameters, now, error(code, message));
  if (verb !== "ListRecords" && verb !== "GetRecord") return refuse("badVerb", "that is no verb");
  if (format === "") return refuse("badArgument", "metadataPrefix is missing");
  if (!["arXiv", "arXivRaw"].includes(format)) return refuse("cannotDisseminateFormat", "no such format");
  if (verb === "GetRecord") {
    const id = (asked.get("identifier") ?? "").replace(/^oai:arXiv\.org:/, "");
    const found = papers.find((paper) => paper.id === id);
    if (!found) return refuse("idDoesNotExist", "no such paper");
    return answer(parameters, now, `<GetRecord>\n${record(found, format)}</GetRecord>`);
  }
  const start = Number(asked.get("skip") ?? 0);
  const listed = papers.filter((paper) => isListed(paper, asked)).sort((a, b) => (a.id < b.id ? -1 : 1));
  if (listed.length === 0) return refuse("noRecordsMatch", "nothing in this range");
  const shown = listed.slice(start, start + pageSize).map((paper) => record(paper, format));
  const isLast = start + pageSize >= listed.length;
  // The last page of several ends with an empty token.
  const next =
    isLast && start === 0
      ? ""
      : `<resumptionToken cursor="${start}" completeListSize="${listed.length}">${isLast ? "" : tokenFor(asked, start + pageSize)}</resumptionToken>\n`;
  return answer(parameters, now, `<ListRecords>\n${shown.join("")}${next}</ListRecords>`);
}

function isListed(paper: ArxivPaper, asked: URLSearchParams): boolean {
  const on = stampOf(paper);
  if (on < (asked.get("from") ?? "") || on > (asked.get("until") ?? "9999")) return false;
  const set = asked.get("set");
  return set === null || paper.categories.some((category) => setsOf(category).includes(set));
}

/** `cs.CL` is in the sets `cs` and `cs:cs:CL`, `hep-th` in `physics` and `physics:hep-th`. */
function setsOf(category: string): string[] {
  const [archive = "", part] = category.split(".");
  const group = ["cs", "econ", "eess", "math", "q-bio", "q-fin", "stat"].includes(archive)
    ? archive
    : "physics";
  const own = group === archive ? archive : `physics:${archive}`;
  return [...new Set([group, own, ...(part ? [`${group}:${archive}:${part}`] : [])])];
}

const stampOf = (paper: ArxivPaper) => (paper.updatedAt ?? paper.publishedAt).slice(0, 10);

function tokenFor(asked: URLSearchParams, skip: number): string {
  const state = new URLSearchParams(asked);
  state.set("skip", String(skip));
  return encodeURIComponent(state.toString());
}

function readToken(token: string): URLSearchParams | null {
  const state = new URLSearchParams(decodeURIComponent(token));
  return /^\d+$/.test(state.get("skip") ?? "") ? state : null;
}

function answer(parameters: URLSearchParams, now: Date, content: string): string {
  const request = [...parameters].map(([name, value]) => ` ${name}="${escapeXml(value)}"`).join("");
  return `${declaration}
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">
<responseDate>${seconds(now)}</responseDate>
<request${request}>http://oaipmh.arxiv.org/oai</request>
${content}
</OAI-PMH>
`;
}

const error = (code: string, message: string) => `<error code="${code}">${message}</error>`;

function record(paper: ArxivPaper, format: string): string {
  return `<record>
<header>
 <identifier>oai:arXiv.org:${paper.id}</identifier>
 <datestamp>${stampOf(paper)}</datestamp>
${paper.categories.map((category) => ` <setSpec>${setsOf(category).at(-1)}</setSpec>\n`).join("")}</header>
<metadata>
${format === "arXivRaw" ? raw(paper) : structured(paper)}</metadata>
</record>
`;
}

const element = (name: string, text: string | null | undefined) =>
  text ? ` <${name}>${escapeXml(text)}</${name}>\n` : "";

function raw(paper: ArxivPaper): string {
  const submitted = [
    paper.publishedAt,
    ...Array((paper.version ?? 1) - 1).fill(paper.updatedAt ?? paper.publishedAt),
  ];
  const versions = submitted.map(
    (at: string, index) =>
      ` <version version="v${index + 1}"><date>${new Date(at).toUTCString()}</date><size>219kb</size><source_type>D</source_type></version>\n`,
  );
  return `<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/" xsi:schemaLocation="http://arxiv.org/OAI/arXivRaw/ http://arxiv.org/OAI/arXivRaw.xsd">
${element("id", paper.id)}${element("submitter", paper.authors[0])}${versions.join("")}${element("title", paper.title)}${element("authors", authorLine(paper))}${element("categories", paper.categories.join(" "))}${element("comments", paper.comment)}${element("doi", paper.doi)}${element("license", "http://creativecommons.org/licenses/by/4.0/")}${element("abstract", `  ${paper.abstract}\n`)}</arXivRaw>
`;
}

function structured(paper: ArxivPaper): string {
  const authors = paper.authors.map((name, index) => {
    const [keyname = "", ...rest] = name.split(" ").reverse();
    const where = (paper.affiliations?.[index] ?? []).map((one) => element("affiliation", one)).join("");
    return `<author>${element("keyname", keyname)}${element("forenames", rest.reverse().join(" "))}${where}</author>`;
  });
  return `<arXiv xmlns="http://arxiv.org/OAI/arXiv/" xsi:schemaLocation="http://arxiv.org/OAI/arXiv/ http://arxiv.org/OAI/arXiv.xsd">
${element("id", paper.id)}${element("created", paper.publishedAt.slice(0, 10))}<authors>${authors.join("")}</authors>
${element("title", paper.title)}${element("categories", paper.categories.join(" "))}${element("comments", paper.comment)}${element("doi", paper.doi)}${element("abstract", `  ${paper.abstract}\n`)}</arXiv>
`;
}
