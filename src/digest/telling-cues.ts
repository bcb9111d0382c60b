/** Words between "we" and its verb. */
const adverbs = String.raw`(?:(?:\w+ly|also|then|first|here|thus|therefore|hence|further|next|instead|now|in turn|do|can|have|will|are|,)\s+){0,3}`;

/** Stems and endings of verbs: they make something, found something, or worked on something. */
const makes = String.raw`(?:propos|introduc|present|releas|develop|design|buil[dt](?!\s(?:up)?on\b)|creat|construct|devis|contribut|unveil|describ|open-?sourc|launch|establish|formulat|pioneer|put\sforward|report\son|curat|collect)(?:e|es|ed|s|ing)?\b`;
const finds = String.raw`(?:show|find|found|demonstrat|prov|reveal|observ|identif|discover|uncover|argu|conclud|confirm|posit|hypothesi[sz]|challeng|call\sfor|advocat|claim|trac|characteri[sz]|deriv|quantif)(?:e|es|ed|s|ing|y|ies|ied|n)?\b`;
const studies = String.raw`(?:stud|investigat|explor|analy[sz]|evaluat|examin|compar|survey|review|conduct|revisit|address|tackl|consider|ask|rethink|reframe|recast|re-?examin|benchmark|test|measur|assess|focus|systemati[sz]|organi[sz]|extend|adapt|generali[sz]|unif|scal|train|leverag|appl|us|adopt|tak|shift|view|cast|model|optimi[sz]|combin|integrat|enabl|improv|achiev|solve|aim|seek|perform|pursue|treat|set\sout|look|ground|turn|learn|equip|decompos|reformulat|deploy|implement|outlin|discuss|synthesi[sz]|bring|bridg|fill|close|make|give|ensur|reduc|replac|repurpos|simplif|decoupl|disentangl|augment|enhanc|accelerat|fine-?tun|push|delve|infer|predict|estimat|reconstruct|map|simulat|defin|formali[sz]|compil|annotat|gather|categori[sz]|highlight|provide|offer|cover|contain|collat|summari[sz]|document|report|trac|lay|detail|serv|validat|instantiat)(?:e|es|ed|s|ing|y|ies|ied|t|en)?\b`;

/** "we" as who did it; "can we", "as we" and "how we" ask, or point elsewhere. */
const we = String.raw`(?<!\b(?:can|do|should|could|how|what|when|that|which|where|as|if|must|may|would|will|than|why)\s)\b(?:we|the authors?|I)\s+`;
const paper = String.raw`\b(?:this(?:\syear's)?|the(?:\spresent)?)\s+(?:[\w-]+\s+){0,2}?(?:paper|work|report|article|study|survey|review|tutorial|thesis|monograph|note|letter|overview|perspective|chapter|manuscript|essay|primer|book|guide|handbook)\b`;
const thing =
  "(?:model|framework|method|benchmark|dataset|approach|system|algorithm|pipeline|architecture|technique|strategy|library|toolkit|environment|corpus|suite|agent|platform|paradigm|recipe|module|mechanism|family|series|engine|survey|objective|loss|metric|theory|protocol|testbed)s?";

type Cue = { pattern: RegExp; weight: number; isOfWe?: boolean };

/** What tells that a sentence says what its paper does, and how well; the best first, and the first that is met holds. */
export const cues: Cue[] = [
  {
    weight: 11,
    pattern: new RegExp(`${paper},?\\s+${adverbs}(?:aims\\sto\\s)?(?:${makes}|${studies}|is\\sabout)`, "i"),
  },
  { weight: 10, pattern: new RegExp(`${we}${adverbs}${makes}`, "i"), isOfWe: true },
  {
    weight: 10,
    pattern:
      /本文|本工作|本研究|本论文|该论文|我们(?:首次|进一步|还|也)?(?:提出|介绍|设计|构建|开发|发布|研究|发现|证明|展示|推出|引入)|提出了|本論文|本稿|提案する|본 논문|본 연구|제안한다/u,
  },
  {
    weight: 10,
    pattern:
      /\b(?:nous (?:proposons|présentons|introduisons|montrons|étudions)|cet article|ce travail|cette étude|wir (?:stellen|präsentieren|zeigen|entwickeln|untersuchen|schlagen|führen)|diese[r]? (?:arbeit|artikel|beitrag|studie)|proponemos|presentamos|este (?:artículo|trabajo|estudio|artigo)|propomos|apresentamos|proponiamo|presentiamo)\b/iu,
  },
  {
    weight: 10,
    pattern: new RegExp(
      `${we}[^.;]{0,160}?\\b(?:and\\s+(?:\\w+ly\\s+)?(?:propos|introduc|present|develop|releas)e?|by\\s+(?:propos|introduc|present|develop)ing)\\b`,
      "i",
    ),
    isOfWe: true,
  },
  {
    weight: 9.5,
    pattern: new RegExp(
      `${we}${adverbs}(?:clos|bridg|fill|address|tackl|meet|answer|solv|resolv|overcom)(?:e|es|ed|s)?\\b.{0,70}\\b(?:with|through|by|via|using)\\s`,
      "i",
    ),
    isOfWe: true,
  },
  { weight: 9, pattern: new RegExp(`\\bin\\s${paper}`, "i") },
  {
    weight: 9,
    pattern: new RegExp(
      `\\b(?:here|to this end|to (?:address|tackle|bridge|fill|close|overcome|solve)[^.]{3,90}),?\\s+${we}`,
      "i",
    ),
    isOfWe: true,
  },
  { weight: 9, pattern: /(?<!\p{L})(?:мы|в (?:этой|данной) (?:работе|статье))\s/iu },
  { weight: 8, pattern: new RegExp(`${we}${adverbs}${finds}`, "i"), isOfWe: true },
  { weight: 7, pattern: new RegExp(`${we}${adverbs}${studies}`, "i"), isOfWe: true },
  {
    weight: 6,
    pattern: new RegExp(
      `\\bour\\s+(?:[\\w-]+\\s+){0,3}?(?:${thing}|key|main|core|paper|work|study|results?|findings?|experiments|contributions?|analysis|evaluation|insight|goal|solution)\\b`,
      "i",
    ),
  },
  {
    weight: 6,
    pattern:
      /\b(?:results?|experiments?|evaluations?|ablations|analys[ei]s|benchmarks?|studies)\b[^.]{0,120}\b(?:show|demonstrate|reveal|indicate|confirm|suggest|validate|find)s?\b/i,
  },
  {
    weight: 6,
    pattern:
      /\b(?:outperform|surpass|exceed)(?:s|ed|ing)?\b|\bstate-of-the-art\b.*\d|\b(?:achiev|improv|reduc|reach|attain|gain|increas|boost|cut|lower)(?:e|es|s|ed|ing)\b.*\d/i,
  },
  {
    weight: 5,
    pattern: new RegExp(
      `${we}(?!${adverbs}(?:have\\s)?(?:witness|seen?|live|humans|need|know|lack|rely|still)\\b)`,
      "i",
    ),
    isOfWe: true,
  },
  {
    weight: 5,
    pattern:
      /\b(?:is|are|was|were)\s+(?:\w+ly\s+)?(?:proposed|introduced|presented|developed|designed|released|built|described)\b/i,
  },
];

/** Without one of these no cue of "we" is met. */
export const speaker = /\b(?:we|authors?|I)\b/i;

/** The paper made or proposes something, whatever else the sentence says. */
export const made = new RegExp(`${we}${adverbs}(?:propos|introduc|present|develop)`, "i");

/** A half sentence that begins with "we" and its verb, behind what leads to it. */
export const clauseOfWe = new RegExp(
  `[,;:]\\s+(?:and\\s+|so\\s+)?(?=${we}${adverbs}(?:${makes}|${finds}|${studies}))`,
  "i",
);

/** A sentence on the field, on others, or on what is still amiss. */
export const background =
  /^(?:(?:Recent(?:ly)?|However|Yet|Despite|Although|Though|While|Existing|Current(?:ly)?|Prior|Previous|Traditional(?:ly)?|Conventional|Most|Many|Modern|Nevertheless|Nonetheless|Unfortunately|But|Today)\b|Large (?:language|vision|multimodal))|\bha(?:s|ve) (?:recently |long |rapidly |been |also |significantly |largely )*(?:become|emerged|shown|achieved|demonstrated|revolutioni[sz]ed|made|attracted|gained|received|witnessed|advanced|proven|focused|led|relied|driven|transformed)|\b(?:is|are) (?:a |an |one of the |increasingly |widely |often |typically |commonly |rapidly |still |usually |largely |crucial|essential|critical|important|fundamental)|\b(?:remains?|struggles?|suffers?|typically|often|widely|increasingly|lacks?|limited (?:by|to)|challenging|under-?explored|unexplored|overlook|neglect|unclear|prior work|however)\b|\bfails? to\b|\blittle is known\b|\bexisting (?:methods|approaches|work|benchmarks|datasets|models)\b/;

/** Says without "we" what a paper does, as ready summaries do. */
export const does =
  /\b(?:is an? (?:[\w-]+ ){0,6}?(?:framework|method|benchmark|system|model|dataset|approach|agent)\b|through|using|via|by \w+ing|from|with|enabl|improv|achiev|reveal|introduc|propos|present|combin|reduc|but|address)/i;

/** Adds to what another sentence says. */
export const aside = /\b(?:also|additionally|furthermore|moreover|finally|in addition|lastly|further)\b/i;

/** What is made besides. */
export const alsoMade = /\bwe (?:also|further|additionally)\b/i;

/** Warns of what a paper holds. */
export const warning = /^(?:Content )?(?:Warning|Disclaimer|Caution|Note)\b/i;

/** "... , a problem that this paper seeks to address": all before it is background. */
export const seeksLater =
  /^(?:While|Although|Despite|However)\b.*, an? \w+ (?:that )?(?:this paper|we)\b[^,]{0,40}$/i;

/** What the authors conclude, or wish. */
export const closing =
  /^(?:Overall|Together|Taken together|In summary|Ultimately|In conclusion)\b|\bwe (?:hope|believe|expect)\b|\b(?:this|our) (?:work|study|paper) (?:thus |therefore )?(?:highlights|underscores|provides|recasts|lays|offers|opens|points|establishes|suggests)\b/i;

/** One of several, the end of a row of steps, or about something of the sentence before. */
export const later =
  /^(?:Second|Third|Fourth|Next|Then|Last)\b|^we then\b|\bwe\s+(?:\w+ly\s+)?\w+\s+(?:this|these|it|them)\b/i;

/** Where to get code and data. */
export const availability =
  /https?:\/\/|\bgithub\b|\b(?:publicly|openly|freely|will be|is|are) (?:available|released|open-?sourced)|\b(?:open-?source|release) (?:our|the|all)\b|\b(?:release|open-?source|publish|make|provide)s?\b[^.]{0,40}\b(?:code|weights|checkpoints|data|models|resources)\b[^.]{0,60}$/i;

/** Says that something comes, or that something was tried, but not what. */
export const empty =
  /\b(?:two|three|four|five|several)\s+(?:[\w-]+\s+){0,2}(?:components|contributions|insights|stages|steps|designs|modules|innovations|ways|aspects|causes|findings|parts|techniques|strategies|questions|challenges)[.:]$|^We (?:conduct|evaluate|validate|perform|provide extensive|present (?:empirical|extensive))\b[^\d]*$/;

/** Begins by pointing at the sentence before it. */
export const pointing =
  /^(?:It|This|These|They|Its|Their|Such|Here|The (?:former|latter|first|second)|Specifically|In particular|That|Both|Together|Then|Second|First|Concretely|To|By)\b|^.{0,50}\b(?:this|these|those|such)\b/;

/** An introduction that only points at sentences which are not shown, before "we" or "this paper". */
export const introduction =
  /^(?:(?:To|In order to)\s[^,;]{2,110}|In (?:this|the present|our) (?:paper|work|report|study|article|survey|letter|position paper|technical report)|In response|(?:Motivated|Inspired|Guided|Driven) by [^,;]{2,90}|Therefore|Thus|Hence|Accordingly|Consequently|As a result|Specifically|Here|However|First|Second|Third|Finally|Concretely|More specifically|Importantly|In particular|Notably|[^,;]{0,60}\b(?:this|these|those|such|above)\b[^,;]{0,60}),?\s+(?=(?:in this|we|this (?:paper|work|survey|study|report))\b)/i;

/** Short names of the field, and first words of titles, which no paper made. */
export const commonName =
  /^(?:(?:M?LLM|VLM|VLA|LM|SLM|LVLM|LMM|MoE|RL|RLHF|RLVR|GUI|AI|AGI|ML|NLP|GPU|KV|RAG|OCR|GRPO|DPO|PPO|SFT|2D|3D|4D|T2I|I2V|T2V|ASR|TTS|SWE|API|CoT|ViT|GAN|LoRA|DiT|QA|VQA|SVG|HTML|PDF|CUDA|Transformer|Attention|Position|Technical|Beyond|Towards?|From|When|How|What|Why|Is|Are|Do|Can|On|Rethinking|Learning|Mixture-of-Experts|Multi-Agent|Text-to-Image|Vision-Language)s?)$/i;

/** A number in a row, or the label of a structured abstract, before what is said: "(ii) ...", "Results: ...". */
export const label =
  /^(?:\((?:\d|[ivx]{1,4}|[a-e])\)|(?:Background|Context|Objectives?|Aims?|Purpose|Methods?|Methodology|Approach|Results?|Findings|Conclusions?):)\s+(?=\S)/i;

/** "We therefore propose ...": what links "we" to a sentence that is left out. */
export const link =
  /^(we) (?:therefore|thus|hence|then|further|furthermore|also|additionally|accordingly|consequently|instead|first|next|finally|subsequently),? (?=\p{L})/iu;
