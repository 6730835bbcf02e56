import type { PolicyCheck } from '../../simulators/aws-iot/policy/check-policy.ts';

/** What a policy says to a script, as a table with sentences and with statements to paste. */
export const verdictTable = (file: string, { steps, missing }: PolicyCheck): string => {
  const good = steps.filter(({ refusal }) => refusal === undefined).length;
  const lines = steps.flatMap(({ step, refusal }) =>
    refusal
      ? [`  NO  ${step.does}`, `      ${refusal.detail}`, `      ${step.ifForbidden}`]
      : [`  ok  ${step.does}`],
  );
  const offer = missing.map((statement) => JSON.stringify(statement, null, 2)).join(',\n');
  return [
    `${file} allows ${good} of ${steps.length} steps.`,
    ...lines,
    ...(missing.length > 0 ? ['Add to its list of statements:', offer] : []),
    '',
  ].join('\n');
};

/** The same as one JSON line for a program. */
export const verdictJson = (file: string, { steps, missing }: PolicyCheck): string =>
  `${JSON.stringify({
    policy: file,
    allowed: steps.every(({ refusal }) => refusal === undefined),
    steps: steps.map(({ step, refusal }) => ({
      does: step.does,
      action: step.action,
      resource: step.resource,
      allowed: refusal === undefined,
      cause: refusal?.cause ?? null,
      detail: refusal?.detail ?? null,
      ifForbidden: step.ifForbidden,
    })),
    missing,
  })}\n`;
