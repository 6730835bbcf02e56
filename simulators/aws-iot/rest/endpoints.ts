import { AwsRefusal } from './aws-refusal.ts';
import { type ControlPlane, seconds } from './control-plane.ts';
import type { Operation } from './operations.ts';

/** AWS's types of endpoints, and the service that each stands for. All of them lead to the one stand-in. */
const TYPES: Readonly<Record<string, string>> = {
  'iot:Data': 'DATA',
  'iot:Data-ATS': 'DATA',
  'iot:CredentialProvider': 'CREDENTIAL_PROVIDER',
  'iot:Jobs': 'JOBS',
};

/** Where devices connect. */
export const endpointOperations = ({ arns, address }: ControlPlane): Operation[] => {
  const started = seconds(new Date());
  return [
    {
      name: 'DescribeEndpoint',
      method: 'GET',
      path: '/endpoint',
      answer: (request) => {
        const type = request.query('endpointType') ?? 'iot:Data';
        if (type in TYPES) return { endpointAddress: address };
        throw new AwsRefusal('InvalidRequestException', `Endpoint type ${type} not recognized.`);
      },
    },
    {
      name: 'DescribeDomainConfiguration',
      method: 'GET',
      path: '/domainConfigurations/{domainConfigurationName}',
      answer: (request) => {
        const name = request.param('domainConfigurationName');
        const serviceType = TYPES[name];
        if (serviceType === undefined) {
          throw new AwsRefusal(
            'ResourceNotFoundException',
            `There is no domain configuration ${name}.`,
          );
        }
        return {
          domainConfigurationName: name,
          domainConfigurationArn: arns('domainconfiguration', name),
          domainName: address,
          serverCertificates: [],
          domainConfigurationStatus: 'ENABLED',
          serviceType,
          domainType: 'ENDPOINT',
          lastStatusChangeDate: started,
          tlsConfig: { securityPolicy: 'IoTSecurityPolicy_TLS13_1_2_2022_10' },
        };
      },
    },
  ];
};
