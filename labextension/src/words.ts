import { Gettext, ITranslator, TranslationBundle } from '@jupyterlab/translation';
import { ISignal, Signal } from '@lumino/signaling';
import zh from './zh.json';

/** The languages that a student can choose. */
export type Lang = 'zh' | 'en';

/** The panel's sentences: in JupyterLab's language, or in the one that the student chose in the panel. */
export class Words {
  constructor(translator: ITranslator) {
    this._lab = translator.languageCode.toLowerCase().startsWith('zh') ? 'zh' : 'en';
    this._bundles = { zh: bundle('zh'), en: bundle('en') };
  }

  get lang(): Lang {
    return this._chosen ?? this._lab;
  }

  get trans(): TranslationBundle {
    return this._bundles[this.lang];
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** null: JupyterLab's language. */
  choose(lang: Lang | null): void {
    const before = this.lang;
    this._chosen = lang;
    if (this.lang !== before) {
      this._changed.emit();
    }
  }

  private readonly _lab: Lang;
  private readonly _bundles: Record<Lang, TranslationBundle>;
  private readonly _changed = new Signal<this, void>(this);
  private _chosen: Lang | null = null;
}

function bundle(lang: Lang): TranslationBundle {
  const gettext = new Gettext({ domain: 'gatehouse', locale: lang });
  if (lang === 'zh') {
    gettext.loadJSON(zh as never, 'gatehouse');
  }
  return gettext;
}
