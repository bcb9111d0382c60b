import { describe, expect, it } from "vitest";
import { readCitingRepos, repoUrl } from "../../../src/papers/repos/citing-repos.ts";

const none = { count: 0, top: [] };

describe("what cites a paper", () => {
  it("is the most liked of each kind, those first, and how many there are", () => {
    const models = Array.from({ length: 12 }, (_, index) => ({
      _id: `${index}`,
      id: `lab/fern-${index}`,
      likes: index,
      downloads: 7,
    }));
    expect(readCitingRepos({ models, datasets: [{ id: "fernbank", likes: 2 }], spaces: [] })).toEqual({
      models: { count: 12, top: [11, 10, 9, 8, 7].map((likes) => ({ id: `lab/fern-${likes}`, likes })) },
      datasets: { count: 1, top: [{ id: "fernbank", likes: 2 }] },
      spaces: none,
    });
  });

  it("counts those that the list leaves out, where their number is told", () => {
    const read = readCitingRepos({ models: [{ id: "lab/fern" }], numTotalModels: 4000, numTotalSpaces: -1 });
    expect(read?.models).toEqual({ count: 4000, top: [{ id: "lab/fern", likes: 0 }] });
    expect(read?.spaces).toEqual(none);
  });

  it.each([
    "<img src=x onerror=alert(1)>",
    "../../login",
    "..",
    "lab/..",
    "lab/a/b",
    "https://evil.example/",
    "lab/fern?x",
    "lab/f\u202eern",
    `lab/${"x".repeat(200)}`,
    "",
    7,
    null,
  ])("leaves out a name that no repository has: %j", (id) => {
    expect(
      readCitingRepos({
        models: [
          { id, likes: 3 },
          { id: "lab/fern", likes: 1 },
        ],
      })?.models,
    ).toEqual({
      count: 1,
      top: [{ id: "lab/fern", likes: 1 }],
    });
  });

  it("survives lists and likes that are none, and names the same twice once", () => {
    const twice = [
      { id: "lab/fern", likes: "many" },
      { id: "lab/fern", likes: 4 },
    ];
    expect(readCitingRepos({ models: "none", datasets: twice, spaces: [[], "x", 7] })).toEqual({
      models: none,
      datasets: { count: 1, top: [{ id: "lab/fern", likes: 4 }] },
      spaces: none,
    });
  });

  it.each([null, 7, "text", [], {}, { error: "Not found" }])("is nothing that may be kept in %j", (value) => {
    expect(readCitingRepos(value)).toBeNull();
  });

  it("stands at its own address at Hugging Face", () => {
    expect(repoUrl("models", "lab/fern-8b")).toBe("https://huggingface.co/lab/fern-8b");
    expect(repoUrl("spaces", "lab/fern")).toBe("https://huggingface.co/spaces/lab/fern");
  });
});
