import * as React from 'react';
import { Deed, IAssignment } from './api';
import { Model } from './model';
import { moment } from './moment';

/** The assignments of nbgrader's exchange: fetched, handed in, and given back from here. */
export function Assignments({ model }: { model: Model }): React.ReactElement | null {
  const { trans } = model.words;
  const { assignments, asking } = model;
  if (!model.exchange) {
    return null;
  }
  return (
    <section className="gatehouse-assignments" aria-busy={asking}>
      <h3>{trans.__("Assignments in nbgrader's exchange")}</h3>
      <button
        className="jp-mod-styled"
        aria-disabled={asking}
        onClick={() => void model.lookForAssignments()}
      >
        {asking ? trans.__('Asking nbgrader…') : trans.__('Look for assignments')}
      </button>
      {assignments && !assignments.length && (
        <p>{trans.__('There is no assignment for you now.')}</p>
      )}
      <ul>
        {(assignments ?? []).map(one => (
          <Assignment key={`${one.course}/${one.assignment}`} one={one} model={model} />
        ))}
      </ul>
    </section>
  );
}

function Assignment({ one, model }: { one: IAssignment; model: Model }): React.ReactElement {
  const { trans } = model.words;
  const { notebook, feedback } = one;
  return (
    <li>
      <p>
        <strong>{one.assignment}</strong> <span className="gatehouse-small">{one.course}</span>
      </p>
      <p className="gatehouse-small">{told(one, model)}</p>
      {notebook ? (
        <>
          <button className="jp-mod-styled" onClick={() => void model.notebooks.open(notebook)}>
            {trans.__('Open')}
          </button>
          <Act deed="submit" name={trans.__('Hand in')} one={one} model={model} />
        </>
      ) : (
        one.state === 'released' && (
          <Act deed="fetch" name={trans.__('Fetch')} one={one} model={model} />
        )
      )}
      {one.feedback_waits && (
        <Act deed="feedback" name={trans.__('Fetch the feedback')} one={one} model={model} />
      )}
      {feedback && (
        <button className="jp-mod-styled" onClick={() => model.notebooks.openPage(feedback)}>
          {trans.__('Open the feedback')}
        </button>
      )}
    </li>
  );
}

function Act(props: {
  deed: Deed;
  name: string;
  one: IAssignment;
  model: Model;
}): React.ReactElement {
  const { deed, name, one, model } = props;
  return (
    <button
      className="jp-mod-styled"
      aria-label={`${name}: ${one.assignment}`}
      aria-disabled={model.asking}
      onClick={() => void model.withAssignment(deed, one)}
    >
      {name}
    </button>
  );
}

/** How far the student has come with it, in a few words. */
function told(one: IAssignment, model: Model): string {
  const { trans } = model.words;
  if (one.last) {
    const when = trans.__('Last handed in: %1', moment(one.last, model));
    return `${when} · ${trans._n('%1 attempt so far', '%1 attempts so far', one.attempts)}`;
  }
  return one.notebook ? trans.__('fetched, not handed in yet') : trans.__('not fetched yet');
}
