import { Status, type StatusDetails } from 'allure-js-commons';
import {
  getMessageAndTraceFromError,
  getStatusFromError,
  type RuntimeMessage,
} from 'allure-js-commons/sdk';
import type { Attachment, Step } from '../step.ts';

const EXTENSIONS: Readonly<Record<string, string>> = {
  'text/plain': '.txt',
  'application/json': '.json',
  'application/octet-stream': '.bin',
  'application/x-pem-file': '.pem',
  'text/csv': '.csv',
  'text/markdown': '.md',
};

export const messageOfAttachment = ({ name, content, mediaType }: Attachment): RuntimeMessage => {
  const fileExtension = EXTENSIONS[mediaType];
  return {
    type: 'attachment_content',
    data: {
      name,
      content: Buffer.from(content).toString('base64'),
      encoding: 'base64',
      contentType: mediaType,
      wrapInStep: false,
      ...(fileExtension === undefined ? {} : { fileExtension }),
    },
  };
};

const endOf = ({
  outcome,
}: Step): { stop: number; status: Status; statusDetails?: StatusDetails } => {
  if (outcome === undefined) {
    const statusDetails = { message: 'still running when its test was over' };
    return { stop: Date.now(), status: Status.BROKEN, statusDetails };
  }
  const { stop, error } = outcome;
  if (error === undefined) return { stop, status: Status.PASSED };
  const thrown = error instanceof Error ? error : new Error(String(error));
  const statusDetails = getMessageAndTraceFromError(thrown);
  return { stop, status: getStatusFromError(thrown), statusDetails };
};

/** A step with all that is in it, as the messages that make Allure write it down. */
export const messagesOf = (step: Step): RuntimeMessage[] => [
  { type: 'step_start', data: { name: step.name, start: step.start } },
  {
    type: 'step_metadata',
    data: { parameters: step.parameters.map(([name, value]) => ({ name, value })) },
  },
  ...step.contents.flatMap((item) =>
    item.kind === 'step' ? messagesOf(item) : [messageOfAttachment(item)],
  ),
  { type: 'step_stop', data: endOf(step) },
];
