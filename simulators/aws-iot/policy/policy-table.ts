import { expect } from 'chai';
import { arnsOf } from '../arns.ts';
import { type Action, resourceOf } from './actions.ts';
import { readPolicy } from './document.ts';
import { evaluate } from './evaluate.ts';
import { type Speaker, variablesOf } from './variables.ts';

export const ACCOUNT = { region: 'eu-west-1', account: '123456789012' } as const;
const arns = arnsOf(ACCOUNT);
const PREFIX = 'arn:aws:iot:eu-west-1:123456789012:';

const ANSWERS: Readonly<Record<string, string>> = {
  allowed: 'ALLOWED',
  denied: 'EXPLICIT_DENY',
  'not allowed': 'IMPLICIT_DENY',
};

/**
 * Reads a policy as the tables write it: statements between semicolons, each
 * `allow|deny ACTION,.. on RESOURCE,.. if OPERATOR KEY = VALUE,.. and OPERATOR ..`. Actions without their `iot:`,
 * resources without what all ARNs have in common; `""` is an empty text.
 */
export const documentOf = (policy: string): object => ({
  Version: '2012-10-17',
  Statement: policy.split(';').map((statement) => {
    const form =
      /^\s*(?<effect>allow|deny) (?<actions>\S+) on (?<resources>\S+)(?: if (?<conditions>.+?))?\s*$/;
    const { effect, actions = '', resources = '', conditions } = form.exec(statement)?.groups ?? {};
    if (effect === undefined) throw new TypeError(`${statement} is no statement`);
    return {
      Effect: effect === 'allow' ? 'Allow' : 'Deny',
      Action: actions.split(',').map((action) => (action === '*' ? action : `iot:${action}`)),
      Resource: resources.split(',').map(spelledOut),
      ...(conditions === undefined ? {} : { Condition: conditionOf(conditions) }),
    };
  }),
});

const spelledOut = (resource: string): string =>
  resource === '*' || resource.startsWith('arn:') ? resource : `${PREFIX}${resource}`;

const conditionOf = (told: string): object => {
  const block: Record<string, Record<string, string[]>> = {};
  for (const line of told.split(' and ')) {
    const {
      operator = '',
      key = '',
      values = '',
    } = /^(?<operator>\S+) (?<key>\S+) = (?<values>.+)$/.exec(line.trim())?.groups ?? {};
    if (operator === '') throw new TypeError(`${line} is no condition`);
    block[operator] = {
      ...block[operator],
      [key]: values.split(',').map((value) => (value === '""' ? '' : value)),
    };
  }
  return block;
};

/**
 * A test for each row `why | policy | who | ACTION NAME | allowed, denied or not allowed`. A column that is left empty is
 * as in the row above. To be called inside `describe`.
 */
export const testPolicies = (people: Readonly<Record<string, Speaker>>, table: string): void => {
  let above: string[] = [];
  for (const line of table.trim().split('\n')) {
    const cells = line.split('|').map((cell) => cell.trim());
    if (cells.length !== 5) throw new TypeError(`${line} has ${cells.length} columns`);
    above = cells.map((cell, i) => (cell === '' ? (above[i] ?? '') : cell));
    const [why = '', policy = '', who = '', asked = '', answer = ''] = above;
    it(`${why}: "${policy}" and ${who} asks for ${asked}: ${answer}`, () => {
      const speaker = people[who];
      const [verb = '', ...name] = asked.split(' ');
      if (!speaker || !(answer in ANSWERS)) throw new TypeError(`${who} or ${answer} is not known`);
      const action = `iot:${verb}` as Action;
      const { connect, ...always } = speaker;
      const variables = variablesOf({ ...always, ...(verb === 'Connect' ? { connect } : {}) });

      const { decision } = evaluate(
        policy === 'none' ? [] : [readPolicy('p', documentOf(policy))],
        { action, resource: resourceOf(arns, action, name.join(' ')) },
        variables,
      );

      expect(decision).to.equal(ANSWERS[answer]);
    });
  }
};
