import { describe, expect, it } from "vitest";
import { freezePaper } from "../../../src/editions/freeze-edition.ts";
import { hasVideo, isVideo } from "../../../src/papers/media.ts";
import { rankedPapers } from "../../support/ranked-papers.ts";

const cdn = "https://cdn-uploads.huggingface.co/production/uploads/a";

describe("a video", () => {
  it.each([
    ["one.mp4", true],
    ["one.QT", true],
    ["one.webm?download=true", true],
    ["one.png", false],
    ["one.gif?of=two.mp4", false],
    ["mp4", false],
  ])("is told by the ending of its address: %s is %s", (name, expected) => {
    expect(isVideo(`${cdn}/${name}`)).toBe(expected);
  });

  it("is frozen as known with its paper, which says nothing where none is", () => {
    const frozen = [[`${cdn}/one.png`, `${cdn}/two.mp4`], [`${cdn}/one.png`], null].flatMap((mediaUrls) =>
      rankedPapers(1).map((ranked) => freezePaper({ ...ranked, paper: { ...ranked.paper, mediaUrls } })),
    );
    expect(frozen.map((paper) => paper.hasVideo)).toEqual([true, undefined, undefined]);
    expect(hasVideo({ mediaUrls: [] })).toBe(false);
  });
});
