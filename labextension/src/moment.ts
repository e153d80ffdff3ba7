import { Model } from './model';

/** A time as it is told in the panel's language. */
export const moment = (when: string, { words }: Model) =>
  new Date(when).toLocaleString(words.lang, { dateStyle: 'medium', timeStyle: 'short' });
