import {
  checkIcon,
  circleEmptyIcon,
  circleIcon,
  LabIcon,
  lockIcon
} from '@jupyterlab/ui-components';
import * as React from 'react';
import { IGate, State } from './api';
import { Model } from './model';
import { Words } from './words';

const ICONS: Record<State, LabIcon> = {
  locked: lockIcon,
  open: circleEmptyIcon,
  started: circleIcon,
  passed: checkIcon
};

function named(state: State, { trans }: Words): string {
  return {
    locked: trans.__('locked: pass the gate before it first'),
    open: trans.__('open'),
    started: trans.__('started'),
    passed: trans.__('passed')
  }[state];
}

/** The course as a path of gates. */
export function Path({ model }: { model: Model }): React.ReactElement {
  const gates = model.course?.gates ?? [];
  return (
    <ol className="gatehouse-path">
      {gates.map(gate => (
        <Gate key={gate.id} gate={gate} model={model} />
      ))}
    </ol>
  );
}

function Gate({ gate, model }: { gate: IGate; model: Model }): React.ReactElement {
  const Icon = ICONS[gate.state];
  const state = named(gate.state, model.words);
  const { trans } = model.words;
  const points = trans.__('Public checks: %1 of %2 points', gate.points, gate.max_points);
  const locked = gate.state === 'locked';
  return (
    <li className={`gatehouse-${gate.state}`}>
      <button
        autoFocus={gate.id === model.left}
        aria-disabled={locked}
        title={`${state} · ${points}`}
        onClick={() => void (locked ? undefined : model.choose(gate))}
      >
        <Icon.react tag="span" className="gatehouse-state" aria-hidden />
        <span className="gatehouse-title">{gate.title}</span>
        <span className="gatehouse-said">{state}</span>
        <span className="gatehouse-points">
          {gate.points} / {gate.max_points}
        </span>
      </button>
    </li>
  );
}
