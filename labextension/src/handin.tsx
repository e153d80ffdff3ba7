import { historyIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { IAttempt, IHandedIn, IHandIn } from './api';
import { once } from './clicks';
import { download, save } from './download';
import { Model } from './model';
import { moment } from './moment';
import { outcomeName } from './outcomes';
import { restore } from './dialogs';

/** Handing in, and every check and hand-in so far. */
export function HandIn({ model }: { model: Model }): React.ReactElement {
  const { trans } = model.words;
  const [done, setDone] = React.useState<IHandedIn | null>(null);
  const state = model.handInState;
  if (!state) {
    return <p>…</p>;
  }
  return (
    <>
      <Before state={state} model={model} />
      <button
        className="jp-mod-styled jp-mod-accept"
        onClick={once(() => model.handIn().then(setDone))}
      >
        {state.way === 'exchange' ? trans.__('Hand in') : trans.__('Write the file to hand in')}
      </button>
      {done && <p className="gatehouse-message">{done.message}</p>}
      <Feedback state={state} model={model} />
      {done?.file && (
        <button
          className="jp-mod-styled"
          onClick={() => void model.attempt(() => download(model, done.file!))}
        >
          {trans.__('Download it')}
        </button>
      )}
      <History model={model} />
      <Report model={model} />
    </>
  );
}

/** What to know before: the last time, whether anything changed, whether it is late. */
function Before({ state, model }: { state: IHandIn; model: Model }): React.ReactElement {
  const { trans } = model.words;
  return (
    <ul className="gatehouse-before">
      <li>
        {state.last
          ? state.way === 'exchange'
            ? trans.__('Last handed in: %1', moment(state.last, model))
            : trans.__('Last file written: %1', moment(state.last, model))
          : trans.__('Not handed in yet.')}
      </li>
      {!!state.attempts && (
        <li>{trans._n('%1 attempt so far', '%1 attempts so far', state.attempts)}</li>
      )}
      {state.last && state.unchanged && <li>{trans.__('Nothing has changed since then.')}</li>}
      {state.due && (
        <li className={state.late ? 'gatehouse-late' : ''}>
          {state.late
            ? trans.__('It was due %1: it is late now.', moment(state.due, model))
            : trans.__('Due %1', moment(state.due, model))}
        </li>
      )}
      <li>{trans.__('The last file that you hand in counts.')}</li>
    </ul>
  );
}

/** What the instructor returned through the exchange. */
function Feedback({ state, model }: { state: IHandIn; model: Model }): React.ReactElement | null {
  const { trans } = model.words;
  const { feedback, feedback_waits } = state;
  return feedback || feedback_waits ? (
    <p>
      {feedback_waits && (
        <button
          className="jp-mod-styled"
          aria-disabled={model.asking}
          onClick={() => void model.fetchFeedback()}
        >
          {trans.__('Fetch the feedback')}
        </button>
      )}
      {feedback && (
        <button className="jp-mod-styled" onClick={() => model.notebooks.openPage(feedback)}>
          {trans.__('Open the feedback')}
        </button>
      )}
    </p>
  ) : null;
}

function History({ model }: { model: Model }): React.ReactElement | null {
  const { trans } = model.words;
  return model.history.length ? (
    <section>
      <h3>{trans.__('History')}</h3>
      <ul className="gatehouse-history">
        {model.history.map(attempt => (
          <Attempt key={attempt.id} attempt={attempt} model={model} />
        ))}
      </ul>
    </section>
  ) : null;
}

function did(attempt: IAttempt, model: Model): string {
  const { trans } = model.words;
  if (attempt.kind === 'check') {
    return trans.__('checked');
  }
  return model.handInState?.way === 'pack' ? trans.__('file written') : trans.__('handed in');
}

function Attempt({ attempt, model }: { attempt: IAttempt; model: Model }): React.ReactElement {
  const { trans } = model.words;
  const when = moment(attempt.when, model);
  const label = trans.__('Put back the answer of %1', when);
  return (
    <li>
      <span>
        {when} · {did(attempt, model)}
        {attempt.outcome && ` · ${outcomeName(attempt.outcome, model.words)}`}
      </span>
      <span className="gatehouse-points">
        {attempt.score !== null && `${attempt.score} / ${attempt.max_score}`}
      </span>
      <button
        className="gatehouse-icon"
        title={label}
        aria-label={label}
        onClick={() => void restore(model, attempt, when)}
      >
        <historyIcon.react tag="span" />
      </button>
    </li>
  );
}

function Report({ model }: { model: Model }): React.ReactElement {
  const { trans } = model.words;
  const fetch = async (format: 'md' | 'html') =>
    save(await model.api.report(model.gate!.id, format));
  return (
    <section>
      <h3>{trans.__('Lab report')}</h3>
      <p>{trans.__('The task, your code and its results, with room for your own words.')}</p>
      <button className="jp-mod-styled" onClick={() => void model.attempt(() => fetch('md'))}>
        Markdown
      </button>{' '}
      <button className="jp-mod-styled" onClick={() => void model.attempt(() => fetch('html'))}>
        HTML
      </button>
    </section>
  );
}
