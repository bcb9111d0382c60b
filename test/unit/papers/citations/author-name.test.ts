import { describe, expect, it } from "vitest";
import { partName } from "../../../../src/papers/citations/author-name.ts";

describe("an author's name", () => {
  it.each([
    ["Ashish Vaswani", "Vaswani", "Ashish", ""],
    ["Laurens van der Maaten", "van der Maaten", "Laurens", ""],
    ["Luc Van Gool", "Van Gool", "Luc", ""],
    ["Anh Van Nguyen", "Nguyen", "Anh Van", ""],
    ["Maria José de la Cruz", "de la Cruz", "Maria José", ""],
    ["Laurent El Ghaoui", "El Ghaoui", "Laurent", ""],
    ["Yann Le", "Le", "Yann", ""],
    ["Di Wu", "Wu", "Di", ""],
    ["Van Nguyen", "Nguyen", "Van", ""],
    ["Sachin kumar", "kumar", "Sachin", ""],
    ["Xiaoming Ai", "Ai", "Xiaoming", ""],
    ["J. R. R. Tolkien", "Tolkien", "J. R. R.", ""],
    ["Martin Luther King Jr.", "King", "Martin Luther", "Jr."],
    ["Martin Luther King, Jr.", "King", "Martin Luther", "Jr."],
    ["William Gates III", "Gates", "William", "III"],
    ["Vaswani, Ashish", "Vaswani", "Ashish", ""],
    ["Иван Иванов", "Иванов", "Иван", ""],
    ["Ann\u0000\r\n  Example", "Example", "Ann", ""],
  ])("%s is parted", (name, family, given, suffix) => {
    expect(partName(name)).toEqual({ kind: "person", family, given, suffix });
  });

  it.each([
    "DeepSeek-AI",
    "OpenAI",
    "Gemini Team",
    "Team Cohere",
    "Meta AI",
    "The ATLAS Collaboration",
    "Google DeepMind",
    "Microsoft Research",
    "BigScience Workshop 2022",
    "Centre for Tests and Samples",
    "王小明",
    "王 小明",
    "Suharto",
    "Smith, Ann, Bo",
    "",
  ])("%s stays whole", (name) => {
    expect(partName(name)).toEqual({ kind: "whole", name });
  });
});
