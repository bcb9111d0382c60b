import { classes, fonts, palette, space, type } from "../theme.ts";
import { Heading } from "./primitives.ts";
import { Segment } from "./segment.tsx";
import { TextLink } from "./text-link.tsx";

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
  /** Such as `+12 in a day`, or null. */
  rise: string | null;
  /** Such as `4 comments, 1.2k stars`, or null. */
  talk: string | null;
  /** Why it trends, or null where the digest shows titles only. */
  reason: string | null;
  /** What it matches of what the reader follows, or null. */
  because: string | null;
  /** Summary or abstract, or null. */
  body: string | null;
  links: { label: string; url: string }[];
};

/** One paper: rank, title, who and where, figures, why it trends, text, links. */
export function PaperEntry({ paper, name }: { paper: DigestPaper; name: string }) {
  return (
    <Segment name={name}>
      <tr>
        <td className={classes.gutter} style={{ padding: `18px ${space.gutter}px 0` }}>
          <table role="presentation" width="100%" border={0} cellPadding={0} cellSpacing={0}>
            <tbody>
              <tr>
                <td
                  className={`${classes.rank} ${classes.accent}`}
                  width={space.rank}
                  valign="top"
                  style={type.rank}
                >
                  {paper.number}
                </td>
                <td valign="top" style={{ wordBreak: "break-word" }}>
                  <Segment name="lead" when={paper.isLead}>
                    <Title paper={paper} style={type.lead} />
                  </Segment>
                  <Segment name="usual" when={!paper.isLead}>
                    <Title paper={paper} style={type.paper} />
                  </Segment>
                  <p className={classes.soft} style={{ ...type.small, margin: "4px 0 6px" }}>
                    {paper.byline}
                  </p>
                  <Figures paper={paper} />
                  {paper.reason === null ? null : <Note text={paper.reason} />}
                  <Segment name="because" when={paper.because !== null}>
                    <p className={classes.accent} style={{ ...type.links, margin: "2px 0 0" }}>
                      {paper.because}
                    </p>
                  </Segment>
                  {paper.body === null ? null : (
                    <p dir="auto" className={classes.ink} style={{ ...type.body, margin: "8px 0 0" }}>
                      {paper.body}
                    </p>
                  )}
                  {paper.links.length === 0 ? null : <Links links={paper.links} />}
                </td>
              </tr>
            </tbody>
          </table>
        </td>
      </tr>
    </Segment>
  );
}

function Title({ paper, style }: { paper: DigestPaper; style: typeof type.paper }) {
  return (
    <Heading as="h3" dir="auto" style={{ ...style, margin: 0 }}>
      <TextLink href={paper.url} className={classes.ink} style={{ color: style.color }}>
        {paper.title}
      </TextLink>
    </Heading>
  );
}

/** Votes as a bar and in words; the bar is a table, so that it shows with images off. */
function Figures({ paper }: { paper: DigestPaper }) {
  const filled = Math.max(2, Math.round((space.bar * paper.heat) / 100));
  const cell = { height: "6px", lineHeight: "6px", fontSize: "6px" };
  return (
    <table role="presentation" border={0} cellPadding={0} cellSpacing={0}>
      <tbody>
        <tr>
          <td width={space.bar}>
            <table role="presentation" width={space.bar} border={0} cellPadding={0} cellSpacing={0}>
              <tbody>
                <tr>
                  <td
                    className={classes.bar}
                    width={filled}
                    style={{ ...cell, backgroundColor: palette.light.accent }}
                  >
                    {"\u00a0"}
                  </td>
                  {filled >= space.bar ? null : (
                    <td className={classes.line} style={{ ...cell, backgroundColor: palette.light.line }}>
                      {"\u00a0"}
                    </td>
                  )}
                </tr>
              </tbody>
            </table>
          </td>
          <td className={classes.soft} style={{ ...type.small, paddingLeft: "10px" }}>
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
            {paper.talk === null ? null : ` · ${paper.talk}`}
          </td>
        </tr>
      </tbody>
    </table>
  );
}

function Note({ text }: { text: string }) {
  return (
    <p
      className={classes.soft}
      style={{ ...type.small, margin: "4px 0 0", fontFamily: fonts.serif, fontStyle: "italic" }}
    >
      {text}
    </p>
  );
}

function Links({ links }: { links: DigestPaper["links"] }) {
  return (
    <p style={{ ...type.links, margin: "8px 0 0" }}>
      {links.map((link, index) => (
        <span key={link.label}>
          {index === 0 ? null : "\u00a0\u00a0 "}
          <TextLink href={link.url} style={{ color: type.links.color }}>
            {link.label}
          </TextLink>
        </span>
      ))}
    </p>
  );
}
