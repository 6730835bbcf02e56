import { type Account, arnsOf } from './arns.ts';

const CLIENT_IDS = ['sdk-java', 'basicPubSub', 'sdk-nodejs-*'];
const TOPICS = ['sdk/test/java', 'sdk/test/Python', 'topic_1', 'topic_2'];

/**
 * The policy that the console's quick connect made until about 2022, capital P of `sdk/test/Python` included. The one
 * it makes since then says `sdk/test/python` and does not allow this topic.
 */
export const consolePolicy = (account: Account) => {
  const arn = arnsOf(account);
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['iot:Publish', 'iot:Receive'],
        Resource: TOPICS.map((topic) => arn('topic', topic)),
      },
      {
        Effect: 'Allow',
        Action: ['iot:Subscribe'],
        Resource: TOPICS.map((topic) => arn('topicfilter', topic)),
      },
      {
        Effect: 'Allow',
        Action: ['iot:Connect'],
        Resource: CLIENT_IDS.map((id) => arn('client', id)),
      },
    ],
  };
};
