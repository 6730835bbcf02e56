import { AwsRefusal } from './aws-refusal.ts';
import type { DataPlane } from './data-plane.ts';
import type { Operation } from './operations.ts';

/** Connections of devices. */
export const connectionOperations = ({ disconnect }: DataPlane): Operation[] => [
  {
    name: 'DeleteConnection',
    method: 'DELETE',
    path: '/connections/{clientId}',
    answer: (request) => {
      const clientId = request.param('clientId');
      const options = {
        cleanSession: request.flag('cleanSession'),
        preventWill: request.flag('preventWillMessage'),
      };
      if (disconnect(clientId, options)) return undefined;
      throw new AwsRefusal('ResourceNotFoundException', `No client ${clientId} is connected.`);
    },
  },
];
