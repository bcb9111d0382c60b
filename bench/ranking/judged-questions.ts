/** What a reader may type, and the arXiv ids that answer it. */
export type JudgedQuestion = { query: string; relevant: string[] };

const judge = (query: string, ids: string): JudgedQuestion => ({ query, relevant: ids.split(" ") });

/**
 * Judged by title alone over all papers of the saved days of April to June 2026, before any search was asked. Half of
 * the questions name what titles say in other words, or more than one title says.
 */
export const judgedQuestions: JudgedQuestion[] = [
  judge(
    "world models for robot manipulation",
    "2604.22152 2605.00080 2605.12090 2605.27491 2606.06556 2606.13672 2606.17030 2606.18375 2606.23085 2606.24742 2606.26025 2606.28128",
  ),
  judge(
    "diffusion language models faster decoding",
    "2604.02340 2604.08302 2605.09820 2606.16281 2606.19534",
  ),
  judge(
    "long video generation memory",
    "2605.16003 2605.18739 2605.20910 2605.25659 2605.30351 2605.31057 2606.02553 2606.04527 2606.09056 2606.14667 2606.16449 2606.21661",
  ),
  judge(
    "speculative decoding speedup",
    "2604.09557 2604.12989 2604.17397 2604.26779 2605.07243 2605.10453 2605.20104 2605.29343 2605.30852 2606.12243 2606.18394 2606.18967",
  ),
  judge(
    "KV-cache compression long context",
    "2502.16886 2604.04921 2604.13226 2605.06105 2605.09649 2605.09681 2605.13734 2605.19660 2605.21226 2606.03928 2606.06302 2606.24033",
  ),
  judge(
    "text to speech voice cloning",
    "2604.01760 2604.21481 2605.03073 2605.28618 2605.30993 2606.07080 2606.10029",
  ),
  judge(
    "deep research agent benchmark",
    "2603.28407 2604.14683 2604.19859 2605.29861 2606.07299 2606.09730 2606.15345 2606.18648",
  ),
  judge(
    "feed forward 3d gaussian splatting reconstruction",
    "2411.18966 2604.15284 2605.07287 2605.11424 2605.20150 2606.24874 2606.24876 2606.30017",
  ),
  judge(
    "sparse mixture-of-experts routing efficiency",
    "2602.03473 2605.06665 2605.08738 2605.10933 2605.13997 2605.14438 2605.18643 2605.27358 2605.30876 2606.00761 2606.12397 2606.26938",
  ),
  judge("hallucination in vision language models", "2604.17982 2605.00323 2606.14697"),
  judge(
    "software engineering agents SWE-bench",
    "2604.09409 2604.11045 2604.11716 2604.20779 2605.12925 2605.21384 2606.07297 2606.07412 2606.12344 2606.14066 2606.26300",
  ),
  judge(
    "medical image diagnosis multimodal",
    "2604.15950 2605.20176 2606.01961 2606.13572 2606.14697 2606.20027 2606.19651 2606.08670",
  ),
  judge(
    "prompt injection and backdoor attacks on agents",
    "2605.04808 2605.30189 2605.31042 2606.07943 2605.26574 2606.11817 2604.02947",
  ),
  judge(
    "self driving end to end planning",
    "2604.02190 2604.28196 2605.04647 2605.22189 2605.23163 2606.02641 2606.24231",
  ),
  judge("LLM as a judge bias", "2604.18164 2604.21523 2605.12684 2605.26046 2606.05122 2604.10966"),
  judge("reward hacking in reinforcement learning", "2604.13602 2605.12474 2605.21384 2606.04923"),
  judge("why does Muon beat Adam optimizer", "2605.10468 2605.12492 2605.19282 2605.21803 2606.04662"),
  judge("music generation human preference", "2606.07207 2606.17006 2606.21670 2605.03395"),
  judge("machine unlearning for LLMs", "2605.24614 2605.30514 2605.18879 2606.17168"),
  judge("chart question answering benchmark", "2605.27311 2606.01132 2606.01348"),
];
