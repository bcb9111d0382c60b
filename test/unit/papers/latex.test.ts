import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { latexToUnicode } from "../../../src/papers/latex/latex.ts";
import { latexScraps } from "../../fixtures/papers/latex-scraps.ts";
import { runsOf } from "../../support/property-runs.ts";

describe("latexToUnicode", () => {
  it.each([
    ["accuracy of 95\\%", "accuracy of 95%"],
    ["$\\alpha$-divergence", "α-divergence"],
    ["$\\sim$0.6", "∼0.6"],
    ["$\\sim 0.6$ and 10^{-3}", "∼ 0.6 and 10⁻³"],
    ["$10^{-3}$", "10⁻³"],
    ["\\textbf{bold} and \\emph{slanted \\texttt{code}}", "bold and slanted code"],
    [
      'Schr\\"odinger, G\\"{o}del, Erd\\H{o}s, \\L ukasz, Fran\\c{c}ois, na{\\"\\i}ve',
      "Schrödinger, Gödel, Erdős, Łukasz, François, naïve",
    ],
    ["H$_2$O and $w_{i+1}$", "H₂O and wᵢ₊₁"],
    ["$1.13\\times$ faster, $\\ge 3$", "1.13× faster, ≥ 3"],
    ["$f\\colon\\mathbb R^n\\to\\mathbb{R}$", "f:ℝⁿ→ℝ"],
    ["\\(B_j(s)\\) and \\[x^2\\]", "Bⱼ(s) and x²"],
    ["$\\tilde{O}(\\sqrt{n})$", "Õ(√n)"],
    ["6{,}690 items, $R^2{=}0.86$", "6,690 items, R²=0.86"],
    [
      "the ``train then\"  and ''think with images'' paradigms",
      "the “train then” and “think with images” paradigms",
    ],
    ["\\L{}ukasz and Stra\\ss{}e", "Łukasz and Straße"],
    ["``quoted'' text, 3--5 days", "“quoted” text, 3–5 days"],
    ["Fig.~3 and Kim~et al., about ~100", "Fig. 3 and Kim et al., about ~100"],
    ["GD^2PO and R^3-SQL", "GD²PO and R³-SQL"],
    ["360^circ views of τ^2-Bench", "360° views of τ²-Bench"],
    ["Th\\'eo \\& Co\\_op \\#1", "Théo & Co_op #1"],
  ])("writes %s as %s", (latex, unicode) => {
    expect(latexToUnicode(latex)).toBe(unicode);
  });

  it.each(latexScraps)("reads %s as it was meant", (latex, text) => {
    expect(latexToUnicode(latex)).toBe(text);
    expect(latexToUnicode(text)).toBe(text);
  });

  it.each([
    ["Martí Garc\\'\\i a", "Martí García"],
    ["x_{i_j} and 2^{2^n}", "x_(iⱼ) and 2^(2ⁿ)"],
    ["see {https://example.org/a{https://example.org/a}}", "see https://example.org/a"],
    ["Pass^3 drops, C{}^2", "Pass³ drops, C²"],
    ["Code: https://example.org/a{this page}.", "Code: https://example.org/a (this page)."],
  ])("mends what a source left of %s", (latex, text) => {
    expect(latexToUnicode(latex)).toBe(text);
  });

  it.each([
    "50% of {users} in {a, b} or {name}",
    "a regular expression ^[a-z]+$ and {3,5}",
    "from 10~20 to ~30",
    "R & D, a_b and A_b_c",
    "D`Angelo said 'no' and \"yes\"",
    'a map {"key": 1}',
    "https://example.org/~user/a_1",
  ])("leaves %s alone, too", (text) => {
    expect(latexToUnicode(text)).toBe(text);
  });

  it("keeps all digits in order and leaves no brace and no backslash, whatever stands around them", () => {
    const around = fc.constantFrom<(number: string) => string>(
      (n) => `${n}\\%`,
      (n) => `$${n}\\times$`,
      (n) => `10^{${n}}`,
      (n) => `10$^{-${n}}$`,
      (n) => `x_{${n}}`,
      (n) => `${n}~MB`,
      (n) => `\\textbf{${n}}`,
      (n) => `{\\bf ${n}}`,
      (n) => `\\SI{${n}}{\\kilo\\meter}`,
      (n) => `\\num{${n}}`,
      (n) => `A\\textsuperscript{${n}}`,
      (n) => `\\ce{H${n}O}`,
      (n) => `$\\frac{${n}}{${n}}$`,
      (n) => `${n}$\\frac{1}{2}$`,
      (n) => `\\begin{itemize} \\item ${n} \\end{itemize}`,
      (n) => `\\begin{tabular}{cc} ${n} & ${n} \\\\ \\end{tabular}`,
      (n) => `\\href{https://example.org}{${n}}`,
      (n) => `\\unknownmacro{${n}}`,
      (n) => `$\\sqrt{${n}}$`,
      (n) => `$${n} \\pm ${n}$`,
    );
    const number = fc.integer({ min: 1, max: 9999 }).map(String);
    const scrap = fc.tuple(around, number).map(([wrap, n]) => wrap(n));
    const digitsOf = (text: string) => text.normalize("NFKC").replaceAll(/\D/g, "");
    fc.assert(
      fc.property(fc.array(scrap, { minLength: 1, maxLength: 8 }), (scraps) => {
        const text = latexToUnicode(scraps.join(" and "));
        expect(digitsOf(text)).toBe(digitsOf(scraps.join("")));
        expect(text).not.toMatch(/[\\{}]/);
      }),
    );
  });

  it("writes out macros that a text defines, once and never without end", () => {
    expect(latexToUnicode("\\newcommand{\\a}{\\a\\a}\\a".repeat(3))).not.toContain("newcommand");
    const bomb = `\\def\\x{${"\\y".repeat(100)}}\\def\\y{${"z".repeat(400)}}${"\\x ".repeat(2000)}`;
    expect(latexToUnicode(bomb).length).toBeLessThan(1_000_000);
  });

  it.each([
    ["$\\frac{a+b}{c}$", "(a+b)/c"],
    ["$x^{(q)}$ and $E_{und}$", "x^(q) and E_und"],
    ["we present \\pyrag, which", "we present pyrag, which"],
  ])("leaves what has no exact form readable: %s", (latex, readable) => {
    expect(latexToUnicode(latex)).toBe(readable);
  });

  it.each([
    "It costs $5 and $6 per hour",
    "from $5-$10 to <$50",
    "US$5 million (US$6)",
    "$100 per 1M tokens vs $20",
    "for as little as $15, while",
    "emits <think> and </think>, a < b > c",
    "<person, action, object> triplets",
    "snake_case_name, eval_v1 and __init__",
    "see https://example.org/a_b^c~d--e?x=$y",
    "C:\\Users\\foo",
    "--flag and -x",
  ])("leaves %s alone", (text) => {
    expect(latexToUnicode(text)).toBe(text);
  });

  it("takes a whole line for a comment only among others", () => {
    expect(latexToUnicode("a\n%% not printed\nb")).toBe("a b");
    for (const text of ["\\%%", "%\\%", "%%"]) expect(latexToUnicode(text)).toBe("%%");
  });

  it("keeps escaped dollars as money", () => {
    expect(latexToUnicode("from \\$5 to \\$10")).toBe("from $5 to $10");
  });

  it("makes all white space single spaces and drops characters that turn or hide text", () => {
    expect(latexToUnicode("  a\u0000\n\tb \u202ec\u200b\u2028d ")).toBe("a b c d");
  });

  const piece = fc.constantFrom(
    ..."\\ $ { } ^ _ ~ -- ` ' % ( ) [ ] | . - \" x 2 é Ω".split(" "),
    " ",
    "alpha",
    "textbf",
    "frac",
    "mathbb",
    "text",
    "circ",
    "\\$",
    "http://a.b",
    "\\begin",
    "\ud800",
  );
  const latexish = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(""));

  it("never throws and changes nothing when repeated, whatever it is given", () => {
    fc.assert(
      fc.property(fc.oneof(latexish, fc.string({ unit: "binary" })), (text) => {
        const once = latexToUnicode(text);
        expect(latexToUnicode(once)).toBe(once);
      }),
      { numRuns: runsOf(600) },
    );
  });

  it.each([
    "{",
    "\\",
    "$",
    "^",
    "x_",
    "\\frac",
    "\\sqrt{",
    "$x",
    "``",
    "\\(",
    "--",
    "{\\bf ",
    "$$",
    "\\text{$",
    "a^{",
    "''a ",
    "`a ",
    '"a ',
    "\\'{",
    "\\begin{align}",
    "\\begin{tabular}{",
    "\\cite{a}",
    "\\SI{1}{",
    "\\foo{a}",
    "\\foo[",
    "{a}",
    "text{",
    "http://a{",
    "\\newcommand{\\a}{b}",
    "^{1}_{2}",
    "\\item[",
  ])("answers for a text of nothing but %s", (unit) => {
    // Every opener looks for its end: were each search to begin anew, this would take minutes.
    expect(() => latexToUnicode(unit.repeat(Math.ceil(100_000 / unit.length)))).not.toThrow();
  });
});
