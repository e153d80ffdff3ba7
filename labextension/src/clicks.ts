import type { MouseEvent } from 'react';

/** What a button does: once, also for who clicks twice. */
export const once = (deed: () => unknown) => (event: MouseEvent) => {
  if (event.detail < 2) {
    void deed();
  }
};
