import { commandsOf } from './command-forms.ts';
import { LINKS_3 } from './link-profile.ts';
import type { ReleaseProfile } from './profile.ts';
import { WROOM_32_2_2_0_0 } from './wroom-32-2-2-0-0.ts';

/**
 * ESP32-WROOM-32, AT 2.4.0.0 (IDF 4.3): the last release with a flash partition for each credential. It was never run by
 * us: what is here rests on its core library's strings, its documentation and its sources.
 */
export const WROOM_32_2_4_0_0: ReleaseProfile = {
  ...WROOM_32_2_2_0_0,
  name: '2.4.0.0',
  release: '2.4.0.0',
  // As this release prints it on an ESP32-C3; the time of the first line is UNCONFIRMED.
  version: {
    at: '2.4.0.0(4c6eb5e - ESP32 - May 20 2022 03:12:58)',
    sdk: 'qa-test-v4.3.3-20220423',
    projectHash: '5641e0a',
    compiled: 'May 20 2022 11:13:44',
    bin: '2.4.0(WROOM-32)',
  },
  // By the strings of both libraries. AT+USERRAM went into the open part at some time: UNCONFIRMED that it is not back.
  commands: commandsOf(WROOM_32_2_2_0_0, {
    without: 'AT+USERRAM',
    behind: {
      'AT+CIPSTATUS': 'AT+CIPSTATE q',
      'AT+CIPSEND': 'AT+CIPSENDL s; AT+CIPSENDLCFG qs',
      'AT+CIPSNTPCFG': 'AT+CIPSNTPINTV qs',
      'AT+MQTTCONNCFG': 'AT+MQTTALPN s',
      'AT+HTTPGETSIZE': 'AT+HTTPURLCFG qs; AT+HTTPCGET s',
      'AT+BLEENCCLEAR': 'AT+BLEHIDNAME qs',
    },
  }),
  publishPrompt: ['\r\nOK\r\n\r\n>'],
  // The documentation of the time shows AT+CIPSNTPCFG=1,530.
  zones: 'hours-and-minutes',
  links: LINKS_3,
  bootloaderVersion: 'qa-test-v4.3.3-20220423',
};
