import type { Facts, SlotName } from './fact.ts';
import { sayDate } from './dates.ts';
import { sayNumber } from './numbers.ts';

/** What each guest may cost, when guests and budget are known. */
export function shareOf({ guests, budget }: Facts): number | undefined {
  if (!budget?.number) return undefined;
  if (budget.each) return budget.number;
  return guests?.number ? budget.number / guests.number : undefined;
}

interface Idea {
  /** What would be written down. */
  what: string;
  /** Why, as a sentence of its own. */
  why: string;
  /** Fits what is known; without, it always does. */
  fits?: (party: { guests: number; share: number }) => boolean;
}

const crowd = 15;

const ideas: Partial<Record<SlotName, Idea[]>> = {
  food: [
    {
      what: 'a potluck',
      why: 'When everybody brings a dish, it costs next to nothing.',
      fits: ({ share }) => share < 12,
    },
    {
      what: 'a warm buffet',
      why: 'A caterer brings it warm, and nobody has to stand in the kitchen.',
      fits: ({ share, guests }) => share >= 30 || guests > 25,
    },
    {
      what: 'raclette',
      why: 'In a small round, everybody can cook at the table.',
      fits: ({ guests }) => guests <= 8,
    },
    {
      what: 'roast turkey with potatoes and red cabbage',
      why: 'That is festive and can wait in the oven.',
      fits: ({ guests }) => guests <= 20,
    },
    { what: 'soup and sandwiches', why: 'That is easy to prepare and easy to eat standing.' },
    { what: 'pizza', why: 'Nearly everybody likes it.' },
    { what: 'vegetarian lasagne and salad', why: 'That suits nearly everybody.' },
  ],
  music: [
    {
      what: 'a small jazz band',
      why: 'Your budget allows something live.',
      fits: ({ share, guests }) => share * guests >= 1500,
    },
    {
      what: 'a DJ',
      why: 'With so many guests, somebody should look after the dancing.',
      fits: ({ guests, share }) => guests > 30 && share >= 15,
    },
    {
      what: 'carols',
      why: 'In a small round it is lovely to sing together.',
      fits: ({ guests }) => guests <= 8,
    },
    { what: 'a playlist of swing and Christmas classics', why: 'That costs nothing and pleases most ears.' },
    { what: 'quiet jazz', why: 'Then people can still talk.' },
    { what: 'karaoke', why: 'That breaks the ice.' },
  ],
  place: [
    { what: 'at your place', why: 'At home it is cosy and free.', fits: ({ guests }) => guests <= crowd },
    {
      what: 'in the village hall',
      why: 'There is room enough for everybody.',
      fits: ({ guests }) => guests > crowd,
    },
    { what: 'in a restaurant', why: 'There somebody else does the cooking.' },
  ],
  time: [
    { what: 'seven in the evening', why: 'Then nobody has to hurry from work.' },
    { what: 'three in the afternoon', why: 'That is good for coffee, cake and children.' },
  ],
  drinks: [
    { what: 'mulled wine and hot punch', why: 'They warm, and punch is good for drivers too.' },
    { what: 'hot chocolate and cider', why: 'That goes with the season.' },
  ],
  theme: [
    { what: 'ugly sweaters', why: 'That costs nothing and makes everybody laugh.' },
    { what: 'winter wonderland', why: 'Some white cloth and paper stars are enough.' },
  ],
  gifts: [
    { what: 'secret santa', why: 'Then everybody buys one small gift and gets one.' },
    { what: 'white elephant', why: 'Everybody brings something odd from home and swaps it.' },
  ],
  games: [
    { what: 'a Christmas quiz', why: 'It needs only paper and a few good questions.' },
    { what: 'charades', why: 'That needs nothing at all.' },
  ],
  decoration: [
    { what: 'fairy lights and candles', why: 'Warm light does most of the work.' },
    { what: 'a Christmas tree and paper stars', why: 'The guests can help to make the stars.' },
  ],
  invitations: [{ what: 'by email', why: 'That is quick, and people can answer at once.' }],
};

/** What a guest costs when nothing is said: food and drink at home, in the usual currency. */
const usualShare = 20;
const usualGuests = 10;

function saturdayBeforeChristmas(now: Date): Date {
  const christmas = new Date(now.getFullYear(), 11, 25, 12);
  const date = new Date(christmas);
  date.setDate(25 - ((christmas.getDay() + 1) % 7 || 7));
  return date > now ? date : new Date(now.getFullYear(), 11, 24, 12);
}

/** One idea for a slot that the assistant has not had yet, and why. */
export function suggestionFor(
  slot: SlotName,
  facts: Facts,
  now: Date,
  alreadySaid: (what: string) => boolean,
): Idea | undefined {
  if (slot === 'date') {
    return {
      what: sayDate(saturdayBeforeChristmas(now), now),
      why: 'Near Christmas, a free evening suits most people.',
    };
  }
  if (slot === 'budget') {
    const guests = facts.guests?.number;
    const why = `About ${sayNumber(usualShare)} euros a guest is comfortable.`;
    return guests
      ? { what: `${sayNumber(guests * usualShare)} euros`, why }
      : { what: `${sayNumber(usualShare)} euros a guest`, why };
  }
  const party = { guests: facts.guests?.number ?? usualGuests, share: shareOf(facts) ?? usualShare };
  const fitting = (ideas[slot] ?? []).filter(({ fits }) => !fits || fits(party));
  return fitting.find(({ what }) => !alreadySaid(what) && facts[slot]?.said !== what) ?? fitting[0];
}
