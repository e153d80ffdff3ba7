import * as React from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Curves } from '../curve';
import { Point } from '../run';
import { Words } from '../words';

const shown = (count: number, ended: boolean) => {
  const points = Array.from({ length: count }, (_, step): Point => [step, 1 / (1 + step)]);
  const words = new Words({ languageCode: 'en' } as never);
  const curves = new Map([['loss', points]]);
  return renderToStaticMarkup(React.createElement(Curves, { curves, ended, words }));
};

describe('a curve', () => {
  it('of one point is a sentence, and no empty picture', () => {
    expect(shown(1, false)).toContain('Loss: 1 after step 0');
    expect(shown(1, false)).not.toContain('<svg');
    expect(shown(2, false)).toContain('<svg');
  });

  it('that a check leaves short is said to be short, once the check has ended', () => {
    expect(shown(2, true)).toContain('for a few steps only');
    expect(shown(2, false)).not.toContain('for a few steps only');
    expect(shown(40, true)).not.toContain('for a few steps only');
  });
});
