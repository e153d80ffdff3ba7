import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import * as React from 'react';
import { once } from './clicks';
import { Markdown } from './markdown';
import { Model } from './model';

interface IProps {
  model: Model;
  rendermime: IRenderMimeRegistry;
}

/** Hints, one step at a time. */
export function Hints({ model, rendermime }: IProps): React.ReactElement {
  const { trans } = model.words;
  if (!model.hints) {
    return <p>…</p>;
  }
  const { shown, left } = model.hints;
  return (
    <>
      <ol className="gatehouse-hints">
        {shown.map(({ text }, index) => (
          <li key={index}>
            <Markdown source={text} model={model} rendermime={rendermime} />
          </li>
        ))}
      </ol>
      <button
        className="jp-mod-styled"
        aria-disabled={left === 0}
        onClick={once(() => left && model.hint())}
      >
        {shown.length ? trans.__('Next hint') : trans.__('Show a hint')}
      </button>
      <p className="gatehouse-small">
        {left > 0
          ? trans._n('%1 hint is left.', '%1 hints are left.', left)
          : shown.length || model.gate?.state === 'passed'
            ? trans.__('There is no further hint for where you are.')
            : trans.__(
                'Hints follow what a check finds: write a first attempt, press Check, then look here again.'
              )}{' '}
        {trans.__('Hints cost no points.')}
      </p>
    </>
  );
}
