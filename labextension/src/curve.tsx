import * as React from 'react';
import { Point } from './run';
import { Words } from './words';

const WIDTH = 300;
const HEIGHT = 90;
/** More points than the picture is wide are not seen. */
const MOST = WIDTH;
/** So few points at the end are no training's curve. */
const FEW = 10;

/** What the training reports, while it runs. */
export function Curves(props: {
  curves: ReadonlyMap<string, Point[]>;
  ended: boolean;
  words: Words;
}) {
  const few = props.ended && [...props.curves.values()].every(({ length }) => length < FEW);
  return (
    <div className="gatehouse-curves">
      {[...props.curves].map(([name, points]) => (
        <Curve
          key={name}
          name={seriesName(name, props.words)}
          points={points}
          words={props.words}
        />
      ))}
      {few && (
        <p className="gatehouse-small">
          {props.words.trans.__(
            'A check trains for a few steps only. The feedback on your graded work shows the whole curve.'
          )}
        </p>
      )}
    </div>
  );
}

function Curve({ name, points, words }: { name: string; points: Point[]; words: Words }) {
  const [step, value] = points[points.length - 1];
  const told = words.trans.__('%1: %2 after step %3', name, short(value), step);
  return (
    <figure>
      <figcaption>{told}</figcaption>
      {points.length > 1 && (
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={told}
        >
          <polyline points={line(points)} vectorEffect="non-scaling-stroke" />
        </svg>
      )}
    </figure>
  );
}

function seriesName(name: string, { trans }: Words): string {
  return { loss: trans.__('Loss'), accuracy: trans.__('Accuracy') }[name] ?? name;
}

const short = (value: number) => Number(value.toPrecision(4)).toString();

/** The points of an SVG polyline that fills the picture; a value that is no number is left out. */
export function line(points: Point[]): string {
  const known = thinned(points.filter(([, value]) => Number.isFinite(value)));
  const [left, right] = range(known.map(([step]) => step));
  const [low, high] = range(known.map(([, value]) => value));
  return known
    .map(([step, value]) => {
      const x = ((step - left) / (right - left)) * WIDTH;
      const y = HEIGHT - ((value - low) / (high - low)) * HEIGHT;
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
}

function thinned(points: Point[]): Point[] {
  const every = Math.ceil(points.length / MOST);
  return points.filter((_, index) => index % every === 0 || index === points.length - 1);
}

function range(values: number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return high > low ? [low, high] : [low - 0.5, low + 0.5];
}
