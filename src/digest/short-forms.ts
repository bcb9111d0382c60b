import type { ShortForm } from "../config/short-forms.ts";
import { foldText, placeWords } from "./fold-text.ts";
import { stemOf } from "./word-stems.ts";

/** Words that may be written otherwise. */
type Rewriting = { stems: string[]; by: string[] };

/** The field's short forms, ready to be looked up. */
export type ShortForms = {
  /** By the stem of the first word that they replace: short ones by long ones, and the reverse. */
  rewritings: Map<string, Rewriting[]>;
  /** Long ones by the stem of each of their words; what they are replaced by is one word. */
  longOnes: Map<string, Rewriting[]>;
};

/** What may be written either way in the fields that papers here are from. One way: the short form means other things too. */
const usual: ShortForm[] = [
  { short: "LLM", long: "large language model" },
  { short: "MLLM", long: "multimodal large language model" },
  { short: "SLM", long: "small language model" },
  { short: "VLM", long: "vision language model" },
  { short: "LVLM", long: "large vision language model" },
  { short: "VLA", long: "vision language action" },
  { short: "VLN", long: "vision language navigation" },
  { short: "RL", long: "reinforcement learning" },
  { short: "DRL", long: "deep reinforcement learning" },
  { short: "MARL", long: "multi agent reinforcement learning" },
  { short: "RLHF", long: "reinforcement learning from human feedback" },
  { short: "RLAIF", long: "reinforcement learning from AI feedback" },
  { short: "RLVR", long: "reinforcement learning with verifiable rewards" },
  { short: "PPO", long: "proximal policy optimization" },
  { short: "GRPO", long: "group relative policy optimization" },
  { short: "DPO", long: "direct preference optimization" },
  { short: "SFT", long: "supervised fine tuning" },
  { short: "PEFT", long: "parameter efficient fine tuning" },
  { short: "LoRA", long: "low rank adaptation" },
  { short: "PTQ", long: "post training quantization" },
  { short: "QAT", long: "quantization aware training" },
  { short: "MoE", long: "mixture of experts" },
  { short: "KV cache", long: "key value cache" },
  { short: "RAG", long: "retrieval augmented generation" },
  { short: "CoT", long: "chain of thought" },
  { short: "ICL", long: "in context learning" },
  { short: "MCTS", long: "Monte Carlo tree search" },
  { short: "NLP", long: "natural language processing" },
  { short: "NER", long: "named entity recognition" },
  { short: "NMT", long: "neural machine translation" },
  { short: "QA", long: "question answering" },
  { short: "VQA", long: "visual question answering" },
  { short: "OCR", long: "optical character recognition" },
  { short: "ASR", long: "automatic speech recognition", isOneWay: true },
  { short: "ASR", long: "speech recognition", isOneWay: true },
  { short: "TTS", long: "text to speech", isOneWay: true },
  { short: "T2I", long: "text to image" },
  { short: "text2image", long: "text to image" },
  { short: "T2V", long: "text to video" },
  { short: "text2video", long: "text to video" },
  { short: "I2V", long: "image to video" },
  { short: "text2sql", long: "text to SQL" },
  { short: "kNN", long: "k NN" },
  { short: "kNN", long: "k nearest neighbors" },
  { short: "GNN", long: "graph neural network" },
  { short: "CNN", long: "convolutional neural network" },
  { short: "RNN", long: "recurrent neural network" },
  { short: "GAN", long: "generative adversarial network" },
  { short: "VAE", long: "variational autoencoder" },
  { short: "SAE", long: "sparse autoencoder" },
  { short: "ViT", long: "vision transformer" },
  { short: "DiT", long: "diffusion transformer" },
  { short: "SSM", long: "state space model" },
  { short: "NeRF", long: "neural radiance field" },
  { short: "3DGS", long: "3D Gaussian splatting" },
  { short: "SLAM", long: "simultaneous localization and mapping" },
  { short: "MRI", long: "magnetic resonance imaging" },
  { short: "EHR", long: "electronic health record" },
  { short: "EEG", long: "electroencephalography" },
  { short: "ECG", long: "electrocardiogram" },
  { short: "UAV", long: "unmanned aerial vehicle" },
  { short: "TTA", long: "test time adaptation" },
  { short: "TTT", long: "test time training" },
  { short: "OOD", long: "out of distribution" },
  { short: "PINN", long: "physics informed neural network" },
  { short: "PDE", long: "partial differential equation" },
];

/** The usual short forms with more of an operator's. */
export function shortFormsWith(more: ShortForm[]): ShortForms {
  const rewritings = new Map<string, Rewriting[]>();
  const longOnes = new Map<string, Rewriting[]>();
  for (const { short, long, isOneWay } of [...usual, ...more]) {
    const [shortWords, longWords] = [wordsOf(short), wordsOf(long)];
    const lengthening = rewriting(shortWords, longWords);
    const shortening = rewriting(longWords, shortWords);
    addUnder(rewritings, lengthening.stems.slice(0, 1), lengthening);
    if (isOneWay) continue;
    addUnder(rewritings, shortening.stems.slice(0, 1), shortening);
    if (shortWords.length === 1) addUnder(longOnes, shortening.stems, shortening);
  }
  return { rewritings, longOnes };
}

function wordsOf(text: string): string[] {
  return placeWords(foldText(text)).map(({ word }) => word);
}

function rewriting(words: string[], by: string[]): Rewriting {
  return { stems: words.map(stemOf), by };
}

function addUnder(map: Map<string, Rewriting[]>, stems: string[], added: Rewriting): void {
  for (const stem of new Set(stems)) map.set(stem, [...(map.get(stem) ?? []), added]);
}
