/** What is seen of papers beside their text: pictures, videos, what cites them. */
export const seeingMessages = {
  "site.picture.title": "{kinds, select, pictures{Pictures} videos{Videos} other{Pictures and videos}}",
  "site.picture.paper": "Picture of the paper",
  "site.picture.figure": "Figure {place, number} of the paper’s page at Hugging Face",
  "site.picture.video":
    "{videos, plural, one{Watch the video at Hugging Face} other{Watch video {place, number} at Hugging Face}}",
  "site.picture.video-note":
    "{videos, plural, one{The link leads to Hugging Face, from where the video is loaded.} other{The links lead to Hugging Face, from where the videos are loaded.}}",
  "site.picture.has-video": "Video",
  "site.picture.unknown": "There is no such picture.",
  "site.picture.away": "This picture cannot be had at the moment.",
  "site.picture.busy": "Many pictures are being fetched: ask for this one again in a few seconds.",

  "site.repos.title": "Cited at Hugging Face by",
  "site.repos.models": "{count, plural, one{# model} other{# models}}",
  "site.repos.datasets": "{count, plural, one{# dataset} other{# datasets}}",
  "site.repos.spaces": "{count, plural, one{# Space} other{# Spaces}}",
  "site.repos.likes": "{count, plural, one{# like} other{# likes}}",
  "site.repos.as-of": "As of {day}.",
  "site.repos.all": "All of them at Hugging Face",

  "site.privacy.site-pictures":
    "Pages of this site show pictures of papers. This site fetches them from Hugging Face and hands them on, so that your browser asks nobody else for them: Hugging Face learns that somebody here looked at a paper, not who. Links to videos and to other sites lead there, where you are seen as on any visit.",
} as const;
