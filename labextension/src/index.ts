import {
  ILabShell,
  ILayoutRestorer,
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IEditorExtensionRegistry } from '@jupyterlab/codemirror';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator } from '@jupyterlab/translation';
import { Api } from './api';
import { addCommands } from './commands';
import { Model } from './model';
import { Notebooks } from './notebooks';
import { LessonPanel } from './panel';
import { followLanguage } from './settings';
import { widen } from './width';
import { Words } from './words';

const plugin: JupyterFrontEndPlugin<void> = {
  id: 'gatehouse:plugin',
  description: 'The lesson beside the notebook: gates, checks, hints, handing in.',
  autoStart: true,
  requires: [
    IDocumentManager,
    INotebookTracker,
    IEditorExtensionRegistry,
    IRenderMimeRegistry,
    ITranslator
  ],
  optional: [ISettingRegistry, ICommandPalette, IDefaultFileBrowser, ILayoutRestorer, ILabShell],
  activate: (
    app: JupyterFrontEnd,
    documents: IDocumentManager,
    tracker: INotebookTracker,
    editors: IEditorExtensionRegistry,
    rendermime: IRenderMimeRegistry,
    translator: ITranslator,
    settings: ISettingRegistry | null,
    palette: ICommandPalette | null,
    browser: IDefaultFileBrowser | null,
    restorer: ILayoutRestorer | null,
    labShell: ILabShell | null
  ) => {
    const { serverSettings, contents } = app.serviceManager;
    const words = new Words(translator);
    const notebooks = new Notebooks(documents, tracker, app.shell, editors);
    const model = new Model(
      new Api(serverSettings, () => words.lang),
      notebooks,
      words,
      contents,
      () => browser?.model.path ?? ''
    );
    const panel = new LessonPanel(model, rendermime);
    app.shell.add(panel, 'left', { rank: 50 });
    restorer?.add(panel, panel.id);
    addCommands(app, model, panel, palette);
    if (settings) {
      void followLanguage(settings, plugin.id, words);
    }
    void app.restored.then(async () => {
      await model.refresh();
      await model.follow();
      void model.goOn();
      if (labShell ? model.course : model.gate) {
        app.shell.activateById(panel.id);
        widen(panel);
      }
    });
    labShell?.currentChanged.connect(() => void model.follow());
    browser?.model.pathChanged.connect(() => {
      if (!model.course) {
        void model.refresh();
      }
    });
  }
};

export default plugin;
