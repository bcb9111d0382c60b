/** Nobody listens there. */
export const nowhere = "http://127.0.0.1:9";

/** Variables by which no source of papers answers. */
export const noSources = { HF_BASE_URL: nowhere, ARXIV_BASE_URL: nowhere, ARXIV_FEED_URL: nowhere };
