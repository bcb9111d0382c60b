import { foldText } from "./fold-text.ts";

/** Short forms and what they stand for, in words as they are typed. */
export type ShortForm = { short: string; long: string; isOneWay?: boolean };

/** The field's short forms: a wish for one of both finds the other. */
export type ShortForms = { short: string[]; long: string[]; isOneWay: boolean }[];

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
export function shortFormsOf(more: ShortForm[] = []): ShortForms {
  return [...usual, ...more].map(({ short, long, isOneWay = false }) => ({
    short: foldText(short).trim().split(" "),
    long: foldText(long).trim().split(" "),
    isOneWay,
  }));
}

export const usualShortForms: ShortForms = shortFormsOf();
