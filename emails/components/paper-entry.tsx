import type { ReactNode } from "react";
import { classes, palette, space, type } from "../theme.ts";
import { useAccent } from "./look.tsx";
import { Heading, Img } from "./primitives.ts";
import { Segment } from "./segment.tsx";

// A paper stands up to fifty times in a mail, of which Gmail shows 102 KB. So its paragraphs and links are plain
// elements: `Text` and `Link` would add some 150 bytes to each paper and nothing that anybody sees.

/** Pixels; the sources' pictures are twice as wide as high. */
const thumbnailSize = { width: 120, height: 63 };
// Classic Outlook knows no `float`, and React's types no `align` of a picture.
const atRight = { align: "right" };

export type DigestPaper = {
  /** Its place in the mail, such as `3`. */
  number: string;
  /** The first paper of a digest is set larger. */
  isLead: boolean;
  title: string;
  url: string;
  /** Who and where, in one line. */
  byline: string;
  /** Parts of a whole 0 to 100: votes in relation to the edition's most voted paper. */
  heat: number;
  /** Such as `34 upvotes`. */
  upvotes: string;
  /** Such as `+12 in a day` or `+38 since 15 June`, or null. */
  rise: string | null;
  /** Such as `4 comments · 1.2k stars`, or null. */
  talk: string | null;
  /** Why it trends, in a few words, or null where the digest shows titles only. */
  reason: string | null;
  /** What it matches of what the reader follows, or null. */
  because: string | null;
  /** Of a digest's first paper, shown only by the operator's setting. */
  thumbnail: { url: string; alt: string } | null;
  /** Summary or abstract, or null. */
  body: string | null;
  links: { label: string; url: string }[];
  /** In which title and text are written, where that is not the language of the mail; else null. */
  language: string | null;
  /** Where the reader says whether they want more like it; null in a mail of before and where nobody reads it. */
  mark: { label: string; url: string } | null;
  /** What stands above the group that it begins, or null. */
  group: string | null;
};

/** One paper: rank, title, who and where, figures, why it trends, text, links. */
export function PaperEntry({ paper, name }: { paper: DigestPaper; name: string }) {
  const { accent } = useAccent();
  return (
    <Segment name={name}>
      <tr>
        <td
          className={`${classes.rank} ${classes.accent}`}
          width={space.rank}
          valign="top"
          style={{ ...type.rank, color: accent, padding: `22px 0 0 ${space.gutter}px` }}
        >
          {paper.number}
        </td>
        <td className={classes.text} valign="top" style={{ padding: `22px ${space.gutter}px 0 0` }}>
          <Segment name="lead" when={paper.isLead}>
            <Title paper={paper} style={type.lead} />
          </Segment>
          <Segment name="usual" when={!paper.isLead}>
            <Title paper={paper} style={type.paper} />
          </Segment>
          <p className={classes.soft} style={{ ...type.small, margin: "4px 0 7px" }}>
            {paper.byline}
          </p>
          <Heat heat={paper.heat} />
          <Figures paper={paper} />
          {paper.body === null ? null : (
            <p
              dir="auto"
              lang={paper.language ?? undefined}
              className={classes.ink}
              style={{ ...type.body, margin: "8px 0 0" }}
            >
              {paper.thumbnail === null ? null : (
                <Segment name="lead" when={paper.isLead}>
                  <Thumbnail {...paper.thumbnail} />
                </Segment>
              )}
              {paper.body}
            </p>
          )}
          {paper.links.length === 0 ? (
            <Own paper={paper}>
              <p style={{ ...type.links, margin: "5px 0 0" }}>
                <MarkLink mark={paper.mark} />
              </p>
            </Own>
          ) : (
            <Links paper={paper} />
          )}
        </td>
      </tr>
    </Segment>
  );
}

function Title({ paper, style }: { paper: DigestPaper; style: typeof type.paper }) {
  return (
    <Heading
      as="h3"
      dir="auto"
      lang={paper.language ?? undefined}
      style={{ ...style, color: undefined, margin: 0 }}
    >
      <PaperLink href={paper.url} className={classes.ink} color={style.color}>
        {paper.title}
      </PaperLink>
    </Heading>
  );
}

/** Votes in relation to the most voted: a table, so that it shows with images off. */
function Heat({ heat }: { heat: number }) {
  const filled = Math.min(100, Math.max(2, Math.round(heat)));
  const { accent } = useAccent();
  const cell = { height: "3px", lineHeight: "3px", fontSize: "1px" };
  return (
    <table role="presentation" width="100%" border={0} cellPadding={0} cellSpacing={0}>
      <tbody>
        <tr>
          <td className={classes.bar} width={`${filled}%`} style={{ ...cell, backgroundColor: accent }}>
            {"\u00a0"}
          </td>
          {filled === 100 ? null : (
            <td className={classes.line} style={{ ...cell, backgroundColor: palette.light.line }}>
              {"\u00a0"}
            </td>
          )}
        </tr>
      </tbody>
    </table>
  );
}

function Figures({ paper }: { paper: DigestPaper }) {
  return (
    <p className={classes.soft} style={{ ...type.small, margin: "6px 0 0" }}>
      <b className={classes.ink} style={{ color: palette.light.ink }}>
        {paper.upvotes}
      </b>
      {paper.rise === null ? null : (
        <>
          {" "}
          <b className={classes.rise} style={{ color: palette.light.rise }}>
            {paper.rise}
          </b>
        </>
      )}
      {paper.talk === null ? null : `\u00a0· ${paper.talk}`}
      {paper.reason === null ? null : `\u00a0· ${paper.reason}`}
      <Segment name="because" when={paper.because !== null}>
        {"\u00a0· "}
        <span className={classes.ink} style={{ color: palette.light.ink }}>
          {paper.because}
        </span>
      </Segment>
    </p>
  );
}

function Thumbnail({ url, alt }: { url: string; alt: string }) {
  const { width, height } = thumbnailSize;
  return (
    <Img
      src={url}
      alt={alt}
      width={width}
      height={height}
      {...atRight}
      // Without it React announces the picture in the head of the mail.
      loading="lazy"
      className={classes.soft}
      style={{ ...type.small, margin: `4px 0 8px ${space.gap}px`, borderRadius: "4px" }}
    />
  );
}

function Links({ paper }: { paper: DigestPaper }) {
  const { accent } = useAccent();
  return (
    <p style={{ ...type.links, margin: "5px 0 0" }}>
      {paper.links.map((link, index) => [
        index === 0 ? "" : " \u00a0 ",
        <PaperLink key={link.label} href={link.url} className={classes.accent} color={accent}>
          {link.label}
        </PaperLink>,
      ])}
      <Own paper={paper}>
        {" \u00a0 "}
        <MarkLink mark={paper.mark} />
      </Own>
    </p>
  );
}

/**
 * What stands only in the mail of a reader whose mark it takes. The segment within another: a worker of the release
 * before shows what it does not know of a paper that has a reason, without the segments in it.
 */
function Own({ paper, children }: { paper: DigestPaper; children: ReactNode }) {
  return (
    <Segment name="own">
      <Segment name="mark" when={paper.mark !== null}>
        {children}
      </Segment>
    </Segment>
  );
}

/** Behind up to five other links it would break on a phone, in the middle of its question. */
function MarkLink({ mark }: Pick<DigestPaper, "mark">) {
  return (
    <PaperLink href={mark?.url ?? ""} className={classes.soft} color={palette.light.soft}>
      {mark?.label.replaceAll(" ", "\u00a0")}
    </PaperLink>
  );
}

function PaperLink(props: { href: string; className: string; color?: string; children: ReactNode }) {
  return (
    <a href={props.href} className={props.className} style={{ textDecoration: "none", color: props.color }}>
      {props.children}
    </a>
  );
}
