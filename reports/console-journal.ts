import type { Writable } from 'node:stream';
import type { Journal } from './journal.ts';
import { recordedJournal } from './recorded-journal.ts';
import { stage } from './stage.ts';
import { depthOf, type Step } from './step.ts';

const indent = (step: Step | undefined): string => '  '.repeat(step ? depthOf(step) : 0);

const parameters = (step: Step): string =>
  step.parameters.map(([name, value]) => `  ${name}: ${value}`).join('');

const line = (step: Step): string => {
  const { stop = step.start, error } = step.outcome ?? {};
  const seconds = `${((stop - step.start) / 1000).toFixed(2)} s`;
  const why = error instanceof Error ? `  ${stage().redactor.redact(error.message)}` : '';
  return `${indent(step)}${error === undefined ? '✓' : '✗'} ${step.name}${parameters(step)}  ${seconds}${why}`;
};

/**
 * A journal for a terminal: a line for each step when it ends, its children above it under a line with its name.
 * Evidence is mentioned with its size, not printed.
 */
export const consoleJournal = (stream: Writable): Journal => {
  const announced = new WeakSet<Step>();
  const print = (text: string): void => {
    stream.write(`${text}\n`);
  };
  return recordedJournal({
    begun: ({ parent }) => {
      if (!parent || announced.has(parent)) return;
      announced.add(parent);
      print(`${indent(parent)}${parent.name}`);
    },
    ended: (step) => {
      print(line(step));
      for (const item of step.contents) {
        if (item.kind === 'attachment') {
          print(`${indent(step)}    ${item.name} (${item.content.length} bytes)`);
        }
      }
    },
    attached: ({ name, content }) => print(`${name} (${content.length} bytes)`),
    measured: ({ name, value, unit }, step) => {
      if (!step) print(`${name}: ${value} ${unit}`);
    },
  });
};
