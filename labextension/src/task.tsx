import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import * as React from 'react';
import { Markdown } from './markdown';
import { Model } from './model';

/** What to write and why. */
export function Task(props: { model: Model; rendermime: IRenderMimeRegistry }): React.ReactElement {
  const { task } = props.model;
  return task ? <Markdown source={task.markdown} {...props} /> : <p>…</p>;
}
