import type { Words } from "../../../../words/words.ts";
import type { Cadence } from "../../../calendar/periods.ts";
import { pictureSize } from "../../../editions/pictures/picture-svg.ts";
import { useWords } from "../../http/page-words.tsx";
import { usePublicAddress } from "../../http/public-address.tsx";

/** What other sites and messengers show of a page when somebody shares its address. */
export type PageCard = {
  /** As on the page itself unless said; without the site's name. */
  title?: string;
  description?: string;
  /** By Open Graph: one piece of reading, or a place on the site, which is what is meant unless said. */
  kind?: "article" | "website";
  picture?: CardPicture;
};

export type CardPicture = {
  /** On this site; PNG or JPEG, since few who show cards take anything else. */
  path: string;
  width: number;
  height: number;
  /** What it shows, for who does not see it. */
  alt: string;
};

/** The picture of the site itself, for pages that have none of their own. */
export const sitePicturePath = "/pictures/site.png";

/** What the picture of an edition shows is drawn after its freeze; until then its address shows the site's. */
export function editionPicture(
  { say }: Pick<Words, "say">,
  { cadence, period, heading }: { cadence: Cadence; period: string; heading: string },
): CardPicture {
  return {
    path: `/pictures/edition/${cadence}/${period}.png`,
    ...pictureSize,
    alt: say("site.card.edition", { cadence, period: heading }),
  };
}

type PageCardTagsProps = PageCard & { title: string; canonical: string };

/** The page's one address, and its card by Open Graph (ogp.me) and X; nothing where the site's address is not known. */
export function PageCardTags({
  title,
  description,
  kind = "website",
  picture,
  canonical,
}: PageCardTagsProps) {
  const { say } = useWords();
  const address = usePublicAddress();
  const url = address(canonical);
  if (url === null) return null;
  const shown = picture ?? { path: sitePicturePath, ...pictureSize, alt: say("site.card.lede") };
  return (
    <>
      <link rel="canonical" href={url} />
      {
        // Zotero takes the name of an article's site for that of its journal.
        kind === "article" ? null : <meta property="og:site_name" content={say("site.frame.name")} />
      }
      <meta property="og:type" content={kind} />
      <meta property="og:url" content={url} />
      <meta property="og:title" content={title} />
      {description ? <meta property="og:description" content={description} /> : null}
      <meta property="og:image" content={address(shown.path) ?? ""} />
      <meta property="og:image:width" content={String(shown.width)} />
      <meta property="og:image:height" content={String(shown.height)} />
      <meta property="og:image:alt" content={shown.alt} />
      <meta name="twitter:card" content={picture ? "summary_large_image" : "summary"} />
    </>
  );
}
