import { type SlotName, slotNames } from './fact.ts';
import { slots } from './slots.ts';
import type { Sentence } from './utterance.ts';

/** What somebody wants, besides telling facts. */
export type IntentName =
  | 'sight'
  | 'identity'
  | 'help'
  | 'repeat'
  | 'reset'
  | 'undo'
  | 'forget'
  | 'wrong'
  | 'change'
  | 'later'
  | 'summary'
  | 'missing'
  | 'suggest'
  | 'countdown'
  | 'share'
  | 'enough'
  | 'clock'
  | 'check'
  | 'recall'
  | 'wellbeing'
  | 'hearing'
  | 'wait'
  | 'bye'
  | 'thanks'
  | 'greeting'
  | 'yes'
  | 'no';

/** The slots that a sentence names, in the order of the question first meant: "what time" before "when". */
export function topicsOf(text: string): SlotName[] {
  return slotNames
    .filter((name) => slots[name].about.test(text))
    .filter((name, _, all) => !(name === 'date' && all.includes('time') && !/\bda(?:y|te)\b/i.test(text)));
}

const topic = (text: string) => topicsOf(text).length > 0;
const forgetting = new RegExp(
  "^(?:(?:and|so|ok|okay|oh|well|actually|no|sorry|yes|please|then|but|i(?:'ve)? changed my mind|,) ?)*(?:(?:can|could|would|will) you |please |let's |i want to |i'd like to |we (?:can|could|should) |just )*(?:(?:forget|scrap|drop|delete|remove|cancel|skip|erase|leave out|never ?mind|ditch|lose)(?: about)?|no|without|(?:we|i) (?:don't|do not) (?:need|want|have)|there(?:'s| is| will be) no|(?:we|i) (?:have|need|want) no|don't (?:need|want)|(?:i|we) (?:hate|dislike|can't stand|(?:don't|do not) like)) (?:the |any |a |an |our |my )?(?:[a-zà-ɏ']+ ){0,2}[a-zà-ɏ']+(?: (?:at all|please|then|for now|completely|entirely))?$",
  'i',
);
/** "A DJ is too expensive." */
const disliking =
  /^(?:(?:no|but|i think|oh|well)[ ,]+)*(?:an? |the )?(?:[a-zà-ɏ']+ ){1,3}(?:is|are|would be) (?:too|not so|boring|awful|terrible)\b/i;
const noContext = { now: new Date(0), asked: false, facts: {} };

export interface Forgotten {
  slot: SlotName;
  /** One thing of several. */
  item?: string;
}

/** What "forget the music" or "no pizza" is about, if the sentence is one of that kind. */
export function forgottenIn(text: string): Forgotten | undefined {
  if (!(forgetting.test(text) || disliking.test(text)) || /\byet$/i.test(text)) return undefined;
  for (const slot of slotNames) {
    const item = slots[slot].free && slot !== 'place' && slots[slot].read(text, noContext)?.fact.said;
    if (item) return { slot, item: item.replace(/^an? /, '') };
  }
  const slot = topicsOf(text)[0];
  return slot && { slot };
}

/** True for a short sentence of nothing but these words, with one of the telling ones among them. */
function madeOf(telling: string, others: string) {
  const one = new RegExp(`(?<![a-zà-ɏ'])(?:${telling})(?![a-zà-ɏ'])`, 'i');
  const words = new Set(`${telling.replace(/\(\?:|\)/g, ' ').replaceAll('|', ' ')} ${others}`.split(/\s+/));
  return ({ text }: Sentence) =>
    one.test(text) &&
    text
      .toLowerCase()
      .split(/[\s,]+/)
      .every((word) => words.has(word));
}

/** First match wins; each is tried on one sentence. */
const intents: [IntentName, RegExp | ((sentence: Sentence) => boolean)][] = [
  [
    'sight',
    /\b(?:(?:can|do|could|did) you (?:really |even )?see|what (?:do|can|did) you see|(?:on|in|at|with|about|this|that) (?:the |this |that |my )?(?:picture|photo|image|camera)|(?:look|looking) at (?:this|that|me|my|the (?:picture|photo|image)))\b/i,
  ],
  [
    'identity',
    /\b(?:(?:who|what) (?:are|r) you\b(?! (?:doing|saying))|what(?:'s| is) your name|are you (?:an? |really |actually |the |chat)?(?:real |actual )?(?:a\.?i\.?\b|ai|robot|bot|human|person|machine|computer|program|chat ?gpt|gpt|artificial|assistant|planner|alive|intelligent|siri|alexa)|am i (?:talking|speaking) (?:to|with)|who(?:'s| is) (?:this|there|speaking)|what is this|how do you work|which (?:ai|model)|what model|who made you|chat,? ?g,? ?p)\b/i,
  ],
  [
    'help',
    /\b(?:what (?:else )?can (?:you|i) (?:do|say|ask)|how (?:can|could) you help|can you help|help me|what do you do|how does (?:this|it) work|what are you (?:for|doing)|i need help|(?:plan|organi[sz]e|throw|have|want|need|celebrate|prepare)\b.{0,30}\bparty)\b|^help$/i,
  ],
  [
    'repeat',
    /\b(?:(?:say|repeat) (?:that|it)(?: again)?|again please|come again|what did you (?:just )?say|what was that|pardon|i (?:didn't|did not) (?:hear|catch|get|understand) (?:you|that|it)|can you repeat)\b|^(?:repeat|what|sorry what|sorry|huh|excuse me)$/i,
  ],
  [
    'reset',
    /\b(?:start (?:over|again|from scratch|afresh)|(?:forget|delete|clear|erase|scrap) (?:everything|all(?: of it)?|the whole (?:thing|plan))|reset|new party|from the beginning)\b/i,
  ],
  [
    'undo',
    /\b(?:undo|forget (?:that|it|what i (?:just )?said|the last (?:one|thing))|take (?:that|it) back|scratch that|ignore that|strike that)\b/i,
  ],
  ['forget', ({ text }) => forgottenIn(text) !== undefined],
  [
    'wrong',
    /^(?:no |oh |sorry |but )*(?:that(?:'s| is| was) (?:wrong|not (?:right|correct|true|what i (?:said|meant)))|wrong|you (?:got|understood|heard) (?:that|it|me) wrong|you misunderstood(?: me)?|i (?:didn't|did not|never) (?:say|said) that|not (?:right|correct)|incorrect)|^(?:(?:no|but|please)[ ,]+)*not (?:the|at|in|on|a|an|my|our|for)\b/i,
  ],
  [
    'change',
    ({ text }) =>
      /\bchanged my mind$/i.test(text) ||
      (topic(text) && /\b(?:change|correct|adjust|update|move|different|another)\b/i.test(text)),
  ],
  [
    'suggest',
    /\b(?:suggest(?:ions?)?|(?<!no )ideas?|recommend(?:ations?)?|advice|advise|inspire|propose|proposal|tips?|what do you think(?! (?:about|of))|how much (?:money )?(?:do we need|(?:would|will|does) it cost)|^(?:what|which|when|where)\b.*\b(?:good|best|better|nice)|what would you (?:do|eat|choose|pick|take|say|play|serve|drink)|what (?:should|could|shall|can|might) (?:we|i) (?:eat|do|play|serve|cook|drink|choose|take|have|make|bring|give|listen|sing|wear|get|offer|spend)|which (?:[a-zà-ɏ]+ )?(?:should|could|shall) (?:we|i)|where (?:should|could|shall|can) (?:we|i|it)|when (?:should|could|shall|can) (?:we|i|it)|what (?:[a-zà-ɏ]+ )?(?:should|could|shall|would) (?:we|i|it|be|go)|how (?:much|many) (?:[a-zà-ɏ]+ )?should (?:we|i)|you (?:decide|choose|pick|tell me)|up to you|surprise me|(?:know|sure|idea|decide) what to|your choice|something else|anything else you|another (?:one|idea|suggestion))\b/i,
  ],
  [
    'countdown',
    /\bhow (?:many (?:days|weeks)|long|much time)\b.*\b(?:until|till|to|left|before|away|have)\b|\bhow (?:soon|far away)\b/i,
  ],
  [
    'share',
    /\b(?:how much|what|budget)\b.*\b(?:per|each|a|for each|for every) (?:person|guest|head|one)\b|\bhow much\b.*\b(?:each|altogether|all together|in total|total)\b/i,
  ],
  ['enough', /\b(?:enough|too (?:little|much|many|few|expensive)|sufficient)\b/i],
  [
    'clock',
    /\bwhat(?:'s| is) (?:the time|today|the date today|today's date|the day today)\b|\bwhat (?:time|day|date) is it\b|\bwhat(?:'s| is) the time now\b/i,
  ],
  [
    'missing',
    /\b(?:what(?:'s| is| else| do| are| have)?|anything|something|which things?)\b.*\b(?:missing|still (?:need|open|to do|missing)|left|else|remain(?:s|ing)?|do you need|do we need|next|forgotten|undecided)\b|\bare we (?:done|finished|ready|complete)\b|\bis that (?:all|everything|it)\b|\bwhat now\b|\bhow are we doing\b|\bdo we have (?:everything|it all)\b|\bis (?:anything|something) missing\b/i,
  ],
  [
    'summary',
    /\b(?:sum(?:med)? (?:it |that |this |everything |all )?up|summar(?:y|ies|i[sz]e)|recap|overview|read (?:it|that|everything) back|what (?:do|have) (?:we|you) (?:have|got|know|written|noted)|what have (?:we|i)\b|what did (?:i|we) (?:say|tell you|decide|agree)(?!.*\babout\b)|tell me (?:about )?(?:the|our|my) (?:plan|party)|what(?:'s| is) the plan|where (?:do|are) we stand|the (?:whole|current|full) plan|everything (?:so far|again)|so far)\b/i,
  ],
  ['wellbeing', /\bhow are you\b|\bhow(?:'s| is) it going\b|\bhow do you do\b|\bwhat's up\b/i],
  [
    'check',
    ({ text, question }) =>
      question &&
      /^(?:[a-zà-ɏ]+ ){0,2}?(?:did|do|does|is|are|was|were|have|has|am|isn't|aren't|wasn't|didn't|don't)\b/i.test(
        text,
      ),
  ],
  [
    'hearing',
    /\b(?:can|do) you hear(?: me)?\b|\bare you (?:there|still there|listening)\b|^(?:mic(?:rophone)? |just )*test(?:ing)?\b/i,
  ],
  [
    'recall',
    ({ text, question }) =>
      topic(text) &&
      (question ||
        /^(?:and )?(?:the )?[a-zà-ɏ]+$/i.test(text) ||
        /\b(?:tell me|remind me|remember|i forgot|what about|how about|and the|do you know|repeat)\b/i.test(
          text,
        )),
  ],
  [
    'wait',
    madeOf(
      'wait|stop|quiet|shut up|hold on|hang on|think|moment|second|minute',
      'please just a one 1 be give me hey now for oh okay ok let i need want have to about it',
    ),
  ],
  [
    'later',
    /\b(?:(?:i|we) (?:don't|do not|dunno|really don't|just don't)(?: really| quite)? know|dunno|no (?:idea|clue)|(?:i'm |we're |i am |we are )?not (?:yet )?(?:sure|decided|certain)(?: yet)?|undecided|haven't (?:decided|thought|got|settled)|later|skip(?: it| that| this)?|next (?:question|one)|pass|doesn't matter|does not matter|don't care|no preference|whatever|leave (?:it|that) open|decide (?:that|it)? ?later|don't mind|not yet|hard to say|good question|anything(?: goes| is fine)?|no matter)\b|\b(?:don't|do not|no|haven't)\b.*\byet\b/i,
  ],
  [
    'bye',
    /\b(?:good ?bye|bye(?: bye)?|see you|talk (?:to you )?(?:later|soon)|good night|that(?:'s| is) (?:all|it|everything)(?: for (?:now|today))?|i(?:'m| am) done|we(?:'re| are) done|i have to go|have a (?:nice|good))\b/i,
  ],
  [
    'no',
    madeOf(
      "no|nope|nah|not|none|nothing|never|neither|don't",
      "really that this now at all else rather i think so like it thanks thank you please it's that's fine we're good okay ok sorry want to any of them change much",
    ),
  ],
  [
    'thanks',
    /\b(?:thanks?|thank you|cheers|much appreciated|very kind|well done|(?:that's |you're |very |so )+(?:nice|great|helpful|kind|good|awesome|amazing))\b/i,
  ],
  [
    'yes',
    madeOf(
      'yes|yeah|yep|yup|ya|sure|ok|okay|of course|certainly|definitely|absolutely|right|correct|exactly|alright|fine|good|great|perfect|lovely|excellent|wonderful|please|nice|cool|super|why not|do (?:it|that)|go (?:ahead|for|with)|take (?:it|that)|i (?:do|would|agree|think so)|i (?:like|love)(?! you)|we (?:do|would)|it is|agreed|deal|indeed|note it|works|mhm|true',
      "i it that that's it's is a the idea sounds would be very all let's lets do go for with take note write down like love to me us please so really thing and of course we this one you can done thanks thank",
    ),
  ],
  [
    'greeting',
    madeOf(
      'hello|hi|hey|good (?:morning|afternoon|evening|day)|greetings|howdy|merry christmas|happy|hiya|yo',
      'there planner everybody everyone again you good morning afternoon evening day my friend christmas holidays to',
    ),
  ],
];

/** What one sentence wants, if it is one of the things that the planner understands. */
export function intentOf(sentence: Sentence): IntentName | undefined {
  return intents.find(([, test]) =>
    test instanceof RegExp ? test.test(sentence.text) : test(sentence),
  )?.[0];
}
