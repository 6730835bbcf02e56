import { testPolicies } from './policy-table.ts';

const PEOPLE = { c1: { clientId: 'c1', things: [] } };

describe('A policy about actions', () => {
  testPolicies(
    PEOPLE,
    `
without a policy nothing is allowed      | none                               | c1 | Connect c1         | not allowed
the action and the resource it names     | allow Connect on client/c1         | c1 | Connect c1         | allowed
another client id                        |                                    |    | Connect c2         | not allowed
a longer client id                       |                                    |    | Connect c12        | not allowed
a shorter client id                      |                                    |    | Connect c          | not allowed
capital letters count                    |                                    |    | Connect C1         | not allowed
another action                           |                                    |    | Publish c1         | not allowed
a list of actions                        | allow Publish,Receive on topic/a   |    | Publish a          | allowed
                                         |                                    |    | Receive a          | allowed
                                         |                                    |    | Subscribe a        | not allowed
a list of resources                      | allow Publish on topic/a,topic/b   |    | Publish a          | allowed
                                         |                                    |    | Publish b          | allowed
                                         |                                    |    | Publish c          | not allowed
publishing is not retaining              | allow Publish on topic/a           |    | RetainPublish a    | not allowed
publishing is not receiving              |                                    |    | Receive a          | not allowed
retaining is not publishing              | allow RetainPublish on topic/a     |    | Publish a          | not allowed
                                         |                                    |    | RetainPublish a    | allowed
the console's spelling is another word   | allow PublishRetain on topic/a     |    | RetainPublish a    | not allowed
all actions                              | allow * on topic/a                 |    | RetainPublish a    | allowed
all of iot: | allow Pub* on topic/a | | Publish a | allowed
                                         | allow * on *                       |    | Subscribe a/#      | allowed
a run of letters in an action            | allow Re* on topic/a               |    | Receive a          | allowed
                                         |                                    |    | RetainPublish a    | allowed
                                         |                                    |    | Publish a          | not allowed
one letter in an action                  | allow ?eceive on topic/a           |    | Receive a          | allowed
                                         | allow ?Receive on topic/a          |    | Receive a          | not allowed
all publishing                           | allow *Publish on topic/a          |    | Publish a          | allowed
                                         |                                    |    | RetainPublish a    | allowed
capital letters of an action             | allow publish on topic/a           |    | Publish a          | not allowed
`,
  );
});

describe('A policy about resources', () => {
  testPolicies(
    PEOPLE,
    `
publishing is about topics               | allow Publish on topicfilter/a     | c1 | Publish a          | not allowed
                                         | allow Publish on client/a          |    | Publish a          | not allowed
                                         | allow Publish on topic/a           |    | Publish a          | allowed
subscribing is about topic filters       | allow Subscribe on topic/a         |    | Subscribe a        | not allowed
                                         | allow Subscribe on topicfilter/a   |    | Subscribe a        | allowed
receiving is about topics                | allow Receive on topicfilter/a     |    | Receive a          | not allowed
                                         | allow Receive on topic/a           |    | Receive a          | allowed
connecting is about client ids           | allow Connect on topic/c1          |    | Connect c1         | not allowed
                                         | allow Connect on thing/c1          |    | Connect c1         | not allowed
retaining is about topics                | allow RetainPublish on topicfilter/a |  | RetainPublish a    | not allowed
a wildcard may span the kind             | allow Subscribe,Publish on topic*  |    | Subscribe a        | allowed
                                         |                                    |    | Publish a          | allowed
everything                               | allow Publish on *                 |    | Publish a/b        | allowed
a name that is no ARN                    | allow Publish on arn:topic/a       |    | Publish a          | not allowed
another region                           | allow Publish on arn:aws:iot:us-east-1:123456789012:topic/a |  | Publish a | not allowed
another account                          | allow Publish on arn:aws:iot:eu-west-1:210987654321:topic/a |  | Publish a | not allowed
another partition                        | allow Publish on arn:aws-cn:iot:eu-west-1:123456789012:topic/a |  | Publish a | not allowed
any region and account                   | allow Publish on arn:aws:iot:*:*:topic/a |  | Publish a    | allowed
a topic with a colon                     | allow Publish on topic/a:b         |    | Publish a:b        | allowed
a topic with a blank                     | allow Publish on topic/a*b         |    | Publish a b        | allowed
an empty last level                      | allow Publish on topic/a/          |    | Publish a/         | allowed
                                         |                                    |    | Publish a          | not allowed
a leading slash                          | allow Publish on topic//a          |    | Publish /a         | allowed
                                         |                                    |    | Publish a          | not allowed
the capital P                            | allow Publish on topic/sdk/test/python |  | Publish sdk/test/Python | not allowed
`,
  );
});

describe('A wildcard of a policy', () => {
  testPolicies(
    PEOPLE,
    `
a run of any length                      | allow Publish on topic/a*          | c1 | Publish a          | allowed
                                         |                                    |    | Publish abc        | allowed
slashes included                         |                                    |    | Publish a/b/c      | allowed
its place counts                         |                                    |    | Publish ba         | not allowed
in the middle                            | allow Publish on topic/a/*/z       |    | Publish a/b/z      | allowed
                                         |                                    |    | Publish a/b/c/z    | allowed
it may be empty, the slashes may not     |                                    |    | Publish a//z       | allowed
                                         |                                    |    | Publish a/z        | not allowed
                                         |                                    |    | Publish a/b/zz     | not allowed
several                                  | allow Publish on topic/*a*b*       |    | Publish xxaxbx     | allowed
                                         |                                    |    | Publish xxbxax     | not allowed
one character                            | allow Publish on topic/a?c         |    | Publish abc        | allowed
which may be a slash                     |                                    |    | Publish a/c        | allowed
not none                                 |                                    |    | Publish ac         | not allowed
not two                                  |                                    |    | Publish abbc       | not allowed
two                                      | allow Publish on topic/a??         |    | Publish abc        | allowed
                                         |                                    |    | Publish ab         | not allowed
a client id's beginning                  | allow Connect on client/sdk-nodejs-* |  | Connect sdk-nodejs-v2 | allowed
                                         |                                    |    | Connect sdk-nodejs | not allowed
what a regular expression would take     | allow Publish on topic/a.c         |    | Publish abc        | not allowed
                                         | allow Publish on topic/[ab]        |    | Publish a          | not allowed
                                         | allow Publish on topic/(a)         |    | Publish (a)        | allowed
`,
  );
});

describe("MQTT's wildcards in a policy", () => {
  testPolicies(
    PEOPLE,
    `
the same filter as text                  | allow Subscribe on topicfilter/a/# | c1 | Subscribe a/#      | allowed
what the filter would take               |                                    |    | Subscribe a/b      | not allowed
                                         |                                    |    | Subscribe a/+      | not allowed
a policy's own wildcard                  | allow Subscribe on topicfilter/a/* |    | Subscribe a/#      | allowed
                                         |                                    |    | Subscribe a/+/b    | allowed
                                         |                                    |    | Subscribe a/b      | allowed
                                         |                                    |    | Subscribe a        | not allowed
everything is a filter too               |                                    |    | Subscribe #        | not allowed
one level                                | allow Subscribe on topicfilter/a/+/c |  | Subscribe a/+/c    | allowed
                                         |                                    |    | Subscribe a/b/c    | not allowed
a plain filter                           | allow Subscribe on topicfilter/a/b |    | Subscribe a/+      | not allowed
                                         |                                    |    | Subscribe #        | not allowed
publishing under a plus                  | allow Publish on topic/a/+         |    | Publish a/b        | not allowed
publishing under a hash                  | allow Publish on topic/a/#         |    | Publish a/b        | not allowed
receiving under a hash                   | allow Receive on topic/a/#         |    | Receive a/b        | not allowed
                                         | allow Receive on topic/a/*         |    | Receive a/b        | allowed
a question mark takes a plus             | allow Subscribe on topicfilter/a/? |    | Subscribe a/+      | allowed
`,
  );
});

describe('Several statements', () => {
  testPolicies(
    PEOPLE,
    `
a Deny wins                              | allow Publish on topic/*; deny Publish on topic/s/*  | c1 | Publish s/x | denied
                                         |                                    |    | Publish o          | allowed
in whatever order                        | deny Publish on topic/s/*; allow Publish on topic/*  |    | Publish s/x | denied
                                         |                                    |    | Publish o          | allowed
a Deny allows nothing                    | deny Publish on topic/s/*          |    | Publish o          | not allowed
a Deny of another action                 | allow Publish on topic/*; deny Receive on topic/* |  | Publish o | allowed
                                         |                                    |    | Receive o          | denied
a Deny of another kind                   | allow Publish on topic/*; deny Publish on topicfilter/* |  | Publish o | allowed
a Deny of everything                     | allow * on *; deny * on *          |    | Connect c1         | denied
an Allow in each                         | allow Connect on client/c1; allow Publish on topic/a |  | Connect c1 | allowed
                                         |                                    |    | Publish a          | allowed
                                         |                                    |    | Connect a          | not allowed
`,
  );
});

describe('A policy about shadows and jobs', () => {
  testPolicies(
    PEOPLE,
    `
over HTTP they are about things          | allow GetThingShadow on thing/t    | c1 | GetThingShadow t   | allowed
                                         |                                    |    | UpdateThingShadow t | not allowed
a named shadow                           |                                    |    | GetThingShadow t/s | not allowed
                                         | allow GetThingShadow on thing/t/*  |    | GetThingShadow t/s | allowed
                                         | allow *ThingShadow on thing/t      |    | DeleteThingShadow t | allowed
over MQTT they are topics                | allow UpdateThingShadow on thing/t |    | Publish $aws/things/t/shadow/update | not allowed
                                         | allow Publish on topic/$aws/things/t/shadow/* |  | Publish $aws/things/t/shadow/update | allowed
                                         |                                    |    | UpdateThingShadow t | not allowed
                                         | allow Subscribe on topicfilter/$aws/things/t/shadow/* |  | Subscribe $aws/things/t/shadow/update/+ | allowed
jobs                                     | allow *JobExecution* on thing/t    |    | GetPendingJobExecutions t | allowed
                                         |                                    |    | StartNextPendingJobExecution t | allowed
                                         |                                    |    | DescribeJobExecution u | not allowed
retained messages over HTTP              | allow GetRetainedMessage on topic/a |   | GetRetainedMessage a | allowed
roles                                    | allow AssumeRoleWithCertificate on rolealias/r |  | AssumeRoleWithCertificate r | allowed
`,
  );
});
