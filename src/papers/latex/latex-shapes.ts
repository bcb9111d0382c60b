/**
 * Which arguments of a command are printed: `k` is kept, `_` is left out. An option in square brackets is left out
 * before any of them.
 */
export const shapes: Record<string, string> = {
  href: "_k",
  textcolor: "_k",
  colorbox: "_k",
  fcolorbox: "__k",
  raisebox: "_k",
  resizebox: "__k",
  scalebox: "_k",
  rotatebox: "_k",
  adjustbox: "_k",
  parbox: "_k",
  makebox: "k",
  framebox: "k",
  shortstack: "k",
  hyperref: "k",
  hyperlink: "_k",
  hypertarget: "_k",
  texorpdfstring: "_k",
  foreignlanguage: "_k",
  multicolumn: "__k",
  multirow: "__k",
  mintinline: "_k",
  vspace: "_",
  hspace: "_",
  color: "_",
  includegraphics: "_",
  phantom: "_",
  hphantom: "_",
  vphantom: "_",
  index: "_",
  input: "_",
  include: "_",
  bibliography: "_",
  bibliographystyle: "_",
  pagestyle: "_",
  thispagestyle: "_",
  setlength: "__",
  setcounter: "__",
  tag: "_",
  todo: "_",
  cline: "_",
  cmidrule: "_",
  footnotemark: "",
  usepackage: "_",
  documentclass: "_",
  selectlanguage: "_",
  email: "k",
  caption: "k",
};

/** References, whose argument is a label that no reader knows, and what they refer with. */
export const references = new Set(
  `ref eqref autoref cref Cref crefrange vref pageref nameref subref figref tabref secref label cite citep citet citealp
  citealt citeauthor citeyear citeyearpar parencite textcite autocite footcite fullcite supercite nocite Citep Citet
  onlinecite citenum bibitem cites`.split(/\s+/),
);

/** Environments whose text is a formula. */
export const mathEnvironments = new Set(
  `equation align aligned alignat gather gathered multline eqnarray displaymath math split flalign cases dcases array
  matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix subequations dmath`.split(/\s+/),
);

/** Environments that begin with a further argument: columns, widths, numbers. */
export const environmentsWithArgument = new Set(
  "tabular array tabularx longtable minipage thebibliography wrapfigure alignat multicols adjustbox".split(
    " ",
  ),
);

/** Environments whose `&` stands between cells. */
export const tables = new Set("tabular tabularx longtable".split(" "));
