/** A paper of the sample: facts of a real day, with categories, keywords and all prose written for the sample. */
export type SamplePaper = {
  id: string;
  /** The day on which Hugging Face listed it. */
  listedOn: string;
  title: string;
  /** With semicolons between. */
  authors: string;
  organization: string | null;
  publishedAt: string;
  /** With spaces between, the primary one first. */
  categories: string;
  /** With commas between. */
  keywords: string;
  codeUrl: string | null;
  projectUrl: string | null;
  /** As they stood when the day was over. */
  upvotes: number;
  comments: number;
  stars: number | null;
  summary: string;
  abstract: string;
};

/** The day that the sample is of. */
export const sampleDay = "2026-06-16";

/** The day's papers, most upvoted first, then some of the week before. */
export const samplePapers: SamplePaper[] = [
  {
    id: "2606.14777",
    listedOn: "2026-06-16",
    title: "JoyAI-VL-Interaction: Real-Time Vision-Language Interaction Intelligence",
    authors:
      "Dingyu Yao; Junhao Zhou; Chenxu Yang; Chuanyu Qin; Haowen Hou; Zheming Liang; Congcong Wang; Yuhang Cao; Shenglong Ye; Shuai Xie; Shuhuan Gu; Haoyang Huang; Qingyi Si; Nan Duan; Jiaqi Wang",
    organization: "JD.com Open Source",
    publishedAt: "2026-06-10T00:00:00.000Z",
    categories: "cs.CV cs.CL cs.HC",
    keywords: "vision-language model, real-time interaction, streaming video",
    codeUrl: "https://github.com/jd-opensource/JoyAI-VL-Interaction",
    projectUrl: "https://joyai-vl-video-future-academy-jd.github.io/JoyAI-VL-Interaction/",
    upvotes: 150,
    comments: 1,
    stars: 100,
    summary:
      "An assistant that watches a live video stream and decides for itself when to speak, instead of waiting to be asked.",
    abstract:
      "Most vision-language systems answer a question about a finished clip. This work looks at the harder case of a continuous camera feed, where the model has to follow what happens, notice when something matters and respond while it still does. The authors describe how perception, timing and language are brought together in one system and what that takes in latency. It is aimed at assistants that share a scene with their user.",
  },
  {
    id: "2606.11176",
    listedOn: "2026-06-16",
    title: "Data Journalist Agent: Transforming Data into Verifiable Multimodal Stories",
    authors: "Kevin Qinghong Lin; Batu EI; Yuhong Shi; Pan Lu; Philip Torr; James Zou",
    organization: "University of Oxford",
    publishedAt: "2026-06-09T00:00:00.000Z",
    categories: "cs.CL cs.AI cs.HC",
    keywords: "data journalism, multimodal generation, verifiability, agents",
    codeUrl: "https://github.com/QinghongLin/data2story-skill",
    projectUrl: "https://data2story.github.io/",
    upvotes: 82,
    comments: 3,
    stars: 34,
    summary:
      "An agent turns raw tables into illustrated news stories in which every claim can be traced back to the data.",
    abstract:
      "Data journalism asks for three crafts at once: finding a story in numbers, telling it, and being right. The paper builds an agent that analyses a data set, writes the article with its charts, and keeps a link from each statement to the computation behind it. Readers and editors can therefore check a story rather than trust it. The evaluation looks at both the writing and the verifiability.",
  },
  {
    id: "2606.17046",
    listedOn: "2026-06-16",
    title: "Geometric Action Model for Robot Policy Learning",
    authors:
      "Jisang Han; Seonghu Jeon; Jaewoo Jung; René Zurbrügg; Honggyu An; Tifanny Portela; Marco Hutter; Marc Pollefeys; Seungryong Kim; Sunghwan Hong",
    organization: "ETH Zürich",
    publishedAt: "2026-06-15T00:00:00.000Z",
    categories: "cs.RO cs.CV cs.LG",
    keywords: "robot learning, geometry, world model, policy",
    codeUrl: "https://github.com/cvlab-kaist/Geometric-Action-Model",
    projectUrl: "https://cvlab-kaist.github.io/Geometric-Action-Model/",
    upvotes: 77,
    comments: 1,
    stars: 27,
    summary: "Robot policies are learned on an explicit geometric model of how actions change the scene.",
    abstract:
      "A robot that plans in pixels has to relearn the shape of the world for every camera. This paper instead represents the effect of actions geometrically and lets the policy reason over that structure. The idea is that motion, contact and viewpoint become easier to separate. Manipulation tasks are used to ask how well the resulting policies carry over to new views and objects.",
  },
  {
    id: "2606.16993",
    listedOn: "2026-06-16",
    title: "DreamX-World 1.0: A General-Purpose Interactive World Model",
    authors:
      "DreamX Team; Yancheng Bai; Rui Chen; Xiangxiang Chu; Rujing Dang; Hao Dou; Bingjie Gao; Qiwen Gu; Siyu Hong; Jiachen Lei; Geng Li; Jifan Li; Ruimin Lin; Qingfeng Shi; Bingze Song; Lei Sun; Jing Tang; Ruitian Tian; Jun Wang; Jiahong Wu; Pengfei Zhang; Shen Zhang; Jiashu Zhu",
    organization: "AMAP-ML",
    publishedAt: "2026-06-15T00:00:00.000Z",
    categories: "cs.CV cs.AI cs.GR",
    keywords: "world model, interactive video generation, simulation",
    codeUrl: "https://github.com/AMAP-ML/DreamX-World",
    projectUrl: "https://amap-ml.github.io/DreamX_World/",
    upvotes: 61,
    comments: 5,
    stars: 264,
    summary:
      "A general interactive world model generates video that responds to the user's actions as they come.",
    abstract:
      "Interactive world models are video generators that can be steered while they run. The report presents a general-purpose system of this kind, covering its data, its training stages and the engineering that makes a long session respond quickly. Consistency over time and obedience to controls are treated as equally important. Open material accompanies the release.",
  },
  {
    id: "2606.14066",
    listedOn: "2026-06-16",
    title: "FastContext: Training Efficient Repository Explorer for Coding Agents",
    authors:
      "Shaoqiu Zhang; Maoquan Wang; Yuling Shi; Yuhang Wang; Xiaodong Gu; Yongqiang Yao; Rao Fu; Shengyu Fu",
    organization: "Microsoft",
    publishedAt: "2026-06-12T00:00:00.000Z",
    categories: "cs.SE cs.CL cs.AI",
    keywords: "coding agents, repository exploration, context, retrieval",
    codeUrl: "https://github.com/microsoft/fastcontext",
    projectUrl: "https://huggingface.co/microsoft/FastContext-1.0-4B-SFT",
    upvotes: 47,
    comments: 2,
    stars: 312,
    summary:
      "A small model trained only to explore repositories hands coding agents the few files that they really need.",
    abstract:
      "Before a coding agent can change a repository it has to find its way around, and much of its budget goes into looking at the wrong files. The authors train a separate explorer whose one job is to locate relevant code quickly. The main agent then starts from a compact context. The study measures what this saves and whether the final fixes get better.",
  },
  {
    id: "2606.16140",
    listedOn: "2026-06-16",
    title: "VibeThinker-3B: Exploring the Frontier of Verifiable Reasoning in Small Language Models",
    authors:
      "Sen Xu; Shixi Liu; Wei Wang; Jixin Min; Yingwei Dai; Zhibin Yin; Yirong Chen; Xin Zhou; Junlin Zhang",
    organization: "WeiboAI",
    publishedAt: "2026-06-15T00:00:00.000Z",
    categories: "cs.LG cs.CL cs.AI",
    keywords: "small language models, reasoning, reinforcement learning, verifiable rewards",
    codeUrl: "https://github.com/WeiboAI/VibeThinker",
    projectUrl: "https://github.com/WeiboAI/VibeThinker",
    upvotes: 46,
    comments: 1,
    stars: 577,
    summary:
      "How far can a three-billion-parameter model go on tasks whose answers can be checked? Further than its size suggests.",
    abstract:
      "Mathematics and programming offer answers that a program can verify, which makes them a good training ground for reasoning. The paper explores how much of that ability fits into a small model when data and reinforcement learning are chosen with care. It describes the recipe stage by stage. The results question the habit of equating reasoning with scale.",
  },
  {
    id: "2606.16281",
    listedOn: "2026-06-16",
    title:
      "Who Should Lead Decoding Now? Tracking Reliable Trajectories for Ensembling Masked Diffusion Language Models",
    authors: "Heecheol Yun; Joonhyung Park; Joowon Kim; Eunho Yang",
    organization: "KAIST AI",
    publishedAt: "2026-06-15T00:00:00.000Z",
    categories: "cs.CL cs.LG",
    keywords: "masked diffusion, ensembling, decoding",
    codeUrl: null,
    projectUrl: null,
    upvotes: 23,
    comments: 1,
    stars: null,
    summary:
      "Several diffusion language models decode together, and the one whose trajectory looks most reliable takes the lead.",
    abstract:
      "Masked diffusion models fill in a text in many steps and in no fixed order, so the usual ways to combine language models do not apply. The authors follow how trustworthy each model's partial result is while decoding goes on and let leadership change hands. The ensemble needs no further training. It is tried on reasoning and generation tasks.",
  },
  {
    id: "2606.17049",
    listedOn: "2026-06-16",
    title: "BRDFusion: Physics Meets Generation for Urban Scene Inverse Rendering",
    authors: "Yi-Ruei Liu; Jie-Ying Lee; Zheng-Hui Huang; Yu-Lun Liu; Chih-Hao Lin",
    organization: null,
    publishedAt: "2026-06-15T00:00:00.000Z",
    categories: "cs.CV cs.GR",
    keywords: "inverse rendering, BRDF, relighting, urban scenes",
    codeUrl: "https://github.com/shigon255/BRDFusion",
    projectUrl: "https://shigon255.github.io/brdfusion-page/",
    upvotes: 22,
    comments: 1,
    stars: 10,
    summary:
      "Physics-based rendering and a generative prior work together to recover materials and light of street scenes.",
    abstract:
      "Inverse rendering wants to know what a scene is made of and how it is lit from a handful of images, which outdoors is badly underdetermined. The paper joins a physical reflectance model with a learned generative one, so that each covers what the other cannot see. Cities with their many surfaces serve as the test. The recovered scenes can be lit anew.",
  },
  {
    id: "2606.16295",
    listedOn: "2026-06-16",
    title: "VisualClaw: A Real-Time, Personalized Agent for the Physical World",
    authors:
      "Haoqin Tu; Jianwen Chen; Zijun Wang; Siwei Han; Juncheng Wu; Hardy Chen; Haonian Ji; Kaiwen Xiong; Jiaqi Liu; Peng Xia; Jieru Mei; Hongliang Fei; Jason Eshraghian; Zeyu Zheng; Yuyin Zhou; Huaxiu Yao; Cihang Xie",
    organization: null,
    publishedAt: "2026-06-15T00:00:00.000Z",
    categories: "cs.AI cs.CV cs.HC",
    keywords: "agents, personalisation, wearable, real time",
    codeUrl: null,
    projectUrl: "https://ucsc-vlaa.github.io/VisualClaw/",
    upvotes: 20,
    comments: 0,
    stars: null,
    summary: "A personal agent that sees what its user sees, remembers it, and acts in real time.",
    abstract:
      "Agents live mostly in browsers and terminals; this one is meant for the physical world. It joins continuous visual perception with a memory of the user's habits and a set of tools that it may call. The paper describes the architecture and the compromises that a real-time loop forces. Everyday scenarios illustrate what works already.",
  },
  {
    id: "2606.16519",
    listedOn: "2026-06-16",
    title: "BadWorld: Adversarial Attacks on World Models",
    authors: "Linghui Shen; Mingyue Cui; Xingyi Yang",
    organization: "The Hong Kong Polytechnic University",
    publishedAt: "2026-06-15T00:00:00.000Z",
    categories: "cs.CR cs.CV cs.LG",
    keywords: "adversarial attacks, world models, robustness",
    codeUrl: "https://github.com/LinghuiiShen/BadWorld",
    projectUrl: "https://linghuiishen.github.io/BadWorld/",
    upvotes: 14,
    comments: 1,
    stars: 3,
    summary: "Slight disturbances of the input make learned world models imagine the wrong future.",
    abstract:
      "World models are increasingly trusted to plan, which makes their failures worth provoking. The authors design attacks that push a model's predictions off course while the input hardly changes. They compare several kinds of models and look at what the errors do to an agent that plans with them. The findings argue for robustness tests before deployment.",
  },
  {
    id: "2606.16838",
    listedOn: "2026-06-16",
    title: "OneRank: Unified Transformer-Native Ranking Architecture for Multi-Task Recommendation",
    authors:
      "Jiakai Tang; Sunhao Dai; Kun Wang; Zhiluohan Guo; Yu Zhao; Cong Fu; Kangle Wu; Yabo Ni; Anxiang Zeng; Xu Chen; Jun Xu",
    organization: null,
    publishedAt: "2026-06-15T00:00:00.000Z",
    categories: "cs.IR cs.LG",
    keywords: "recommendation, ranking, transformer, multi-task learning",
    codeUrl: null,
    projectUrl: null,
    upvotes: 13,
    comments: 1,
    stars: null,
    summary:
      "One transformer replaces the patchwork of modules in which industrial recommenders rank for several goals at once.",
    abstract:
      "Ranking systems predict clicks, purchases and much more, and usually stack special modules for each. This paper proposes a single architecture that is a transformer throughout and shares it among the tasks. It discusses how features and goals are turned into tokens and what happens when the model grows. Offline and production considerations are both covered.",
  },
  {
    id: "2606.17030",
    listedOn: "2026-06-16",
    title:
      "Qwen-RobotWorld Technical Report: Unifying Embodied World Modeling through Language-Conditioned Video Generation",
    authors:
      "Jie Zhang; Xiaoyue Chen; Anzhe Chen; Chenxu Lv; Deqing Li; Gengze Zhou; Hang Yin; Haoqi Yuan; Haoyang Li; Jiahao Li; Jiazhao Zhang; Jingren Zhou; Kaiyuan Gao; Kun Yan; Lihan Jiang; Ningyuan Tang; Pei Lin; Qihang Peng; Shengming Yin; Tianhe Wu; Tianyi Yan; Xiao Xu; Yan Shu; Yanran Zhang; Ye Wang; Yi Wang; Yilei Chen; Yixian Xu; Yiyang Huang; Yuxiang Chen; Zekai Zhang; Zhendong Wang; Zhixing Lei; Zhixuan Liang; Zihao Liu; Zikai Zhou; Xiong-Hui Chen; Chenfei Wu",
    organization: "Qwen",
    publishedAt: "2026-06-15T00:00:00.000Z",
    categories: "cs.RO cs.CV cs.AI",
    keywords: "embodied AI, world model, video generation, language conditioning",
    codeUrl: null,
    projectUrl: "https://pre.qwen.ai/blog?id=qwen-robotworld",
    upvotes: 13,
    comments: 0,
    stars: null,
    summary: "A technical report on a world model for robots that is driven by language and speaks in video.",
    abstract:
      "If a model can film what would happen after an instruction, a robot can learn from that film. The report describes such a language-conditioned video model for embodied tasks and the data that it was built on. It covers prediction, planning and the making of training episodes in one framework. Limits in long and contact-rich tasks are discussed as well.",
  },
  {
    id: "2606.15300",
    listedOn: "2026-06-16",
    title: "CODA-BENCH: Can Code Agents Handle Data-Intensive Tasks?",
    authors: "Yuxin Zhang; Ju Fan; Meihao Fan; Shaolei Zhang; Xiaoyong Du",
    organization: "RUC-DataLab",
    publishedAt: "2026-06-13T00:00:00.000Z",
    categories: "cs.SE cs.DB cs.AI",
    keywords: "benchmark, code agents, data-intensive tasks",
    codeUrl: "https://github.com/ruc-datalab/CoDA-Bench",
    projectUrl: "https://coda-bench.github.io/",
    upvotes: 11,
    comments: 1,
    stars: 3,
    summary:
      "A benchmark asks whether code agents can cope when the difficulty lies in the data, not in the code.",
    abstract:
      "Most coding benchmarks fit into a few files. Real analysis work means large and untidy data, unknown formats and answers that depend on having looked. The authors collect tasks of this sort and an environment to run them in. Present agents turn out to have considerable room for improvement.",
  },
  {
    id: "2606.17016",
    listedOn: "2026-06-16",
    title: "TokenPilot: Cache-Efficient Context Management for LLM Agents",
    authors:
      "Buqiang Xu; Zirui Xue; Dianmou Chen; Chenyang Fu; Chiyu Wu; Caiying Huang; Chen Jiang; Jizhan Fang; Xinle Deng; Yijun Chen; Yunzhi Yao; Xuehai Wang; Jin Shang; Gong Yu; Ningyu Zhang",
    organization: "ZJUNLP",
    publishedAt: "2026-06-15T00:00:00.000Z",
    categories: "cs.CL cs.AI cs.DC",
    keywords: "LLM agents, context management, prompt cache, efficiency",
    codeUrl: "https://github.com/zjunlp/LightMem2",
    projectUrl: null,
    upvotes: 10,
    comments: 1,
    stars: 10,
    summary:
      "Managing an agent's context so that prompt caches stay valid saves money without forgetting what matters.",
    abstract:
      "Long agent sessions keep rewriting their context, and each rewrite throws away cached computation. This paper treats the cache as a first-class concern: it decides what to keep, compress or drop with a view to what can be reused. The method sits between agent and model. Costs and task success are measured together.",
  },
  {
    id: "2606.15673",
    listedOn: "2026-06-16",
    title: "Where Did It Go Wrong? Process-Level Evaluation of Web Agents with Semantic State Tracking",
    authors: "Jiwan Chung; JiHyuk Byun; Vibhav Vineet; Seon Joo Kim",
    organization: "Yonsei University",
    publishedAt: "2026-04-08T00:00:00.000Z",
    categories: "cs.AI cs.CL",
    keywords: "web agents, evaluation, state tracking",
    codeUrl: null,
    projectUrl: "https://jiwanchung.github.io/webstep/",
    upvotes: 10,
    comments: 1,
    stars: null,
    summary:
      "Instead of a single pass or fail, web agents are graded step by step by tracking what each action changed.",
    abstract:
      "When a web agent fails, the final page seldom tells where things went wrong. The authors follow the meaning of the page state through an episode and judge every step against it. This yields a diagnosis rather than a verdict. Comparing agents in this way shows weaknesses that the success rate hides.",
  },
  {
    id: "2606.15631",
    listedOn: "2026-06-16",
    title: "Retrieve, Don't Retrain: Extending Vision Language Action Models to New Tasks at Test Time",
    authors: "Jeongeun Park; Juhan Park; Taekyung Kim; Sungjoon Choi; Dongyoon Han; Sangdoo Yun",
    organization: "NAVER AI Lab",
    publishedAt: "2026-06-14T00:00:00.000Z",
    categories: "cs.RO cs.LG cs.CV",
    keywords: "vision-language-action, retrieval, test-time adaptation",
    codeUrl: null,
    projectUrl: "https://recap-robot.github.io/",
    upvotes: 9,
    comments: 1,
    stars: null,
    summary:
      "A robot policy takes on new tasks by looking up demonstrations at test time, without any retraining.",
    abstract:
      "Vision-language-action models are costly to fine-tune for every new job. Here the model retrieves fitting demonstrations while it runs and conditions on them. The weights stay as they are; only the memory grows. The experiments ask which tasks can be reached so and where retrieval is not enough.",
  },
  {
    id: "2606.14667",
    listedOn: "2026-06-16",
    title: "Memento: Reconstruct to Remember for Consistent Long Video Generation",
    authors:
      "Xuan Wei; Longbin Ji; Guan Wang; Xiangrui Liu; Zhenyu Zhang; Shuohuan Wang; Yu Sun; Qingqi Hong",
    organization: "BAIDU",
    publishedAt: "2026-06-12T00:00:00.000Z",
    categories: "cs.CV cs.AI",
    keywords: "long video generation, memory, consistency",
    codeUrl: "https://github.com/ernie-research/Memento",
    projectUrl: "https://ernie-research.github.io/Memento/",
    upvotes: 9,
    comments: 1,
    stars: 1,
    summary:
      "A video generator learns to reconstruct earlier scenes so that characters and places stay the same in long clips.",
    abstract:
      "Generated videos drift: faces change, rooms rearrange themselves. The paper trains the model to rebuild what it showed before from a compact memory, and uses that skill to stay consistent. Reconstruction thus serves as a training signal for remembering. Long clips with returning scenes are the test.",
  },
  {
    id: "2606.16396",
    listedOn: "2026-06-16",
    title: "SP^3: Spherical Priors for Plug-and-Play Restoration",
    authors: "Sean Man; Ron Raphaeli; Matan Kleiner; Or Ronai",
    organization: null,
    publishedAt: "2026-06-15T00:00:00.000Z",
    categories: "eess.IV cs.CV cs.LG",
    keywords: "image restoration, plug-and-play, spherical prior",
    codeUrl: "https://github.com/man-sean/SP3",
    projectUrl: "https://man-sean.github.io/sp3-website/",
    upvotes: 8,
    comments: 1,
    stars: 0,
    summary: "Plug-and-play image restoration swaps its denoiser for an encoder whose codes lie on a sphere.",
    abstract:
      "Plug-and-play methods repair images by alternating between the measurement and a learned idea of what images look like. The authors replace the customary denoiser by a prior that lives on a sphere. This changes the geometry of each step and how many steps are needed. Several restoration problems are examined with $\\sigma$ varied over a wide range.",
  },
  {
    id: "2606.16771",
    listedOn: "2026-06-16",
    title: "GD^2PO: Mitigating Multi-Reward Conflicts via Group-Dynamic reward-Decoupled Policy Optimization",
    authors:
      "Haotian Liu; Yihao Liu; Jingwei Ni; Siyuan Huang; Xinpeng Liu; Pengyu Cheng; Jiajun Song; Ruijin Ding; Junfeng Li; Zhechao Yu; Mengyu Zhou; Hongteng Xu; Xiaoxi Jiang; Guanjun Jiang",
    organization: null,
    publishedAt: "2026-06-15T00:00:00.000Z",
    categories: "cs.LG cs.CL cs.AI",
    keywords: "reinforcement learning, multiple rewards, policy optimisation",
    codeUrl: "https://github.com/Qwen-Applications/GD2PO",
    projectUrl: null,
    upvotes: 8,
    comments: 1,
    stars: 5,
    summary:
      "When rewards pull in different directions, normalising them apart and by group keeps training stable.",
    abstract:
      "Language models are tuned for several rewards at once: being right, brief, safe. Adding them up lets one drown the others. This paper separates the rewards within groups of samples and adapts their balance while training proceeds. The analysis shows where conflicts arise and how the method eases them.",
  },
  {
    id: "2606.14832",
    listedOn: "2026-06-16",
    title: "PhoneHarness: Harnessing Phone-Use Agents through Mixed GUI, CLI, and Tool Actions",
    authors:
      "Chenxin Li; Zhengyao Fang; Zhengyang Tang; Pengyuan Lyu; Xingran Zhou; Xin Lai; Fei Tang; Liang Wu; Yiduo Guo; Weinong Wang; Junyi Li; Yi Zhang; Yang Ding; Huawen Shen; Sunqi Fan; Shangpin Peng; Zheng Ruan; Anran Zhang; Benyou Wang; Chengquan Zhang; Han Hu",
    organization: null,
    publishedAt: "2026-06-12T00:00:00.000Z",
    categories: "cs.AI cs.HC cs.SE",
    keywords: "phone agents, GUI, command line, tools",
    codeUrl: "https://github.com/PhoneHarness/PhoneHarness",
    projectUrl: "https://phoneharness.github.io/",
    upvotes: 8,
    comments: 1,
    stars: 20,
    summary:
      "A harness lets phone agents choose among tapping, shell commands and tools, whichever is quickest.",
    abstract:
      "Agents that use a phone only through its screen are slow and easily lost. The authors build a harness in which the same agent may also run commands and call tools. Deciding which of these to use becomes part of the task. The setup is offered as common ground for comparing phone agents.",
  },
  {
    id: "2606.06302",
    listedOn: "2026-06-16",
    title: "Tangram: Unlocking Non-Uniform KV Cache Compression for Efficient Multi-turn LLM Serving",
    authors: "Hyungmin Kim; Minsoo Kim; Hongseok Kim; Jungwook Choi",
    organization: null,
    publishedAt: "2026-06-15T00:00:00.000Z",
    categories: "cs.DC cs.CL cs.LG",
    keywords: "KV cache, compression, LLM serving",
    codeUrl: "https://github.com/aiha-lab/tangram",
    projectUrl: "https://aiha-lab.github.io/tangram-page/",
    upvotes: 7,
    comments: 1,
    stars: 6,
    summary: "Serving systems can finally profit from KV-cache compression that differs from head to head.",
    abstract:
      "Compressing the key-value cache unevenly across attention heads loses little quality, yet serving systems expect uniform blocks and waste the gain. The paper reorganises memory so that uneven caches fit together. Multi-turn conversations, in which caches live long, benefit most. Throughput and memory use are reported against common engines.",
  },
  {
    id: "2606.16255",
    listedOn: "2026-06-16",
    title: "UniDDT: Unifying Multimodal Understanding and Generation with Decoupled Diffusion Transformer",
    authors: "Shuai Wang; Liang Li; Yang Chen; Ruopeng Gao; Yao Teng; Limin Wang",
    organization: "Nanjing University",
    publishedAt: "2026-06-15T00:00:00.000Z",
    categories: "cs.CV cs.LG",
    keywords: "multimodal understanding, image generation, diffusion transformer",
    codeUrl: null,
    projectUrl: "https://huggingface.co/papers/2606.16255",
    upvotes: 7,
    comments: 1,
    stars: null,
    summary:
      "Understanding and generating images share one model, with the diffusion part decoupled so that neither suffers.",
    abstract:
      "A single model that both reads and paints images tends to do one of the two badly. The authors separate the components that serve semantics from those that serve detail inside a diffusion transformer. Training can then proceed jointly. The study compares the outcome with specialised models on both sides.",
  },
  {
    id: "2606.17043",
    listedOn: "2026-06-16",
    title: "Hierarchical Advantage Weighting for Online RL Fine-Tuning of VLAs from Sparse Episode Outcomes",
    authors:
      "Tongyan Fang; Siyuan Huang; Naiyu Fang; Ganlong Zhao; Zhongjin Luo; Jianbo Liu; Xiaogang Wang; Ying Dong; Hongsheng Li",
    organization: null,
    publishedAt: "2026-06-15T00:00:00.000Z",
    categories: "cs.RO cs.LG",
    keywords: "reinforcement learning, VLA, sparse rewards, fine-tuning",
    codeUrl: null,
    projectUrl: null,
    upvotes: 6,
    comments: 1,
    stars: null,
    summary:
      "Credit for a whole episode's success is handed down in levels, so that robots learn online from a bare yes or no.",
    abstract:
      "A robot often learns only at the end whether it succeeded. This paper spreads that single signal over the parts of an episode by weighting advantages hierarchically. It is applied to fine-tuning vision-language-action models while they act. The question throughout is how little feedback suffices.",
  },
  {
    id: "2606.15079",
    listedOn: "2026-06-16",
    title:
      "Ling and Ring 2.6 Technical Report: Efficient and Instant Agentic Intelligence at Trillion-Parameter Scale",
    authors:
      "Ang Li; Ben Liu; Bin Han; Bin Hu; Bin Jing; Binbin Hu; Bing Li; Cai Chen; Caizhi Tang; Changxin Tian; Chao Huang; Chao Zhang; Chen Liang; Chen Qian; Chengfu Tang; Chengyao Wen; Chilin Fu; Chunwei Wu; Cong Zhang; Cunyin Peng; Daixin Wang; Dalong Zhang; Deng Zhao; Dingnan Jin; Dingyuan Zhu; Donghao Zhang; Fan Yuan; Fangzheng Zhao; Fanzhuang Meng; Feifan Wu; Feng Xu; Fengbin Fang; Gangshan Wang; Guodong Yang; Hailin Zhao; Haitao Wang; Haitao Zhang; Hanxiao Zhang; Hanzi Wang; Hao Dai; Hao Liu; Hao Qian; Hao Wu; Haoxiong Liu; Haoyu Xu; Heng Zhang; Hong Liu; Hongliang Zhang; Hongrui Liu; Hongxun Li; Hongzhi Ruan; Huaidong Xiong; Huihuang Zheng; Huikang Tang; Jia Guo; Jia Li; Jia Liu; Jiameng Wang; Jiaming Liu; Jiannan Shi; Jianping Wei; Jiaolong Yang; Jiapeng Wang; Jie Gao; Jie Wang; Jiewei Wu; Jin Yang; Jinjin Li; Jinjing Huang; Jinquan Sun; Jinyao Chen; Juanhui Tu; Jun Liu; Jun Mei; Jun Xu; Jun Zhou; Junjie Ou; Junnan Sipan; Junpeng Fang; Kaihong Zhang; Kaiqin Hu; Ke Shi; Kuan Xu; Kun Tang; Kunlong Chen; Lanyin Mei; Lei Chen; Lei Liang; Lei Xu; Li Tang; Liang Jiang; Liangcheng Fu; Lihui Zhang; Linfeng Shi; Lintao Ma; Liyuan Liu; Longfei Li; Longfei Zheng; Lu Liu; Lu Yu; Man Li; Meiqi Zhu; Meng Li; Mengjie Gao; Mengshu Sun; Mingming Yin; Mingyang Zhang; Mingyuan Fan; Nuo Xu; Pan Tang; Peijie Jiang; Peilong Zhao; Peng Lin; Pingping Liu; Qi Zuo; Qian Zhao; Qiang Cheng; Qianggang Cao; Qiaoben Bao; Qing Cui; Qingyuan Yang; Qitao Shi; Qiyin Huang; Qizheng Zhou; Quan Wan; Runyuan Zhao; Shaomian Zheng; Shaowei Wei; Shengnan Zhang; Shuaicheng Li; Shujie Li; Shuo Zhang; Sikang Bian; Tianchu Yao; Tiange Xu; Tianshu Wang; Ting Guo; Tinghao Wang; Tingwei Huang; Tong Zhao; Tongkai Yang; Wang Hong; Wanli Gu; Wei Lu; Weichang Wu; Weiguang Han; Weiquan Li; Wenbo Shen; Wenjing Fang; Wenzhi Tang; Xiang Shu; Xiao Shi; Xiaodong Yan; Xiaolu Zhang; Xiaopei Wan; Xiaqing Sun; Xin Zhao; Xingyu Lu; Xinxing Yang; Xinyao Tang; Xinyu Kong; Xinyu Liu; Xiong Xu; Xuan Sun; Xudong Han; Xudong Wang; Xujie Shen; Yalin Zhang; Yangyang Hou; Yankun Ren; Yao Zhao; Ye Chen; Yeyang Chen; Yibo Cao; Yifan Zuo; Yijie Chen; Ying Li; Yingjie Song; Yingxue Li; Yiqi Wang; Yixuan Sun; Yizhu Xiao; Yongfei Xu; Yu Liu; Yuchen Fang; Yue Gao; Yue Yu; Yue Zhang; Yuqi Zhang; Yuxiao He; Yuxiao Lu; Yuxin Tian; Yuxuan Li; Yuzhuo Fu; Zhankai Xu; Zhaoxin Huan; Zhenduo Zhang; Zhengke Gui; Zhengyu Huang; Zhenjun Ma; Zhenxuan Pan; Zheping Qu; Zhibo Zhu; Zhidong Fan; Zhigang Huangfu; Zhihao Wang; Zhiqiang Zhang; Zhizhen Liu; Zhuyan Zhou; Zibin Lin; Zihang Zeng; Zihao Wang; Zilong Wang; Ziqi Liu; Zitao Xuan; Zixuan Cheng; Zujie Wen; Zuoli Tang",
    organization: "inclusionAI",
    publishedAt: "2026-06-13T00:00:00.000Z",
    categories: "cs.CL cs.AI cs.LG",
    keywords: "technical report, mixture of experts, agents, efficiency",
    codeUrl: null,
    projectUrl: null,
    upvotes: 6,
    comments: 2,
    stars: null,
    summary:
      "The technical report of two trillion-parameter models, one for quick answers and one for long thought.",
    abstract:
      "The report documents a pair of very large mixture-of-experts models made for agentic use. It covers architecture, data, post-training and the measures that keep so large a model affordable to run. One variant answers at once, the other deliberates. Evaluations span coding, tools and general knowledge.",
  },
  {
    id: "2606.16673",
    listedOn: "2026-06-16",
    title: "MMDiff: Extending Diffusion Transformers for Multi-Modal Generation",
    authors: "Yagmur Akarken; Orest Kupyn; Christian Rupprecht",
    organization: "University of Oxford",
    publishedAt: "2026-06-15T00:00:00.000Z",
    categories: "cs.CV cs.LG",
    keywords: "diffusion transformer, multi-modal generation",
    codeUrl: null,
    projectUrl: "https://yagmurakarken.github.io/mmdiff/",
    upvotes: 3,
    comments: 1,
    stars: null,
    summary:
      "A diffusion transformer made for images is extended to produce several modalities side by side.",
    abstract:
      "Pretrained image generators know more about scenes than their pixels show. The authors extend such a transformer so that it produces further modalities together with the image. Little new machinery is needed. The results are examined for quality and for agreement between the modalities.",
  },
  {
    id: "2606.15007",
    listedOn: "2026-06-16",
    title:
      "Nemotron 3 Ultra: Open, Efficient Mixture-of-Experts Hybrid Mamba-Transformer Model for Agentic Reasoning",
    authors:
      "NVIDIA; Aaron Blakeman; Aaron Thomas; Aastha Jhunjhunwala; Abhibha Gupta; Abhinav Khattar; Adam Rajfer; Adi Renduchintala; Adil Asif; Aditya Vavre; Adriana Flores Miranda; Ahmad Bilal; Aileen Zaman; Ajay Hotchandani; Akanksha Shukla; Akhiad Bercovich; Aleksander Ficek; Alex Gronskiy; Alex Kondratenko; Alex Steiner; Alex Ye; Alexander Bukharin; Alexandre Milesi; Ali Taghibakhshi; Alice Gatti; Alisa Liu; Alok Kumar; Amar Phanishayee; Ameya Sunil Mahabaleshwarkar; Amir Klein; Amit Zuker; Amnon Geifman; Anahita Bhiwandiwalla; Ananth Subramaniam; Andrea Santilli; Andrew Fulks; Andrew McHarg; Andrew Tao; Andrii Skliar; Anjulie Agrusa; Ankur Srivastava; Ankur Verma; Anna Shors; Anna Warno; Antoni-Joan Solergibert I Llaquet; Arham Mehta; Arkadiusz Nowaczynski; Arti Jain; Ashwath Aithal; Ashwin Poojary; Asif Ahamed; Asit Mishra; Asma Kuriparambil Thekkumpate; Atefeh Sohrabizadeh; Avinash Kaur; Avinash Vem; Ayush Dattagupta; Barath Subramaniam Anandan; Bardiya Sadeghi; Ben Lanir; Benedikt Schifferer; Besmira Nushi; Bilal Kartal; Bill Thiede; Bita Darvish Rouhani; Bo Deng; Bob Schatz; Boris Ginsburg; Boxin Wang; Brad Nemire; Brandon Norick; Brian Dang; Brian Westphal; Brian Yu; Brucek Khailany; Bryan Catanzaro; Carlo del Mundo; Caryln Aarish; Chankyu Lee; Chantal Hwang; Charbel Sakr; Charles Wang; Charlie Truong; Chen Cui; Cheng Cheng; Cheng-Ping Hsieh; Chenghao Zhang; Chenhui Deng; Chintan Patel; Chris Alexiuk; Christian Cosgrove; Christian Munley; Christine Harvey; Christopher Parisien; Chunyang Shen; Coco Li; Collin Neale; Cynthia Gao; Cyril Meurillon; Dan Gil; Dan Su; Dan Zhao; Dane Corneil; Daniel Afrimi; Daniel Egert; Daniel Korzekwa; Daniel Lo; Daniel Machlab; Daniel Serebrenik; Daniil Sorokin; Daria Gitman; Daria Levy; Darko Stosic; David Mosallanezhad; David Yu; Davit Karamyan; Deena Donia; Deep Debroy; Deepak Narayanan; Devin O'Kelly; Dheeraj Peri; Dhruv Nathawani; Di; Wu; Dima Rekesh; Divyanshu Kakwani; Donald Plummer; Dong Anh; Dongfeng Yu; Dongfu Jiang; Donnie Kim; Dorrin Poorkay; Duncan Riach; Dusan Stosic; Dustin VanStee; Eavan Meng; Edgar Minasyan; Edward Lin; Eileen Margaret Peters Long; Elad Sarafin; Elad Segal; Elena Lantz; Ellie Evans; Elliott Ning; Eric Chung; Eric Harper; Eric Pham-Hung; Eric Tramel; Eric Yang; Erick Galinkin; Erik Pounds; Erika Goncalves Goncalves; Evan Briones; Evan Wu; Evelina Bakhturina; Evgeny Tsykunov; Ewa Dobrowolska; Faisal Ladhak; Farzan Memarian; Fay Wang; Fei Jia; Felipe Soares; Felipe Vieira Frujeri; Feng Chen; Fengguang Lin; Ferenc Galko; Frank Sun; Frankie Siino; Frida Hou; Gal Hubara Agam; Gal Kaplun; Gantavya Bhatt; Gargi Prasad; Garvit Kulshreshtha; George Armstrong; Gerald Shen; Giulio Borghesi; Gordana Neskovic; Gorkem Batmaz; Grace Lam; Greg Mason; Greg Pauloski; Grigor Nalbandyan; Grzegorz Chlebus; Grzegorz Karch; Guan-Ting Liu; Guoming Zhang; Guyue Huang; Haggai Maron; Haifeng Qian; Haim Elisha; Haoxing Ren; Haran Kumar Shiv Kumar; Haribhau Hud; Harris Nover; Harrison Saturley Hall; Hayate Iso; Helen Ngo; Herbert Hum; Herman Sahota; Hexin Wang; Himanshu Soni; Hovhannes Tamoyan; Hua Li; Huanhuan Chen; Hui Li; Hui Wang; Huy Nguyen; Ian Chiles; Ido Galil; Ido Shahaf; Igor Gitman; Igor Shovkun; Ilya Loshchilov; Ingo Guehring; Itamar Schen; Itay Levy; Itay Neeman; Ivan Moshkov; Izik Golan; Izzy Putterman; Jaemin Choi; Jakub Slowikowski; Jan Kautz; Jane Polak Scowcroft; Jared Casper; Jatin Mitra; Jeffrey Glick; Jenny Chen; Jesse Oliver; Jiacheng Xu; Jiafan Zhu; Jialin Song; Jian Zhang; Jiantao Jiao; Jiaqi Zeng; Jie Lou; Jim King; Jimmy Zhang; Jingquan Wang; Jinhang Choi; Jinju Chu; Joey Conway; Joey Guman; Johan Jatko; Johannes Rausch; John Kamalu; John Roberts; Johnny Greco; Johnny Mensel; Jonah Alben; Jonas Yang; Jonathan Cohen; Jonathan Raiman; Joseph Jennings; Joshua Mabry; Joshua Pierce; Joyjit Daw; Julien Veron Vialard; Junkeun Yi; Jupinder Parmar; Kajal Jain; Kan Zhu; Kari Briski; Katherine Cheung; Katherine Luna; Keith Willowhawk; Keith Wyss; Keshav Santhanam; Kevin Shih; Kezhi Kong; Khanh Nguyen; Khushi Bhardwaj; Kirthi Shankar Sivamani; Konstantinos Krommydas; Krishna C. Puvvada; Krzysztof Pawelec; Kumar Anik; Kyle Keprios; Kylie Day; Lawrence McAfee; Leo Du; Leon Derczynski; Li Ding; Linda Liu; Lingjie Wu; Lior Kadoch; Lizzie Wei; Luis Vega; Luke Robison; Lun Su; Maarten Van Segbroeck; Maciej Jakub Mikulski; Maer Rodrigues de Melo; Magda Sypula; Mahan Fathi; Makesh Narsimhan Sreedhar; Makesh Tarun Chandran; Manoj Kilaru; Maor Ashkenazi; Marc Cuevas; Marc Romeijn; Marcin Chochowski; Mark Cai; Mark Mozolewski; Markus Kliegl; Marta Stepniewska-Dziubinska; Martyna Patelka; Mattei Machczynski; Matvei Novikov; Mauricio Ferrato; Maximilian Golub; Mehrzad Samadi; Melissa Corpuz; Mengru Wang; Mengxi Wu; Meredith Price; Meriem Boubdir; Micah Schaffer; Michael Andersch; Michael Boone; Michael Gschwind; Michael Lightstone; Michael Loh; Michal Bien; Michal Zawalski; Michelle Gill; Miguel Martinez; Mikail Khona; Mike Chrzanowski; Mike Houston; Mingyuan Ma; Minseok Lee; Mohamed Fawzy; Mohammad Dabbah; Mohammad Shoeybi; Mostofa Patwary; Nabin Mulepati; Najeeb Nabwani; Namit Dhameja; Narimane Hennouni; Natalie Hereth; Nathaniel Pinckney; Nave Algarici; Nave Assaf; Netanel Haber; Nicholas Knight; Nick Reamaroon; Nickson Quak; Nidhi Bhatia; Nikhil Desai; Nikolai Ludwig; Nima Tajbakhsh; Ning Xu; Nir Ailon; Nirmal Juluru; Nitin Nitin; Ofri Masad; Oleg Rybakov; Oleksii Hrinchuk; Oleksii Kuchaiev; Olivia Viessmann; Olivier Delalleau; Oluwatobi Olabiyi; Omer Ullman Argov; Omri Puny; Oren Tropp; Pablo Ribalta; Pallab Bhattacharya; Panos Lampropoulos; Parth Mannan; Pasha Shamis; Patrick Legresley; Paul Gibbons; Pavlo Molchanov; Pawel Morkisz; Peter Dykas; Peter Jin; Pierre-Yves Aquilanti; Pinky Xu; Piotr Januszewski; Piotr Laskiewicz; Pooya Jannaty; Prakash Gurumurthy; Pranav Prashant Thombre; Prasoon Varshney; Pritam Gundecha; Przemek Tredak; Puhui Meng; Qiyu Wan; Rabeeh Karimi Mahabadi; Rachel Oberman; Rachit Garg; Radha Sri-Tharan; Rahul Kandu; Rakshit Sanadhya; Ran El-Yaniv; Ran Zilberstein; Rasoul Shafipour; Ray Macalisang; Rayen Tian; Reka Kovacs; Renjie Pi; Rick Izzo; Rima Shahbazyan; Rishabh Garg; Rishi Puri; Rita Fernandes Neves; Ritchie Zhao; Ritika Borkar; Ritu Gala; Riyad Islam; Robert Clark; Robert Hesse; Robert Kirby; Roger Waleffe; Rohit Watve; Roi Koren; Ron Banner; Ruoxi Zhang; Russell J. Hewett; Ryan Prenger; Ryan Stewart; Ryota Egashira; Sadegh Mahdavi; Saee Paliwal; Sagar Singh; Sahil Modi; Salika Dave; Samantha Shinagawa; Samuel Kriman; Sandip Bhaskar; Sangkug Lym; Sanjay Kariyappa; Sanjeev Satheesh; Saran Vikas Murari; Satish Pasumarthi; Saurabh Mishra; Saurav Muralidharan; Scott Hara; Sean Narentharen; Selvaraj Anandaraj; Seonjin Na; Seonmeyong Bak; Seonmyeong Bak; Sepehr Sameni; Seph Mard; Serge Panev; Seth Henneman; Seth Poulos; Shahar Mor; Shantanu Acharya; Shaona Ghosh; Sharath Turuvekere Sreenivas; Sharon Mendelson; Shaun Kotek; Shawn Wang; Shay Aharon; Shaya Gharghabi; Sheng-Chieh Lin; Shi Chen; Shiqing Fan; Shirish Baskaran; Shreya Gopa; Shrimai Prabhumoye; Shubham Pachori; Shubham Toshniwal; Shuoyang Ding; Shwetha Krishnamurthy; Siddharth Singh; Simeng Sun; Sirshak Das; Sivakumar Arayandi Thottakara; Smita Ithape; Somshubra Majumdar; Soumye Singhal; Sri Harsha Singudasu; Sridhar Bhuvanapalli; Srimukh Veccham; Stas Sergienko; Stefania Alborghetti; Stephen Ge; Su Rong; Sugam Dipak Devare; Sukrit Rao; Sumeet Kumar Barua; Sungsoo Ha; Sunny Gai; Suriya Gunasekar; Suseella Panguluri; Suyog Gupta; Sviataslau Hinzburh; Sweta Priyadarshi; Syeda Nahida Akter; Talor Abramovich; Tan Bui; Tanay Varshney; Tatevik Ter-Hovhannisyan; Teodor-Dumitru Ene; Terry Kong; Thanh Do; Tianhe Zhang; Tiffany Moore; Tijmen Blankevoort; Tim Moon; Tiyasa Mitra; Tom Balough; Tomasz Grzegorzek; Tomasz Hliwiak; Tomer Asida; Tomer Bar Natan; Tomer Keren; Tomer Ronen; Tony Salim; Tony Wang; Traian Rebedea; Tugrul Konuk; Twinkle Vashishth; Udi Karpas; Ushnish De; Vahid Noorozi; Venkat Srinivasan; Venmugil Elango; Vibhor Agrawal; Victor Cui; Vijay Korthikanti; Vikas Mehta; Vinay Rao; Virginia Wu; Vitaly Kurin; Vitaly Lavrukhin; Vladimir Anisimov; Vu Pham; Wanli Jiang; Wasi Uddin Ahmad; Wataru Ishihara; Wei Du; Wei Ping; Weiheng Chai; Wenliang Dai; Wesley Helmholz; Will Jennings; Will Zhu; Wojciech Prazuch; Xiaowei Ren; Xiwen Yu; Yan Breek; Yang Chen; Yang Yu; Yangyi Chen; Yaniv Galron; Yashaswi Karnati; Yejin Choi; Yev Meyer; Yi-Fu Wu; Yian Zhang; Ying Lin; Yonatan Geifman; Yonggan Fu; Youngeun Kwon; Yu Yao; Yugi Guvvla; Yuki Huang; Yunsheng Liu; Zach Moshe; Zachary Newell; Zhilin Wang; Zhiyu Li; Zhongbo Zhu; Zhuolin Yang; Zihan Liu; Zijie Yan; Zsolt-Alon Wertheimer",
    organization: "NVIDIA",
    publishedAt: "2026-06-12T00:00:00.000Z",
    categories: "cs.CL cs.LG cs.AI",
    keywords: "mixture of experts, Mamba, open model, reasoning",
    codeUrl: null,
    projectUrl: null,
    upvotes: 3,
    comments: 1,
    stars: null,
    summary:
      "An open mixture-of-experts model joins Mamba layers with attention to reason at length for less.",
    abstract:
      "The report describes a large open model for agentic reasoning. Most of its layers are of the state-space kind, with attention where it counts and experts switched on as needed. Training data, alignment and serving are laid out together with the released artefacts. The long list of authors tells how many parts such a model has.",
  },
  {
    id: "2606.15708",
    listedOn: "2026-06-16",
    title: "Artificial Intelligence Index Report 2026",
    authors:
      "Sha Sajadieh; Loredana Fattorini; Raymond Perrault; Yolanda Gil; Vanessa Parli; Lapo Santarlasci; Juan Pava; Nestor Maslej; Russ Altman; Erik Brynjolfsson; Carla Brodley; Jack Clark; Virginia Dignum; Vipin Kumar; James Landay; Terah Lyons; James Manyika; Juan Carlos Niebles; Yoav Shoham; Elham Tabassi; Russell Wald; Toby Walsh; Dan Weld",
    organization: null,
    publishedAt: "2026-04-14T00:00:00.000Z",
    categories: "cs.CY cs.AI",
    keywords: "AI index, policy, measurement",
    codeUrl: null,
    projectUrl: null,
    upvotes: 3,
    comments: 0,
    stars: null,
    summary:
      "The yearly stocktaking of artificial intelligence: research, industry, policy and public opinion in figures.",
    abstract:
      "The index gathers what can be measured about artificial intelligence in one place. It follows technical progress, investment, regulation, education and what the public thinks. Sources and methods are given with the figures. It is meant for readers who decide as much as for those who study.",
  },
  {
    id: "2606.16449",
    listedOn: "2026-06-16",
    title: "PermaVid: Consistent Video Generation Across Edits via Disentangled Context Memory",
    authors: "Shuai Yang; Bingjie Gao; Ziwei Liu; Jiaqi Wang; Dahua Lin; Tong Wu",
    organization: null,
    publishedAt: "2026-06-15T00:00:00.000Z",
    categories: "cs.CV cs.AI",
    keywords: "video editing, memory, consistency",
    codeUrl: "https://github.com/YS-IMTech/PermaVid",
    projectUrl: "https://ys-imtech.github.io/projects/PermaVid/",
    upvotes: 1,
    comments: 1,
    stars: 3,
    summary:
      "Edits to a generated video stay in place later because the model keeps content and context in separate memories.",
    abstract:
      "Change an object in one scene of a generated video and it often reverts in the next. This paper keeps apart what was edited and what surrounds it, each in a memory of its own. Later scenes consult both. The evaluation looks at whether edits last and the rest stays untouched.",
  },
  {
    id: "2606.16852",
    listedOn: "2026-06-16",
    title: "The Ghosts of Polymarket: When Off-Chain Matches Meet On-Chain Reverts",
    authors: "Yiming Shen; Yuhan Jin; Shuohan Wu; Yanlin Wang; Jiachi Chen",
    organization: null,
    publishedAt: "2026-06-15T00:00:00.000Z",
    categories: "q-fin.TR cs.CR cs.CE",
    keywords: "prediction markets, blockchain, market microstructure",
    codeUrl: "https://github.com/shenyimings/ghost-hunter",
    projectUrl: null,
    upvotes: 0,
    comments: 1,
    stars: 0,
    summary:
      "What happens when trades agreed off the chain of a prediction market fail when they are settled on it.",
    abstract:
      "Some prediction markets match orders on a server and settle them on a blockchain. A match can therefore vanish when the settlement reverts. The authors trace such failed trades and ask who causes them and who bears them. The paper is a study in the seams between two systems, worth $0 to some and a great deal to others.",
  },
  {
    id: "2606.14142",
    listedOn: "2026-06-16",
    title: "Implicit Reasoning for Large Language Model-based Generative Recommendation",
    authors: "Yinhan He; Liam Collins; Bhuvesh Kumar; Jundong Li; Neil Shah; Donald Loveland",
    organization: "Snap Research",
    publishedAt: "2026-06-15T00:00:00.000Z",
    categories: "cs.IR cs.CL",
    keywords: "recommendation, generative retrieval, implicit reasoning",
    codeUrl: null,
    projectUrl: null,
    upvotes: 0,
    comments: 1,
    stars: null,
    summary: "A recommender reasons in hidden states rather than in words before it generates the next item.",
    abstract:
      "Letting a language model think aloud improves recommendations but takes too long for a live feed. The authors move the thinking into latent steps that are never spelled out. Items are generated directly afterwards. The trade-off between depth of thought and latency is explored.",
  },
  {
    id: "2606.17006",
    listedOn: "2026-06-16",
    title: "TuneJury: An Open Metric for Improving Music Generation Preference Alignment",
    authors:
      "Yonghyun Kim; Junwon Lee; Haiwen Xia; Yinghao Ma; Junghyun Koo; Koichi Saito; Yuki Mitsufuji; Chris Donahue",
    organization: "TuneJury",
    publishedAt: "2026-06-15T00:00:00.000Z",
    categories: "cs.SD eess.AS cs.LG",
    keywords: "music generation, preference, evaluation metric",
    codeUrl: "https://github.com/yonghyunk1m/TuneJury",
    projectUrl: "https://huggingface.co/spaces/yonghyunk1m/TuneJury",
    upvotes: 0,
    comments: 1,
    stars: 0,
    summary: "An open metric tells which of two generated pieces of music listeners would prefer.",
    abstract:
      "Music generators are judged by listeners, who are few and slow. This paper offers an openly available model of their preferences. It can rank outputs or guide the training of generators. The authors study how well it agrees with people and where taste resists measurement.",
  },
  {
    id: "2606.10651",
    listedOn: "2026-06-10",
    title: "Kwai Keye-VL-2.0 Technical Report",
    authors:
      "Kwai Keye Team; Bin Wen; Changyi Liu; Chengru Song; Chongling Rao; Guowang Zhang; Han Li; Haonan Fan; Hengrui Ju; Jiankang Chen; Jiapeng Chen; Jiawei Yuan; Kaixuan Yang; Kaiyu Jiang; Kun Gai; Lingzhi Zhou; Na Nie; Sen Na; Tianke Zhang; Tingting Gao; Xuanyu Zheng; Yulong Chen; Fan Yang; Haixuan Gao; Lele Yang; Mingqiao Liu; Muxi Diao; Qi Zhang; Qile Su; Wei Chen; Wentao Hong; Xingyu Lu; Yancheng Long; Yankai Yang; Yingxin Li; Yiyang Fan; Yu Xia; Yuzhe Chen; Ziliang Lai; Chuan Yi; Haonan Jia; Tianming Liang; Weixin Xu; Xiaoxiao Ma; Yang Tian; Yufei Han; Feng Han; Hang Li; Jing Wang; Jinghui Jia; Junmin Chen; Junyu Shi; Ruilin Zhang",
    organization: "Kwai Keye",
    publishedAt: "2026-06-09T00:00:00.000Z",
    categories: "cs.CV cs.CL",
    keywords: "vision-language model, technical report, video understanding",
    codeUrl: "https://github.com/Kwai-Keye/Keye",
    projectUrl: "https://kwai-keye.github.io/",
    upvotes: 163,
    comments: 1,
    stars: 782,
    summary: "The technical report of a vision-language model with a leaning towards video.",
    abstract:
      "The report covers the second generation of a vision-language model from a video platform. It goes through data, architecture and the stages of training, with most attention to understanding video. Evaluations compare it with open and closed models. Weights and code are described for reuse.",
  },
  {
    id: "2606.09967",
    listedOn: "2026-06-10",
    title: "ABot-Earth 0.5: Generative 3D Earth Model",
    authors:
      "Ming Qian; Tianjian Ouyang; Mingchao Sun; Zijian Wang; Jincheng Xiong; Jiarong Han; Yongchang Zhang; Jiawei Zhang; Xu Wang; Yu Liu; Luyang Tang; Fei Yu; Zengye Ge; Mengmeng Du; Yuan Liu; Nianfei Fan; Song Wang; Yingliang Peng; Chunxue Jia; Yang Liu; Shiying Zeng; Haozhe Shi; Junnan Lai; Hongyu Pan; Zheng Wu; Ning Guo; Mu Xu; Hang Zhang",
    organization: "Alibaba AMAP CV Lab",
    publishedAt: "2026-06-08T00:00:00.000Z",
    categories: "cs.CV cs.GR",
    keywords: "3D generation, Earth, maps",
    codeUrl: "https://github.com/amap-cvlab/ABot-Earth-0.5",
    projectUrl: "https://abot-earth.amap.com/",
    upvotes: 120,
    comments: 3,
    stars: 83,
    summary: "A generative model of the Earth's surface produces streets and landscapes in three dimensions.",
    abstract:
      "Maps know where things are but not how they look from the ground. This work trains a generative model that fills in the third dimension at the scale of cities. It is presented as an intermediate release with its open problems. Uses in simulation and planning are sketched.",
  },
  {
    id: "2606.09730",
    listedOn: "2026-06-10",
    title: "SearchSwarm: Towards Delegation Intelligence in Agentic LLMs for Long-Horizon Deep Research",
    authors:
      "Pu Ning; Quan Chen; Kun Tao; Xinyu Tang; Tianshu Wang; Qianggang Cao; Xinyu Kong; Zujie Wen; Zhiqiang Zhang; Jun Zhou",
    organization: "SearchSwarm",
    publishedAt: "2026-06-08T00:00:00.000Z",
    categories: "cs.AI cs.CL",
    keywords: "deep research, delegation, multi-agent",
    codeUrl: "https://github.com/Search-Swarm/SearchSwarm",
    projectUrl: "https://search-swarm.github.io/",
    upvotes: 43,
    comments: 1,
    stars: 55,
    summary: "A model learns when to hand parts of a long search to helpers, and to whom.",
    abstract:
      "Deep research overwhelms a single context. Here a model is trained to delegate: to split a question, brief others and put their findings together. Delegation becomes a skill to be learned rather than a fixed pipeline. The study follows how the swarm behaves as questions grow longer.",
  },
  {
    id: "2606.12397",
    listedOn: "2026-06-11",
    title: "Redesign Mixture-of-Experts Routers with Manifold Power Iteration",
    authors: "Songhao Wu; Ang Lv; Ruobing Xie; Yankai Lin",
    organization: null,
    publishedAt: "2026-06-10T00:00:00.000Z",
    categories: "cs.LG cs.CL",
    keywords: "mixture of experts, routing, manifold",
    codeUrl: "https://github.com/ericshwu/Router-with-Manifold-Power-Iteration",
    projectUrl: null,
    upvotes: 63,
    comments: 1,
    stars: 1,
    summary:
      "Routers of mixture-of-experts models are redesigned with an idea from power iteration on manifolds.",
    abstract:
      "The router decides which experts see which token, and small flaws in it cost a large model dearly. The authors derive a new router from power iteration on a manifold. The derivation explains which directions a router ought to follow. Experiments look at balance, stability and quality.",
  },
  {
    id: "2606.13681",
    listedOn: "2026-06-12",
    title: "EvoArena: Tracking Memory Evolution for Robust LLM Agents in Dynamic Environments",
    authors:
      "Jundong Xu; Qingchuan Li; Jiaying Wu; Yihuai Lan; Shuyue Stella Li; Huichi Zhou; Bowen Jiang; Lei Wang; Jun Wang; Anh Tuan Luu; Caiming Xiong; Hae Won Park; Bryan Hooi; Zhiyuan Hu",
    organization: "Massachusetts Institute of Technology",
    publishedAt: "2026-06-11T00:00:00.000Z",
    categories: "cs.AI cs.CL",
    keywords: "agents, memory, benchmark, dynamic environments",
    codeUrl: "https://github.com/Aiden0526/EvoArena",
    projectUrl: "https://aiden0526.github.io/EvoArena/",
    upvotes: 90,
    comments: 1,
    stars: 4,
    summary: "A changing environment shows how an agent's memory ages, and which agents notice.",
    abstract:
      "Agents keep notes, and the world moves on. This benchmark changes its environments while agents work in them and follows what becomes of their memories. Outdated knowledge is the main opponent. The results tell apart agents that merely store from those that revise.",
  },
  {
    id: "2606.13432",
    listedOn: "2026-06-15",
    title: "OmniDirector: General Multi-Shot Camera Cloning without Cross-Paired Data",
    authors:
      "Jiwen Liu; Shujuan Li; Zhixue Fang; Xiaohan Li; Yan Zhou; Zijie Meng; Zhimin Zhang; Yawen Luo; Guoxin Zhang; Yu-Shen Liu; Pengfei Wan",
    organization: "Kling Team",
    publishedAt: "2026-06-11T00:00:00.000Z",
    categories: "cs.CV cs.GR",
    keywords: "camera control, video generation, multi-shot",
    codeUrl: "https://github.com/lisj575/OmniDirector",
    projectUrl: "https://ymlinfeng.github.io/OmniDirector.github.io/",
    upvotes: 89,
    comments: 2,
    stars: 20,
    summary:
      "Camera moves of one film are carried over to another, across several shots and without paired examples.",
    abstract:
      "Directors speak in shots, while video models mostly know a single one. The paper clones the camera work of a reference, cuts included, onto new content. Training needs no pairs of films that share their camera. The approach is compared on how faithfully moves and cuts are kept.",
  },
  {
    id: "2606.12384",
    listedOn: "2026-06-15",
    title: "APPO: Agentic Procedural Policy Optimization",
    authors:
      "Xucong Wang; Ziyu Ma; Yong Wang; Yuxiang Ji; Shidong Yang; Guanhua Chen; Pengkun Wang; Xiangxiang Chu",
    organization: null,
    publishedAt: "2026-06-10T17:47:07.000Z",
    categories: "cs.LG cs.AI cs.CL",
    keywords: "agents, policy optimisation, procedures",
    codeUrl: "https://github.com/AMAP-ML/APPO",
    projectUrl: null,
    upvotes: 59,
    comments: 1,
    stars: 46,
    summary: "Agents are optimised over whole procedures instead of single tokens or full episodes.",
    abstract:
      "Between a token and an episode lies the procedure: a run of steps with a purpose. This work makes it the unit of policy optimisation for agents. Rewards are assigned where a procedure ends. The method is tried on tasks that take many steps and tools.",
  },
  {
    id: "2606.06036",
    listedOn: "2026-06-15",
    title: "Memory is Reconstructed, Not Retrieved: Graph Memory for LLM Agents",
    authors: "Shuo Ji; Yibo Li; Bryan Hooi",
    organization: "National University of Singapore",
    publishedAt: "2026-06-04T00:00:00.000Z",
    categories: "cs.CL cs.AI cs.IR",
    keywords: "memory, graph, LLM agents, retrieval",
    codeUrl: "https://github.com/Ji-shuo/MRAgent",
    projectUrl: null,
    upvotes: 53,
    comments: 1,
    stars: 51,
    summary:
      "An agent's memory is rebuilt from a graph when it is needed, rather than fetched as it was stored.",
    abstract:
      "People do not replay memories, they reconstruct them. The authors take this seriously for language agents: experience is kept as a graph from which an answer is assembled on demand. What is irrelevant never has to be read. Long conversations serve as the test.",
  },
];
