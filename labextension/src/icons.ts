import { LabIcon } from '@jupyterlab/ui-components';

const drawn = (name: string, path: string) =>
  new LabIcon({
    name: `gatehouse:${name}`,
    svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
      <path class="jp-icon3" fill="#616161" d="${path}"/>
    </svg>`
  });

export const crossIcon = drawn(
  'cross',
  'M19 6.4 17.6 5 12 10.6 6.4 5 5 6.4 10.6 12 5 17.6 6.4 19 12 13.4 17.6 19 19 17.6 13.4 12z'
);

export const dashIcon = drawn('dash', 'M5 11h14v2H5z');

/** The sign of the panel: a gate. */
export const gateIcon = new LabIcon({
  name: 'gatehouse:gate',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
    <path class="jp-icon3 jp-icon-selectable" fill="#616161"
      d="M3 3h3v2h3V3h6v2h3V3h3v18h-5v-6a4 4 0 0 0-8 0v6H3z"/>
  </svg>`
});
