export type Topic = { id: string; name: string };
export type TopicGroup = { id: string; name: string; topics: Topic[] };

/** Names and spellings are arXiv's own (https://arxiv.org/category_taxonomy). */
const source: [id: string, name: string, topics: string][] = [
  [
    "cs",
    "Computer Science",
    "AI Artificial Intelligence|CL Computation and Language|CV Computer Vision and Pattern Recognition|LG Machine Learning|RO Robotics|IR Information Retrieval|HC Human-Computer Interaction|SD Sound|MM Multimedia|GR Graphics|NE Neural and Evolutionary Computing|MA Multiagent Systems|SE Software Engineering|PL Programming Languages|CR Cryptography and Security|CY Computers and Society|DB Databases|DC Distributed, Parallel, and Cluster Computing|AR Hardware Architecture|OS Operating Systems|NI Networking and Internet Architecture|PF Performance|DS Data Structures and Algorithms|CC Computational Complexity|CG Computational Geometry|GT Computer Science and Game Theory|LO Logic in Computer Science|FL Formal Languages and Automata Theory|DM Discrete Mathematics|IT Information Theory|SI Social and Information Networks|SC Symbolic Computation|NA Numerical Analysis|MS Mathematical Software|CE Computational Engineering, Finance, and Science|DL Digital Libraries|ET Emerging Technologies|SY Systems and Control|GL General Literature|OH Other Computer Science",
  ],
  [
    "stat",
    "Statistics",
    "ML Machine Learning|ME Methodology|AP Applications|CO Computation|TH Statistics Theory|OT Other Statistics",
  ],
  [
    "eess",
    "Electrical Engineering and Systems Science",
    "AS Audio and Speech Processing|IV Image and Video Processing|SP Signal Processing|SY Systems and Control",
  ],
  [
    "math",
    "Mathematics",
    "OC Optimization and Control|ST Statistics Theory|PR Probability|NA Numerical Analysis|CO Combinatorics|LO Logic|NT Number Theory|AG Algebraic Geometry|DG Differential Geometry|AP Analysis of PDEs|CA Classical Analysis and ODEs|DS Dynamical Systems|FA Functional Analysis|GR Group Theory|RT Representation Theory|AT Algebraic Topology|GT Geometric Topology|CT Category Theory|QA Quantum Algebra|RA Rings and Algebras|AC Commutative Algebra|CV Complex Variables|GM General Mathematics|GN General Topology|HO History and Overview|IT Information Theory|KT K-Theory and Homology|MG Metric Geometry|MP Mathematical Physics|OA Operator Algebras|SG Symplectic Geometry|SP Spectral Theory",
  ],
  [
    "q-bio",
    "Quantitative Biology",
    "BM Biomolecules|CB Cell Behavior|GN Genomics|MN Molecular Networks|NC Neurons and Cognition|OT Other Quantitative Biology|PE Populations and Evolution|QM Quantitative Methods|SC Subcellular Processes|TO Tissues and Organs",
  ],
  [
    "q-fin",
    "Quantitative Finance",
    "CP Computational Finance|EC Economics|GN General Finance|MF Mathematical Finance|PM Portfolio Management|PR Pricing of Securities|RM Risk Management|ST Statistical Finance|TR Trading and Market Microstructure",
  ],
  ["econ", "Economics", "EM Econometrics|GN General Economics|TH Theoretical Economics"],
  ["quant-ph", "Quantum Physics", ""],
  [
    "physics",
    "Physics",
    "comp-ph Computational Physics|data-an Data Analysis, Statistics and Probability|soc-ph Physics and Society|bio-ph Biological Physics|chem-ph Chemical Physics|med-ph Medical Physics|ao-ph Atmospheric and Oceanic Physics|geo-ph Geophysics|flu-dyn Fluid Dynamics|optics Optics|app-ph Applied Physics|acc-ph Accelerator Physics|atm-clus Atomic and Molecular Clusters|atom-ph Atomic Physics|class-ph Classical Physics|ed-ph Physics Education|gen-ph General Physics|hist-ph History and Philosophy of Physics|ins-det Instrumentation and Detectors|plasm-ph Plasma Physics|pop-ph Popular Physics|space-ph Space Physics",
  ],
  [
    "cond-mat",
    "Condensed Matter",
    "mtrl-sci Materials Science|dis-nn Disordered Systems and Neural Networks|stat-mech Statistical Mechanics|soft Soft Condensed Matter|mes-hall Mesoscale and Nanoscale Physics|quant-gas Quantum Gases|str-el Strongly Correlated Electrons|supr-con Superconductivity|other Other Condensed Matter",
  ],
  [
    "astro-ph",
    "Astrophysics",
    "IM Instrumentation and Methods for Astrophysics|CO Cosmology and Nongalactic Astrophysics|EP Earth and Planetary Astrophysics|GA Astrophysics of Galaxies|HE High Energy Astrophysical Phenomena|SR Solar and Stellar Astrophysics",
  ],
  [
    "nlin",
    "Nonlinear Sciences",
    "AO Adaptation and Self-Organizing Systems|CD Chaotic Dynamics|CG Cellular Automata and Lattice Gases|PS Pattern Formation and Solitons|SI Exactly Solvable and Integrable Systems",
  ],
  ["hep-th", "High Energy Physics - Theory", ""],
  ["hep-ph", "High Energy Physics - Phenomenology", ""],
  ["hep-ex", "High Energy Physics - Experiment", ""],
  ["hep-lat", "High Energy Physics - Lattice", ""],
  ["nucl-th", "Nuclear Theory", ""],
  ["nucl-ex", "Nuclear Experiment", ""],
  ["gr-qc", "General Relativity and Quantum Cosmology", ""],
  ["math-ph", "Mathematical Physics", ""],
];

/** arXiv's archives with their categories, the most followed first. */
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

const byName = new Map<string, Topic>(
  topicGroups
    .flatMap((group) => [group, ...group.topics])
    .toReversed()
    .map((topic) => [topic.name.toLowerCase(), topic]),
);

/** The topic of this name (`robotics`); of several that share it, the most followed. Null when arXiv has none. */
export function findTopicByName(name: string): Topic | null {
  const topic = byName.get(name.trim().toLowerCase());
  return topic ? { id: topic.id, name: topic.name } : null;
}

/** A category's name with its identifier, `Computation and Language (cs.CL)`; the identifier alone when it is not known. */
export function topicLabel(id: string): string {
  const topic = findTopic(id);
  return topic === null ? id : `${topic.name} (${topic.id})`;
}

/** The categories that a topic stands for: itself, and for an archive all within it. */
export function categoriesOf(id: string): string[] {
  const group = topicGroups.find((one) => one.id === id);
  return group ? [group.id, ...group.topics.map((topic) => topic.id)] : [id];
}
