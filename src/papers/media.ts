import { parseUrl } from "../parse-url.ts";

/** Hugging Face keeps what is put beside a paper under names that end as their forms do; `.qt` is QuickTime. */
const videoEnding = /\.(?:mp4|m4v|webm|mov|qt|ogv|mkv|avi)$/i;

/** Whether an address of `mediaUrls` is one of a video, by its ending; all else counts as a picture. */
export function isVideo(url: string): boolean {
  return videoEnding.test(parseUrl(url)?.pathname ?? url);
}

/** Whether a video stands beside a paper at Hugging Face, as far as is known. */
export function hasVideo({ mediaUrls }: { mediaUrls: string[] | null }): boolean {
  return mediaUrls?.some(isVideo) ?? false;
}
