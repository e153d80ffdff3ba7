import { Model } from './model';

/** Give the student a file, as a browser gives files. */
export function save(file: { name: string; content: Blob }): void {
  const url = URL.createObjectURL(file.content);
  click(url, file.name);
  URL.revokeObjectURL(url);
}

/** Give the student a file of the server's. */
export async function download(model: Model, path: string): Promise<void> {
  click(await model.contents.getDownloadUrl(path), path.split('/').pop()!);
}

function click(href: string, name: string): void {
  const link = document.createElement('a');
  [link.href, link.download] = [href, name];
  link.click();
}
