/** Words between phrases, which stand in none. */
const joining =
  wordsOf(`a about above across after against all along also although among an and any are around as at based be
  because been before being below best better between beyond both but by can could do does done down due during each
  either else enough even every few for further from given has have hence her here high higher highly his how however if
  in inside instead into is it its itself just large largely larger less let like low lower made make makes making many
  may might more moreover most much must near need needs nearly never new no nor not novel of off often on once one only
  onto or other our out over own per rather real recent recently same second several shall she should show shows since
  small so some still such than that the their them then there these they this those three through thus to together too
  toward towards two under unless until up upon us use used uses using various versus very via vs was we well were what
  when where whether which while who whole whose why will with within without would yet you your first key simple strong
  good full fully different existing current previous prior possible available paper papers work works study studies
  propose proposes proposed introduce introduces introduced present presents presented demonstrate demonstrates shown
  achieve achieves achieving achieved improve improves improving improved enable enables enabling reveal reveals find
  finds found remain remains require requires lead leads leading provide provides providing address addresses addressing
  outperform outperforms including include includes enhance enhances enhancing reduce reduces reducing leverage leverages
  leveraging effectively significantly consistently substantially directly simultaneously extensive comprehensive
  systematic rethinking revisiting unlocking evaluating understanding exploring bridging unifying advancing accelerating
  mitigating measuring generating training building designing teaching breaking closing thinking looking getting seeing
  extending rigorous et al eg ie code project page https github com open source state art end technical report`);

/** Words that say what every paper is about: a phrase needs another beside them. Folded. */
const general =
  wordsOf(`ability accuracy action adaptation agent agentic ai algorithm alignment analysis application approach
  architecture aspect baseline benchmark behavior behaviour bottleneck budget capability capacity case challenge class comparison
  complexity component computation computational constraint content context control cost criteria data dataset deep demand
  downstream ablation
  design detail development dimension direction distribution diverse domain dynamic effect effectiveness efficiency
  efficient embedding engineering environment error evaluation evidence example execution experience experiment expert
  exploration fact failure feature feedback fidelity field formulation foundation framework frontier function gain gap
  general generalization generation generative generator goal guidance human idea image impact implementation improvement
  inference information input insight instance instruction integration intelligence interaction interface issue iteration
  knowledge label language large latency latent layer learner learning level limit limitation llm loss machine mean measure
  mechanism method methodology metric mllm modality mode model modeling modelling module multimodal natural network neural
  number objective observation operation optimization outcome output paradigm parameter part path pattern perception
  performance perspective phase pipeline policy post potential practice pre precision prediction preference problem procedure
  process program progress prompt property protocol quality query question rate ratio reasoning region response resource
  result reward robust robustness role rule sample scale scenario scene score sequence set setting signal skill solution
  space spatial speed stage standard step strategy structure success suite supervision supervised survey system target task
  teacher technique test text theory time token trajectory trend tuning type fine unified user value variant video vision
  visual vlm way weight word workflow world year zero shot hidden auxiliary pair structured semantic object view
  frame interactive proprietary commercial proactive autonomous automated long horizon multi turn quantitative qualitative
  off policy on-policy student self pass next term public private dense sparse adaptive online offline human level transfer
  consistency temporal update stream state representation head residual normalization activation geometry map probability`);

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}

/** Whether a phrase ends before a word. @param word in lower case. */
export function isJoining(word: string): boolean {
  return joining.has(word);
}

/** Whether words tell nothing of what a paper is about. @param words folded. */
export function areGeneral(words: string[]): boolean {
  return words.every((word) => general.has(word) || joining.has(word));
}
