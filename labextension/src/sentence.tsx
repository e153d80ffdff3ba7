import * as React from 'react';

/** A sentence of the grader's, in which names of code stand between backticks. */
export function Sentence({ text }: { text: string }): React.ReactElement {
  const parts = text.split(/`([^`\n]+)`/);
  return <>{parts.map((part, index) => (index % 2 ? <code key={index}>{part}</code> : part))}</>;
}
