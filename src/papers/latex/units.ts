import { subscripts, superscripts } from "./latex-tables.ts";

const units: Record<string, string> = {
  meter: "m",
  metre: "m",
  gram: "g",
  kilogram: "kg",
  second: "s",
  minute: "min",
  hour: "h",
  day: "d",
  year: "yr",
  ampere: "A",
  kelvin: "K",
  mole: "mol",
  candela: "cd",
  hertz: "Hz",
  newton: "N",
  pascal: "Pa",
  joule: "J",
  watt: "W",
  volt: "V",
  ohm: "Ω",
  siemens: "S",
  farad: "F",
  henry: "H",
  tesla: "T",
  weber: "Wb",
  coulomb: "C",
  lumen: "lm",
  lux: "lx",
  becquerel: "Bq",
  gray: "Gy",
  sievert: "Sv",
  katal: "kat",
  radian: "rad",
  steradian: "sr",
  celsius: "°C",
  degreeCelsius: "°C",
  degree: "°",
  arcminute: "′",
  arcsecond: "″",
  litre: "L",
  liter: "L",
  hectare: "ha",
  tonne: "t",
  electronvolt: "eV",
  dalton: "Da",
  bar: "bar",
  angstrom: "Å",
  byte: "B",
  bit: "bit",
  decibel: "dB",
  neper: "Np",
  percent: "%",
  parsec: "pc",
  lightyear: "ly",
  astronomicalunit: "au",
  bel: "B",
  flops: "FLOPS",
  flop: "FLOP",
  pixel: "px",
  token: "token",
  dB: "dB",
  fps: "fps",
};

const prefixes: Record<string, string> = {
  quecto: "q",
  ronto: "r",
  yocto: "y",
  zepto: "z",
  atto: "a",
  femto: "f",
  pico: "p",
  nano: "n",
  micro: "μ",
  milli: "m",
  centi: "c",
  deci: "d",
  deca: "da",
  hecto: "h",
  kilo: "k",
  mega: "M",
  giga: "G",
  tera: "T",
  peta: "P",
  exa: "E",
  zetta: "Z",
  yotta: "Y",
  kibi: "Ki",
  mebi: "Mi",
  gibi: "Gi",
  tebi: "Ti",
};

/** A unit as siunitx is given it, `\micro\meter\per\second\squared` or `m.s^{-1}`, as it is printed: `μm s⁻²`. */
export function writeUnit(source: string): string {
  const parts: { text: string; power: number }[] = [];
  const state = { prefix: "", sign: 1, power: 1 };
  const add = (text: string) => {
    parts.push({ text: `${state.prefix}${text}`, power: state.sign * state.power });
    Object.assign(state, { prefix: "", sign: 1, power: 1 });
  };
  for (const [token] of source.slice(0, longest).matchAll(tokenPattern)) {
    const last = parts.at(-1);
    const [, raised] = /^(?:\^|\\tothe)\s?\{?\s?(-?\d{1,3})\s?\}?$/.exec(token) ?? [];
    const name = token.startsWith("\\") ? token.slice(1) : "";
    if (raised !== undefined && last) last.power *= Number(raised);
    else if (name === "per" || token === "/") state.sign = -1;
    else if (name === "square") state.power = 2;
    else if (name === "cubic") state.power = 3;
    else if (name === "squared" && last) last.power *= 2;
    else if (name === "cubed" && last) last.power *= 3;
    else if (prefixes[name] !== undefined) state.prefix += prefixes[name];
    else if (name !== "") add(units[name] ?? name);
    else if (/[\p{L}\d%°Ωµμ]/u.test(token)) add(token);
  }
  return parts.map(({ text, power }) => (power === 1 ? text : text + raise(String(power)))).join(" ");
}

const longest = 500;
const tokenPattern =
  /\\tothe\s?\{[^{}]{1,6}\}|\\[a-zA-Z]{1,40}|\^\{[^{}]{1,6}\}|\^-?\d{1,3}|\/|[\p{L}%°Ωµμ]{1,40}|\d{1,20}/gu;

/** A number as siunitx is given it, `1.5e-3`, `1,000 +- 5` or `2x3`, as it is printed: `1.5×10⁻³`. */
export function writeNumber(source: string): string {
  return source
    .slice(0, longest)
    .trim()
    .replaceAll(/\\pm|\+-/g, "±")
    .replaceAll(/\\times/g, "×")
    .replaceAll(/(?<=\d)\s?x\s?(?=\d)/g, "×")
    .replaceAll(/(?<![\d.])[eEdD]([+-]?\d{1,5})/g, (_, power: string) => `10${raise(power.replace("+", ""))}`)
    .replaceAll(
      /(?<=[\d.])[eEdD]([+-]?\d{1,5})/g,
      (_, power: string) => `×10${raise(power.replace("+", ""))}`,
    )
    .replaceAll(/[{}\\]/g, "");
}

/** An angle as siunitx is given it: `30`, or degrees, minutes and seconds with semicolons between. */
export function writeAngle(source: string): string {
  const signs = ["°", "′", "″"];
  return source
    .slice(0, longest)
    .split(";")
    .slice(0, 3)
    .map((part, index) => (part.trim() === "" ? "" : `${writeNumber(part)}${signs[index]}`))
    .join("");
}

/** A number and its unit: a space between, but for the signs of angles. */
export function writeQuantity(number: string, unit: string): string {
  return /^[°′″]$/.test(unit) || unit === "" ? `${number}${unit}` : `${number} ${unit}`;
}

/** A formula of chemistry as mhchem is given it: `SO4^2-` as `SO₄²⁻`, `A -> B` as `A → B`. */
export function writeChemistry(source: string): string {
  return source
    .slice(0, longest)
    .replaceAll(/\$|\\(?=[^a-zA-Z])/g, "")
    .replaceAll(/<=>>?|<<=>/g, "⇌")
    .replaceAll(/<->/g, "↔")
    .replaceAll(/->/g, "→")
    .replaceAll(/<-/g, "←")
    .replaceAll(/\^\{?(\d{0,4}[+-]|\d{1,4})\}?/g, (_, power: string) => raise(power))
    .replaceAll(/_\{?(\d{1,4})\}?/g, (_, count: string) => lower(count))
    .replaceAll(/(?<=[A-Za-z)\]])(\d{1,4})(?![\d.])/g, (_, count: string) => lower(count))
    .replaceAll(/(?<=[\p{L})₀-₉])([+-])(?=$|[\s),])/gu, (_, sign: string) => raise(sign))
    .replaceAll(/[{}]/g, "");
}

/** Digits and signs above the line. */
const raise = (text: string) => [...text].map((char) => superscripts[char] ?? char).join("");
const lower = (text: string) => [...text].map((char) => subscripts[char] ?? char).join("");
