import { eq } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { isVideo } from "../media.ts";
import { papers } from "../tables.ts";

/** A paper's own picture, or a figure by its place among those that stand beside it, from 1. */
export type PictureName = { paperId: string; figure: number | null };

/** Where a picture lies, as its source gave it; null where the paper has no such picture. */
export async function findPictureUrl(db: Database, { paperId, figure }: PictureName): Promise<string | null> {
  const [paper] = await db
    .select({ thumbnailUrl: papers.thumbnailUrl, mediaUrls: papers.mediaUrls })
    .from(papers)
    .where(eq(papers.id, paperId));
  if (!paper) return null;
  if (figure === null) return paper.thumbnailUrl;
  const url = paper.mediaUrls?.[figure - 1];
  return url === undefined || isVideo(url) ? null : url;
}
