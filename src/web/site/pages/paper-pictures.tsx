import { httpsLink } from "../../../papers/https-link.ts";
import { isVideo } from "../../../papers/media.ts";
import { useWords } from "../../http/page-words.tsx";
import { useShowsPictures } from "../../http/shown-pictures.tsx";
import { paperPath } from "../../parts/paths.ts";

/** In the proportion of the pictures that Hugging Face makes of papers (1200 by 648). */
const onCard = { width: 150, height: 81 };
const onPage = { width: 600, height: 324 };

/** More figures than these would be a page of their own. */
const mostFigures = 4;
const mostVideos = 3;

/** Path of a paper's own picture, or of a figure beside it by its place, from 1, among `mediaUrls`. */
function picturePath(paperId: string, figure?: number): string {
  return `/pictures${paperPath(paperId).replace("/papers/", "/paper/")}${figure ? `/figure-${figure}` : ""}`;
}

/** Where on a paper's page its pictures and videos are. */
export const picturesAnchor = "pictures";

/** A paper's picture beside its title, which says the same in words; nothing where the site shows none. */
export function PaperThumbnail({ paper }: { paper: { id: string; thumbnailUrl?: string | null } }) {
  const isShown = useShowsPictures();
  if (!isShown || !paper.thumbnailUrl) return null;
  return (
    <span className="thumb">
      <img src={picturePath(paper.id)} alt="" loading="lazy" decoding="async" {...onCard} />
    </span>
  );
}

type Pictured = { id: string; thumbnailUrl: string | null; mediaUrls: string[] | null };

/**
 * What Hugging Face shows of a paper: its figures, or else the picture of its first page, through this site; its videos
 * as links, since they may be a hundred times as large.
 */
export function Gallery({ paper }: { paper: Pictured }) {
  const { say } = useWords();
  const isShown = useShowsPictures();
  const media = (paper.mediaUrls ?? []).map((url, index) => ({ url, place: index + 1 }));
  const videos = media
    .flatMap(({ url }) => (isVideo(url) ? (httpsLink(url) ?? []) : []))
    .slice(0, mostVideos);
  const pictures = isShown ? picturesOf(paper, media) : [];
  if (videos.length + pictures.length === 0) return null;
  return (
    <section aria-labelledby={picturesAnchor} className="pictures">
      <h2 className="section-title" id={picturesAnchor}>
        {say("site.picture.title", {
          kinds: videos.length === 0 ? "pictures" : pictures.length === 0 ? "videos" : "both",
        })}
      </h2>
      {pictures.length === 0 ? null : (
        <ul className="gallery">
          {pictures.map(({ path, figure }) => (
            <li key={path}>
              <a href={path}>
                <img
                  src={path}
                  alt={
                    figure === null
                      ? say("site.picture.paper")
                      : say("site.picture.figure", { place: figure })
                  }
                  loading="lazy"
                  decoding="async"
                  {...onPage}
                />
              </a>
            </li>
          ))}
        </ul>
      )}
      {videos.length === 0 ? null : (
        <>
          <ul className="links">
            {videos.map((url, index) => (
              <li key={url}>
                <a href={url} rel="noopener noreferrer">
                  {say("site.picture.video", { place: index + 1, videos: videos.length })}
                </a>
              </li>
            ))}
          </ul>
          <p className="hint">{say("site.picture.video-note", { videos: videos.length })}</p>
        </>
      )}
    </section>
  );
}

function picturesOf({ id, thumbnailUrl }: Pictured, media: { url: string; place: number }[]) {
  const figures = media.filter(({ url }) => !isVideo(url)).slice(0, mostFigures);
  if (figures.length > 0)
    return figures.map(({ place }, index) => ({ path: picturePath(id, place), figure: index + 1 }));
  return thumbnailUrl === null ? [] : [{ path: picturePath(id), figure: null }];
}
