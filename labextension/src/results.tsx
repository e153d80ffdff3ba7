import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import * as React from 'react';
import { ICheck, IDiagnosis, IPlace } from './api';
import { once } from './clicks';
import { Curves } from './curve';
import { dashIcon } from './icons';
import { Markdown } from './markdown';
import { Model, summary } from './model';
import { moment } from './moment';
import { outcomeIcon, outcomeName } from './outcomes';
import { IRun, oneFrame, sameAbove, toWrite } from './run';
import { Sentence } from './sentence';

interface IProps {
  model: Model;
  rendermime: IRenderMimeRegistry;
}

/** What the last check found. */
export function Results({ model, rendermime }: IProps): React.ReactElement {
  const { run } = model;
  const { trans } = model.words;
  if (!run) {
    return <Earlier model={model} />;
  }
  return (
    <>
      <Progress run={run} model={model} />
      {run.curves.size > 0 && (
        <Curves curves={run.curves} ended={run.state !== 'running'} words={model.words} />
      )}
      {run.end?.passed && <Passed model={model} rendermime={rendermime} />}
      {run.end?.diagnoses.map(one => (
        <Diagnosis key={one.id} diagnosis={one} model={model} />
      ))}
      {run.end?.hint_offered && (
        <button className="jp-mod-styled" onClick={() => void toHints(model)}>
          {trans.__('Would a hint help?')}
        </button>
      )}
      <NextStep run={run} model={model} />
      {!run.checks.length && <Notices run={run} model={model} />}
      <ul className="gatehouse-checks">
        {run.checks.map(check => (
          <Check key={check.name} check={check} model={model} />
        ))}
        {run.planned.slice(run.checks.length).map(({ name, title }) => (
          <li key={name} className="gatehouse-waiting">
            {title}
          </li>
        ))}
      </ul>
      {run.checks.length > 0 && <Notices run={run} model={model} />}
    </>
  );
}

/** Before the first check of this session: what came of the last one, on another day. */
function Earlier({ model }: { model: Model }): React.ReactElement {
  const { trans } = model.words;
  const last = model.history.find(({ kind }) => kind === 'check');
  if (!last) {
    return (
      <p>
        {trans.__(
          'Nothing was checked yet. Write your answer between Begin and End, then press Check.'
        )}
      </p>
    );
  }
  return (
    <>
      <p>
        {trans.__('Last checked %1:', moment(last.when, model))}{' '}
        {last.outcome && outcomeName(last.outcome, model.words)}
        {last.score !== null && (
          <> · {trans.__('Public checks: %1 of %2 points', last.score, last.max_score)}</>
        )}
      </p>
      <p>{trans.__('Press Check to see each check again.')}</p>
    </>
  );
}

function Progress({ run, model }: { run: IRun; model: Model }): React.ReactElement {
  const { trans } = model.words;
  if (run.state !== 'running') {
    const text =
      run.state === 'cancelled'
        ? trans.__('Stopped; nothing was changed.')
        : run.state === 'lost' && run.problem === model.problem
          ? trans.__('The check did not end.') // why is told above
          : summary(run, model.words);
    return (
      <p className={`gatehouse-summary gatehouse-${run.end?.passed ? 'passed' : 'not-passed'}`}>
        {text}
      </p>
    );
  }
  return (
    <p className="gatehouse-summary">
      <progress
        value={run.checks.length}
        max={run.planned.length || 1}
        aria-label={trans.__('Checking…')}
      />
      {run.planned.length
        ? trans.__('Checking: %1 of %2', run.checks.length, run.planned.length)
        : trans.__('Checking…')}
    </p>
  );
}

/** What to do next, where nothing above says so. */
function NextStep({ run, model }: { run: IRun; model: Model }): React.ReactElement | null {
  if (!run.end || run.end.passed || run.end.diagnoses.length) {
    return null;
  }
  const open = run.checks.filter(({ outcome }) => outcome !== 'passed');
  const told =
    open.length && open.every(toWrite)
      ? model.words.trans.__('So far, so good. Write the next function, then check again.')
      : run.end.next_step;
  return told ? <p>{told}</p> : null;
}

async function toHints(model: Model): Promise<void> {
  await model.turnTo('hints');
  document.getElementById('gatehouse-tab-hints')?.focus();
}

/** What was learnt, and the way on. */
function Passed({ model, rendermime }: IProps): React.ReactElement {
  const { next } = model;
  return (
    <section className="gatehouse-after">
      {model.task?.after && (
        <Markdown source={model.task.after} model={model} rendermime={rendermime} />
      )}
      {next && next.state !== 'locked' && (
        <button className="jp-mod-styled jp-mod-accept" onClick={once(() => model.choose(next))}>
          {model.words.trans.__('Next gate: %1', next.title)}
        </button>
      )}
      {model.task?.see && (
        <button
          className="jp-mod-styled"
          title={model.words.trans.__(
            'Runs %see in the notebook: a picture that your own functions draw'
          )}
          onClick={once(() => model.see())}
        >
          {model.words.trans.__('See your code at work')}
        </button>
      )}
    </section>
  );
}

function Diagnosis({
  diagnosis,
  model
}: {
  diagnosis: IDiagnosis;
  model: Model;
}): React.ReactElement {
  const n = diagnosis.checks.length;
  return (
    <section className="gatehouse-diagnosis">
      <p>
        <Sentence text={diagnosis.text} />
      </p>
      <p className="gatehouse-small">
        {model.words.trans._n('explains %1 check', 'explains %1 checks', n)}
        <Place place={diagnosis.line} model={model} />
      </p>
    </section>
  );
}

function Check({ check, model }: { check: ICheck; model: Model }): React.ReactElement {
  const { trans } = model.words;
  const passed = check.outcome === 'passed';
  if (toWrite(check)) {
    return <ToWrite check={check} model={model} />;
  }
  const same = model.run && sameAbove(model.run.checks, check);
  const skipped = check.outcome === 'skipped'; // what is wrong is another check's
  const Icon = outcomeIcon(check.outcome);
  return (
    <li className={passed ? 'gatehouse-passed' : skipped ? undefined : 'gatehouse-not-passed'}>
      <p>
        <Icon.react tag="span" className="gatehouse-state" aria-hidden />
        <span className="gatehouse-title">
          <strong>{outcomeName(check.outcome, model.words)}</strong> {check.title}
        </span>
        <span className="gatehouse-points">
          {check.points} / {check.max_points}
        </span>
      </p>
      {same && <div>{trans.__('the same error as in “%1”, above', same.title)}</div>}
      {!passed && !check.diagnosis && !same && (
        <div>
          <Values check={check} model={model} />
          {!skipped && <Place place={check.line} model={model} />}
        </div>
      )}
      {!passed && check.diagnosis && (
        <details>
          <summary>{trans.__('explained above')}</summary>
          <Values check={check} model={model} />
        </details>
      )}
    </li>
  );
}

/** What is not written yet is no mistake: one line, without colour, that leads there. */
function ToWrite({ check, model }: { check: ICheck; model: Model }): React.ReactElement {
  return (
    <li>
      <p>
        <dashIcon.react tag="span" className="gatehouse-state" aria-hidden />
        <span className="gatehouse-title">
          <strong>{model.words.trans.__('To be written')}</strong> {check.title}
          <Place place={check.line} label={model.words.trans.__('Write it here')} model={model} />
        </span>
        <span className="gatehouse-points">
          {check.points} / {check.max_points}
        </span>
      </p>
    </li>
  );
}

/** What is said of a check that did not pass. */
function Values({ check, model }: { check: ICheck; model: Model }): React.ReactElement {
  const { trans } = model.words;
  const values: [string, string | null][] = [
    [trans.__('expected'), check.expected],
    [trans.__('yours'), check.actual]
  ];
  const known = values.filter(([, value]) => value && !check.message?.includes(value));
  return (
    <>
      {check.message && (
        <p className="gatehouse-message">
          <Sentence text={check.message} />
        </p>
      )}
      {check.note && (
        <p className="gatehouse-message">
          <Sentence text={check.note} />
        </p>
      )}
      {!oneFrame(check) && <pre>{check.traceback}</pre>}
      {known.length > 0 && (
        <dl className="gatehouse-values">
          {known.map(([name, value]) => (
            <React.Fragment key={name}>
              <dt>{name}</dt>
              <dd>
                <pre>{value}</pre>
              </dd>
            </React.Fragment>
          ))}
        </dl>
      )}
    </>
  );
}

/** A link to a line of the student's own. */
function Place({
  place,
  label,
  model
}: {
  place: IPlace | null;
  label?: string;
  model: Model;
}): React.ReactElement | null {
  const { path } = model;
  if (!place || !path) {
    return null;
  }
  return (
    <button
      className="gatehouse-line"
      title={model.words.trans.__('Go to this line')}
      onClick={() => void model.notebooks.goTo(path, place)}
    >
      {label ?? <code>{place.text.trim() || model.words.trans.__('line %1', place.line)}</code>}
    </button>
  );
}

function Notices({ run, model }: { run: IRun; model: Model }): React.ReactElement {
  const told = new Set(run.checks.map(({ message }) => message));
  const notices = (run.end?.notices ?? []).filter(text => !told.has(text));
  return (
    <>
      {notices.length > 0 && (
        <section className="gatehouse-notices">
          <h3>{model.words.trans.__('Worth knowing')}</h3>
          <ul>
            {notices.map(text => (
              <li key={text}>
                <Sentence text={text} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {run.output && (
        <details>
          <summary>{model.words.trans.__('What your code printed')}</summary>
          <pre>{run.output}</pre>
        </details>
      )}
    </>
  );
}
