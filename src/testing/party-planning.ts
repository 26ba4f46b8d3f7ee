import { conversation } from './scenario.js';

/** A ready-made conversation of several turns, with one interruption and one turn in writing. */
export const partyPlanning = conversation()
  .user("Hi! I'd like to plan a birthday party.")
  .assistant('Lovely! Whose birthday is it, and how many people will come?')
  .user("It's for my daughter, she turns seven. We are twelve.")
  .assistant(
    'Twelve it is. For seven-year-olds an afternoon works well, say from two to five. We could do a treasure hunt in the garden, a magician, or a pirate theme with costumes.',
  )
  .interruptAt(7500)
  .user('Pirates! She loves pirates.')
  .assistant(
    'Pirates, then. A treasure map as the invitation, eye patches for everyone, and a cake like an island. Which day suits you?',
  )
  .user('Saturday, the 14th. And one child is allergic to nuts.', { by: 'typed' })
  .assistant(
    'Saturday the 14th, from two to five, and everything without nuts. Shall I write the invitation?',
  );
