import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import {
  caretLeftIcon,
  runIcon,
  stopIcon,
  undoIcon,
  VDomRenderer
} from '@jupyterlab/ui-components';
import * as React from 'react';
import { IGate } from './api';
import { Assignments } from './assignments';
import { once } from './clicks';
import { reset } from './dialogs';
import { HandIn } from './handin';
import { Hints } from './hints';
import { gateIcon } from './icons';
import { Model, Tab } from './model';
import { Path } from './path';
import { Results } from './results';
import { Sentence } from './sentence';
import { Task } from './task';

/** The lesson panel in the sidebar. */
export class LessonPanel extends VDomRenderer<Model> {
  constructor(
    model: Model,
    private readonly _rendermime: IRenderMimeRegistry
  ) {
    super(model);
    this.id = 'gatehouse-panel';
    this.addClass('gatehouse');
    this.title.icon = gateIcon;
    this.node.setAttribute('role', 'region');
    this.node.tabIndex = -1;
  }

  /** Whoever asks for the panel goes on in it with the keyboard. */
  protected onActivateRequest(): void {
    const first = this.node.querySelector<HTMLElement>(
      '[aria-selected="true"], .gatehouse-path button'
    );
    (first ?? this.node).focus();
  }

  protected render(): React.ReactElement {
    const { model } = this;
    const { trans, lang } = model.words;
    this.title.caption = trans.__('Lessons');
    this.node.setAttribute('aria-label', trans.__('Lessons'));
    this.node.lang = lang;
    return (
      <>
        <Head model={model} />
        {model.problem && (
          <p className="gatehouse-problem">
            <Sentence text={model.problem} />
          </p>
        )}
        {model.gate ? (
          <Gate model={model} rendermime={this._rendermime} />
        ) : (
          <>
            <Path model={model} />
            <Assignments model={model} />
          </>
        )}
        <p className="gatehouse-said" role="status" aria-live="polite">
          {model.said}
        </p>
      </>
    );
  }
}

function Head({ model }: { model: Model }): React.ReactElement {
  const { trans, lang } = model.words;
  const other = lang === 'zh' ? 'en' : 'zh';
  return (
    <div className="gatehouse-head">
      {model.gate && (
        <button
          className="gatehouse-icon"
          title={trans.__('All gates')}
          aria-label={trans.__('All gates')}
          onClick={() => model.leave()}
        >
          <caretLeftIcon.react tag="span" />
        </button>
      )}
      <h2>{model.gate?.title ?? model.course?.title ?? trans.__('Lessons')}</h2>
      <button
        className="gatehouse-language"
        lang={other}
        title={other === 'zh' ? '用中文' : 'In English'}
        onClick={() => model.words.choose(other)}
      >
        {other === 'zh' ? '中文' : 'English'}
      </button>
    </div>
  );
}

function Gate({ model, rendermime }: { model: Model; rendermime: IRenderMimeRegistry }) {
  const { trans } = model.words;
  const tabs: [Tab, string][] = [
    ['task', trans.__('Task')],
    ['results', trans.__('Results')],
    ['hints', trans.__('Hints')],
    ['hand-in', trans.__('Hand in')]
  ];
  return (
    <>
      <Tabs model={model} tabs={tabs} />
      <div
        className="gatehouse-content"
        role="tabpanel"
        id="gatehouse-tabpanel"
        aria-labelledby={`gatehouse-tab-${model.tab}`}
        tabIndex={0}
      >
        {model.tab === 'task' && <Task model={model} rendermime={rendermime} />}
        {model.tab === 'results' && <Results model={model} rendermime={rendermime} />}
        {model.tab === 'hints' && <Hints model={model} rendermime={rendermime} />}
        {model.tab === 'hand-in' && <HandIn model={model} />}
      </div>
      <Foot model={model} />
    </>
  );
}

function Tabs({ model, tabs }: { model: Model; tabs: [Tab, string][] }): React.ReactElement {
  const row = React.useRef<HTMLDivElement>(null);
  const turn = (event: React.KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by) {
      const at = tabs.findIndex(([tab]) => tab === model.tab);
      const to = (at + by + tabs.length) % tabs.length;
      void model.turnTo(tabs[to][0]);
      (row.current?.children[to] as HTMLElement).focus();
      event.preventDefault();
    }
  };
  return (
    <div className="gatehouse-tabs" role="tablist" ref={row} onKeyDown={turn}>
      {tabs.map(([tab, name]) => (
        <button
          key={tab}
          role="tab"
          id={`gatehouse-tab-${tab}`}
          aria-selected={model.tab === tab}
          aria-controls="gatehouse-tabpanel"
          tabIndex={model.tab === tab ? 0 : -1}
          onClick={() => void model.turnTo(tab)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

/** The points of a gate: the most that any check gave, which may be another than the last. */
export function points(model: Model, { points: most, max_points: all }: IGate): string {
  const { trans } = model.words;
  const last = model.run?.end ?? model.history.find(({ kind }) => kind === 'check');
  return last && (last.score ?? 0) < most
    ? trans.__('Public checks, best so far: %1 of %2 points', most, all)
    : trans.__('Public checks: %1 of %2 points', most, all);
}

/** One button, so that the focus stays where it is while a check runs. */
function Foot({ model }: { model: Model }): React.ReactElement {
  const { trans } = model.words;
  const Icon = model.running ? stopIcon : runIcon;
  return (
    <div className="gatehouse-foot">
      <button
        className={`gatehouse-check jp-mod-styled ${model.running ? 'jp-mod-warn' : 'jp-mod-accept'}`}
        title={
          model.running
            ? ''
            : trans.__('Save the notebook and run the public checks (Ctrl+Shift+Enter)')
        }
        onClick={once(() => (model.running ? model.cancel() : model.check()))}
        onKeyDown={event => event.repeat && event.preventDefault()}
      >
        <Icon.react tag="span" aria-hidden />
        {model.running ? trans.__('Stop') : trans.__('Check')}
      </button>
      <button
        className="gatehouse-icon"
        title={trans.__('Begin again…')}
        aria-label={trans.__('Begin again…')}
        onClick={() => void model.attempt(() => reset(model))}
      >
        <undoIcon.react tag="span" />
      </button>
      {model.gate && (
        <span className="gatehouse-points">
          {model.runningElsewhere
            ? trans.__('Checking “%1”', model.runningElsewhere.title)
            : points(model, model.gate)}
        </span>
      )}
    </div>
  );
}
