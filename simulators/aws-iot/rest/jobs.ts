import { z } from 'zod';
import { executionText } from '../jobs/execution.ts';
import { isObject, type JsonObject } from '../json.ts';
import { AwsRefusal, unfitValue } from './aws-refusal.ts';
import { type ControlPlane, seconds } from './control-plane.ts';
import type { Operation } from './operations.ts';

const created = z.object({
  targets: z.array(z.string()).min(1),
  document: z.string(),
  description: z.string().optional(),
});

/** Jobs: what things are to do. */
export const jobOperations = ({ jobs, arns }: ControlPlane): Operation[] => {
  const thingOf = (arn: string): string => {
    const name = arn.slice(arns('thing', '').length);
    if (arns('thing', name) === arn) return name;
    throw unfitValue(arn, 'targets', 'be the ARN of a thing of this account and region');
  };
  return [
    {
      name: 'CreateJob',
      method: 'PUT',
      path: '/jobs/{jobId}',
      answer: (request) => {
        const { targets, document, description } = request.json(created);
        const things = targets.map(thingOf);
        const { id } = jobs.create({
          id: request.param('jobId'),
          things,
          document: documentOf(document),
        });
        return { jobArn: arns('job', id), jobId: id, description };
      },
    },
    {
      name: 'DescribeJob',
      method: 'GET',
      path: '/jobs/{jobId}',
      answer: (request) => {
        const job = jobs.get(request.param('jobId'));
        if (!job) throw notFound(`job ${request.param('jobId')}`);
        const { id, things, createdAt } = job;
        const targets = things.map((name) => arns('thing', name));
        const created = seconds(new Date(createdAt));
        const described = { jobArn: arns('job', id), jobId: id, targets, createdAt: created };
        return { job: described };
      },
    },
    {
      name: 'DescribeJobExecution',
      method: 'GET',
      path: '/things/{thingName}/jobs/{jobId}',
      answer: (request) => {
        const [thing, id] = [request.param('thingName'), request.param('jobId')];
        const found = jobs.executionOf(thing, id);
        if (!found) throw notFound(`job ${id} of thing ${thing}`);
        const { thingName, ...execution } = executionText(found, false);
        const { statusDetails } = found;
        const thingArn = arns('thing', thing);
        return {
          execution: { ...execution, thingArn, statusDetails: { detailsMap: statusDetails } },
        };
      },
    },
  ];
};

const documentOf = (text: string): JsonObject => {
  try {
    const document: unknown = JSON.parse(text);
    if (isObject(document)) return document;
  } catch {
    // Says the same as a document that is no object.
  }
  throw new AwsRefusal('InvalidRequestException', 'The job document is not a JSON object.');
};

const notFound = (what: string): AwsRefusal =>
  new AwsRefusal('ResourceNotFoundException', `There is no ${what}.`);
