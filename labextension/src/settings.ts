import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Lang, Words } from './words';

/** The panel's language is a setting, so that it is the same tomorrow. */
export async function followLanguage(
  registry: ISettingRegistry,
  id: string,
  words: Words
): Promise<void> {
  const settings = await registry.load(id);
  const read = () => {
    const chosen = settings.get('language').composite;
    words.choose(chosen === 'zh' || chosen === 'en' ? (chosen as Lang) : null);
  };
  settings.changed.connect(read);
  read();
  words.changed.connect(() => {
    if (settings.get('language').composite !== words.lang) {
      void settings.set('language', words.lang);
    }
  });
}
