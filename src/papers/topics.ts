export type Topic = { id: string; name: string };
export type TopicGroup = { id: string; name: string; topics: Topic[] };

const source: [id: string, name: string, topics: string][] = [
  [
    "cs",
    "Computer science",
    "AI Artificial intelligence|CL Language|CV Computer vision|LG Machine learning|RO Robotics|IR Information retrieval|HC People and computers|SD Sound|MM Multimedia|GR Graphics|NE Neural and evolutionary computing|MA Multi-agent systems|SE Software engineering|PL Programming languages|CR Cryptography and security|CY Computers and society|DB Databases|DC Distributed computing|AR Hardware architecture|OS Operating systems|NI Networks|PF Performance|DS Data structures and algorithms|CC Computational complexity|CG Computational geometry|GT Game theory|LO Logic in computer science|FL Formal languages|DM Discrete mathematics|IT Information theory|SI Social and information networks|SC Symbolic computation|NA Numerical analysis|MS Mathematical software|CE Computational engineering|DL Digital libraries|ET Emerging technologies|SY Systems and control|GL General literature|OH Other",
  ],
  [
    "stat",
    "Statistics",
    "ML Machine learning (statistics)|ME Methodology|AP Applications|CO Computation|TH Theory|OT Other",
  ],
  [
    "eess",
    "Electrical engineering",
    "AS Audio and speech|IV Image and video|SP Signal processing|SY Systems and control",
  ],
  [
    "math",
    "Mathematics",
    "OC Optimisation and control|ST Statistics theory|PR Probability|NA Numerical analysis|CO Combinatorics|LO Logic|NT Number theory|AG Algebraic geometry|DG Differential geometry|AP Analysis of PDEs|CA Classical analysis|DS Dynamical systems|FA Functional analysis|GR Group theory|RT Representation theory|AT Algebraic topology|GT Geometric topology|CT Category theory|QA Quantum algebra|RA Rings and algebras|AC Commutative algebra|CV Complex variables|GM General mathematics|GN General topology|HO History and overview|IT Information theory|KT K-theory and homology|MG Metric geometry|MP Mathematical physics|OA Operator algebras|SG Symplectic geometry|SP Spectral theory",
  ],
  [
    "q-bio",
    "Quantitative biology",
    "BM Biomolecules|CB Cell behaviour|GN Genomics|MN Molecular networks|NC Neurons and cognition|OT Other|PE Populations and evolution|QM Quantitative methods|SC Subcellular processes|TO Tissues and organs",
  ],
  [
    "q-fin",
    "Quantitative finance",
    "CP Computational finance|EC Economics|GN General finance|MF Mathematical finance|PM Portfolio management|PR Pricing of securities|RM Risk management|ST Statistical finance|TR Trading",
  ],
  ["econ", "Economics", "EM Econometrics|GN General economics|TH Theoretical economics"],
  ["quant-ph", "Quantum physics", ""],
  [
    "physics",
    "Physics",
    "comp-ph Computational physics|data-an Data analysis|soc-ph Physics and society|bio-ph Biological physics|chem-ph Chemical physics|med-ph Medical physics|ao-ph Atmospheric and oceanic physics|geo-ph Geophysics|flu-dyn Fluid dynamics|optics Optics|app-ph Applied physics|acc-ph Accelerator physics|atm-clus Atomic and molecular clusters|atom-ph Atomic physics|class-ph Classical physics|ed-ph Physics education|gen-ph General physics|hist-ph History of physics|ins-det Instruments and detectors|plasm-ph Plasma physics|pop-ph Popular physics|space-ph Space physics",
  ],
  [
    "cond-mat",
    "Condensed matter",
    "mtrl-sci Materials science|dis-nn Disordered systems and neural networks|stat-mech Statistical mechanics|soft Soft matter|mes-hall Mesoscale and nanoscale physics|quant-gas Quantum gases|str-el Strongly correlated electrons|supr-con Superconductivity|other Other",
  ],
  [
    "astro-ph",
    "Astrophysics",
    "IM Instruments and methods|CO Cosmology|EP Earth and planets|GA Galaxies|HE High energy|SR Sun and stars",
  ],
  [
    "nlin",
    "Nonlinear sciences",
    "AO Adaptation and self-organisation|CD Chaotic dynamics|CG Cellular automata|PS Pattern formation|SI Solvable systems",
  ],
  ["hep-th", "High energy physics: theory", ""],
  ["hep-ph", "High energy physics: phenomenology", ""],
  ["hep-ex", "High energy physics: experiment", ""],
  ["hep-lat", "High energy physics: lattice", ""],
  ["nucl-th", "Nuclear theory", ""],
  ["nucl-ex", "Nuclear experiment", ""],
  ["gr-qc", "General relativity", ""],
  ["math-ph", "Mathematical physics", ""],
];

/** arXiv's archives with their categories (https://arxiv.org/category_taxonomy), the most followed first. */
export const topicGroups: TopicGroup[] = source.map(([id, name, topics]) => ({
  id,
  name,
  topics: topics
    .split("|")
    .filter((line) => line !== "")
    .map((line) => {
      const space = line.indexOf(" ");
      return { id: `${id}.${line.slice(0, space)}`, name: line.slice(space + 1) };
    }),
}));

const names = new Map<string, Topic>(
  topicGroups.flatMap((group) => [group, ...group.topics]).map((topic) => [topic.id.toLowerCase(), topic]),
);

/** The topic in arXiv's own spelling (`CS.cl` is `cs.CL`), or null when arXiv has no such category or archive. */
export function findTopic(id: string): Topic | null {
  const topic = names.get(id.trim().toLowerCase());
  return topic ? { id: topic.id, name: topic.name } : null;
}

/** A category's name for people, or the identifier itself when it is not known. */
export function topicName(id: string): string {
  return findTopic(id)?.name ?? id;
}

/** The categories that a topic stands for: itself, and for an archive all within it. */
export function categoriesOf(id: string): string[] {
  const group = topicGroups.find((one) => one.id === id);
  return group ? [group.id, ...group.topics.map((topic) => topic.id)] : [id];
}
