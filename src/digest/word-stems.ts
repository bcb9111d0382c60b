import { stemmer } from "stemmer";
import { keepResults } from "./keep-results.ts";

/** Shorter words have no forms but a plural, and many of them are short forms of their own. */
const fewestLetters = 4;
/** `us` of `using` is another word. */
const shortestStem = 3;

/**
 * What a word has in common with its other forms (`quantized` and `quantization`), by Porter's rules and apart from
 * them where they make one word of two (`general` and `generative`) or two of one (`bias` and `biased`).
 *
 * @param word folded: in lower case and without accents.
 */
export const stemOf: (word: string) => string = keepResults(
  (word) => families.get(word) ?? plainStem(word),
  100_000,
);

function plainStem(word: string): string {
  if (word.length < fewestLetters || !/^[a-z]+$/.test(word)) return word;
  const american = word.replace(british, "$1iz$2");
  const stem = families.get(american) ?? families.get(american.replace(/s$/, "")) ?? stemmer(american);
  return stem.length < shortestStem ? word : stem;
}

/** Only verbs of which Americans write `-ize`: `precise` and `noise` stay as they are. */
const british = new RegExp(
  "^((?:re|de|un|non|pre|self)?(?:quant|optim|token|general|normal|regular|initial|local|summar|visual|character" +
    "|organ|recogn|maxim|minim|custom|personal|parallel|serial|synthes|hypothes|categor|priorit|util|stabil|linear" +
    "|discret|vector|binar|factor|parametr|parameter|random|anonym|formal|special|standard|synchron|memor|real" +
    "|emphas|contextual|modular|crystal|polar|color|digit|harmon|ideal|neutral|central|decentral|analog))" +
    "is(e|es|ed|ing|er|ers|ation|ations|able)$",
);

/**
 * Words that belong together and to no others, whatever Porter's rules make of them. A word that stands here has only
 * the forms of its line.
 */
const lines = [
  // One word, where the rules see two.
  "bias biases biased biasing",
  "analysis analyses analyze analyzes analyzed analyzing analyse analysed analysing",
  "hypothesis hypotheses hypothesize hypothesizes hypothesized",
  "synthesis syntheses synthesize synthesizes synthesized synthesizing synthesizer",
  "diagnosis diagnoses diagnose diagnosed diagnosing diagnostic diagnostics",
  "sparse sparsity sparsify sparsified sparsification sparsely",
  "uncertain uncertainty uncertainties",
  "index indices indexes indexing indexed",
  "matrix matrices",
  "corpus corpora corpuses",
  "child children",
  "criterion criteria",
  "lens lenses",
  "gas gases",
  "transparent transparency",
  "prune pruned pruning prunes pruner",
  "behavior behaviors behavioral behaviorally behaviour behaviours behavioural behaviourally",
  "color colors colored coloring colorful colorization colorize colorized colour colours coloured colouring colourful",
  "center centers centered centering centre centres centred centring",
  "neighbor neighbors neighboring neighbour neighbours neighbouring",
  "neighborhood neighborhoods neighbourhood neighbourhoods",
  "defense defenses defensive defensively defence defences",
  // Several words, where the rules see one.
  "news",
  "generate generates generated generating generation generations generative generator generators",
  "generalize generalizes generalized generalizing generalization generalizations generalizable generalizability",
  "generic generically",
  "generous generously",
  "transformer transformers",
  "experience experiences experienced experiencing",
  "organ organs",
  "organism organisms",
  "computer computers",
  "adapter adapters adaptor adaptors",
  "positive positives positively positivity",
  "active actively",
  "activity activities",
  "humanity humanities",
  "alignment alignments aligning",
  "humane",
  "communicate communicates communicated communicating communication communications communicative",
  "physics",
  "universe universes",
  "university universities",
  "executive executives",
  "emergency emergencies",
  "interpretable interpretability interpretably",
  "interpreter interpreters",
  "identity identities",
  "personal personally personalize personalizes personalized personalizing personalization",
  "personality personalities",
  "normalize normalizes normalized normalizing normalization normalizations normalizer",
  "regularize regularizes regularized regularizing regularization regularizer regularizers",
  "tokenize tokenizes tokenized tokenizing tokenization tokenizer tokenizers",
  "visualize visualizes visualized visualizing visualization visualizations",
  "localize localizes localized localizing localization localizer",
  "optimal optimally optimality",
  "optimism optimist optimistic",
  "factorize factorizes factorized factorizing factorization factorizations",
  "integrity",
  "integral integrals",
  "specification specifications",
  "production productions",
  "productive productively productivity",
  "informal informally",
  "objective objectives",
  "objectively objectivity",
  "subjective subjectively subjectivity",
  "direction directions directional",
  "projection projections",
  "important importantly importance",
  "interesting interestingly",
  "reasonable reasonably",
  "critical critically criticality",
  "authority authorities authoritative",
  "authorize authorizes authorized authorizing authorization",
  "attribution attributions",
  "minimal minimally",
  "formation formations",
  "quantity quantities",
  "quantitative quantitatively",
  "operator operators",
  "operation operations operational",
  "conversation conversations conversational",
  "conversion conversions",
  "conversely",
  "animal animals",
  "international internationally",
  "rationale rationales",
  "numerous",
  "continual continually",
  "continue continues continued continuing continuation continuations",
  "expertise",
  "severe severely severity",
  "several",
  "relativity",
  "arm arms",
  "army armies",
  "policy policies",
  "police",
  "station stations",
  "static",
  "statistic statistics statistical statistically",
  "divers",
  "mineral minerals",
  "patient patients",
  "sensitivity sensitivities",
  "meaning meanings meaningful",
  "wise wisely",
  "marketing",
  "useful usefulness usefully",
];

const families = new Map(
  lines.flatMap((line) => {
    const words = line.split(" ");
    // A space stands in no stem of Porter's, so that a family's stem is its own.
    return words.map((word) => [word, `${words[0]} `] as const);
  }),
);
