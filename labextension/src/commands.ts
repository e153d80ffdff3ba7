import { JupyterFrontEnd } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import { reset } from './dialogs';
import { Model } from './model';

interface ICommand {
  label: (trans: TranslationBundle) => string;
  execute: () => unknown;
}

/** The gate of the notebook that is in front. */
const here = (model: Model) => model.gateAt(model.notebooks.current);

function commandsOf(model: Model, show: () => void): Record<string, ICommand> {
  return {
    show: { label: trans => trans.__('Show the lesson panel'), execute: show },
    notebook: {
      label: trans => trans.__('Go back to the notebook'),
      execute: () => {
        const path = model.gate?.notebook ?? model.notebooks.current;
        return path ? model.notebooks.goBack(path) : show();
      }
    },
    check: {
      label: trans => trans.__('Check'),
      execute: () => model.check(here(model) ?? model.gate)
    },
    stop: { label: trans => trans.__('Stop the check'), execute: () => model.cancel() },
    hint: {
      label: trans => trans.__('Show a hint'),
      execute: async () => {
        show();
        await model.turnTo('hints');
        await model.hint();
      }
    },
    reset: {
      label: trans => trans.__('Begin again…'),
      execute: () => model.attempt(() => reset(model))
    },
    'hand-in': {
      label: trans => trans.__('Hand in…'),
      execute: async () => {
        show();
        await model.turnTo('hand-in');
      }
    }
  };
}

/** Everything that the panel does, for the palette, shortcuts and the notebook's toolbar. */
export function addCommands(
  app: JupyterFrontEnd,
  model: Model,
  panel: Widget,
  palette: ICommandPalette | null
): void {
  const commands = commandsOf(model, () => app.shell.activateById(panel.id));
  for (const [name, { label, execute }] of Object.entries(commands)) {
    const id = `gatehouse:${name}`;
    app.commands.addCommand(id, {
      label: () => label(model.words.trans),
      caption: () => label(model.words.trans),
      isEnabled: () => (name === 'stop' ? model.running : name === 'show' || model.course !== null),
      isVisible: () => name !== 'check' || here(model) !== null,
      execute,
      describedBy: { args: { type: 'object', properties: {} } }
    });
    palette?.addItem({ command: id, category: 'Gatehouse' });
  }
  // By name: a toolbar's button does not hear that commands have changed in general.
  model.stateChanged.connect(() =>
    Object.keys(commands).forEach(name => app.commands.notifyCommandChanged(`gatehouse:${name}`))
  );
}
