import type { FixedId } from "../../words/words.ts";

/** A theme that papers name in many ways. */
type KnownTheme = {
  label: FixedId;
  /** The phrases that name it, folded as `foldPhrase` does: lower case, singular, without hyphens. */
  phrases: string[];
};

const source: [FixedId, string][] = [
  [
    "theme.agents",
    "agent|ai agent|llm agent|autonomous agent|agentic|agentic system|language agent|web agent|web navigation|agent skill|agent harness",
  ],
  [
    "theme.multi-agent",
    "multi agent|multi agent system|multi agent framework|multi agent collaboration|multi agent debate|multi agent reinforcement learning",
  ],
  [
    "theme.gui-agents",
    "gui agent|gui|computer use|computer use agent|mobile agent|gui grounding|mobile gui|mobile gui agent",
  ],
  [
    "theme.coding",
    "code generation|coding agent|code agent|software engineering|swe bench|program synthesis|code llm|coding|code review|repository level|terminal agent",
  ],
  [
    "theme.tools",
    "tool use|tool call|tool calling|function calling|model context protocol|mcp|tool learning|tool integrated reasoning",
  ],
  ["theme.search", "deep research|deep search|search agent|agentic search|web search|deep research agent"],
  [
    "theme.retrieval",
    "retrieval|retrieval augmented generation|rag|dense retrieval|reranking|reranker|information retrieval|retriever",
  ],
  ["theme.memory", "memory|long term memory|agent memory|memory system|memory mechanism|memory management"],
  [
    "theme.reinforcement-learning",
    "reinforcement learning|rl|rlvr|grpo|ppo|policy optimization|group relative policy optimization|verifiable reward|policy gradient|agentic reinforcement learning|reinforcement learning with verifiable reward|offline reinforcement learning|credit assignment",
  ],
  ["theme.rewards", "reward model|reward modeling|rubric|llm as a judge|process reward model"],
  [
    "theme.preferences",
    "preference optimization|direct preference optimization|dpo|rlhf|reinforcement learning from human feedback|human preference",
  ],
  ["theme.reward-hacking", "reward hacking"],
  [
    "theme.distillation",
    "distillation|knowledge distillation|on policy distillation|self distillation|on policy self distillation",
  ],
  [
    "theme.quantization",
    "quantization|post training quantization|ptq|low bit|quantized|low bit quantization",
  ],
  ["theme.kv-cache", "kv cache|kv|kv cache compression|kv caching|key value cache"],
  ["theme.decoding", "speculative decoding|parallel decoding|multi token prediction"],
  [
    "theme.attention",
    "sparse attention|linear attention|attention mechanism|efficient attention|state space model|mamba|attention sink",
  ],
  ["theme.experts", "mixture of expert|moe|expert routing"],
  [
    "theme.long-context",
    "long context|long context reasoning|context length|context window|context management|context compression",
  ],
  [
    "theme.test-time",
    "test time scaling|test time compute|inference time scaling|test time training|test time adaptation",
  ],
  [
    "theme.chain-of-thought",
    "chain of thought|chain of thought reasoning|cot|reasoning trace|reasoning model|latent reasoning",
  ],
  [
    "theme.mathematics",
    "mathematical reasoning|math|math reasoning|theorem proving|mathematics|formal proof|formal verification|lean 4",
  ],
  [
    "theme.diffusion",
    "diffusion|diffusion model|diffusion transformer|latent diffusion model|latent diffusion|dit|flow matching|classifier free guidance",
  ],
  [
    "theme.diffusion-language",
    "diffusion language model|masked diffusion|discrete diffusion|dllm|masked diffusion model|masked diffusion language model|diffusion large language model|diffusion llm",
  ],
  [
    "theme.image-generation",
    "image generation|text to image|text to image generation|text to image model|visual generation|image synthesis|text to image diffusion",
  ],
  [
    "theme.image-editing",
    "image editing|instruction based image editing|instruction guided image editing|video editing|text guided image editing|visual editing",
  ],
  [
    "theme.video-generation",
    "video generation|video diffusion|video diffusion model|text to video|image to video|video generation model|video synthesis|autoregressive video diffusion|cinematic video",
  ],
  [
    "theme.video-understanding",
    "video understanding|video reasoning|video question answering|video llm|long video understanding|video mllm",
  ],
  [
    "theme.world-models",
    "world model|world modeling|world simulation|world simulator|video world model|interactive world model|world action model",
  ],
  [
    "theme.robotics",
    "robot|robotic|robotics|robotic manipulation|robot manipulation|robot learning|vla|vla model|vision language action|vision language action model|embodied agent|embodied ai|embodied intelligence|humanoid|dexterous manipulation|sim to real|robot policy|bimanual manipulation|object manipulation|mobile manipulation",
  ],
  [
    "theme.driving",
    "autonomous driving|self driving|end to end autonomous driving|driving scene|driving policy",
  ],
  [
    "theme.three-d",
    "3d|3d gaussian splatting|gaussian splatting|3d reconstruction|novel view synthesis|nerf|point cloud|3d generation|4d|3d scene|3d vision|depth estimation|3d gaussian|mesh|scene reconstruction|camera pose",
  ],
  [
    "theme.motion",
    "human motion|motion generation|human motion generation|motion capture|talking head|avatar|digital human",
  ],
  [
    "theme.speech",
    "speech|audio|text to speech|tts|asr|speech recognition|music|music generation|voice|speech generation|audio generation|spoken language model|speech synthesis|audio language model",
  ],
  ["theme.documents", "ocr|document understanding|document parsing|chart understanding|table understanding"],
  [
    "theme.multimodal",
    "unified multimodal model|multimodal understanding|omni modal|vision language model|vlm|multimodal large language model|mllm|unified multimodal|multimodal reasoning|visual question answering",
  ],
  ["theme.spatial-reasoning", "spatial reasoning|spatial intelligence|spatial understanding"],
  [
    "theme.grounding",
    "visual grounding|referring expression|spatial grounding|temporal grounding|grounded reasoning",
  ],
  ["theme.segmentation", "segmentation|semantic segmentation|object detection|object tracking"],
  [
    "theme.representation",
    "self supervised learning|representation learning|contrastive learning|vision encoder|embedding model|visual tokenizer|representation autoencoder|image tokenizer|visual encoder",
  ],
  ["theme.tokenizers", "tokenizer|tokenization|byte level"],
  [
    "theme.interpretability",
    "interpretability|mechanistic interpretability|sparse autoencoder|activation steering|steering vector|probing|attention head|explainability",
  ],
  [
    "theme.safety",
    "safety|jailbreak|jailbreaking|red teaming|prompt injection|guardrail|backdoor|ai safety|safety alignment|adversarial attack|unlearning|machine unlearning|watermarking|deepfake|misalignment",
  ],
  ["theme.privacy", "privacy|differential privacy|federated learning|membership inference"],
  [
    "theme.hallucination",
    "hallucination|object hallucination|factuality|uncertainty estimation|confidence calibration|uncertainty quantification",
  ],
  ["theme.benchmarks", "benchmark|benchmarking|agent benchmark|benchmark evaluation"],
  [
    "theme.medicine",
    "medical|clinical|medicine|radiology|pathology|mri|biomedical|patient|diagnosis|medical imaging|medical image|healthcare|surgical|ct scan|chest x ray|mental health",
  ],
  [
    "theme.biology",
    "protein|molecule|molecular|genomic|genomics|drug discovery|single cell|biology|dna|rna|chemistry|molecular generation|materials science",
  ],
  [
    "theme.science",
    "scientific discovery|ai for science|ai scientist|scientific research|autonomous research|scientific reasoning|peer review|automated research|scientific",
  ],
  [
    "theme.weather",
    "weather|climate|weather forecasting|remote sensing|earth observation|satellite imagery|geospatial",
  ],
  [
    "theme.physics",
    "pde|partial differential equation|physics informed|physical simulation|physics simulation|neural operator|fluid dynamic|physical reasoning|physics",
  ],
  ["theme.time-series", "time series|time series forecasting|forecasting|time series foundation model"],
  ["theme.tabular", "tabular data|tabular|tabular foundation model|text to sql|database|sql"],
  [
    "theme.recommendation",
    "recommendation|recommender system|recommender|sequential recommendation|generative recommendation",
  ],
  [
    "theme.graphs",
    "knowledge graph|graph neural network|graph learning|gnn|graph transformer|scene graph|heterogeneous graph",
  ],
  [
    "theme.multilingual",
    "multilingual|low resource language|machine translation|cross lingual|arabic|multilingual model|low resource|speech translation|neural machine translation",
  ],
  ["theme.games", "game|video game|game playing|strategic game|chess"],
  [
    "theme.data",
    "synthetic data|data selection|data mixture|data curation|data synthesis|synthetic data generation|pretraining data|instruction tuning data|training data",
  ],
  ["theme.optimizers", "optimizer|muon|adam|learning rate|weight decay|learning rate schedule"],
  ["theme.scaling-laws", "scaling law|neural scaling law"],
  ["theme.merging", "model merging|weight merging|task vector|task arithmetic"],
  ["theme.adapters", "lora|low rank adaptation|adapter|parameter efficient fine tuning|peft"],
  ["theme.continual-learning", "continual learning|catastrophic forgetting|lifelong learning|forgetting"],
  [
    "theme.pruning",
    "pruning|token pruning|token reduction|model compression|token compression|compression|sparsity",
  ],
  [
    "theme.self-improvement",
    "self improvement|self evolution|self evolving|self improving|self play|self evolving agent|recursive self improvement",
  ],
  [
    "theme.personalization",
    "personalization|personalized|user modeling|persona|role playing|user simulation",
  ],
  [
    "theme.societies",
    "social simulation|cultural|culture|fairness|social science|political|education|tutoring|social bias|gender bias|political bias",
  ],
  [
    "theme.serving",
    "llm serving|inference engine|gpu kernel|cuda kernel|distributed training|kernel generation|vllm",
  ],
  ["theme.instruction-following", "instruction following|instruction tuning"],
  ["theme.planning", "planning|task planning|motion planning|long horizon planning"],
];

/** Themes of the field that are told from a word alone, as no open search for phrases could. */
export const knownThemes: KnownTheme[] = source.map(([label, phrases]) => ({
  label,
  phrases: phrases.split("|"),
}));
