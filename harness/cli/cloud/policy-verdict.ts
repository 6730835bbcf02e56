import type { PolicyCheck } from '../../../simulators/aws-iot/policy/check-policy.ts';

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

export const allowsAll = ({ steps }: PolicyCheck): boolean =>
  steps.every(({ refusal }) => refusal === undefined);

/** The same for a program. */
export const verdictFields = (file: string, checked: PolicyCheck) => ({
  policy: file,
  allowed: allowsAll(checked),
  steps: checked.steps.map(({ step, refusal }) => ({
    does: step.does,
    action: step.action,
    resource: step.resource,
    allowed: refusal === undefined,
    cause: refusal?.cause ?? null,
    detail: refusal?.detail ?? null,
    ifForbidden: step.ifForbidden,
  })),
  missing: checked.missing,
});

/** The same as one JSON line. */
export const verdictJson = (file: string, checked: PolicyCheck): string =>
  `${JSON.stringify(verdictFields(file, checked))}\n`;
