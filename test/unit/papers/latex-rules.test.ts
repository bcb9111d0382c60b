import { describe, expect, it } from "vitest";
import { hasLatex, latexToUnicode } from "../../../src/papers/latex/latex.ts";
import { latexBorders } from "../../fixtures/papers/latex-borders.ts";

const raw = String.raw;

/** Each case alone, so that a rule that breaks says which. */
function writes(cases: [latex: string, text: string][]): void {
  it.each(cases)("%s as %s", (latex, text) => {
    expect(latexToUnicode(latex)).toBe(text);
  });
}

describe("spaces and signs are written:", () =>
  writes([
    [raw`a\,b\;c\:d\ e\/f`, "a b c d ef"],
    [raw`line\\break`, "line break"],
    [raw`a\!b\-c\@d`, "abcd"],
    [raw`\|x\|`, "‖x‖"],
    [raw`\% \& \# \_ \$ \{ \}`, "% & # _ $ { }"],
    [raw`a\)b and c\]d`, "a)b and c]d"],
    [raw`$a\?b$`, "a?b"],
    [raw`a\?b`, raw`a\?b`],
    ["a\\", "a\\"],
  ]));

describe("formulas are found:", () =>
  writes([
    [raw`\( x^2 \) and \[ y_1 \]`, "x² and y₁"],
    [raw`\(open x^2`, "(open x²"],
    [raw`\[open x^2`, "[open x²"],
    [raw`\(a\] x\)`, "a] x"],
    ["$$x^2$$", "x²"],
    ["$$a$b", "$$a$b"],
    ["$x$ $x+y$ $n = 5$ $12$ $1,000$", "x x+y n = 5 12 1,000"],
    ["$a<b$ and $b>c$", "a<b and b>c"],
    ["$word$ $some words$", "word $some words$"],
    ["$5M$ $7 k$", "5M 7 k"],
    ["a$", "a$"],
    ["$$", "$$"],
    [raw`$\alpha $`, "α"],
    [raw`$ \alpha$`, "α"],
    [raw`$ \alpha \beta $`, "$ α β $"],
    [raw`costs \$5 and $x\$y$ end`, "costs $5 and x$y end"],
    ["${a$", "a"],
    ["$a}b$", "ab"],
    ["$ {a}{b} $", "$ {a}{b} $"],
    [raw`$\{a,b\}$ $\langle a \rangle$ $\|x\|_2$`, "{a,b} ⟨ a ⟩ ‖x‖₂"],
    [raw`$a \le b \neq c \approx d \in E \to F$`, "a ≤ b ≠ c ≈ d ∈ E → F"],
    ["$x~y$ and $f'$, it's", "x y and f′, it's"],
  ]));

describe("money stays money:", () =>
  writes(
    [
      "$5 and $10",
      "$5-$10",
      "$100 million$",
      "$3 billion people$",
      "$5 dollars$",
      "$ x$",
      "$x $",
      "$x$5",
      "$5K per month$",
      "$5 -$",
      "$5–$",
      "$5/$",
      "$some long words in here$",
      "$two longwords more here$",
      "US$5 and US$6",
    ].map((text) => [text, text]),
  ));

describe("accents are written:", () =>
  writes([
    [raw`\'e \"o \^a \~n \=u \.z`, "é ö â ñ ū ż"],
    [raw`\'{e} \"{o} \c{c} \v{s} \H{o} \u{g} \k{a} \r{a} \d{s} \b{b}`, "é ö ç š ő ğ ą å ṣ ḇ"],
    [raw`\c c \v s`, "ç š"],
    [raw`\"\i \"{\i}`, "ï ï"],
    [raw`\'x \"{xy} \'{} \'1`, "'x ẍy '1"],
    [raw`\o re \ae gis \aa{}r`, "øre ægis år"],
    [raw`$\hat{x}$ $\bar x$ $\dot{q}$ $\tilde{ab}$`, "x̂ x̄ q̇ ab"],
    [raw`{\"o}`, "ö"],
  ]));

describe("commands are written:", () =>
  writes([
    [raw`$\mathbb{R}$ $\mathbb{NZ}$ $\mathbb N$`, "ℝ ℕℤ ℕ"],
    [raw`\textbf{a_b^c} \mathrm{x^2} \emph x`, "a_bᶜ x² x"],
    [raw`$\text{if } x$`, "if x"],
    [raw`\textsc{Name} \texttt{a_b} \underline{x}`, "Name a_b x"],
    [
      raw`$\frac12$ $\frac{1}{2}$ $\dfrac{a+b}{2}$ $\tfrac{x}{y z}$ \frac{3}{4}`,
      "1/2 1/2 (a+b)/2 x/(y z) 3/4",
    ],
    [raw`$\frac{a}{b+c}$ $\frac{x^2}{y_1}$`, "a/(b+c) x²/y₁"],
    [raw`$\sqrt2$ $\sqrt{x}$ $\sqrt{ab}$ $\sqrt{x+1}$`, "√2 √x √(ab) √(x+1)"],
    [raw`$\left( x \right)$ $\left. x \right|$ $\left\{ a \right\}$`, "( x ) x | { a }"],
    [raw`\href{https://x.example}{a page} and \textcolor{red}{warm}`, "a page and warm"],
    [
      raw`a\label{fig:1} b \cite{x} c\citep{y} d\citet{z} e\vspace{1em} f\hspace{2em} g\color{red} h`,
      "a b c d e f g h",
    ],
    [raw`a\footnote{a note} b\footnote{} c`, "a (a note) b c"],
    [raw`a\footnote{cut off`, "a: cut off"],
    [raw`\alpha and \beta{} and $\gamma$`, "α and β and γ"],
    [raw`$\log n$ $2\log n$ $\max(a,b)$ \min \lim`, "log n 2 log n max(a,b) min lim"],
    [raw`$x\log y$ $\log\alpha$ $(\log n)$`, "x log y log α (log n)"],
    [raw`$O(n \log n)$ $\mathcal{O}(n^2)$ $\mathcal{F}_t$`, "O(n log n) O(n²) Fₜ"],
    [raw`$10\,\mathrm{ms}$`, "10 ms"],
    [raw`\log n and O(n \log n) and x\log y`, "log n and O(n log n) and x log y"],
  ]));

describe("an author's own macro is written:", () =>
  writes([
    [raw`\mymodel{Big} \mymodel{} \mymodel works`, "Big mymodel mymodel works"],
    [raw`C:\Users\foo a\b \ab \abc x\abc y:\abcd`, raw`C:\Users\foo a\b \ab abc x\abc y:\abcd`],
    [raw`$\ab$`, "ab"],
    [raw`\mymodel{open`, "mymodel{open"],
    [raw`\mymodel* works`, "mymodel* works"],
  ]));

describe("scripts are written:", () =>
  writes([
    [raw`$x^{*}$ $x^\top$ $x^{\dagger}$`, "x* xᵀ x†"],
    [raw`$90^\circ$ $90^{\circ}$ 90^circ 90^{circ} 20^th`, "90° 90° 90° 90° 20^th"],
    ["$x^2$ $x^{10}$ $x_i$ $x_{ij}$ $x_{max}$ $x^{n+1}$ $x^{(k)}$", "x² x¹⁰ xᵢ xᵢⱼ x_max xⁿ⁺¹ x⁽ᵏ⁾"],
    [raw`$x^{a+b,c}$ $x^{\pi}$ $x_{\theta}$`, "x^(a+b,c) x^π x_θ"],
    ["$x^$ $x_$ $^2$ $x^{}$ $x_{ }$", "x x ² x x"],
    ["R^2 R^n w_k A_{ij} x^{-1} (a+b)^2 [x]_i |x|_1 10^6", "R² Rⁿ wₖ Aᵢⱼ x⁻¹ (a+b)² [x]ᵢ |x|₁ 10⁶"],
    ["a^{(q)} b^{x,y} c_{abc} d^{ab}", "a^(q) b^(x,y) c_abc dᵃᵇ"],
    ["C_60, (C_60) and Fe_12C, but C_600 and C_60x", "C₆₀, (C₆₀) and Fe₁₂C, but C_600 and C_60x"],
    ["x^2y G^2RPO G_2RPO", "x²y G²RPO G₂RPO"],
    ["{F}_t {1}_t x_1^2", "Fₜ {1}ₜ x₁²"],
    [raw`$x\_1$`, "x₁"],
  ]));

describe("what only looks like LaTeX stays:", () =>
  writes(
    [
      "plain words",
      "snake_case eval_v1 a_b_c x_1_2 me_@x v_1.2 GPT_4o",
      "x^a1 G^aRPO R^ a^{b 20^th",
      raw`x\^2`,
      "{ open {word} {a b} {F}",
      "--flag and -x --x x-- a -b a --b a----b",
      "```c``` `d`",
      "x''j'' ''-k'' 'l'",
      "https://a.b/c_d~e--f hat h https:/x http//x",
      "<https://x.y/a_b>, (https://a.b/c_d)",
      "~100 5~% ~/x",
      raw`\ab a\b C:\Users`,
    ].map((text) => [text, text]),
  ));

describe("ties, dashes and quotation marks are written:", () =>
  writes([
    ["Fig.~3 and Kim~et~al. a~b )~x ]~[x", "Fig. 3 and Kim et al. a b ) x ] [x"],
    ["a -- b 3--5 a--b 3---5 (x)--y 5%--$6 a --- b", "a – b 3–5 a–b 3—5 (x)–y 5%–$6 a — b"],
    ["``a'' and ``b\" and ``open", "“a” and “b” and ``open"],
    ["''f g''h (''i'') a~b", "“f g”h (“i”) a b"],
    [raw`see http://a.b/c_d\_e\%f now`, "see http://a.b/c_d_e%f now"],
    [raw`{=} {,} {<} {F}_t {\bf x}`, "= , < Fₜ x"],
  ]));

describe.each(Object.entries(latexBorders))("at its borders LaTeX is read, of %s:", (_, cases) =>
  writes(cases));

it("a quotation is as long as a sentence may be, and no longer", () => {
  expect(latexToUnicode(`\`\`${"a".repeat(498)}''`)).toBe(`“${"a".repeat(498)}”`);
  expect(latexToUnicode(`\`\`${"a".repeat(499)}''`)).toBe(`\`\`${"a".repeat(499)}''`);
});

it("a formula is as long as a paragraph may be, and no longer", () => {
  const long = (length: number) => `$x^2${"+x".repeat((length - 3) / 2)}$`;
  expect(latexToUnicode(long(1_499))).not.toMatch(/^\$.*\$$/);
  expect(latexToUnicode(long(2_001))).toMatch(/^\$.*\$$/);
});

it("braces are read as deep as any author nests them, and removed below", () => {
  const nested = (depth: number) => `$${"{".repeat(depth)}x^2${"}".repeat(depth)}$`;
  expect(latexToUnicode(nested(20))).toBe("x²");
  expect(latexToUnicode(nested(40))).not.toMatch(/[{}$]/);
});

it.each([
  [raw`a\b`, true],
  ["$", true],
  ["x^2", true],
  ["a_b", true],
  ["{", true],
  ["}", true],
  ["~", true],
  ["`", true],
  ["a--b", true],
  ["a-b", false],
  ["plain words", false],
  ["", false],
])("in %j some rule of LaTeX may apply: %s", (text, may) => {
  expect(hasLatex(text)).toBe(may);
});
