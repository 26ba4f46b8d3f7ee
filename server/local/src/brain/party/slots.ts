import { readBudget } from './budget.ts';
import { choiceReader, readDiet } from './choices.ts';
import { readDate } from './dates.ts';
import { type Reader, type SlotName } from './fact.ts';
import { readGuests } from './guests.ts';
import { placeOf, readPlace } from './place.ts';
import { readTime } from './times.ts';

/** One thing the planner keeps track of. */
export interface Slot {
  /** How it is called: "the music". */
  noun: string;
  plural?: true;
  /** Words that show that somebody speaks about it. */
  about: RegExp;
  /** Ways to ask for it; a slot without is remembered and never asked for. */
  questions: readonly string[];
  /** Reads it out of a sentence, and a bare answer where it was asked for. */
  read: Reader;
  /** Makes a fact of any short answer, for what has no fixed form. */
  free?: (answer: string) => string | undefined;
  /** The word before it when several are said in one sentence: "on" Saturday. */
  lead?: string;
  /** A party can do without, so "forget the music" settles it. */
  optional?: true;
}

const same = (answer: string) => answer;

const food =
  'pizzas?|turkey|goose|duck|ham|chicken|beef|pork|lamb|venison|sausages?|fish|salmon|carp|steaks?|burgers?|hot dogs?|meatballs?|raclette|fondue|pasta|spaghetti|lasagn[ea]|risotto|curry|sushi|tacos?|burritos?|soup|stew|goulash|chili|salads?|potatoes|dumplings|red cabbage|vegetables|roast(?! (?:turkey|goose|duck|beef|ham|pork|chicken|potatoes))|nut roast|bread|sandwiches|cheese(?! (?:fondue|cake))|cold cuts|finger food|snacks?|canap[eé]s|tapas|appeti[sz]ers|buffet|potluck|pot luck|barbecue|bbq|brunch|three course (?:menu|dinner|meal)|3 course (?:menu|dinner|meal)|catering|takeaway|take ?out|cake|cookies|biscuits|gingerbread|mince pies?|pudding|desserts?|ice cream|pancakes|waffles|pies?|quiche|falafel|vegetarian|vegan|vegetarian food|vegan food';
const music =
  '(?:christmas )?carols?|carol singing|jazz|swing|rock(?: and roll| music)?|pop(?: music)?|classical(?: music)?|classics|blues|soul|funk|disco|techno|house music|hip hop|rap|reggae|country music|folk(?: music)?|latin music|salsa|bach|mozart|handel|tchaikovsky|(?:christmas|holiday) (?:songs|music|hits|classics|playlist)|mariah carey|frank sinatra|sinatra|bing crosby|michael bubl[eé]|wham|last christmas|silent night|jingle bells|abba|the beatles|a (?:dj|d\\.? ?j\\.?)|dj|(?:jazz |live |brass )?band|live music|choir|string quartet|piano music|piano|guitar|karaoke|playlist|spotify|lo ?fi|eighties(?: music)?|nineties(?: music)?|80s(?: music)?|90s(?: music)?';
const drinks =
  'mulled wine|gl[uü]hwein|punch|egg ?nog|hot chocolate|cocoa|champagne|prosecco|sparkling wine|wine|beers?|cider|cocktails|gin(?: and tonic)?|whisk(?:e)?y|coffee|tea|lemonade|juice|soft drinks|water|hot toddy';
const theme =
  '(?:ugly |christmas |ugly christmas )?(?:sweaters?|jumpers?)|pyjamas|pajamas|winter wonderland|santa costumes?|costumes|fancy dress|black tie|elves|masquerade|casino night|movie night|nineteen twenties|twenties style|all in white|red and green';
const gifts =
  'secret santa|white elephant|gift exchange|stocking fillers|(?:gifts?|presents?)(?: (?:for|of|up to|worth|under|around|about|at most|with))+ \\d+ (?:euros|dollars|pounds|bucks|quid)(?: each| per person| a person| apiece)?';
const games =
  '(?:board|party|card) games|charades|bingo|(?:pub |christmas )?quiz|trivia|treasure hunt|snowball fight|ice skating|dancing|bowling|face painting|santa claus visit';
const decoration =
  'christmas trees?|tree|candles|fairy lights|lights|mistletoe|wreaths?|garlands?|balloons|tinsel|baubles|ornaments|stars|fir branches|flowers|snowflakes';
const invitations =
  'by e-?mail|by post|by text|by phone|whatsapp|e-?mail invitations|paper cards|postcards|invitation cards';

export const slots: Record<SlotName, Slot> = {
  guests: {
    noun: 'number of guests',
    about:
      /\b(?:how many|guests?|guest list|number of (?:people|guests)|head ?count|people|who(?:'s| is) (?:coming|invited)|who comes|many of us)\b/i,
    questions: [
      'How many guests will there be?',
      'How many people are coming?',
      'For how many guests do we plan?',
    ],
    read: readGuests,
  },
  time: {
    noun: 'time',
    about:
      /\b(?:what time|which time|at what|when (?:does|do|will|should) (?:it|we|the party) (?:start|begin)|start(?:ing)?(?: time)?|begins?|hour|o'clock|the time)\b/i,
    questions: [
      'At what time should it start?',
      'What time shall we begin?',
      'At what time do the guests arrive?',
    ],
    read: readTime,
    lead: 'at',
  },
  date: {
    noun: 'date',
    about: /\b(?:when|what day|which days?|what date|which date|date|the day|weekday)\b/i,
    questions: [
      'Which day should the party be?',
      'On which day will it be?',
      'What date do you have in mind?',
    ],
    read: readDate,
    lead: 'on',
  },
  place: {
    noun: 'place',
    about: /\b(?:where|place|venue|location|address|meeting point)\b/i,
    questions: ['Where will the party be?', 'Where do we celebrate?', 'Which place do you have in mind?'],
    read: readPlace,
    free: placeOf,
  },
  budget: {
    noun: 'budget',
    about:
      /\b(?:budget|how much (?:money|can we|do we|does|should|did|may|will it)|money|spend|costs?|expensive|afford)\b/i,
    questions: ['How much money may we spend?', 'What is the budget?', 'What budget do we have?'],
    read: readBudget,
    lead: 'with a budget of',
    optional: true,
  },
  food: {
    noun: 'food',
    about: /\b(?:food|eat|eating|meal|menu|dinner|cook|dish(?:es)?|hungry|serve|dessert)\b/i,
    questions: ['What would you like to eat?', 'What food shall we serve?', 'What should there be to eat?'],
    read: choiceReader('food', food),
    free: same,
    optional: true,
  },
  music: {
    noun: 'music',
    about: /\b(?:music|songs?|playlist|listen to|sing|dj|band|dance to)\b/i,
    questions: [
      'What music would you like?',
      'What kind of music shall we play?',
      'Which music should there be?',
    ],
    read: choiceReader('music', music),
    free: same,
    optional: true,
  },
  drinks: {
    noun: 'drinks',
    plural: true,
    about: /\b(?:drinks?|drinking|beverages?|toast)\b/i,
    questions: [],
    read: choiceReader('drinks', drinks),
    free: same,
    optional: true,
  },
  theme: {
    noun: 'theme',
    about: /\b(?:theme|motto|dress code|wear|outfits?)\b/i,
    questions: [],
    read: choiceReader('theme', theme),
    free: same,
    optional: true,
  },
  diet: {
    noun: 'diet',
    about: /\b(?:diets?|allerg(?:y|ies|ic)|vegetarians?|vegans?)\b/i,
    questions: [],
    read: readDiet,
    lead: 'mind that',
    optional: true,
  },
  gifts: {
    noun: 'gifts',
    plural: true,
    about: /\b(?:gifts?|presents?|secret santa)\b/i,
    questions: [],
    read: choiceReader('gifts', gifts),
    free: same,
    optional: true,
  },
  games: {
    noun: 'games',
    plural: true,
    about: /\b(?:games?|activit(?:y|ies)|entertainment|things to do)\b/i,
    questions: [],
    read: choiceReader('games', games),
    free: same,
    optional: true,
  },
  decoration: {
    noun: 'decoration',
    about: /\b(?:decorat(?:e|ions?|ing)|decor)\b/i,
    questions: [],
    read: choiceReader('decoration', decoration),
    free: same,
    optional: true,
  },
  invitations: {
    noun: 'invitations',
    plural: true,
    about: /\b(?:invitations?|invites?)\b/i,
    questions: [],
    read: choiceReader('invitations', invitations),
    free: same,
    optional: true,
  },
};
