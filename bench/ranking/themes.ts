/** A theme that a reader may follow: which titles are of it, and what the reader would type. */
type Theme = { title: RegExp; keywords: string[] };

/** Chosen before anything was measured; each has papers in most weeks of the saved days. */
export const themes: Theme[] = [
  {
    title: /video (generation|diffusion|synthesis)|text-to-video/i,
    keywords: ["video generation", "text-to-video"],
  },
  { title: /world[- ](action[- ])?model/i, keywords: ["world model"] },
  {
    title: /robot|embodied|manipulation|vision-language-action|\bvla/i,
    keywords: ["robot", "robotic", "vision-language-action"],
  },
  {
    title: /\bcod(e|ing)\b|software|\bswe-/i,
    keywords: ["code generation", "coding agent", "software engineering"],
  },
  { title: /math|theorem|proof|olympiad/i, keywords: ["mathematical reasoning", "theorem proving"] },
  { title: /reinforcement|\brl\b|rlvr|grpo|policy optimization/i, keywords: ["reinforcement learning"] },
  { title: /speech|audio|voice|music|\btts\b/i, keywords: ["speech", "audio", "music"] },
  {
    title: /\b[34]d\b|gaussian splatting|mesh/i,
    keywords: ["3D reconstruction", "3D generation", "gaussian splatting"],
  },
  { title: /medical|clinical|health|radiolog|patholog/i, keywords: ["medical", "clinical"] },
  {
    title: /safety|jailbreak|attack|backdoor|unlearning/i,
    keywords: ["jailbreak", "safety alignment", "adversarial attack"],
  },
  {
    title: /deep research|search agent|web agent|browsing/i,
    keywords: ["deep research", "web search", "search agent"],
  },
  { title: /long[- ]context|memory|kv[- ]?cache/i, keywords: ["long context", "memory", "KV cache"] },
  {
    title: /diffusion (large )?language|masked diffusion|dllm/i,
    keywords: ["diffusion language model", "masked diffusion"],
  },
  {
    title: /image (edit|generat)|text-to-image/i,
    keywords: ["image editing", "image generation", "text-to-image"],
  },
  { title: /\bgui\b|computer[- ]use|mobile agent/i, keywords: ["GUI agent", "computer use"] },
  {
    title: /quantiz|pruning|distill|speculative|sparse/i,
    keywords: ["quantization", "pruning", "distillation", "speculative decoding"],
  },
];
